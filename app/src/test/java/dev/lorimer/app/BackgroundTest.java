package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.workspace.Home;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs that nobody watches: queued, worked on, asked, told, scheduled, pruned.
@Timeout(120)
class BackgroundTest {
    @TempDir Path scratch;
    private Path repository;
    private Path ledger;
    private Cli cli;

    @BeforeEach
    void repository() {
        repository = Cli.repository(scratch.resolve("shop"), Map.of("a.txt", "one\n"));
        ledger = scratch.resolve("ledger.txt");
        cli = new Cli(scratch, repository);
    }

    private String agent(String rules) {
        return cli.file(
                        "agent.md",
                        """
                        ---
                        tools: [write_file, wait]
                        commands:
                          - name: pay
                            description: Pays.
                            command: "echo paid >> %1$s"
                            effect: irreversible
                          - name: book
                            description: Books.
                            command: "echo booked >> %1$s"
                            undo: "echo unbooked >> %1$s"
                            effect: compensable
                        %2$s
                        ---
                        Work.
                        """
                                .formatted(ledger, rules))
                .toString();
    }

    private static Object finish() {
        return Cli.call("finish", Map.of("summary", "done"));
    }

    private String start(String rules, Object... calls) {
        var script = cli.file("script-" + calls.length + ".json", Cli.script(calls));
        var said =
                cli.say(
                        "start",
                        "do it",
                        "--json",
                        "--agent",
                        agent(rules),
                        "--model",
                        "script:" + script);
        assertThat(said.exit()).as(said.err()).isZero();
        return said.json().path("run").asString();
    }

    private Cli.Said work() {
        var said = cli.say("work", "--until-idle", "--parallel", "2");
        assertThat(said.exit()).as(said.err()).isZero();
        return said;
    }

    private String status(String run) {
        var rows = cli.say("runs", "--json").json();
        return rows.valueStream()
                .filter(row -> row.path("run").asString().equals(run))
                .map(row -> row.path("status").asString())
                .findFirst()
                .orElse("none");
    }

    private List<String> paid() {
        return Files.exists(ledger) ? Cli.read(ledger).lines().toList() : List.of();
    }

    @Test
    void what_is_started_waits_for_a_worker_and_is_done_by_it() {
        var write = Cli.call("write_file", Map.of("path", "b.txt", "content", "two\n"));
        var first = start("", write, finish());
        var second = start("", write, finish());
        assertThat(status(first)).isEqualTo("queued");
        var told = work();
        assertThat(List.of(status(first), status(second))).containsOnly("done");
        assertThat(told.err()).contains(first + "  ").contains(second + "  ");
        var tail = cli.say("tail", first);
        assertThat(tail.exit()).isZero();
        assertThat(tail.out()).contains("write b.txt", "Done");
        assertThat(cli.say("land", first).exit()).isZero();
        assertThat(repository.resolve("b.txt")).exists();
    }

    @Test
    void a_worker_leaves_a_question_to_a_person_and_goes_on_when_it_is_answered() {
        var run = start("rules:\n  approve: [pay]\n  patience: 3h", pay(), finish());
        work();
        assertThat(status(run)).isEqualTo("waiting");
        assertThat(paid()).isEmpty();
        assertThat(cli.say("tail", run, "--until-waiting").exit()).isEqualTo(1);
        assertThat(cli.say("answer", run, "1.1", "--approve").exit()).isZero();
        work();
        assertThat(status(run)).isEqualTo("done");
        assertThat(paid()).containsExactly("paid");
        assertThat(cli.say("answer", run, "1.1", "--approve").exit()).isEqualTo(2);
    }

    private static Object pay() {
        return Cli.call("pay", Map.of());
    }

    @Test
    void a_message_wakes_a_run_that_waits_and_its_model_reads_it() {
        var wait = Cli.call("wait", Map.of("seconds", 3600, "reason", "the build"));
        var run = start("", wait, finish());
        work();
        assertThat(status(run)).isEqualTo("waiting");
        assertThat(cli.say("send", run, "the build is green").exit()).isZero();
        work();
        assertThat(status(run)).isEqualTo("done");
        assertThat(cli.say("entries", run, "--json").out()).contains("the build is green");
        var late = cli.say("send", run, "one more");
        assertThat(late.exit()).isEqualTo(2);
        assertThat(late.err()).contains("has ended");
    }

