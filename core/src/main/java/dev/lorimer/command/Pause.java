package dev.lorimer.command;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Waits that finish although the thread is interrupted; the interrupt is kept for the caller.
final class Pause {
    private Pause() {}

    static void uninterrupted(Duration length) {
        boolean interrupted = Thread.interrupted();
        long end = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.sleep(left);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
