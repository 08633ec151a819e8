package dev.lorimer.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
    private final Future<?> timer;

    Deadline(Duration limit) {
        // The pool's own timer: a thread for each of many short calls costs more than they do.
        this.timer =
                ForkJoinPool.commonPool()
                        .schedule(this::expire, limit.toNanos(), TimeUnit.NANOSECONDS);
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

    private void expire() {
        if (mark.compareAndSet(Mark.RUNNING, Mark.EXPIRED)) {
            worker.interrupt();
        }
    }

    @Override
    public void close() {
        if (!mark.compareAndSet(Mark.RUNNING, Mark.OVER)) {
            // Its interrupt may have come after the work had returned by itself.
            Thread.interrupted();
        }
        timer.cancel(false);
    }
}
