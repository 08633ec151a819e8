package dev.lorimer.store;

import static dev.lorimer.store.Place.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lorimer.journal.Journal.Head;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Owners in processes of their own: killed, stopped, woken, and under clocks that jump.
@Timeout(120)
final class SessionTest {
    private static final RunId HELD = new RunId("held");
    private static final RunId KEPT = new RunId("kept");

    /// Loaded machines need a while; without a bound a lost takeover would hang.
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir Path temp;
    private final List<Process> processes = new ArrayList<>();
    private Place place = new Place(Path.of("unset"));

    @BeforeEach
    void create() {
        place = new Place(temp.resolve("journal"));
        try (SqliteJournal journal = place.open()) {
            for (RunId run : List.of(HELD, KEPT)) {
                journal.create(run, "to be owned", NOON);
            }
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_stopped_owner_loses_its_run_and_a_woken_one_records_nothing() throws Exception {
        Process zombie = start("hold");
        try (SqliteJournal journal = open()) {
            assertThat(tell(zombie, "check")).isEqualTo("done done");
            assertThat(refused(journal)).isEqualTo(JournalException.Kind.BUSY);
            signal(zombie, "STOP");

            try (Lease lease = acquired(journal)) {
                assertThat(lease.epoch()).isEqualTo(2);
                journal.append(lease, 0, Place.drafts(3), Standing.working("running", 0));
                List<Line> lines = journal.read(HELD, 0);
                signal(zombie, "CONT");

                // The other run was taken by nobody, so it is still the zombie's.
                assertThat(tell(zombie, "check")).isEqualTo("FENCED done");
                assertThat(tell(zombie, "keep")).isEqualTo("FENCED done");
                assertThat(tell(zombie, "append")).isEqualTo("FENCED done");
                assertThat(journal.read(HELD, 0)).isEqualTo(lines);
                assertThat(journal.read(KEPT, 0)).hasSize(1);
                assertThat(journal.head(KEPT).flatMap(Head::owner)).contains("the first");
            }
        }
    }

    @Test
    void a_dead_owners_runs_are_due_at_once_and_a_stopped_ones_after_the_lease() throws Exception {
        Process owner = start("hold");
        assertThat(tell(owner, "append")).isEqualTo("done done");
        try (SqliteJournal journal = open()) {
            assertThat(journal.due(NOON, 9)).isEmpty();
            signal(owner, "STOP");
            long end = System.nanoTime() + DEADLINE.toNanos();
            while (journal.due(NOON, 9).isEmpty() && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            assertThat(journal.due(NOON, 9)).containsExactly(HELD, KEPT);
            signal(owner, "CONT");
            assertThat(tell(owner, "check")).isEqualTo("done done");
            while (!journal.due(NOON, 9).isEmpty() && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            assertThat(journal.due(NOON, 9)).isEmpty();
            owner.destroyForcibly().onExit().join();
            assertThat(journal.due(NOON, 9)).containsExactly(HELD, KEPT);
            assertThat(journal.head(HELD).flatMap(Head::owner)).isEqualTo(Optional.empty());
        }
    }

    @Test
    void a_clock_that_jumps_costs_a_live_owner_nothing() throws Exception {
        Process owner = start("hold");
        try (SqliteJournal journal = open()) {
            for (long hours : new long[] {1, -1, 10_000, -10_000, 1, -1}) {
                jump(hours);
                assertThat(refused(journal))
                        .as("by %d h", hours)
                        .isEqualTo(JournalException.Kind.BUSY);
                jump(hours);
                assertThat(journal.head(HELD).flatMap(Head::owner)).contains("the first");
                assertThat(journal.due(NOON, 9)).isEmpty();
            }
            assertThat(tell(owner, "append")).isEqualTo("done done");
        }
    }

    @Test
    void of_100_contenders_in_four_processes_one_gets_each_run() throws Exception {
        List<Process> contenders =
                List.of(start("contend"), start("contend"), start("contend"), start("contend"));
        try (SqliteJournal journal = open()) {
            for (int i = 0; i < 8; i++) {
                var run = new RunId("wanted-" + i);
                journal.create(run, "wanted by many", NOON);
                for (Process process : contenders) {
                    order(process, run.value());
                }
                var answers = new ArrayList<String>();
                for (Process process : contenders) {
                    answers.add(answer(process));
                }
                assertThat(answers).containsExactlyInAnyOrder("epoch1", "none", "none", "none");
                assertThat(journal.head(run).flatMap(Head::owner)).contains("contender");
            }
        }
    }

    @Test
    void sessions_of_the_dead_are_forgotten_and_no_number_is_given_twice() throws Exception {
        for (int i = 0; i < 3; i++) {
            Process owner = start("hold");
            owner.destroyForcibly().onExit().join();
        }
        try (SqliteJournal journal = open();
                Lease lease = journal.acquire(HELD, "me", NOON)) {
            assertThat(lease.epoch()).isEqualTo(4);
            assertThat(place.ask("select group_concat(id) from session")).isEqualTo("3,4");
        }
    }

    @Test
    void two_journals_of_one_process_do_not_end_each_others_sessions() throws Exception {
        try (SqliteJournal first = open();
                SqliteJournal third = open()) {
            Lease lease = first.acquire(HELD, "first", NOON);
            try (SqliteJournal second = open();
                    Lease other = second.acquire(KEPT, "second", NOON)) {
                assertThat(second.head(HELD).flatMap(Head::owner)).contains("first");
                other.check();
            }
            // The second one has closed; another process must still see the first one's byte.
            Process contender = start("contend");
            order(contender, "held");
            assertThat(answer(contender)).isEqualTo("none");
            assertThat(third.head(HELD).flatMap(Head::owner)).contains("first");
            lease.check();
            lease.close();
            order(contender, "held");
            assertThat(answer(contender)).isEqualTo("epoch2");
        }
    }

    /// The clock changes: the beats seem to be of another time.
    private void jump(long hours) throws SQLException {
        assertThat(place.edit("update session set beat_at = beat_at + 3600000 * " + hours))
                .isPositive();
    }

    private SqliteJournal open() {
        return SqliteJournal.open(place.folder(), Place.CACHE, Worker.LEASE);
    }

    private static Lease acquired(SqliteJournal journal) throws InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            try {
                return journal.acquire(HELD, "the second", NOON);
            } catch (JournalException e) {
                assertThat(e.kind()).isEqualTo(JournalException.Kind.BUSY);
                Thread.sleep(20);
            }
        }
        throw new AssertionError("the run of a stopped owner was never free");
    }

    private static JournalException.Kind refused(SqliteJournal journal) {
        return catchThrowableOfType(
                        JournalException.class, () -> journal.acquire(HELD, "the second", NOON))
                .kind();
    }

    private Process start(String what) throws IOException {
        Process process = CrashTest.start(what, place, Place.CACHE, "25").start();
        processes.add(process);
        assertThat(process.inputReader().readLine()).isIn("held", "ready");
        return process;
    }

    private static String tell(Process process, String order) throws IOException {
        order(process, order);
        return answer(process);
    }

    private static void order(Process process, String order) throws IOException {
        process.outputWriter().write(order + "\n");
        process.outputWriter().flush();
    }

    private static String answer(Process process) throws IOException {
        return Stream.ofNullable(process.inputReader().readLine()).findFirst().orElse("gone");
    }

    private static void signal(Process process, String name) throws Exception {
        Process kill =
                new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
