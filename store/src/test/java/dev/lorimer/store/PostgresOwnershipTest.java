package dev.lorimer.store;

import static dev.lorimer.store.PgWorker.NOON;
import static dev.lorimer.store.PgWorker.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.JournalException.Kind;
import dev.lorimer.journal.RunId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PgClusters.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PostgresOwnershipTest {
    private static final Duration LEASE = Duration.ofSeconds(1);

    @Test
    void a_killed_owner_is_busy_until_its_lease_ends_and_then_its_run_goes_on(PgCluster cluster)
            throws Exception {
        PostgresConfig config = cluster.fresh(LEASE);
        try (PostgresJournal journal = opened(config)) {
            Process owner = worker(config);
            int appended;
            try (BufferedReader out = owner.inputReader()) {
                await(out, "appended 3");
                assertThat(refusal(journal)).isEqualTo(Kind.BUSY);
                assertThat(journal.due(NOON, 10)).isEmpty();
                signal("KILL", owner);
                appended = last(out, 3);
            }
            try (Lease lease = acquired(journal)) {
                assertThat(lease.epoch()).isEqualTo(2);
                List<Line> lines = journal.read(RUN, 0);
                assertThat(lines.size()).isBetween(appended, appended + 1);
                append(journal, lease, lines.size());
            }
            assertThat(journal.inspect()).isEmpty();
        }
    }

    @Test
    void a_paused_owner_that_wakes_after_its_replacement_records_nothing_and_is_told(
            PgCluster cluster) throws Exception {
        PostgresConfig config = cluster.fresh(LEASE);
        try (PostgresJournal journal = opened(config)) {
            Process zombie = worker(config);
            try (BufferedReader out = zombie.inputReader()) {
                await(out, "appended 3");
                signal("STOP", zombie);
                List<Line> lines;
                try (Lease lease = acquired(journal)) {
                    append(journal, lease, journal.read(RUN, 0).size());
                    lines = journal.read(RUN, 0);
                }
                signal("CONT", zombie);
                await(out, "refused check FENCED");
                await(out, "refused append FENCED");
                assertThat(journal.read(RUN, 0)).isEqualTo(lines);
            } finally {
                zombie.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void a_live_owner_keeps_its_run_for_longer_than_a_lease(PgCluster cluster) throws Exception {
        PostgresConfig config = cluster.fresh(LEASE);
        try (PostgresJournal owner = opened(config);
                PostgresJournal other = PostgresJournal.open(config);
                Lease lease = owner.acquire(RUN, "owner", NOON)) {
            append(owner, lease, 0);
            long end = System.nanoTime() + LEASE.multipliedBy(3).toNanos();
            while (System.nanoTime() < end) {
                assertThat(refusal(other)).isEqualTo(Kind.BUSY);
                assertThat(other.due(NOON, 10)).isEmpty();
                lease.check();
                Thread.sleep(50);
            }
        }
    }

    @Test
    void of_twenty_processes_one_gets_the_run_and_only_its_epoch_writes(PgCluster cluster)
            throws Exception {
        PostgresConfig config = cluster.fresh();
        opened(config).close();
        List<PostgresJournal> journals =
                IntStream.range(0, 20).mapToObj(_ -> PostgresJournal.open(config)).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> tasks = new ArrayList<>();
            for (PostgresJournal journal : journals) {
                tasks.add(() -> contend(journal));
            }
            List<String> outcomes = new ArrayList<>();
            for (var future : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                outcomes.add(future.get());
            }
            assertThat(outcomes).containsOnlyOnce("1 line").hasSize(20);
            assertThat(outcomes.stream().filter("BUSY"::equals)).hasSize(19);
            assertThat(journals.getFirst().read(RUN, 0)).hasSize(1);
        } finally {
            journals.forEach(PostgresJournal::close);
        }
    }

    @Test
    void an_owner_that_appended_before_a_takeover_is_fenced_and_its_neighbours_are_not(
            PgCluster cluster) throws SQLException {
        PostgresConfig config = cluster.fresh(Duration.ofHours(1));
        var neighbour = new RunId("neighbour");
        try (PostgresJournal old = opened(config);
                PostgresJournal next = PostgresJournal.open(config)) {
            old.create(neighbour, "another", NOON);
            Lease lost = old.acquire(RUN, "old", NOON);
            Lease kept = old.acquire(neighbour, "old", NOON);
            append(old, lost, 0);
            append(old, kept, 0);
            PgCluster.edit(config, "update session set lease_until = clock_timestamp()");
            try (Lease lease = next.acquire(RUN, "next", NOON)) {
                for (boolean appended : List.of(false, true)) {
                    assertThatThrownBy(() -> append(old, lost, 1))
                            .isInstanceOfSatisfying(
                                    JournalException.class,
                                    e -> assertThat(e.kind()).isEqualTo(Kind.FENCED));
                    assertThatThrownBy(lost::check).hasMessageContaining("epoch 1");
                    if (!appended) {
                        append(next, lease, 1);
                    }
                }
            }
            append(old, kept, 1);
            assertThat(next.read(RUN, 0)).hasSize(2);
        }
    }

    @Test
    void a_line_that_nobody_appended_hurts_its_run_only(PgCluster cluster) throws Exception {
        PostgresConfig config = cluster.fresh();
        try (PostgresJournal journal = opened(config)) {
            Lease lease = journal.acquire(RUN, "me", NOON);
            append(journal, lease, 0);
            PgCluster.edit(
                    config,
                    "insert into journal (run, seq, epoch, kind, status, at, json, hash) select run,"
                            + " 1, epoch, kind, status, at, json, 'x' from journal");
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var outcomes = new ArrayList<String>();
                List<Callable<String>> tasks = new ArrayList<>();
                for (int n = 0; n < 20; n++) {
                    var run = new RunId("run-" + n);
                    tasks.add(() -> {
                        journal.create(run, "a title", NOON);
                        append(journal, journal.acquire(run, "me", NOON), 0);
                        return "appended";
                    });
                }
                tasks.add(() -> {
                    assertThatThrownBy(() -> append(journal, lease, 1))
                            .isInstanceOf(JournalException.class);
                    return "refused";
                });
                for (var future : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                    outcomes.add(future.get());
                }
                assertThat(outcomes).filteredOn("appended"::equals).hasSize(20);
            }
        }
    }

    @Test
    void a_session_that_was_removed_ends_its_leases_and_the_next_one_is_another(PgCluster cluster)
            throws SQLException {
        PostgresConfig config = cluster.fresh();
        try (PostgresJournal journal = opened(config)) {
            Lease old = journal.acquire(RUN, "me", NOON);
            old.check();
            PgCluster.edit(config, "delete from session");
            assertThatThrownBy(old::check).hasMessageContaining("epoch 1");
            try (Lease lease = journal.acquire(RUN, "me again", NOON)) {
                assertThat(lease.epoch()).isEqualTo(2);
                assertThatThrownBy(() -> append(journal, old, 0)).hasMessageContaining("epoch 1");
                append(journal, lease, 0);
                lease.check();
            }
        }
    }

    @Test
    void what_is_written_down_as_ours_and_is_not_is_given_up_again(PgCluster cluster)
            throws Exception {
        PostgresConfig config = cluster.fresh(LEASE);
        try (PostgresJournal journal = opened(config);
                PostgresJournal other = PostgresJournal.open(config)) {
            Lease lease = journal.acquire(RUN, "me", NOON);
            // As when the answer to a commit is lost: the row says it is ours, and nobody holds it.
            lease.close();
            PgCluster.edit(config, "update run set session = (select max(id) from session)");
            assertThat(refusal(other)).isEqualTo(Kind.BUSY);
            try (Lease again = journal.acquire(RUN, "me", NOON)) {
                assertThat(again.epoch()).isEqualTo(2);
            }
        }
    }

    private static String contend(PostgresJournal journal) {
        try {
            Lease lease = journal.acquire(RUN, "somebody", NOON);
            append(journal, lease, 0);
            return "1 line";
        } catch (JournalException e) {
            return e.kind().name();
        }
    }

    private static PostgresJournal opened(PostgresConfig config) {
        PostgresJournal journal = PostgresJournal.open(config);
        journal.create(RUN, "a title", NOON);
        return journal;
    }

    private static void append(PostgresJournal journal, Lease lease, long seq) {
        var draft = new Draft("Settled", "{\"n\":%d}".formatted(seq), NOON);
        assertThat(journal.append(lease, seq, List.of(draft), Standing.working("running", 0)))
                .isEqualTo(seq + 1);
    }

    private static Kind refusal(PostgresJournal journal) {
        try {
            journal.acquire(RUN, "the other", NOON).close();
        } catch (JournalException e) {
            return e.kind();
        }
        throw new AssertionError("the run was free");
    }

    /// Asks until the run is free; the test's own deadline bounds it.
    private static Lease acquired(PostgresJournal journal) throws InterruptedException {
        while (true) {
            try {
                return journal.acquire(RUN, "the next", NOON);
            } catch (JournalException e) {
                assertThat(e.kind()).isEqualTo(Kind.BUSY);
                Thread.sleep(20);
            }
        }
    }

    private static Process worker(PostgresConfig config) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PgWorker.class.getName(),
                        config.url(),
                        config.user(),
                        config.password(),
                        config.schema(),
                        config.lease().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void signal(String signal, Process process) throws Exception {
        int exit =
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor();
        assertThat(exit).isZero();
    }

    private static void await(BufferedReader out, String expected) throws IOException {
        List<String> lines = new ArrayList<>();
        String line = out.readLine();
        while (line != null && !line.equals(expected)) {
            lines.add(line);
            line = out.readLine();
        }
        assertThat(line).as("after %s", lines).isEqualTo(expected);
    }

    private static int last(BufferedReader out, int appended) throws IOException {
        int last = appended;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.matches("appended \\d+")) {
                last = Integer.parseInt(line.substring(9));
            }
        }
        return last;
    }
}
