package dev.lorimer.store;

import java.time.Duration;
import java.util.Optional;

/// When the writer has to give a sign of life. Guarded by the writer's monitor.
final class Heart {
    private final Optional<Beat> beat;
    private long next;
    private Optional<Write<?>> last = Optional.empty();

    private record Beat(Duration every, Write.Work<?> work) {}

    /// Nobody waits for a sign.
    Heart() {
        this.beat = Optional.empty();
    }

    /// The first one is due now.
    Heart(Duration every, Write.Work<?> work) {
        this.beat = Optional.of(new Beat(every, work));
        this.next = System.nanoTime();
    }

    boolean isDue() {
        return beat.isPresent() && System.nanoTime() - next >= 0;
    }

    /// To be done now; the next one is due a period from now, whatever becomes of this one.
    Write<?> beat() {
        Beat due = beat.orElseThrow();
        next = System.nanoTime() + due.every().toNanos();
        Write<?> write = new Write<>(0, due.work());
        last = Optional.of(write);
        return write;
    }

    boolean isLast(Write<?> write) {
        return last.filter(beaten -> beaten == write).isPresent();
    }

    /// How long nobody has to be woken for a sign, in milliseconds for [Object#wait(long)]: 0 for
    /// ever.
    long restMillis() {
        return beat.isEmpty()
                ? 0
                : Math.max(Duration.ofNanos(next - System.nanoTime()).toMillis() + 1, 1);
    }
}
