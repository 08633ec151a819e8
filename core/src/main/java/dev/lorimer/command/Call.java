package dev.lorimer.command;

import dev.lorimer.command.Commands.CommandException;
import dev.lorimer.command.Commands.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// One started process, from start to the last of its tree: reads what it writes, waits, ends it.
///
/// Its standard output is the command's whole output. Its standard error is a control line on which
/// the wrapper around the command reports; the command has no hold of it.
final class Call {
    /// 8 KB: a report is one short line, a failure of the sandbox a few.
    private static final int CONTROL_BYTES_MAX = 8 * 1024;

    /// 64 KB: the size of a Linux pipe, so that one read empties it.
    private static final int CHUNK_BYTES = 64 * 1024;

    /// 4 MB: what is still read once the command itself has ended. A pipe holds 64 KB, and the
    /// JDK's reaper may have taken some more; a longer rest comes from a daemon left behind.
    private static final int REST_BYTES_MAX = 4 << 20;

    /// 10 s: a killed process is gone in milliseconds; one that waits on a dead disk is not.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Tells the wrapper that its tree is ended already; without it, it looks for itself.
    private static final byte[] GOODBYE = {'q', '\n'};

    private final Process process;
    private final String marker;
    private final Wrapper wrapper;
    private final Transcript transcript = new Transcript();
    private final Transcript control = new Transcript();
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private long reportedBytes;

    Call(Process process, String marker, Wrapper wrapper) {
        this.process = process;
        this.marker = marker;
        this.wrapper = wrapper;
    }

    /// Gives the wrapper its input, whole, and closes it. Does not block: a pipe takes 64 KB at
    /// once.
    void feed(byte[] input) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(input);
        } catch (IOException _) {
            // It has ended already, and its exit says why.
        }
    }

    /// Blocks until it exits, reports its exit, or the limit is over.
    ///
    /// @return the exit code, or the time-out
    Exit await(Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        long allowed = saturatedNanos(limit);
        while (true) {
            boolean read = pump();
            OptionalInt reported = reportedExit();
            if (reported.isPresent()) {
                return new Exit.Code(reported.getAsInt());
            }
            long spent = System.nanoTime() - start;
            if (spent >= allowed) {
                return new Exit.TimedOut(limit);
            }
            if (read) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            } else if (process.waitFor(
                    Math.min(pauseAfter(spent), allowed - spent), TimeUnit.NANOSECONDS)) {
                pump();
                return new Exit.Code(process.exitValue());
            }
        }
    }

    /// Polls often while a command is young, since most are short: 1 ms in the first 100 ms, then 1
    /// % of its age, at most 20 ms.
    private static long pauseAfter(long spent) {
        return Math.clamp(spent / 100, 1_000_000L, 20_000_000L);
    }

    private static long saturatedNanos(Duration limit) {
        try {
            return limit.toNanos();
        } catch (ArithmeticException _) {
            return Long.MAX_VALUE;
        }
    }

    /// Reads the rest of the output and ends what is left of the tree, however the command itself
    /// ended. What dying shells still have to say ("Killed") is not read. Not cut short by an
    /// interrupt.
    ///
    /// @throws CommandException when some process did not end
    void end() {
        boolean interrupted = Thread.interrupted();
        try {
            readRest();
            if (wrapper == Wrapper.DIES_WITH_ITS_TREE) {
                process.toHandle().destroyForcibly();
                awaitExit();
            }
            if (!Containment.available()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
            }
            Containment.end(marker);
        } finally {
            // Reading stops before the wrapper does: on its exit the JDK would go on reading, into
            // memory, for as long as any process that got away keeps on writing.
            closeStreams();
            if (!awaitExit()) {
                process.toHandle().destroyForcibly();
                awaitExit();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// The outermost process of a command.
    enum Wrapper {
        /// A sandbox: killing it kills all that is in it.
        DIES_WITH_ITS_TREE,
        /// A shell that ends its tree and itself when its standard input is closed.
        ENDS_WHEN_LET_GO
    }

    String text() {
        return transcript.text();
    }

    long bytes() {
        return transcript.bytes();
    }

    /// What the wrapper said, at most 8 KB.
    String report() {
        return control.text();
    }

    private OptionalInt reportedExit() {
        if (control.bytes() == reportedBytes || control.bytes() > CONTROL_BYTES_MAX) {
            return OptionalInt.empty();
        }
        reportedBytes = control.bytes();
        Optional<String> code =
                control.text()
                        .lines()
                        .filter(line -> line.matches("exit [0-9]{1,3}"))
                        .reduce((_, last) -> last);
        return code.map(line -> OptionalInt.of(Integer.parseInt(line.substring(5))))
                .orElse(OptionalInt.empty());
    }

    /// Reads what is there now; never waits, so a process that keeps the pipe open holds nobody up.
    private boolean pump() {
        boolean output = pumpFrom(process.getInputStream(), transcript);
        boolean report = pumpFrom(process.getErrorStream(), control);
        return output || report;
    }

    private boolean pumpFrom(InputStream from, Transcript to) {
        try {
            int ready = Math.min(from.available(), chunk.length);
            int got = ready <= 0 ? 0 : from.read(chunk, 0, ready);
            if (got <= 0) {
                return false;
            }
            to.add(chunk, 0, got);
            return true;
        } catch (IOException _) {
            // Closed under our hands: the process is gone, and so is the rest.
            return false;
        }
    }

    private void readRest() {
        long end = transcript.bytes() + REST_BYTES_MAX;
        while (pump() && transcript.bytes() < end) {
            // pump reads
        }
    }

    private boolean awaitExit() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            Pause.uninterrupted(Duration.ofMillis(1));
        }
        return !process.isAlive();
    }

    /// The output first, the standard input last: the wrapper waits for it.
    private void closeStreams() {
        try (OutputStream lifeline = process.getOutputStream();
                InputStream _ = process.getErrorStream();
                InputStream _ = process.getInputStream()) {
            lifeline.write(GOODBYE);
        } catch (IOException _) {
            // A pipe whose other end is gone says so; nothing is lost by it.
        }
    }
}
