package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import java.time.Instant;
import java.util.List;

/// An entry with its place in the journal.
///
/// @param hash covers this entry and, through the chain, every one before it
public record Recorded(long seq, long epoch, Instant at, String hash, Entry entry) {

    /// All entries of a run, in order, as any process may read them.
    public static List<Recorded> read(Journal journal, RunId run) {
        return read(journal, run, 0);
    }

    /// The entries of a run from `fromSeq` on, in order.
    public static List<Recorded> read(Journal journal, RunId run, long fromSeq) {
        return journal.read(run, fromSeq).stream()
                .map(line ->
                        new Recorded(
                                line.seq(),
                                line.epoch(),
                                line.draft().at(),
                                line.hash(),
                                Json.entry(line)))
                .toList();
    }

    /// The state that these entries fold to.
    public static RunState state(List<Recorded> entries) {
        return RunState.of(entries.stream().map(Recorded::entry).toList());
    }
}
