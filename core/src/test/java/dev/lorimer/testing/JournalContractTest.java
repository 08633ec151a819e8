package dev.lorimer.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A contract that lets a broken store pass is worth nothing: each mutant here breaks one promise.
final class JournalContractTest {
    @Test
    void a_store_that_ignores_the_lease_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public long append(
                                            Lease lease,
                                            long seq,
                                            List<Draft> lines,
                                            Standing standing) {
                                        Head head = head(lease.run()).orElseThrow();
                                        return super.append(
                                                fresh(lease), head.entries(), lines, standing);
                                    }
                                }))
                .contains(
                        "a wrong sequence number is fenced",
                        "an older or unknown epoch is fenced",
                        "a lease given up is fenced",
                        "each place in a run is won once");
    }

    @Test
    void a_store_that_keeps_half_an_append_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public long append(
                                            Lease lease,
                                            long seq,
                                            List<Draft> lines,
                                            Standing standing) {
                                        long next = seq;
                                        for (Draft line : lines) {
                                            next =
                                                    super.append(
                                                            lease, next, List.of(line), standing);
                                        }
                                        return next;
                                    }
                                }))
                .contains("an append is all or nothing");
    }

    @Test
    void a_store_that_rewrites_numbers_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public List<Line> read(RunId run, long from, long to) {
                                        return super.read(run, from, to).stream()
                                                .map(JournalContractTest::rounded)
                                                .toList();
                                    }
                                }))
                .containsExactly("any json object comes back to the letter");
    }

    @Test
    void a_store_that_forgets_its_owners_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public Optional<Head> head(RunId run) {
                                        return super.head(run).map(Mutant::ownerless);
                                    }
                                }))
                .contains("a run has one owner, who is named");
    }

    @Test
    void a_store_that_lists_the_oldest_first_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public List<Head> runs(int limit) {
                                        return super.runs(limit).reversed();
                                    }
                                }))
                .contains("runs are listed, the last created first");
    }

    @Test
    void a_store_that_loses_a_signal_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public List<Signal> signals(RunId run, long after) {
                                        return super.signals(run, after).stream().skip(1).toList();
                                    }
                                }))
                .contains("signals come in order and are never lost", "reopening finds all");
    }

    @Test
    void a_store_that_sleeps_through_messages_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public long append(
                                            Lease lease,
                                            long seq,
                                            List<Draft> lines,
                                            Standing standing) {
                                        var deaf =
                                                new Standing(
                                                        standing.status(),
                                                        standing.wake(),
                                                        standing.child(),
                                                        Long.MAX_VALUE,
                                                        standing.last());
                                        return super.append(lease, seq, lines, deaf);
                                    }
                                }))
                .contains("no run sleeps through a message", "the last lines take every message");
    }

    @Test
    void a_store_that_forgets_children_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public long append(
                                            Lease lease,
                                            long seq,
                                            List<Draft> lines,
                                            Standing standing) {
                                        var alone =
                                                new Standing(
                                                        standing.status(),
                                                        standing.wake(),
                                                        Optional.empty(),
                                                        standing.taken(),
                                                        standing.last());
                                        return super.append(lease, seq, lines, alone);
                                    }
                                }))
                .contains("a child's end wakes who waits for it");
    }

    @Test
    void a_store_that_wakes_runs_too_early_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public List<RunId> due(Instant now, int limit) {
                                        return super.due(
                                                now.isBefore(Instant.MAX)
                                                        ? now.plusSeconds(60)
                                                        : now,
                                                limit);
                                    }
                                }))
                .contains("what a run waits for decides when it is due");
    }

    @Test
    void a_store_that_counts_ranges_wrong_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public List<Line> read(RunId run, long from, long to) {
                                        return super.read(run, from, to == 64 ? 65 : to);
                                    }
                                }))
                .contains("any range of lines reads alike");
    }

    @Test
    void a_store_that_keeps_the_lines_of_a_pruned_run_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public void prune(RunId run, String evidence, Instant at) {
                                        super.evidence(run);
                                    }
                                }))
                .contains("a pruned run leaves its evidence");
    }

    @Test
    void a_store_that_keeps_the_first_snapshot_for_ever_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public void keep(Lease lease, Snapshot snapshot) {
                                        if (super.snapshot(lease.run()).isEmpty()) {
                                            super.keep(lease, snapshot);
                                        }
                                    }
                                }))
                .contains("a snapshot comes back, and is fenced");
    }

    @Test
    void a_store_that_forgets_its_notes_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public void note(String key, String json) {
                                        if (notes(key).isEmpty()) {
                                            super.note(key, json);
                                        }
                                    }
                                }))
                .contains("notes are kept by their keys");
    }

    @Test
    void a_lease_that_always_says_yes_is_caught() {
        assertThat(
                        broken(inner ->
                                new Mutant(inner) {
                                    @Override
                                    public Lease acquire(RunId run, String owner, Instant at) {
                                        return easy(super.acquire(run, owner, at));
                                    }
                                }))
                .contains("a lease can be asked");
    }

    /// The names of the promises that the mutant does not keep.
    private static List<String> broken(UnaryOperator<Journal> mutant) {
        Map<String, JournalContract.Check> promises =
                JournalContract.promises(() -> {
                    var first = new MemoryJournal();
                    return () -> mutant.apply(first.another());
                });
        var broken = new ArrayList<String>();
        promises.forEach((name, check) -> {
            try {
                check.run();
            } catch (Exception | AssertionError _) {
                broken.add(name);
            }
        });
        return broken;
    }

    private static Journal.Lease easy(Journal.Lease lease) {
        return new Journal.Lease() {
            @Override
            public RunId run() {
                return lease.run();
            }

            @Override
            public long epoch() {
                return lease.epoch();
            }

            @Override
            public void check() {}

            @Override
            public void close() {
                lease.close();
            }
        };
    }

    private static Journal.Line rounded(Journal.Line line) {
        var draft = line.draft();
        return new Journal.Line(
                line.seq(),
                line.epoch(),
                new Journal.Draft(draft.kind(), draft.json().replace("1.10,", "1.1,"), draft.at()),
                line.hash());
    }

    private abstract static class Mutant extends ForwardingJournal {
        private final Journal inner;

        Mutant(Journal inner) {
            super(inner);
            this.inner = inner;
        }

        static Head ownerless(Head head) {
            return new Head(
                    head.run(),
                    head.title(),
                    head.status(),
                    Optional.empty(),
                    head.entries(),
                    head.created(),
                    head.updated());
        }

        /// A lease that always fits.
        Lease fresh(Lease old) {
            Mutant store = this;
            return new Lease() {
                @Override
                public RunId run() {
                    return old.run();
                }

                @Override
                public long epoch() {
                    long epoch = 0;
                    while (!store.fits(old.run(), epoch)) {
                        epoch++;
                    }
                    return epoch;
                }

                @Override
                public void check() {}

                @Override
                public void close() {}
            };
        }

        /// The newest epoch is not told; a takeover that fails or not tells it.
        private boolean fits(RunId run, long epoch) {
            Lease guess =
                    new Lease() {
                        @Override
                        public RunId run() {
                            return run;
                        }

                        @Override
                        public long epoch() {
                            return epoch;
                        }

                        @Override
                        public void check() {}

                        @Override
                        public void close() {}
                    };
            try {
                inner.append(
                        guess,
                        -1,
                        List.of(new Draft("Probe", "{}", Instant.EPOCH)),
                        Standing.working("x", 0));
                return true;
            } catch (dev.lorimer.journal.JournalException e) {
                return String.valueOf(e.getMessage()).contains("-1 was offered");
            }
        }
    }
}
