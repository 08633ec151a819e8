package dev.lorimer.store;

import dev.lorimer.journal.RunId;
import java.util.ArrayList;
import java.util.List;

/// New lines of one run, chained to what was there before.
///
/// @param before where the run ended
/// @param hashes of the lines, in order
record Links(Chain.Head before, List<LineRow> lines, List<String> hashes) {
    static Links of(RunId run, Chain.Head before, List<LineRow> lines) {
        var hashes = new ArrayList<String>(lines.size());
        String hash = before.hash();
        for (LineRow line : lines) {
            hash = Chain.link(hash, run.value(), line);
            hashes.add(hash);
        }
        return new Links(before, List.copyOf(lines), List.copyOf(hashes));
    }

    /// The same lines, chained to where the run really ends.
    Links after(Chain.Head end, RunId run) {
        return end.equals(before) ? this : of(run, end, lines);
    }

    long nextSeq() {
        return before.nextSeq() + lines.size();
    }

    String lastHash() {
        return hashes.getLast();
    }
}
