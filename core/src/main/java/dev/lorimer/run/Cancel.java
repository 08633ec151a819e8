package dev.lorimer.run;

import dev.lorimer.journal.Journal.Signal;
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

    private final Tape tape;

    /// Only messages above this one count.
    private final long heard;

    private final Thread worker = Thread.currentThread();
    private final Thread watcher;
    private volatile Optional<Signal> asked;

    Cancel(Tape tape) {
        this.tape = tape;
        this.heard = tape.state().conversation().heard();
        this.asked = tape.silentAbove(heard) ? Optional.empty() : waiting();
        this.watcher = Thread.ofVirtual().name("cancel-" + tape.run()).start(this::watch);
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
            long seen = tape.next();
            while (asked.isEmpty()) {
                Thread.sleep(EVERY);
                long now = tape.next();
                // A run that moves on is told of messages by what it appends.
                if (now == seen || !tape.silentAbove(heard)) {
                    asked = waiting();
                }
                seen = now;
                if (asked.isPresent()) {
                    worker.interrupt();
                }
            }
        } catch (InterruptedException _) {
            // The work has ended; nobody is left to interrupt.
        }
    }

    private Optional<Signal> waiting() {
        return tape.journal().signals(tape.run(), heard).stream()
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
