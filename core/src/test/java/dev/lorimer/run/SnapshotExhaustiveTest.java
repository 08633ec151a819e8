package dev.lorimer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.model.Message;
import dev.lorimer.testing.FakeClock;
import dev.lorimer.testing.ForwardingJournal;
import dev.lorimer.testing.MemoryJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// However long a run is and whatever it went through: its snapshots say what all its entries say,
/// its parts hold what was said, and taking it up reads no more of it than of a short one.
class SnapshotExhaustiveTest {
    private static final RunId RUN = new RunId("r-long");

    /// A part, and the longest way from one sealing to the next place where a run can be sealed.
    private static final int READ_MAX = 2 * Conversation.PART;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_run_taken_up_anywhere_is_what_all_its_entries_fold_to(long seed) {
        var chance = new SplittableRandom(seed);
        var tapes = new ArrayList<Tape>();
        var walk = new RandomWalk(seed, _ -> cut(tapes.getLast(), chance));
        var journal = new Reading(new MemoryJournal());
        journal.create(RUN, "long", Instant.EPOCH);
        var entries = new ArrayList<Entry>();
        var tape = own(journal);
        tapes.add(tape);
        var parts = 0;
        for (var i = 0; i < 2_000; i++) {
            var entry = walk.next(tape.state());
            tape.append(entry);
            entries.add(entry);
            parts = Math.max(parts, tape.state().conversation().parts().size());
            if (walk.oneIn(83)) {
                tape.close();
                journal.lines = 0;
                tape = own(journal);
                tapes.add(tape);
                assertThat(journal.lines).as("lines read at entry %d", i).isLessThan(READ_MAX);
                assertThat(tape.state()).as("after entry %d", i).isEqualTo(RunState.of(entries));
                assertThat(tape.conversation()).isEqualTo(inOnePiece(entries));
            }
        }
        assertThat(parts).isGreaterThan(2);
        assertThat(tape.state().conversation().summary()).isPresent();
        assertThat(tape.conversation()).isEqualTo(inOnePiece(entries));
        assertThat(journal.snapshot(RUN)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void a_run_without_its_snapshot_or_with_another_ones_is_folded_from_its_entries(long seed) {
        var journal = new MemoryJournal();
        journal.create(RUN, "long", Instant.EPOCH);
        var chance = new SplittableRandom(seed);
        try (var tape = own(journal)) {
            var walk = new RandomWalk(seed, _ -> cut(tape, chance));
            for (var i = 0; i < 700; i++) {
                tape.append(walk.next(tape.state()));
            }
        }
        var whole = Recorded.state(Recorded.read(journal, RUN));
        var kept = journal.snapshot(RUN).orElseThrow();
        for (var bad :
                List.of(
                        new Journal.Snapshot(kept.seq(), "another hash", kept.json()),
                        new Journal.Snapshot(kept.seq() - 1, kept.hash(), kept.json()),
                        new Journal.Snapshot(kept.seq(), kept.hash(), "{\"form\":0}"),
                        new Journal.Snapshot(kept.seq(), kept.hash(), "{}"),
                        new Journal.Snapshot(100_000, kept.hash(), kept.json()))) {
            try (var lease = journal.acquire(RUN, "vandal", Instant.EPOCH)) {
                journal.keep(lease, bad);
            }
            assertThat(Loaded.from(journal, RUN).state()).as(bad.toString()).isEqualTo(whole);
        }
    }

    /// What was said, from a fold that never puts anything aside.
    private static List<Message> inOnePiece(List<Entry> entries) {
        var said = new ArrayList<Message>();
        RunState.of(entries)
                .conversation()
                .summary()
                .ifPresent(summary -> said.addAll(summary.messages()));
        said.addAll(RunState.part(new Conversation.Part(0, entries.size(), 0, 0), entries));
        return said;
    }

    /// Anywhere that a conversation may be cut.
    private static Entry.Cut cut(Tape tape, SplittableRandom chance) {
        var places = tape.places();
        var place = places.get(chance.nextInt(places.size()));
        return new Entry.Cut(place.upTo(), place.turns(), tape.spoken().size() - place.said());
    }

    private static Tape own(Journal journal) {
        var clock = new FakeClock(Instant.EPOCH);
        return Tape.own(
                journal, RUN, "test", new Timing(clock, clock::sleep, () -> 0.5), Listener.none());
    }

    /// Counts the lines that are read.
    private static final class Reading extends ForwardingJournal {
        private int lines;

        Reading(Journal journal) {
            super(journal);
        }

        @Override
        public List<Line> read(RunId run, long fromSeq, long toSeq) {
            var read = super.read(run, fromSeq, toSeq);
            lines += read.size();
            return read;
        }
    }
}
