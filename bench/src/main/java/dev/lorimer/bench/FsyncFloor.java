package dev.lorimer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What no store that syncs can beat by much: an append-only file, one thread that writes what has
/// come in and syncs it with one call. No order, no checks, nothing can be found in it.
final class FsyncFloor implements AutoCloseable {
    private final FileChannel channel;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final Thread writer;
    private boolean closed;

    private record Waiting(ByteBuffer bytes, CountDownLatch done) {}

    FsyncFloor(Path file) {
        try {
            this.channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the file \"%s\" cannot be made".formatted(file), e);
        }
        this.writer = Thread.ofPlatform().name("floor").start(this::loop);
    }

    /// On disk when this returns.
    void append(byte[] bytes) {
        var waiting = new Waiting(ByteBuffer.wrap(bytes), new CountDownLatch(1));
        synchronized (queue) {
            queue.add(waiting);
            queue.notifyAll();
        }
        try {
            waiting.done().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (queue) {
            closed = true;
            queue.notifyAll();
        }
        try {
            writer.join();
            channel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("the floor's file was not closed", e);
        }
    }

    private void loop() {
        List<Waiting> batch = next();
        while (!batch.isEmpty()) {
            ByteBuffer[] buffers = batch.stream().map(Waiting::bytes).toArray(ByteBuffer[]::new);
            write(buffers);
            batch.forEach(waiting -> waiting.done().countDown());
            batch = next();
        }
    }

    private void write(ByteBuffer[] buffers) {
        try {
            while (buffers[buffers.length - 1].hasRemaining()) {
                channel.write(buffers);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("the floor's file cannot be written", e);
        }
    }

    private List<Waiting> next() {
        synchronized (queue) {
            while (queue.isEmpty() && !closed) {
                try {
                    queue.wait();
                } catch (InterruptedException _) {
                    // Only the program's end interrupts it, and that closes it too.
                }
            }
            var batch = new ArrayList<Waiting>(queue);
            queue.clear();
            return batch;
        }
    }
}
