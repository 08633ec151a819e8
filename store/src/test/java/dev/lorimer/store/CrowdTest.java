package dev.lorimer.store;

import static dev.lorimer.store.Place.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many owners whose lines share a transaction: what one of them does wrong is his alone.
@Timeout(120)
final class CrowdTest {
    private static final int OWNERS = 60;
    private static final int LINES = 40;

    @TempDir Path temp;
    private Place place = new Place(Path.of("unset"));

    @BeforeEach
    void create() {
        place = new Place(temp.resolve("journal"));
    }

    @Test
    void an_owner_that_lost_his_run_is_refused_and_nobody_else_is() throws Exception {
        try (SqliteJournal journal = place.open()) {
            List<RunId> runs = runs(journal, "run");
            List<Lease> leases = leases(journal, runs);
            var lost = ConcurrentHashMap.<RunId>newKeySet();
            var begin = new CountDownLatch(1);
            var works = new ArrayList<Future<Integer>>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int n = 0; n < OWNERS; n++) {
                    Lease lease = leases.get(n);
                    boolean robbed = n % 3 == 0;
                    works.add(
                            threads.submit(() -> {
                                begin.await();
                                return robbed
                                        ? robbed(journal, lease, lost)
                                        : filled(journal, lease);
                            }));
                }
                begin.countDown();
                for (int n = 0; n < OWNERS; n++) {
                    RunId run = runs.get(n);
                    int kept = works.get(n).get();

                    assertThat(lost.contains(run)).isEqualTo(n % 3 == 0);
                    assertThat(journal.read(run, 0)).hasSize(kept);
                }
            }
            assertThat(journal.inspect()).isEmpty();
        }
    }

    @Test
    void two_who_append_the_same_line_at_once_leave_one_of_it() throws Exception {
        try (SqliteJournal journal = place.open()) {
            List<RunId> runs = runs(journal, "run");
            List<Lease> leases = leases(journal, runs);
            for (int n = 0; n < OWNERS; n++) {
                append(journal, leases.get(n), 0);
            }
            for (int line = 1; line < LINES; line++) {
                int seq = line;
                try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    List<Future<Boolean>> offers =
                            IntStream.range(0, 2 * OWNERS)
                                    .mapToObj(n ->
                                            threads.submit(
                                                    () -> isKept(journal, leases.get(n / 2), seq)))
                                    .toList();
                    for (int n = 0; n < OWNERS; n++) {
                        assertThat(offers.get(2 * n).get() ^ offers.get(2 * n + 1).get()).isTrue();
                    }
                }
            }
            for (RunId run : runs) {
                assertThat(journal.read(run, 0).stream().map(Line::seq))
                        .containsExactlyElementsOf(
                                IntStream.range(0, LINES).mapToObj(n -> (long) n).toList());
            }
            assertThat(journal.inspect()).isEmpty();
        }
    }

    @Test
    void a_lease_of_another_journal_moves_nothing_here() {
        var other = new Place(temp.resolve("other"));
        try (SqliteJournal journal = place.open();
                SqliteJournal elsewhere = other.open()) {
            List<RunId> runs = runs(elsewhere, "other");
            List<Lease> leases = leases(elsewhere, runs);
            leases.forEach(lease -> append(elsewhere, lease, 0));
            List<RunId> here = runs(journal, "run").subList(0, 3);

            for (Lease lease : leases) {
                assertThat(refusal(journal, lease, 1)).isEqualTo(JournalException.Kind.UNKNOWN_RUN);
            }
            assertThat(here).allSatisfy(run -> assertThat(journal.read(run, 0)).isEmpty());
            assertThat(journal.inspect()).isEmpty();
        }
    }

    private static List<RunId> runs(Journal journal, String name) {
        List<RunId> runs =
                IntStream.range(0, OWNERS).mapToObj(n -> new RunId(name + "-" + n)).toList();
        runs.forEach(run -> journal.create(run, "one of many", NOON));
        return runs;
    }

    private static List<Lease> leases(Journal journal, List<RunId> runs) {
        return runs.stream().map(run -> journal.acquire(run, "owner", NOON)).toList();
    }

    private static int filled(Journal journal, Lease lease) {
        for (int seq = 0; seq < LINES; seq++) {
            append(journal, lease, seq);
        }
        return LINES;
    }

    /// Half of his lines; then he gives the run up, and goes on as if he had it.
    private static int robbed(Journal journal, Lease lease, Set<RunId> lost) {
        int seq = 0;
        while (seq < LINES / 2) {
            append(journal, lease, seq);
            seq++;
        }
        lease.close();
        for (int n = 0; n < LINES / 2; n++) {
            if (refusal(journal, lease, seq) == JournalException.Kind.FENCED) {
                lost.add(lease.run());
            }
        }
        return seq;
    }

    private static boolean isKept(Journal journal, Lease lease, long seq) {
        try {
            append(journal, lease, seq);
            return true;
        } catch (JournalException e) {
            assertThat(e.kind()).isEqualTo(JournalException.Kind.FENCED);
            return false;
        }
    }

    private static JournalException.Kind refusal(Journal journal, Lease lease, long seq) {
        return catchThrowableOfType(JournalException.class, () -> append(journal, lease, seq))
                .kind();
    }

    private static void append(Journal journal, Lease lease, long seq) {
        journal.append(lease, seq, Place.drafts(1), Standing.working("running", 0));
    }
}
