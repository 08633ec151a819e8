package dev.lorimer.govern.git;

import dev.lorimer.govern.git.GitException.Kind;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.LineDiff;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// One running `git cat-file --batch`: a question per object id, answered in order.
///
/// Not safe for use by two threads. A watcher stops git when one answer takes longer than the
/// deadline, so that a read never hangs.
final class ObjectReader implements AutoCloseable {
    /// 4,096: the longest header line is an id, a type and a size; anything longer is not git's.
    private static final int HEADER_BYTES_MAX = 4096;

    private final Git git;
    private final Process process;
    private final OutputStream questions;
    private final Answers answers;
    private final Thread watcher;
    private final AtomicLong answerDueNanos;

    /// A reader that is asked one object at a time.
    static ObjectReader conversing(Git git) {
        return new ObjectReader(git, "cat-file", "--batch");
    }

    /// A reader that is told all its objects at once, and answers as fast as it can.
    static ObjectReader streaming(Git git, List<String> ids) {
        var reader = new ObjectReader(git, "cat-file", "--batch", "--buffer");
        Thread.ofVirtual().name("git questions").start(() -> reader.askAll(ids));
        return reader;
    }

    private ObjectReader(Git git, String... arguments) {
        this.git = git;
        process = git.start(arguments);
        questions = process.getOutputStream();
        answers = new Answers(process.getInputStream());
        answerDueNanos = new AtomicLong(Long.MAX_VALUE);
        // Nobody reads git's complaints here, and a full pipe would block it.
        Thread.ofVirtual().name("git errors").start(() -> discard(process.getErrorStream()));
        watcher = Thread.ofVirtual().name("git watcher").start(this::watch);
    }

    /// Asks for one object and waits for its content.
    Content ask(String id) {
        try {
            questions.write((id + "\n").getBytes(StandardCharsets.US_ASCII));
            questions.flush();
        } catch (IOException failure) {
            throw broken(id, failure);
        }
        return next(id);
    }

    /// The answer to the oldest open question, which was about `id`.
    Content next(String id) {
        long due = System.nanoTime() + git.deadline().toNanos();
        answerDueNanos.set(due);
        try {
            return answer(id);
        } catch (IOException failure) {
            if (System.nanoTime() - due >= 0) {
                throw git.late("cat-file", "--batch");
            }
            throw broken(id, failure);
        } finally {
            answerDueNanos.set(Long.MAX_VALUE);
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
        Git.stop(process);
    }

    private Content answer(String id) throws IOException {
        var words = answers.line(HEADER_BYTES_MAX).split(" ", -1);
        if (words.length != 3) {
            return new Content.Unreadable(
                    "git does not have object \"%s\"; fetch it first".formatted(id));
        }
        long size = Long.parseLong(words[2]);
        boolean wanted = words[1].equals("blob") && size <= Content.BYTES_MAX;
        // Of what is too long, the beginning tells whether it is text.
        var bytes = answers.block((int) (wanted ? size : Math.min(size, 8000)));
        answers.skip(size - bytes.length);
        if (answers.read() != '\n') {
            throw new EOFException("git stopped in the middle of an object");
        }
        if (!words[1].equals("blob")) {
            return new Content.Unreadable(
                    "object \"%s\" is a %s, not a file".formatted(id, words[1]));
        }
        return wanted
                ? new Content.Bytes(bytes)
                : new Content.TooLarge(size, LineDiff.isBinary(bytes));
    }

    private void askAll(List<String> ids) {
        try (questions) {
            for (var id : ids) {
                questions.write((id + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException _) {
            // The reader was closed before it had read all; nobody waits for the rest.
        }
    }

    private void watch() {
        try {
            while (process.isAlive()) {
                Thread.sleep(Duration.ofMillis(200));
                if (System.nanoTime() - answerDueNanos.get() >= 0
                        && answerDueNanos.get() != Long.MAX_VALUE) {
                    Git.stop(process);
                }
            }
        } catch (InterruptedException _) {
            // The reader was closed.
        }
    }

    private static void discard(InputStream stream) {
        try (stream) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // git has ended.
        }
    }

    private GitException broken(String id, IOException failure) {
        return new GitException(
                Kind.UNREADABLE,
                "git stopped while reading object \"%s\" in \"%s\"; run `git fsck` there"
                        .formatted(id, git.folder()),
                failure);
    }
}
