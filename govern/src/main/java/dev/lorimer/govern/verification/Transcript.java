package dev.lorimer.govern.verification;

import dev.lorimer.govern.tree.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The journal of one run as it lies in the store: text, not yet understood.
///
/// @param branch where the result is said to be; empty when the run worked on a plain folder
public record Transcript(String run, List<Line> lines, Optional<Branch> branch) {
    /// One entry.
    ///
    /// @param kind in lower case, as `settled`
    /// @param json a JSON object
    /// @param hash the store's own, which covers every line before
    public record Line(long seq, long epoch, Instant at, String kind, String json, String hash) {}

    /// @param base the commit that the run started from
    /// @param ref the full name of the branch that holds its result
    public record Branch(String base, String ref) {}

    public Transcript {
        lines = List.copyOf(lines);
    }

    /// A hash over every byte of every line. The store's own hashes are part of it, and it is
    /// computed without the store.
    public String digest() {
        var hash = new Sha256().add(run);
        for (var line : lines) {
            hash.add(Long.toString(line.seq()))
                    .add(Long.toString(line.epoch()))
                    .add(line.at().toString())
                    .add(line.kind())
                    .add(line.json())
                    .add(line.hash());
        }
        return hash.hex();
    }

    /// The store's hash of the last line; empty without lines.
    public String head() {
        return lines.isEmpty() ? "" : lines.getLast().hash();
    }

    /// The first so many lines.
    public Transcript upTo(int count) {
        return new Transcript(run, lines.subList(0, Math.min(count, lines.size())), branch);
    }
}
