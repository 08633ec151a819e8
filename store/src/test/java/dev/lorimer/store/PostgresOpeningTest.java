package dev.lorimer.store;

import static dev.lorimer.store.PgWorker.NOON;
import static dev.lorimer.store.PgWorker.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.JournalException.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PgClusters.class)
final class PostgresOpeningTest {
    @Test
    void twenty_who_open_an_empty_schema_at_once_find_one_journal(PgCluster cluster)
            throws Exception {
        PostgresConfig config = cluster.fresh();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int n = 0; n < 20; n++) {
                tasks.add(() -> {
                    PostgresJournal.open(config).close();
                    return "opened";
                });
            }
            for (Future<String> future : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                assertThat(future.get()).isEqualTo("opened");
            }
        }
        assertThat(PgCluster.ask(config, "select string_agg(format::text, ',') from lorimer"))
                .isEqualTo("1");
    }

    @Test
    void a_newer_format_is_refused_and_left_alone(PgCluster cluster) throws SQLException {
        PostgresConfig config = cluster.fresh();
        PostgresJournal.open(config).close();
        PgCluster.edit(config, "update lorimer set format = 2");
        assertThat(refusal(config).kind()).isEqualTo(Kind.TOO_NEW);
        assertThat(refusal(config)).hasMessageContaining("format 2");
        assertThat(PgCluster.ask(config, "select format from lorimer")).isEqualTo("2");
    }

    @Test
    void a_schema_with_foreign_tables_is_refused_and_left_alone(PgCluster cluster)
            throws SQLException {
        PostgresConfig config = cluster.fresh();
        PgCluster.edit(config, "create schema " + config.schema());
        PgCluster.edit(config, "create table bill (nr integer)");
        assertThat(refusal(config).kind()).isEqualTo(Kind.CORRUPT);
        assertThat(refusal(config)).hasMessageContaining("choose another schema");
        assertThat(
                        PgCluster.ask(
                                config,
                                "select count(*) from pg_tables where schemaname = '"
                                        + config.schema()
                                        + "'"))
                .isEqualTo("1");
    }

    @Test
    void a_schema_that_is_there_and_empty_is_used(PgCluster cluster) throws SQLException {
        PostgresConfig config = cluster.fresh();
        PgCluster.edit(config, "create schema " + config.schema());
        try (PostgresJournal journal = PostgresJournal.open(config)) {
            assertThat(journal.runs(10)).isEmpty();
        }
    }

    @Test
    void a_user_who_may_make_no_tables_can_use_those_that_are_there(PgCluster cluster)
            throws SQLException {
        PostgresConfig owner = cluster.fresh();
        PostgresJournal.open(owner).close();
        String user = owner.schema() + "_user";
        PgCluster.edit(owner, "create user %s password 'a secret'".formatted(user));
        PgCluster.edit(owner, "grant usage on schema %s to %s".formatted(owner.schema(), user));
        for (String what : List.of("tables", "sequences")) {
            PgCluster.edit(
                    owner,
                    "grant all on all %s in schema %s to %s".formatted(what, owner.schema(), user));
        }
        var config =
                new PostgresConfig(owner.url(), user, "a secret", owner.schema(), owner.lease());
        try (PostgresJournal journal = PostgresJournal.open(config)) {
            filled(journal, "{}");
            journal.ensureRoom();
            assertThat(journal.inspect()).isEmpty();
        } finally {
            PgCluster.edit(owner, "drop owned by " + user);
            PgCluster.edit(owner, "drop user " + user);
        }
    }

    @Test
    void a_server_that_cannot_be_reached_is_named_at_once_without_the_password() {
        var config =
                new PostgresConfig(
                        "jdbc:postgresql://localhost:1/agents?password=top-secret",
                        "me",
                        "top-secret",
                        "lorimer",
                        PostgresConfig.LEASE);
        JournalException refusal = refusal(config);
        assertThat(refusal.kind()).isEqualTo(Kind.IO);
        assertThat(refusal)
                .hasMessageContaining("localhost:1/agents")
                .hasMessageNotContaining("top-secret")
                .hasMessageNotContaining("\n");
        assertThat(config.toString()).doesNotContain("top-secret");
    }

    @Test
    void a_database_that_is_not_there_is_named(PgCluster cluster) {
        PostgresConfig known = cluster.fresh();
        var config =
                new PostgresConfig(
                        known.url().replaceFirst("/[a-z]+$", "/nowhere"),
                        known.user(),
                        known.password(),
                        known.schema(),
                        known.lease());
        assertThat(refusal(config)).hasMessageContaining("\"nowhere\"");
        assertThat(refusal(config).kind()).isEqualTo(Kind.IO);
    }

    @Test
    void a_wrong_configuration_is_refused_with_what_is_wrong() {
        String url = "jdbc:postgresql://localhost/agents";
        for (String address : List.of("jdbc:mysql://h/d?password=top-secret", "localhost", "")) {
            assertThatThrownBy(() -> PostgresConfig.of(address, "me", ""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("top-secret");
        }
        for (String schema : List.of("", "A", "a b", "a\"b", "1a", "pg_mine", "a".repeat(64))) {
            assertThatThrownBy(
                            () -> new PostgresConfig(url, "me", "", schema, PostgresConfig.LEASE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + schema + "\"");
        }
        for (Duration lease : List.of(Duration.ZERO, Duration.ofDays(1), Duration.ofMillis(199))) {
            assertThatThrownBy(() -> new PostgresConfig(url, "me", "", "lorimer", lease))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(lease.toMillis() + " ms");
        }
    }

    @Test
    void lines_can_be_asked_for_in_sql_as_json_and_as_jsonb(PgCluster cluster) throws SQLException {
        PostgresConfig config = cluster.fresh();
        String hard = "{\"z\": 1, \"a\":\"\\u0000 \\ud800 x\", \"n\":1E+400}";
        try (PostgresJournal journal = PostgresJournal.open(config)) {
            filled(journal, hard);
            assertThat(journal.read(RUN, 0).getFirst().draft().json()).isEqualTo(hard);
        }
        assertThat(PgCluster.ask(config, "select json from journal")).isEqualTo(hard);
        assertThat(PgCluster.ask(config, "select json->'z' from entry")).isEqualTo("1");
        assertThat(PgCluster.ask(config, "select json->>'a' from entry where json @> '{\"z\":1}'"))
                .isEqualTo("\ufffd \ufffd x");
        assertThat(PgCluster.ask(config, "select pg_typeof(json) from entry")).isEqualTo("jsonb");
    }

    @Test
    void a_plain_line_needs_no_view(PgCluster cluster) throws SQLException {
        PostgresConfig config = cluster.fresh();
        try (PostgresJournal journal = PostgresJournal.open(config)) {
            filled(journal, "{\"call\":{\"tool\":\"read\"}}");
        }
        assertThat(PgCluster.ask(config, "select json->'call'->>'tool' from journal"))
                .isEqualTo("read");
    }

    @Test
    void words_with_a_character_zero_are_refused_before_anything_is_written(PgCluster cluster) {
        try (PostgresJournal journal = PostgresJournal.open(cluster.fresh())) {
            assertThatThrownBy(() -> journal.create(RUN, "a\0b", NOON))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("place 1");
            filled(journal, "{}");
            assertThatThrownBy(() -> journal.send(RUN, "a\0", "{}", NOON))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.note("\0", "{}"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(journal.signals(RUN, 0)).isEmpty();
        }
    }

    private static JournalException refusal(PostgresConfig config) {
        try {
            PostgresJournal.open(config).close();
        } catch (JournalException e) {
            return e;
        }
        throw new AssertionError("it opened");
    }

    private static void filled(PostgresJournal journal, String json) {
        journal.create(RUN, "a title", NOON);
        try (Lease lease = journal.acquire(RUN, "me", NOON)) {
            long _ =
                    journal.append(
                            lease,
                            0,
                            List.of(new Draft("Replied", json, NOON)),
                            Standing.working("running", 0));
        }
    }
}
