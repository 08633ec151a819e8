package dev.lorimer.store;

import dev.lorimer.journal.RunId;
import java.util.ArrayList;
import java.util.List;

/// New lines of one run, chained to what was there before.
///
/// @param before where the run ended
record Links(Chain.Head before, List<NewLine> lines) {
    static Links of(RunId run, Chain.Head before, List<LineRow> rows) {
        var lines = new ArrayList<NewLine>(rows.size());
        String hash = before.hash();
        for (LineRow row : rows) {
            NewLine line = NewLine.after(hash, run.value(), row);
            lines.add(line);
            hash = line.hex();
        }
        return new Links(before, List.copyOf(lines));
    }

    /// The same lines, chained to where the run really ends.
    Links after(Chain.Head end, RunId run) {
        return end.equals(before) ? this : of(run, end, lines.stream().map(NewLine::row).toList());
    }

    long nextSeq() {
        return before.nextSeq() + lines.size();
    }

    String lastHash() {
        return lines.getLast().hex();
    }
}