    @Test
    void a_cancelled_run_takes_back_what_it_did_when_asked_to() {
        var book = Cli.call("book", Map.of());
        var wait = Cli.call("wait", Map.of("seconds", 3600, "reason", "x"));
        var run = start("", book, wait, finish());
        work();
        assertThat(paid()).containsExactly("booked");
        assertThat(cli.say("cancel", run, "--undo").exit()).isZero();
        assertThat(status(run)).isEqualTo("cancelled");
        assertThat(paid()).containsExactly("booked", "unbooked");
    }

    @Test
    void rules_that_make_no_sense_are_told_at_once() {
        var script = cli.file("script.json", Cli.script(finish()));
        for (var wrong :
                List.of("rules:\n  patience: soon", "rules:\n  in-doubt: { pay: maybe }")) {
            var said =
                    cli.say("start", "x", "--agent", agent(wrong), "--model", "script:" + script);
            assertThat(said.exit()).isEqualTo(2);
            assertThat(said.err()).contains("agent file, rules:");
        }
        assertThat(cli.say("runs", "--json").json()).isEmpty();
    }

    @Test
    void a_schedule_makes_one_run_for_its_time_however_often_it_is_looked_at() {
        var script = cli.file("script.json", Cli.script(finish()));
        var said =
                cli.say(
                        "schedule",
                        "* * * * *",
                        "tidy up",
                        "--name",
                        "tidy",
                        "--zone",
                        "UTC",
                        "--model",
                        "script:" + script);
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(cli.say("schedule", "--list").out()).contains("tidy", "next 20");
        var console = cli.console(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        var home = new Home(repository.resolve(".lorimer"));
        var later = Instant.now().plus(Duration.ofMinutes(10));
        for (var i = 0; i < 3; i++) {
            new Schedules(console, home).fire(later.plusSeconds(i == 2 ? 60 : 0));
        }
        work();
        var rows = cli.say("runs", "--json").json();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).path("run").asString()).startsWith("s-tidy-");
        assertThat(rows.get(0).path("status").asString()).isEqualTo("done");
        assertThat(cli.say("schedule", "--remove", "tidy").exit()).isZero();
        assertThat(cli.say("schedule", "--remove", "tidy").exit()).isEqualTo(2);
    }

    @Test
    void a_bad_schedule_is_refused_with_an_example() {
        var script = cli.file("script.json", Cli.script(finish()));
        for (var cron : List.of("every day", "99 * * * *", "* * * *")) {
            var said = cli.say("schedule", cron, "x", "--model", "script:" + script);
            assertThat(said.exit()).isEqualTo(2);
            assertThat(said.err()).contains("0 6 * * 1-5");
        }
    }

    @Test
    void a_pruned_run_leaves_its_evidence() {
        var run = start("", pay(), finish());
        var kept =
                start(
                        "",
                        Cli.call("wait", Map.of("seconds", 3600, "reason", "x")),
                        finish(),
                        finish());
        work();
        assertThat(cli.say("prune", "--older-than", "1d").out()).contains("0 runs pruned");
        assertThat(cli.say("prune", "--older-than", "0m", "--dry-run").out())
                .contains(run)
                .doesNotContain(kept);
        assertThat(
                        cli.say("prune", "--older-than", "0m", "--json")
                                .json()
                                .path("runs")
                                .get(0)
                                .asString())
                .isEqualTo(run);
        var gone = cli.say("show", run);
        assertThat(gone.exit()).isEqualTo(2);
        assertThat(gone.err()).contains("was pruned", "\"head\"", "do it");
        assertThat(status(kept)).isEqualTo("waiting");
        assertThat(cli.say("doctor", "--verify").out()).contains("is whole");
    }

    @Test
    void a_backup_is_a_journal_of_its_own() {
        var run = start("", pay(), finish());
        var copy = scratch.resolve("copy");
        assertThat(cli.say("backup", copy.toString()).exit()).isZero();
        work();
        assertThat(status(run)).isEqualTo("done");
        var kept = cli.say("runs", "--home", copy.toString(), "--json");
        assertThat(kept.json().get(0).path("status").asString()).isEqualTo("queued");
        var again = cli.say("backup", copy.toString());
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).doesNotContain("\tat ");
    }
}
