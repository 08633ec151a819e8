package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An entry with its place in the journal.
///
/// @param hash covers this entry and, through the chain, every one before it
public record Recorded(long seq, long epoch, Instant at, String hash, Entry entry) {

    /// All entries of a run, in order, as any process may read them.
    public static List<Recorded> read(Journal journal, RunId run) {
        return read(journal, run, 0, Long.MAX_VALUE);
    }

    /// The entries of a run from one up to, not including, another.
    public static List<Recorded> read(Journal journal, RunId run, long from, long to) {
        return journal.read(run, from, to).stream()
                .map(line ->
                        new Recorded(
                                line.seq(),
                                line.epoch(),
                                line.draft().at(),
                                line.hash(),
                                Json.entry(line)))
                .toList();
    }

    /// An entry as a line of a journal, for what writes histories without running them: imports,
    /// measurements, tests.
    public static Journal.Draft draft(Entry entry, Instant at) {
        return Json.draft(entry, at);
    }

    /// Where a run is now: from its snapshot where there is one, so that a long history costs no
    /// more than a short one.
    public static RunState latest(Journal journal, RunId run) {
        return Loaded.from(journal, run).state();
    }

    /// What is wrong with a run's snapshot, held against the fold of all its entries; empty when
    /// nothing is, or there is none.
    public static Optional<String> checkSnapshot(Journal journal, RunId run) {
        var quick = Loaded.from(journal, run);
        var full = state(read(journal, run, 0, quick.next()));
        return quick.state().equals(full)
                ? Optional.empty()
                : Optional.of(
                        "run \"%s\": its snapshot is not what its %d entries fold to; export the run's entries and report this"
                                .formatted(run, quick.next()));
    }

    /// The state that these entries fold to.
    public static RunState state(List<Recorded> entries) {
        return RunState.of(entries.stream().map(Recorded::entry).toList());
    }
}
