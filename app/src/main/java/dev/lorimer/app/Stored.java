package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Recorded;
import dev.lorimer.run.RunState;
import java.util.List;
import java.util.function.Consumer;

/// A run as the journal holds it.
record Stored(RunState state, Setup setup) {
    /// Entries that are held at once: some megabytes at most.
    private static final int CHUNK = 500;

    static Stored read(Journal journal, RunId run) {
        RunState state;
        try {
            state = Recorded.latest(journal, run);
        } catch (JournalException e) {
            if (e.kind() != JournalException.Kind.PRUNED) {
                throw e;
            }
            throw Failure.usage(
                    "run %s was pruned; what was kept of it: %s",
                    run, journal.evidence(run).orElse("{}"));
        }
        var start =
                state.start()
                        .orElseThrow(() ->
                                Failure.usage(
                                        "run %s died before its task was recorded, so nothing of it exists; start it again",
                                        run));
        return new Stored(state, Setup.of(start.setup()));
    }

    /// Every entry from one on, in order; a long history is not held at once.
    ///
    /// @return the number of the next entry
    static long each(Journal journal, RunId run, long from, Consumer<Recorded> visit) {
        var next = from;
        List<Recorded> some;
        do {
            some = Recorded.read(journal, run, next, next + CHUNK);
            some.forEach(visit);
            next += some.size();
        } while (some.size() == CHUNK);
        return next;
    }

    long length() {
        return state.conversation().entries();
    }
}
