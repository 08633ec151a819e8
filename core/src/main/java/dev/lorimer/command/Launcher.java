package dev.lorimer.command;

import dev.lorimer.command.Commands.Command;
import dev.lorimer.command.Commands.Exit;
import dev.lorimer.command.Commands.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Starts processes, all from one platform thread that lives as long as this does. Linux ties "die
/// with the parent" to the *thread* that forked: a sandbox started from a virtual thread dies as
/// soon as the carrier thread it happened to use retires.
final class Launcher implements AutoCloseable {
    /// One thread, never more and never fewer. No wrapper of `Executors`: those shut their pool
    /// down when only a running call still refers to it.
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().daemon().name("command-launcher").factory());

    private final Set<Process> alive = ConcurrentHashMap.newKeySet();

    /// @param call for what the wrapper reported
    record Ended(Output output, Call call) {}

    /// Starts it, waits for its end, ends what is left of its tree.
    ///
    /// @param input what the wrapper reads before it starts the command
    Ended run(ProcessBuilder builder, Command command, Call.Wrapper wrapper, Optional<byte[]> input)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the command was started");
        }
        long start = System.nanoTime();
        Process process;
        try {
            process = start(builder);
        } catch (IOException e) {
            throw Program.notStarted(command, e);
        }
        var call = new Call(process, command.marker(), wrapper);
        try {
            Exit exit;
            try {
                input.ifPresent(call::feed);
                exit = call.await(command.limit());
            } finally {
                call.end();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return new Ended(new Output(exit, call.text(), call.bytes(), took), call);
        } finally {
            alive.remove(process);
        }
    }

    /// Forking takes milliseconds and can not be called back, so it is waited for even when
    /// interrupted; the interrupt is kept, and ends the command a moment later.
    private Process start(ProcessBuilder builder) throws IOException {
        Future<Process> started;
        try {
            started = thread.submit(builder::start);
        } catch (RejectedExecutionException e) {
            throw new IOException("commands were closed, open new ones", e);
        }
        Process process = get(started);
        alive.add(process);
        if (thread.isShutdown()) {
            process.toHandle().destroyForcibly();
        }
        return process;
    }

    private static Process get(Future<Process> started) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return started.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        alive.forEach(process -> process.toHandle().destroyForcibly());
    }
}
