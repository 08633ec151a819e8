package dev.lorimer.store;

import static dev.lorimer.store.PgWorker.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Snapshot;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PgClusters.class)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PostgresCrashTest {
    private static final int RUNS = 20;

    @Test
    void a_server_that_is_stopped_and_killed_while_runs_append_loses_nothing_and_nobody_notices(
            PgCluster cluster) throws Exception {
        PostgresConfig config = cluster.fresh(Duration.ofMinutes(2));
        var stop = new AtomicBoolean();
        var total = new AtomicLong();
        List<Long> acknowledged = new ArrayList<>();
        try (PostgresJournal journal = PostgresJournal.open(config);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> runs = new ArrayList<>();
            for (int n = 0; n < RUNS; n++) {
                var run = new RunId("run-" + n);
                Callable<Long> task = () -> appendUntil(stop, total, journal, run);
                runs.add(threads.submit(task));
            }
            awaitMore(total);
            cluster.stop();
            cluster.startAgain();
            awaitMore(total);
            cluster.kill();
            cluster.startAgain();
            awaitMore(total);
            stop.set(true);
            for (Future<Long> run : runs) {
                acknowledged.add(run.get(60, TimeUnit.SECONDS));
            }
        }
        try (PostgresJournal journal = PostgresJournal.open(config)) {
            for (int n = 0; n < RUNS; n++) {
                assertThat(journal.read(new RunId("run-" + n), 0))
                        .hasSize(acknowledged.get(n).intValue());
            }
            assertThat(journal.inspect()).isEmpty();
        }
    }

    /// All connections lost at each place in turn: at every other one with the piece of traffic
    /// there, at the rest without it.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_connection_cut_anywhere_loses_nothing_acknowledged_and_repeats_nothing(
            boolean before, PgCluster cluster) throws Exception {
        PostgresConfig config = cluster.fresh(Duration.ofSeconds(2));
        try (PostgresJournal journal = PostgresJournal.open(config)) {
            boolean cut = true;
            int place = before ? -1 : 0;
            while (cut) {
                place += 2;
                var run = new RunId("cut-" + place);
                assertThat(place).as("the history is endless").isLessThan(1_000);
                int port = URI.create(config.url().substring("jdbc:".length())).getPort();
                try (var proxy = new PgProxy(port, place, before)) {
                    long acknowledged = history(through(config, port, proxy.port()), run);
                    cut = proxy.hasCut();
                    checkKept(journal, run, acknowledged);
                }
            }
            // Fewer would mean that the proxy was not in between.
            assertThat(place).isGreaterThan(50);
            assertThat(journal.inspect()).isEmpty();
        }
    }

    private static PostgresConfig through(PostgresConfig direct, int port, int proxy) {
        return new PostgresConfig(
                direct.url().replace(":" + port, ":" + proxy) + "?sslmode=disable",
                direct.user(),
                direct.password(),
                direct.schema(),
                direct.lease());
    }

    private static void checkKept(PostgresJournal journal, RunId run, long acknowledged) {
        long kept = journal.head(run).map(Journal.Head::entries).orElse(0L);
        // What was refused because nobody knew is all there or not at all.
        assertThat(kept).as("%s", run).isIn(acknowledged, acknowledged + 2);
        if (kept > 0) {
            assertThat(journal.read(run, 0).stream().map(line -> line.draft().json()))
                    .as("%s", run)
                    .isEqualTo(drafts(0, kept).stream().map(Draft::json).toList());
        }
    }

    /// How many lines were acknowledged before the history ended, or a refusal ended it.
    private static long history(PostgresConfig config, RunId run) {
        long seq = 0;
        try (PostgresJournal journal = PostgresJournal.open(config)) {
            journal.create(run, "a title", NOON);
            try (Lease lease = journal.acquire(run, "me", NOON)) {
                for (int n = 0; n < 3; n++) {
                    seq =
                            journal.append(
                                    lease,
                                    seq,
                                    drafts(seq, seq + 2),
                                    Standing.working("running", 0));
                    lease.check();
                }
                String hash = journal.read(run, 0).getLast().hash();
                journal.keep(lease, new Snapshot(seq, hash, "{}"));
            }
            journal.send(run, "answer", "{}", NOON);
        } catch (JournalException e) {
            assertThat(e.kind()).isIn(JournalException.Kind.IO, JournalException.Kind.EXISTS);
        }
        return seq;
    }

    private static List<Draft> drafts(long from, long to) {
        var drafts = new ArrayList<Draft>();
        for (long n = from; n < to; n++) {
            drafts.add(
                    new Draft(
                            "Settled",
                            "{\"n\":%d,\"text\":\"%s\"}".formatted(n, "long".repeat(300)),
                            NOON));
        }
        return drafts;
    }

    private static long appendUntil(
            AtomicBoolean stop, AtomicLong total, Journal journal, RunId run) {
        journal.create(run, "to be cut off", NOON);
        long seq = 0;
        try (Lease lease = journal.acquire(run, "me", NOON)) {
            while (!stop.get()) {
                seq =
                        journal.append(
                                lease, seq, drafts(seq, seq + 1), Standing.working("running", 0));
                total.incrementAndGet();
            }
        }
        return seq;
    }

    private static void awaitMore(AtomicLong total) throws InterruptedException {
        long enough = total.get() + 500;
        while (total.get() < enough) {
            Thread.sleep(10);
        }
    }
}
