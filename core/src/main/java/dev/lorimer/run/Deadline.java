package dev.lorimer.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Interrupts the thread that made it when its time is up, and tells that interrupt from any other.
final class Deadline implements AutoCloseable {
    private enum Mark {
        RUNNING,
        EXPIRED,
        OVER
    }

    private final AtomicReference<Mark> mark = new AtomicReference<>(Mark.RUNNING);
    private final Thread worker = Thread.currentThread();
    private final Thread timer;

    Deadline(Duration limit) {
        this.timer = Thread.ofVirtual().name("deadline").start(() -> expire(limit));
    }

    interface Work<T> {
        T get() throws InterruptedException;
    }

    /// @return nothing when the time was up first
    <T> Optional<T> within(Work<T> work) throws InterruptedException {
        try {
            return Optional.of(work.get());
        } catch (InterruptedException e) {
            if (mark.get() != Mark.EXPIRED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private void expire(Duration limit) {
        try {
            Thread.sleep(limit);
            if (mark.compareAndSet(Mark.RUNNING, Mark.EXPIRED)) {
                worker.interrupt();
            }
        } catch (InterruptedException _) {
            // The work was done in time.
        }
    }

    @Override
    public void close() {
        if (!mark.compareAndSet(Mark.RUNNING, Mark.OVER)) {
            // Its interrupt may have come after the work had returned by itself.
            Thread.interrupted();
        }
        timer.interrupt();
    }
}
