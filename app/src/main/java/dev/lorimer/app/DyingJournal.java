package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.testing.ForwardingJournal;
import java.util.List;

/// A journal whose process is killed right after its n-th append became durable: so that everybody
/// can see for himself what a run does after that. Nothing is flushed, closed or said.
final class DyingJournal extends ForwardingJournal {
    /// How many appends the process may live through.
    static final String VARIABLE = "LORIMER_DIE_AFTER_APPENDS";

    /// What a shell reports for a process that was killed with signal 9.
    private static final int KILLED = 137;

    private int left;

    private DyingJournal(Journal journal, int left) {
        super(journal);
        this.left = left;
    }

    static Journal of(Journal journal, Console console) {
        return console.variable(VARIABLE)
                .<Journal>map(text -> {
                    try {
                        return new DyingJournal(journal, Integer.parseInt(text));
                    } catch (NumberFormatException e) {
                        throw Failure.usage(
                                "%s is \"%s\", which is no number; unset it", VARIABLE, text);
                    }
                })
                .orElse(journal);
    }

    @Override
    public long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing) {
        var next = super.append(lease, expectedSeq, lines, standing);
        left--;
        if (left == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
        return next;
    }
}
