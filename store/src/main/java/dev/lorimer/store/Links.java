package dev.lorimer.store;

import dev.lorimer.journal.RunId;
import java.util.ArrayList;
import java.util.List;

/// New lines of one run, chained to what was there before.
///
/// @param before where the run ended
/// @param hashes of the lines, in order
record Links(Chain.Head before, List<LineRow> lines, List<String> hashes) {
    @FunctionalInterface
    interface Visit {
        void line(LineRow line, String hash);
    }

    static Links of(RunId run, Chain.Head before, List<LineRow> lines) {
        var hashes = new ArrayList<String>(lines.size());
        String hash = before.hash();
        for (LineRow line : lines) {
            hash = Chain.link(hash, run.value(), line);
            hashes.add(hash);
        }
        return new Links(before, List.copyOf(lines), List.copyOf(hashes));
    }

    /// The same lines, chained to another hash when that is what is there.
    Links after(RunId run, String hash) {
        return hash.equals(before.hash())
                ? this
                : of(run, new Chain.Head(before.nextSeq(), hash), lines);
    }

    Chain.Head end() {
        return new Chain.Head(before.nextSeq() + lines.size(), hashes.getLast());
    }

    void eachLine(Visit visit) {
        for (int i = 0; i < lines.size(); i++) {
            visit.line(lines.get(i), hashes.get(i));
        }
    }
}
