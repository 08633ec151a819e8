package dev.lorimer.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;

/// Carries a blocking call to its end or its deadline, whatever interrupts come, and keeps the
/// interrupt flag. A cancelled run must still be able to write down what it did.
final class Uninterrupted {
    private Uninterrupted() {}

    /// A wait that ends by itself after that many nanoseconds, with false.
    @FunctionalInterface
    interface Wait {
        boolean within(long nanos) throws InterruptedException;
    }

    /// Work on files; done again when an interrupt closed the file under it.
    @FunctionalInterface
    interface FileWork<T> {
        T run() throws IOException;
    }

    static boolean await(Duration limit, Wait wait) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.within(end - System.nanoTime());
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// A wait that ends when what is waited for has come.
    @FunctionalInterface
    interface EndlessWait {
        void untilDone() throws InterruptedException;
    }

    static void await(EndlessWait wait) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    wait.untilDone();
                    return;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void sleep(Duration time) {
        await(
                time,
                nanos -> {
                    Thread.sleep(Duration.ofNanos(Math.max(nanos, 0)));
                    return true;
                });
    }

    static <T> T files(FileWork<T> work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.run();
                } catch (ClosedByInterruptException _) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
