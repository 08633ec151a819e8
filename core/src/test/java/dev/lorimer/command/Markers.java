package dev.lorimer.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Looks for the processes of a call, by its own means.
final class Markers {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private Markers() {}

    static String next() {
        return "test-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    }

    static List<String> alive(String marker) {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String environment = read(process.resolve("environ"));
                if (("\0" + environment + "\0").contains("\0LORIMER_CALL=" + marker + "\0")) {
                    found.add(process.getFileName() + " " + read(process.resolve("cmdline")));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    static void awaitAlive(String marker) throws InterruptedException {
        await(() -> !alive(marker).isEmpty(), "no process with marker " + marker);
    }

    static void await(BooleanSupplier done, String failure) throws InterruptedException {
        await(done, Duration.ofSeconds(20), failure);
    }

    static void await(BooleanSupplier done, Duration limit, String failure)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(failure);
            }
            Thread.sleep(10);
        }
    }
}
