package dev.lorimer.govern;

import dev.lorimer.govern.git.History;
import dev.lorimer.govern.kind.Preview;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.util.ArrayDeque;
import java.util.Deque;

/// A second thread that reads what the next commits of a history say, while the first one judges
/// those before them. It is never waited for: what it has not read, or could not, the one who
/// judges reads, and the findings are the same.
final class ReadAhead implements AutoCloseable {
    /// 64 commits: some seconds of work, so that a great commit holds nobody up.
    private static final int COMMITS_MAX = 64;

    /// 16 MiB of contents that nobody has judged yet: some 2,000 files, fewer than the index keeps.
    private static final long BYTES_MAX = 16L << 20;

    private final History history;
    private final Tree start;
    private final Preview preview;
    private final Thread thread;
    private final Deque<Long> sizes = new ArrayDeque<>();
    private long bytes;
    private int judged;
    private boolean over;

    private ReadAhead(History history, Tree start, Preview preview) {
        this.history = history;
        this.start = start;
        this.preview = preview;
        thread = Thread.ofPlatform().name("read ahead").daemon().unstarted(this::read);
    }

    /// @param start the tree before the first commit
    static ReadAhead of(History history, Tree start, Preview preview) {
        var ahead = new ReadAhead(history, start, preview);
        ahead.thread.start();
        return ahead;
    }

    /// Tells that the next commit is about to be judged.
    synchronized void judging() {
        judged++;
        if (!sizes.isEmpty()) {
            bytes -= sizes.removeFirst();
        }
        notifyAll();
    }

    private void read() {
        try {
            var tree = start;
            int number = 0;
            for (var step : history.steps()) {
                long room = room(number);
                if (isOver()) {
                    return;
                }
                var after = history.after(tree, step);
                read(number, preview.next(TreeChange.among(tree, after, step.touched()), room));
                tree = after;
                number++;
            }
        } catch (RuntimeException | StackOverflowError _) {
            // Whatever it was, the one who judges meets it too, and says so.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until there is room to read a commit.
    ///
    /// @return 0 when it is judged already
    private synchronized long room(int number) throws InterruptedException {
        while (!over
                && number >= judged
                && (number - judged >= COMMITS_MAX || bytes >= BYTES_MAX)) {
            wait();
        }
        return number < judged ? 0 : BYTES_MAX - bytes;
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized void read(int number, long size) {
        if (number >= judged) {
            sizes.addLast(size);
            bytes += size;
        }
    }

    /// Ends the thread, after the commit that it is at.
    @Override
    public void close() {
        synchronized (this) {
            over = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                // What it is at is bounded, and it reads from what the caller is about to close.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
