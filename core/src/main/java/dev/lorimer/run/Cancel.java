package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Signal;
import dev.lorimer.journal.RunId;
import java.time.Duration;
import java.util.Optional;

/// Watches for a cancel left in the journal by another process, and interrupts the work when one
/// comes.
final class Cancel implements AutoCloseable {
    static final String KIND = "cancel";

    /// A message for the model, which interrupts nothing.
    static final String SAY = "say";

    /// A person waits for it to take hold; four small reads a second cost nothing beside that.
    private static final Duration EVERY = Duration.ofMillis(250);

    private final Journal journal;
    private final RunId run;

    /// Only messages above this one count.
    private final long heard;

    private final Thread worker = Thread.currentThread();
    private final Thread watcher;
    private volatile Optional<Signal> asked;

    Cancel(Journal journal, RunId run, long heard) {
        this.journal = journal;
        this.run = run;
        this.heard = heard;
        this.asked = waiting();
        this.watcher = Thread.ofVirtual().name("cancel-" + run).start(this::watch);
    }

    /// Who cancels may want undone what can be undone.
    Optional<Signal> asked() {
        return asked;
    }

    /// @param found in the journal just now: no effect starts between the wish and the next look
    void check(Optional<Signal> found) throws InterruptedException {
        if (found.isPresent()) {
            asked = found;
        }
        if (asked.isPresent()) {
            throw new InterruptedException("cancelled");
        }
    }

    /// The interrupt was the cancel itself; what follows has to run to its end.
    void taken() {
        var _ = Thread.interrupted();
    }

    private void watch() {
        try {
            while (asked.isEmpty()) {
                Thread.sleep(EVERY);
                asked = waiting();
                if (asked.isPresent()) {
                    worker.interrupt();
                }
            }
        } catch (InterruptedException _) {
            // The work has ended; nobody is left to interrupt.
        }
    }

    private Optional<Signal> waiting() {
        return journal.signals(run, heard).stream()
                .filter(signal -> signal.kind().equals(KIND))
                .findFirst();
    }

    @Override
    public void close() {
        watcher.interrupt();
        try {
            watcher.join(Duration.ofSeconds(5));
            if (asked.isPresent()) {
                // It may have come just as the work ended: what follows is not what it meant.
                Thread.interrupted();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
