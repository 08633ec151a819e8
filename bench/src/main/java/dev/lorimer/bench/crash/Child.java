package dev.lorimer.bench.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A child process of the kit, and what it has said so far, line by line.
final class Child implements AutoCloseable {
    /// No child of the kit works longer than seconds; on a busy machine it may be many.
    static final Duration LIMIT = Duration.ofMinutes(3);

    private final Process process;
    private final String what;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private Child(Process process, String what) {
        this.process = process;
        this.what = what;
        this.reader = Thread.startVirtualThread(this::read);
    }

    /// @param output what it wrote to its standard output and error
    record Ended(int code, String output) {}

    static Child start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new Child(process, String.join(" ", command));
    }

    /// Runs a command to its end.
    ///
    /// @throws IllegalStateException when it does not end within [#LIMIT]; it is killed then
    static Ended run(List<String> command) throws IOException, InterruptedException {
        try (Child child = start(command)) {
            return child.end();
        }
    }

    private void read() {
        process.inputReader(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("SLF4J"))
                .forEach(line -> {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                });
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /// The first line that fits, once it has been said.
    ///
    /// @throws IllegalStateException when it is not said within [#LIMIT], or the child has ended
    ///   without it
    String await(Predicate<String> fits) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        int seen = 0;
        synchronized (lines) {
            while (true) {
                for (; seen < lines.size(); seen++) {
                    if (fits.test(lines.get(seen))) {
                        return lines.get(seen);
                    }
                }
                if (System.nanoTime() > end || (!reader.isAlive() && seen == lines.size())) {
                    throw new IllegalStateException(
                            "a child did not say what was expected, but %s: %s"
                                    .formatted(lines, what));
                }
                lines.wait(100);
            }
        }
    }

    /// Kills it without a last word; harmless when it has ended. What it had said is still read.
    void strike() {
        // By its handle: the process itself would close its output as well.
        boolean _ = process.toHandle().destroyForcibly();
    }

    /// Sends a signal by name, for example `STOP`.
    void signal(String name) throws IOException, InterruptedException {
        Ended sent = run(List.of("kill", "-" + name, String.valueOf(pid())));
        if (sent.code() != 0) {
            throw new IllegalStateException(
                    "signal %s was not sent: %s".formatted(name, sent.output()));
        }
    }

    /// Waits for its end.
    Ended end() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "a child has not ended after %d s: %s".formatted(LIMIT.toSeconds(), what));
        }
        reader.join(LIMIT);
        return new Ended(process.exitValue(), String.join("\n", lines()));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
