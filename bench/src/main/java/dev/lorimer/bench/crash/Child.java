package dev.lorimer.bench.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Child processes of the kit.
final class Child {
    /// No child of the kit works longer than seconds; on a busy machine it may be many.
    static final Duration LIMIT = Duration.ofMinutes(3);

    private Child() {}

    /// @param output what it wrote to its standard output and error
    record Ended(int code, String output) {}

    /// Runs a command to its end.
    ///
    /// @throws IllegalStateException when it does not end within [#LIMIT]; it is killed then
    static Ended run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            var output = new StringBuilder();
            Thread reader =
                    Thread.startVirtualThread(
                            () -> process.inputReader(StandardCharsets.UTF_8)
                                    .lines()
                                    .filter(line -> !line.startsWith("SLF4J"))
                                    .forEach(line -> output.append(line).append('\n')));
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "a child has not ended after %d s: %s"
                                .formatted(LIMIT.toSeconds(), command.getLast()));
            }
            reader.join(LIMIT);
            return new Ended(process.exitValue(), output.toString());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
