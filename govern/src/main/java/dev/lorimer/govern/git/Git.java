package dev.lorimer.govern.git;

import dev.lorimer.govern.git.GitException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// The git program in one folder, run so that nothing in the repository or around it runs along: no
/// hooks, no file system monitor, no background maintenance, no prompts, no paging, none of the
/// caller's `GIT_` variables.
///
/// Values of this class are immutable; calls block, and may be made from any thread. A call that is
/// interrupted or late stops git and throws [GitException].
public final class Git {
    /// 60 s: the slowest local call measured on a repository of 100,000 files took 4 s on a cold
    /// disk.
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    /// 256 MiB: a listing of two million paths; more is a mistake, not an answer.
    static final int OUTPUT_BYTES_MAX = 256 << 20;

    /// 64 KiB: what git has to say about a failure fits many times.
    static final int ERROR_BYTES_MAX = 64 << 10;

    private static final List<String> QUIET =
            List.of(
                    "--no-pager",
                    "-c",
                    "core.hooksPath=/dev/null",
                    "-c",
                    "core.fsmonitor=false",
                    "-c",
                    "gc.auto=0",
                    "-c",
                    "maintenance.auto=false");

    private final Path folder;
    private final Map<String, String> environment;
    private final Duration deadline;
    private final byte[] input;

    private Git(Path folder, Map<String, String> environment, Duration deadline, byte[] input) {
        this.folder = folder;
        this.environment = environment;
        this.deadline = deadline;
        this.input = input;
    }

    /// git in `folder`, which may lie anywhere in a working tree, or be a git directory.
    public static Git in(Path folder) {
        return new Git(folder, Map.of(), DEADLINE, new byte[0]);
    }

    /// The same, with these variables set for git; later settings win.
    public Git with(Map<String, String> variables) {
        var both = new TreeMap<>(environment);
        both.putAll(variables);
        return new Git(folder, Map.copyOf(both), deadline, input);
    }

    /// The same, with another deadline for each call.
    public Git within(Duration limit) {
        return new Git(folder, environment, limit, input);
    }

    /// The same, with these bytes as git's standard input.
    public Git feeding(byte[] standardInput) {
        return new Git(folder, environment, deadline, standardInput.clone());
    }

    /// The same, in another folder.
    public Git at(Path other) {
        return new Git(other, environment, deadline, input);
    }

    public Path folder() {
        return folder;
    }

    /// What git prints, without the line end that closes it.
    ///
    /// @throws GitException when git exits with anything but 0
    public String text(String... arguments) {
        return expectZero(tryRun(arguments), arguments).text();
    }

    /// What git prints, byte for byte.
    ///
    /// @throws GitException when git exits with anything but 0
    public byte[] bytes(String... arguments) {
        return expectZero(tryRun(arguments), arguments).bytes();
    }

    /// Runs git and gives back its exit code with its output, for calls where "no" is an answer.
    ///
    /// @throws GitException when git can't be started, is late, is interrupted, or floods its
    ///   output
    public GitResult tryRun(String... arguments) {
        var process = start(arguments);
        try {
            var out = drain(process.getInputStream(), OUTPUT_BYTES_MAX);
            var err = drain(process.getErrorStream(), ERROR_BYTES_MAX);
            Thread.ofVirtual().start(() -> feed(process, input));
            long end = System.nanoTime() + deadline.toNanos();
            if (!process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw late(arguments);
            }
            var printed = await(out, end, arguments);
            if (printed.cut()) {
                throw new GitException(
                        Kind.UNREADABLE,
                        "%s printed more than %s bytes; ask for less"
                                .formatted(said(arguments), OUTPUT_BYTES_MAX));
            }
            var complaint = new String(await(err, end, arguments).bytes(), StandardCharsets.UTF_8);
            return new GitResult(process.exitValue(), printed.bytes(), complaint);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new GitException(
                    Kind.INTERRUPTED, "%s was stopped, as asked".formatted(said(arguments)));
        } finally {
            stop(process);
        }
    }

    /// Starts git and leaves it running; the caller ends it with [#stop].
    Process start(String... arguments) {
        var command = new ArrayList<String>();
        command.add("git");
        command.addAll(QUIET);
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        var variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("GIT_"));
        variables.put("LC_ALL", "C");
        variables.put("GIT_TERMINAL_PROMPT", "0");
        // Reading must not rewrite the user's index.
        variables.put("GIT_OPTIONAL_LOCKS", "0");
        // A replaced object would show a content that its hash does not have.
        variables.put("GIT_NO_REPLACE_OBJECTS", "1");
        variables.putAll(environment);
        try {
            return builder.start();
        } catch (IOException failure) {
            throw new GitException(
                    Kind.MISSING,
                    "git can't be started in \"%s\" (%s); install git 2.31 or newer, put it on the path, and check that the folder exists"
                            .formatted(folder, oneLine(String.valueOf(failure.getMessage()))),
                    failure);
        }
    }

    Duration deadline() {
        return deadline;
    }

    static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    GitException late(String... arguments) {
        return new GitException(
                Kind.LATE,
                "%s did not end within %s s and was stopped; free the machine or the disk and try again"
                        .formatted(said(arguments), deadline.toSeconds()));
    }

    private GitResult expectZero(GitResult result, String... arguments) {
        if (result.exit() != 0) {
            throw new GitException(
                    Kind.REFUSED,
                    "%s failed with exit code %s: %s"
                            .formatted(said(arguments), result.exit(), oneLine(result.error())));
        }
        return result;
    }

    private String said(String... arguments) {
        var words = String.join(" ", arguments);
        var shown = words.length() > 200 ? words.substring(0, 200) + "…" : words;
        return "\"git %s\" in \"%s\"".formatted(oneLine(shown), folder);
    }

    static String oneLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private Drained await(FutureTask<Drained> stream, long end, String... arguments)
            throws InterruptedException {
        try {
            return stream.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw late(arguments);
        } catch (ExecutionException failure) {
            throw new GitException(
                    Kind.UNREADABLE,
                    "the output of %s could not be read".formatted(said(arguments)),
                    failure);
        }
    }

    private static FutureTask<Drained> drain(InputStream stream, int bytesMax) {
        var task =
                new FutureTask<>(() -> {
                    try (stream) {
                        var kept = stream.readNBytes(bytesMax);
                        // git would block for ever on a full pipe, so the rest is read and
                        // dropped.
                        return new Drained(
                                kept, stream.transferTo(OutputStream.nullOutputStream()) > 0);
                    }
                });
        Thread.ofVirtual().name("git output").start(task);
        return task;
    }

    private static void feed(Process process, byte[] input) {
        try (var stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException _) {
            // git ended without reading all of it; its exit code tells whether that is well.
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Drained(byte[] bytes, boolean cut) {}
}
