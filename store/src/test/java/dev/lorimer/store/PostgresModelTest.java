package dev.lorimer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Snapshot;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.testing.MemoryJournal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plays the same random history on the journal in memory and on this one.
@ExtendWith(PgClusters.class)
final class PostgresModelTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");
    private static final int MOVES = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void any_history_goes_as_in_memory(long seed, PgCluster cluster) {
        var memory = new MemoryJournal();
        try (Journal expected = memory;
                Journal expectedOther = memory.another();
                Player actual = new Player(cluster.fresh())) {
            var left = new Hand(List.of(expected, expectedOther));
            var right = new Hand(actual.journals());
            var random = new Random(seed);
            for (int move = 0; move < MOVES; move++) {
                long dice = random.nextLong();
                String what = "seed %d move %d".formatted(seed, move);
                assertThat(right.play(new Random(dice)))
                        .as(what)
                        .isEqualTo(left.play(new Random(dice)));
            }
            assertThat(actual.journals().getFirst().inspect()).isEmpty();
        }
    }

    /// Two journals on one schema.
    private record Player(List<Journal> journals) implements AutoCloseable {
        Player(PostgresConfig config) {
            this(List.of(PostgresJournal.open(config), PostgresJournal.open(config)));
        }

        @Override
        public void close() {
            journals.forEach(Journal::close);
        }
    }

    /// One side of the game, with what it holds.
    private static final class Hand {
        private final List<Journal> journals;
        private final Map<RunId, Lease> leases = new HashMap<>();

        Hand(List<Journal> journals) {
            this.journals = journals;
        }

        /// What the move shows, in words.
        String play(Random random) {
            Journal journal = journals.get(random.nextInt(2));
            RunId run = new RunId("run-" + random.nextInt(5));
            try {
                return move(journal, run, random);
            } catch (JournalException e) {
                return "refused " + e.kind();
            }
        }

        private String move(Journal journal, RunId run, Random random) {
            int move = random.nextInt(100);
            if (move < 8) {
                journal.create(run, "title " + move, at(random));
                return "created " + run;
            }
            if (move < 18) {
                leases.put(run, journal.acquire(run, "owner " + move, at(random)));
                return "acquired " + leases.get(run).epoch();
            }
            if (move < 22) {
                Optional.ofNullable(leases.get(run)).ifPresent(Lease::close);
                return "gave up " + run;
            }
            if (move < 50) {
                return append(journal, run, random);
            }
            if (move < 58) {
                journal.send(run, "kind " + move, json(random), at(random));
                return "sent";
            }
            return move < 78 ? look(journal, run, move, random) : more(journal, run, move, random);
        }

        private String append(Journal journal, RunId run, Random random) {
            Lease lease = leases.get(run);
            Instant at = at(random);
            Standing standing = standing(random, journal, run);
            List<Draft> lines =
                    IntStream.rangeClosed(0, random.nextInt(3))
                            .mapToObj(n -> new Draft("Kind" + n, json(random), at))
                            .toList();
            long seq = journal.head(run).map(Journal.Head::entries).orElse(0L);
            if (lease == null || random.nextInt(20) == 0) {
                seq++;
            }
            if (lease == null) {
                return "nothing to append under";
            }
            if (isPruned(journal, run)) {
                return "pruned";
            }
            return "appended " + owner(lease, journal).append(lease, seq, lines, standing);
        }

        /// A lease is used through the journal that gave it.
        private Journal owner(Lease lease, Journal fallback) {
            return fallback instanceof PostgresJournal && lease instanceof PgLease own
                    ? journals.stream()
                            .filter(journal -> ((PostgresJournal) journal).gave(own))
                            .findFirst()
                            .orElse(fallback)
                    : fallback;
        }

        private static boolean isPruned(Journal journal, RunId run) {
            return journal.head(run).isPresent() && journal.evidence(run).isPresent();
        }

        private static Standing standing(Random random, Journal journal, RunId run) {
            int kind = random.nextInt(10);
            boolean all = random.nextInt(4) > 0;
            Instant wake = at(random);
            RunId child = new RunId("run-" + random.nextInt(5));
            long taken =
                    journal.head(run).isEmpty() || !all
                            ? 0
                            : journal.signals(run, 0).stream()
                                    .mapToLong(Journal.Signal::id)
                                    .max()
                                    .orElse(0);
            return switch (kind) {
                case 0, 1, 2 -> Standing.working("running", taken);
                case 3, 4 -> Standing.parked("waiting", Optional.of(wake), taken);
                case 5 -> Standing.parked("waiting", Optional.empty(), taken);
                case 6, 7 ->
                        new Standing("child", Optional.empty(), Optional.of(child), taken, false);
                default -> Standing.ended("done", taken);
            };
        }

        private String look(Journal journal, RunId run, int move, Random random) {
            if (move < 64) {
                return "due " + journal.due(at(random), 1 + random.nextInt(6));
            }
            if (move < 68) {
                return journal.runs(random.nextInt(6)).stream()
                        .map(Hand::shown)
                        .toList()
                        .toString();
            }
            if (move < 72) {
                return "head " + journal.head(run).map(Hand::shown);
            }
            if (move < 76) {
                int from = random.nextInt(8);
                return "lines "
                        + journal.read(run, from, from + random.nextInt(8)).stream()
                                .map(line -> line.seq() + ":" + line.epoch() + ":" + line.draft())
                                .toList();
            }
            return "signals " + journal.signals(run, random.nextInt(5));
        }

        /// The time of the last line of a pruned run is not promised.
        private static String shown(Journal.Head head) {
            return head.run()
                    + head.title()
                    + head.status()
                    + head.owner()
                    + head.entries()
                    + head.created();
        }

        private String more(Journal journal, RunId run, int move, Random random) {
            if (move < 82) {
                journal.note("key " + random.nextInt(3), json(random));
                return "noted";
            }
            if (move < 84) {
                journal.forget("key " + random.nextInt(3));
                return "forgot";
            }
            if (move < 88) {
                return "notes " + journal.notes(random.nextBoolean() ? "key" : "key 1");
            }
            if (move < 92) {
                return "kept " + snapshot(journal, run, random);
            }
            if (move < 95) {
                return "snapshot "
                        + journal.snapshot(run).map(snapshot -> snapshot.seq() + snapshot.json());
            }
            if (move < 98) {
                journal.prune(run, json(random), at(random));
                return "pruned";
            }
            return "evidence " + journal.evidence(run) + (journal.sweep() >= 0);
        }

        private String snapshot(Journal journal, RunId run, Random random) {
            String json = json(random);
            Lease lease = leases.get(run);
            if (lease == null || isPruned(journal, run)) {
                return "nothing";
            }
            List<Line> lines = journal.read(run, 0);
            if (lines.isEmpty()) {
                return "nothing";
            }
            owner(lease, journal)
                    .keep(lease, new Snapshot(lines.size(), lines.getLast().hash(), json));
            return json;
        }

        private static Instant at(Random random) {
            return NOON.plusNanos(random.nextInt(20));
        }

        private static String json(Random random) {
            String text = ("long " + random.nextInt(3)).repeat(random.nextInt(2) * 500);
            return "{\"n\": %d, \"text\":\"%s\\u0000\"}".formatted(random.nextInt(5), text);
        }
    }
}
