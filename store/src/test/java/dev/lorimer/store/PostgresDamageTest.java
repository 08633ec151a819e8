package dev.lorimer.store;

import static dev.lorimer.store.PgWorker.NOON;
import static dev.lorimer.store.PgWorker.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Snapshot;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.JournalException.Kind;
import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PgClusters.class)
final class PostgresDamageTest {
    private static final RunId OLD = new RunId("old");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update journal set json = '{\"n\":9}' where seq = 2",
                "update journal set json = '{\"n\": 2}' where seq = 2",
                "update journal set kind = 'Replied' where seq = 0",
                "update journal set status = 'done' where seq = 1",
                "update journal set at = '2026-11-23T12:00:00Z' where seq = 1",
                "update journal set epoch = 0 where seq = 1",
                "update journal set hash = repeat('0', 64) where seq = 1",
                "update journal set hash = repeat('0', 64) where seq = 5",
                "delete from journal where seq = 0",
                "delete from journal where seq = 3",
                "delete from journal where seq = 5",
                "insert into journal (run, seq, epoch, kind, status, at, json, hash) select run, 6,"
                        + " epoch, kind, status, at, json, hash from journal where seq = 5",
                "update run set next_seq = 5 where id = 'fix-the-parser'",
                "update run set status = 'done' where id = 'fix-the-parser'",
                "update run set title = 'another' where id = 'fix-the-parser'",
                "update run set head_hash = repeat('0', 64) where id = 'fix-the-parser'",
                "update blob set body = set_byte(body, 3, get_byte(body, 3) # 1)",
                "update blob set size = size + 1",
                "update blob set codec = 'lzma'",
                "delete from blob",
            })
    void a_changed_row_is_found_by_the_reader_and_by_the_inspection(
            String damage, PgCluster cluster) throws SQLException {
        PostgresConfig config = cluster.fresh();
        try (PostgresJournal journal = filled(config)) {
            assertThat(journal.inspect()).isEmpty();
            assertThat(PgCluster.edit(config, damage)).isPositive();
            assertThat(refusal(() -> journal.read(RUN, 0))).isEqualTo(Kind.CORRUPT);
            assertThat(journal.inspect()).isNotEmpty().allMatch(line -> !line.contains("\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update signal set json = '{\"yes\":false}'",
                "update signal set at = '2026-11-23T12:00:01Z'",
                "update signal set run = 'nobody'",
                "update snapshot set json = '{\"sum\":8}'",
                "update snapshot set line_hash = repeat('0', 64)",
                "update note set json = '{}'",
                "update note set key = 'other'",
                "update evidence set json = '{}'",
                "delete from evidence",
                "delete from reference where line",
                "delete from run where id = 'fix-the-parser'",
            })
    void what_else_was_changed_is_found_by_the_inspection(String damage, PgCluster cluster)
            throws SQLException {
        PostgresConfig config = cluster.fresh();
        try (PostgresJournal journal = filled(config)) {
            assertThat(journal.inspect()).isEmpty();
            assertThat(PgCluster.edit(config, damage)).isPositive();
            assertThat(journal.inspect()).isNotEmpty().allMatch(line -> !line.contains("\n"));
        }
    }

    @Test
    void a_snapshot_that_is_damaged_is_none(PgCluster cluster) throws SQLException {
        PostgresConfig config = cluster.fresh();
        try (PostgresJournal journal = filled(config)) {
            assertThat(journal.snapshot(RUN)).isPresent();
            PgCluster.edit(config, "update snapshot set json = '{\"sum\":8}'");
            assertThat(journal.snapshot(RUN)).isEmpty();
        }
    }

    @Test
    void one_damaged_run_hides_no_other(PgCluster cluster) throws SQLException {
        PostgresConfig config = cluster.fresh();
        try (PostgresJournal journal = filled(config)) {
            for (String name : List.of("r1", "r2", "r3")) {
                append(journal, new RunId(name), 2, "running");
            }
            PgCluster.edit(config, "update journal set kind = 'x' where run in ('r1', 'r3')");
            assertThat(journal.inspect()).hasSize(2);
            assertThat(journal.read(new RunId("r2"), 0)).hasSize(2);
        }
    }

    @Test
    void a_server_that_can_tear_its_pages_is_told_by_the_inspection(PgCluster cluster)
            throws Exception {
        PostgresConfig config = cluster.fresh();
        try (PostgresJournal journal = filled(config)) {
            cluster.reconfigure(config, "full_page_writes", "off");
            try {
                assertThat(journal.inspect())
                        .singleElement()
                        .asString()
                        .contains("full_page_writes off");
            } finally {
                cluster.reconfigure(config, "full_page_writes", "on");
            }
            assertThat(journal.inspect()).isEmpty();
        }
    }

    @Test
    void a_sweep_removes_what_no_run_needs_and_nothing_else(PgCluster cluster) throws SQLException {
        PostgresConfig config = cluster.fresh();
        try (PostgresJournal journal = filled(config)) {
            var only = new RunId("only");
            append(journal, only, 3, "running");
            try (Lease lease = journal.acquire(only, "me", NOON)) {
                long _ =
                        journal.append(
                                lease,
                                3,
                                List.of(new Draft("Replied", text("not in another "), NOON)),
                                Standing.ended("done", 0));
                journal.keep(lease, new Snapshot(0, "", text("of the first snapshot ")));
                journal.keep(lease, new Snapshot(0, "", text("of the second snapshot ")));
            }
            assertThat(blobs(config)).isEqualTo(4);
            assertThat(journal.sweep()).isPositive();
            assertThat(blobs(config)).isEqualTo(3);
            assertThat(journal.snapshot(only).orElseThrow().json())
                    .isEqualTo(text("of the second snapshot "));
            journal.prune(only, "{}", NOON);
            assertThat(journal.sweep()).isPositive();
            assertThat(journal.sweep()).isZero();
            assertThat(blobs(config)).isEqualTo(1);
            assertThat(journal.read(RUN, 0)).hasSize(6);
            assertThat(journal.inspect()).isEmpty();
        }
    }

    private static int blobs(PostgresConfig config) throws SQLException {
        return Integer.parseInt(PgCluster.ask(config, "select count(*) from blob"));
    }

    /// A run of six lines, the last with a long string, a signal, a snapshot, a note, and a run
    /// that was pruned.
    private static PostgresJournal filled(PostgresConfig config) {
        PostgresJournal journal = PostgresJournal.open(config);
        append(journal, RUN, 5, "running");
        try (Lease lease = journal.acquire(RUN, "me", NOON)) {
            long _ =
                    journal.append(
                            lease,
                            5,
                            List.of(new Draft("Replied", text("long "), NOON)),
                            Standing.parked("waiting", Optional.empty(), 0));
            String hash = journal.read(RUN, 5).getFirst().hash();
            journal.keep(lease, new Snapshot(6, hash, "{\"sum\":7}"));
        }
        journal.send(RUN, "answer", "{\"yes\":true}", NOON);
        journal.note("schedule", "{\"at\":\"noon\"}");
        append(journal, OLD, 1, "done");
        journal.prune(OLD, "{\"kept\":1}", NOON);
        return journal;
    }

    private static void append(PostgresJournal journal, RunId run, int lines, String status) {
        journal.create(run, "a title", NOON);
        try (Lease lease = journal.acquire(run, "me", NOON)) {
            List<Draft> drafts =
                    IntStream.range(0, lines)
                            .mapToObj(n ->
                                    new Draft(
                                            "Settled",
                                            "{\"n\":%d}".formatted(n),
                                            NOON.plusSeconds(n)))
                            .toList();
            long _ =
                    journal.append(
                            lease,
                            0,
                            drafts,
                            status.equals("done")
                                    ? Standing.ended(status, 0)
                                    : Standing.working(status, 0));
        }
    }

    private static String text(String words) {
        return "{\"text\":\"%s\"}".formatted(words.repeat(1_000));
    }

    private static Kind refusal(Runnable action) {
        try {
            action.run();
        } catch (JournalException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return e.kind();
        }
        throw new AssertionError("nothing was found");
    }
}
