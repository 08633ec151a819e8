package dev.lorimer.app;

import java.time.Duration;
import java.time.Instant;

/// Looks at the schedules while a worker works.
final class Ticking implements AutoCloseable {
    /// Schedules name minutes.
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Schedules schedules;
    private final boolean once;
    private final Thread thread = Thread.ofVirtual().name("schedules").unstarted(this::tick);

    /// @param once whether to look once and not again
    Ticking(Schedules schedules, boolean once) {
        this.schedules = schedules;
        this.once = once;
    }

    void start() throws InterruptedException {
        schedules.fire(Instant.now());
        if (!once) {
            thread.start();
        }
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                schedules.fire(Instant.now());
            }
        } catch (InterruptedException _) {
            // The worker has ended.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
