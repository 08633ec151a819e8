package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import java.time.Duration;

/// Watches for a cancel left in the journal by another process, and interrupts the work when one
/// comes.
final class Cancel implements AutoCloseable {
    static final String KIND = "cancel";

    /// A person waits for it to take hold; four small reads a second cost nothing beside that.
    private static final Duration EVERY = Duration.ofMillis(250);

    private final Journal journal;
    private final RunId run;
    private final Thread worker = Thread.currentThread();
    private final Thread watcher;
    private volatile boolean asked;

    Cancel(Journal journal, RunId run) {
        this.journal = journal;
        this.run = run;
        this.asked = waiting();
        this.watcher = Thread.ofVirtual().name("cancel-" + run).start(this::watch);
    }

    boolean asked() {
        return asked;
    }

    void check() throws InterruptedException {
        if (asked) {
            throw new InterruptedException("cancelled");
        }
    }

    /// The interrupt was the cancel itself; what follows has to run to its end.
    void taken() {
        var _ = Thread.interrupted();
    }

    private void watch() {
        try {
            while (!asked) {
                Thread.sleep(EVERY);
                if (waiting()) {
                    asked = true;
                    worker.interrupt();
                }
            }
        } catch (InterruptedException _) {
            // The work has ended; nobody is left to interrupt.
        }
    }

    private boolean waiting() {
        return journal.signals(run, 0).stream().anyMatch(signal -> signal.kind().equals(KIND));
    }

    @Override
    public void close() {
        watcher.interrupt();
        try {
            watcher.join(Duration.ofSeconds(5));
            if (asked) {
                // It may have come just as the work ended: what follows is not what it meant.
                Thread.interrupted();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
