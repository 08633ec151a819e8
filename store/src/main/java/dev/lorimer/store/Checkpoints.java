package dev.lorimer.store;

import dev.lorimer.journal.JournalException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Copies the write-ahead log back into the database while the writer goes on: left to the writer,
/// as SQLite does it, it took a third of the time of 200 runs.
///
/// Should it not keep up, the writer does it after all, when the log has
/// [Database#CHECKPOINT_PAGES]; the log begins anew only when all of it has been copied.
final class Checkpoints {
    /// Of this much most pages are full by then, and are not copied twice.
    private static final long BYTES = 8 << 20;

    /// What a commit writes beside its lines: the pages it changes a little.
    private static final long COMMIT_BYTES = 3L * Database.PAGE_BYTES;

    private final Database database;
    private final Consumer<JournalException> broken;

    /// All guarded by this object's monitor.
    private long written;

    private boolean ended;
    private Optional<Thread> thread = Optional.empty();

    /// @param broken is told when the disk fails: what was acknowledged is in the log, but nobody
    ///   knows what the database's file holds until it is opened again
    Checkpoints(Database database, Consumer<JournalException> broken) {
        this.database = database;
        this.broken = broken;
    }

    /// To be told after each commit.
    synchronized void wrote(long bytes) {
        written += bytes + COMMIT_BYTES;
        if (written < BYTES || ended) {
            return;
        }
        if (thread.isEmpty()) {
            thread =
                    Optional.of(
                            Thread.ofPlatform()
                                    .name("journal-checkpoint")
                                    .daemon()
                                    .start(this::loop));
        }
        notifyAll();
    }

    /// Ends the thread; what is left in the log is copied when the last connection is closed.
    void end(Duration limit) {
        Optional<Thread> last;
        synchronized (this) {
            ended = true;
            last = thread;
            notifyAll();
        }
        last.ifPresent(running ->
                Uninterrupted.await(
                        limit, nanos -> running.join(Duration.ofNanos(Math.max(nanos, 0)))));
    }

    private void loop() {
        try (Sql sql = database.writer()) {
            while (isWanted()) {
                sql.execute("pragma wal_checkpoint(passive)");
            }
        } catch (SQLException e) {
            if (!Faults.isBusy(e)) {
                broken.accept(database.faults().of(e));
            }
        } catch (JournalException e) {
            broken.accept(e);
        } finally {
            forget();
        }
    }

    private synchronized boolean isWanted() {
        while (written < BYTES && !ended) {
            try {
                wait();
            } catch (InterruptedException _) {
                // Only we have this thread, and we do not interrupt it.
            }
        }
        written = 0;
        return !ended;
    }

    private synchronized void forget() {
        thread = Optional.empty();
    }
}
