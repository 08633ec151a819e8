package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import java.util.List;

/// A run as it is read from the journal: from its snapshot and the entries behind it, where there
/// is a snapshot that fits, else from all entries.
///
/// @param next the number of the next entry
/// @param folded how many entries were folded for it
record Loaded(RunState state, long next, long folded) {

    static Loaded from(Journal journal, RunId run) {
        var kept = journal.snapshot(run);
        if (kept.isPresent()) {
            var seq = kept.get().seq();
            var lines = journal.read(run, seq - 1);
            var state = Json.state(kept.get().json());
            if (state.isPresent()
                    && !lines.isEmpty()
                    && lines.getFirst().hash().equals(kept.get().hash())) {
                return folded(state.get(), seq, lines.subList(1, lines.size()));
            }
        }
        return folded(RunState.EMPTY, 0, journal.read(run, 0));
    }

    private static Loaded folded(RunState from, long seq, List<Journal.Line> lines) {
        var state = from;
        for (var line : lines) {
            state = state.after(Json.entry(line));
        }
        return new Loaded(state, seq + lines.size(), lines.size());
    }
}
