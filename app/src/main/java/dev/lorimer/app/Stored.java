package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Recorded;
import dev.lorimer.run.RunState;
import java.util.List;

/// A run as the journal holds it.
record Stored(List<Recorded> lines, RunState state, Setup setup) {

    static Stored read(Journal journal, RunId run) {
        var lines = Recorded.read(journal, run);
        var state = Recorded.state(lines);
        var start =
                state.start()
                        .orElseThrow(() ->
                                Failure.usage(
                                        "run %s died before its task was recorded, so nothing of it exists; start it again",
                                        run));
        return new Stored(lines, state, Setup.of(start.setup()));
    }

    int length() {
        return lines.size();
    }
}
