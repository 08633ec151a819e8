package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is kept of a pruned run: what was asked, how it ended, what was decided about it and by
/// whom, and the hash that covers all that was removed.
///
/// @param head hash of the last entry; it covers every entry
/// @param decided reviews, verifications, questions, answers and landings, as they were recorded
record Kept(
        String run,
        String task,
        Instant pruned,
        long entries,
        String head,
        Summary summary,
        List<Decided> decided) {

    /// One recorded entry.
    record Decided(long seq, String kind, Instant at, String hash, Object entry) {}

    static Kept of(Journal journal, RunId run, Instant now) {
        var stored = Stored.read(journal, run);
        var decided = new ArrayList<Decided>();
        var last = new ArrayList<Recorded>();
        Stored.each(
                journal,
                run,
                0,
                line -> {
                    last.clear();
                    last.add(line);
                    if (decides(line.entry())) {
                        decided.add(decided(line));
                    }
                });
        return new Kept(
                run.value(),
                stored.state().start().orElseThrow().task().text(),
                now,
                last.getFirst().seq() + 1,
                last.getFirst().hash(),
                Summary.of(run, stored.state(), stored.setup()),
                List.copyOf(decided));
    }

    private static Decided decided(Recorded line) {
        var kind = line.entry().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return new Decided(line.seq(), kind, line.at(), line.hash(), line.entry());
    }

    private static boolean decides(Entry entry) {
        return switch (entry) {
            case Entry.Verified _,
                    Entry.Asked _,
                    Entry.Answered _,
                    Entry.Reviewed _,
                    Entry.Finished _,
                    Entry.Landed _ ->
                    true;
            case Entry.Refused _,
                    Entry.Started _,
                    Entry.Replied _,
                    Entry.Faltered _,
                    Entry.Switched _,
                    Entry.Compacted _,
                    Entry.Resumed _,
                    Entry.Told _,
                    Entry.Heard _,
                    Entry.Overdue _,
                    Entry.Intended _,
                    Entry.Lost _,
                    Entry.Parked _,
                    Entry.Undoing _,
                    Entry.Undone _,
                    Entry.Settled _,
                    Entry.Recovered _,
                    Entry.Compensating _ ->
                    false;
        };
    }
}
