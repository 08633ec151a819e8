package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs on a repository with decisions, through the command line: what is refused, asked and rolled
/// back, and what the user's own checkout sees of it.
class GovernedRunTest {
    private static final String CORE = "src/shop/core/Price.java";

    private static final String DECISION =
            """
            # D-0001: The core stays clean

            ## Status

            Accepted

            ## Decision

            The core knows no database.

            ```constraint
            id: core-knows-no-db
            kind: dependency
            scope: { package: "shop.core.." }
            forbid: { package: ["shop.db.."] }
            severity: deny
            mode: introduced
            fix: "Ask for it through an interface of the core."
            ```

            ```constraint
            id: build-is-asked-about
            kind: change
            scope: { path: "build.txt" }
            effect: ask
            ```
            """;

    @TempDir Path scratch;
    private Path repository;
    private Cli cli;

    @BeforeEach
    void repository() {
        repository =
                Cli.repository(
                        scratch.resolve("shop"),
                        Map.of(
                                CORE,
                                "package shop.core;\n\nclass Price {}\n",
                                "src/shop/db/Table.java",
                                "package shop.db;\n\npublic class Table {}\n",
                                "build.txt",
                                "one\n",
                                "docs/decisions/0001-core.md",
                                DECISION));
        cli = new Cli(scratch, repository);
    }

    @Test
    void a_denied_edit_is_refused_with_decision_place_reason_and_remedy() {
        var said =
                run(
                        Cli.call(
                                "edit_file",
                                Map.of(
                                        "path", CORE,
                                        "old", "class Price {}",
                                        "new", "class Price { shop.db.Table table; }")),
                        finish());

        assertThat(said.exit()).as(said.err()).isZero();
        var refusal = said.json().path("refusals").path(0);
        assertThat(refusal.path("constraint").asString()).isEqualTo("D-0001#core-knows-no-db");
        assertThat(refusal.path("file").asString()).isEqualTo(CORE);
        assertThat(refusal.path("line").asInt()).isEqualTo(3);
        assertThat(said.err())
                .contains("The core stays clean")
                .contains("why: The core knows no database.")
                .contains("comply: Ask for it through an interface of the core.");
        assertThat(said.json().path("tree").asString())
                .isEqualTo(Cli.git(repository, "rev-parse", "HEAD^{tree}"));
    }

    @Test
    void what_a_denied_command_did_is_gone_and_the_run_goes_on() {
        var evil =
                "printf 'package shop.core;\\nclass Evil { shop.db.Table t; }\\n' > src/shop/core/Evil.java";
        var said =
                run(
                        Cli.call("run_command", Map.of("command", evil)),
                        Cli.call("write_file", Map.of("path", "notes.txt", "content", "fine\n")),
                        finish());

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.json().path("refusals")).hasSize(1);
        assertThat(branchFiles(said))
                .contains("notes.txt")
                .doesNotContain("src/shop/core/Evil.java");
        assertThat(Path.of(said.json().path("workspace").asString(), "src/shop/core/Evil.java"))
                .doesNotExist();
    }

    @Test
    void the_users_checkout_is_byte_identical_throughout_and_landing_brings_the_change()
            throws IOException {
        Cli.write(repository.resolve("draft.txt"), "mine, uncommitted\n");
        var before = checkout();

        var said =
                run(
                        Cli.call("write_file", Map.of("path", "notes.txt", "content", "fine\n")),
                        finish());

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.err()).contains("1 uncommitted change");
        assertThat(checkout()).isEqualTo(before);
        var landed = cli.say("land", name(said));
        assertThat(landed.exit()).as(landed.err()).isZero();
        assertThat(Cli.read(repository.resolve("notes.txt"))).isEqualTo("fine\n");
        assertThat(Cli.read(repository.resolve("draft.txt"))).isEqualTo("mine, uncommitted\n");
        assertThat(cli.say("land", name(said)).out()).contains("was there already");
    }

    @Test
    void an_edit_that_is_asked_about_waits_and_goes_on_after_the_answer() {
        var edit = Cli.call("edit_file", Map.of("path", "build.txt", "old", "one", "new", "two"));
        var asked = run(edit, finish());

        assertThat(asked.exit()).isEqualTo(1);
        assertThat(asked.json().path("outcome").asString()).isEqualTo("waiting");
        var call = asked.json().path("waiting").path("call").asString();
        assertThat(cli.say("land", name(asked)).exit()).isEqualTo(1);

        var answered = cli.say("answer", name(asked), call, "--approve", "--note", "go on");
        assertThat(answered.exit()).as(answered.err()).isZero();
        var done = cli.say("resume", name(asked), "--json");

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.json().path("outcome").asString()).isEqualTo("done");
        assertThat(Cli.git(repository, "show", "lorimer/" + name(asked) + ":build.txt"))
                .isEqualTo("two");
    }

    @Test
    void a_denied_question_leaves_everything_as_it_was() {
        var edit = Cli.call("edit_file", Map.of("path", "build.txt", "old", "one", "new", "two"));
        var asked = run(edit, finish());
        var call = asked.json().path("waiting").path("call").asString();

        cli.say("answer", name(asked), call, "--deny", "--note", "not today");
        var done = cli.say("resume", name(asked), "--json");

        assertThat(done.json().path("outcome").asString()).isEqualTo("done");
        assertThat(done.json().path("tree").asString())
                .isEqualTo(Cli.git(repository, "rev-parse", "HEAD^{tree}"));
        assertThat(cli.say("show", name(asked)).out()).contains("not today");
    }

    @Test
    void a_run_does_not_start_under_a_law_that_can_not_be_read() {
        Cli.write(
                repository.resolve("docs/decisions/0002-broken.md"),
                DECISION.replace("D-0001", "D-0002").replace("forbid:", "forbidd:"));
        Cli.commit(repository);

        var said = run(finish());

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .contains("docs/decisions/0002-broken.md:")
                .contains("forbidd")
                .doesNotContain("\tat ");
    }

    @Test
    void judge_holds_any_change_against_the_decisions_and_says_the_same_twice() {
        Cli.write(
                repository.resolve(CORE),
                "package shop.core;\n\nimport shop.db.Table;\n\nclass Price { Table table; }\n");

        var first = cli.say("judge", "--format", "json");
        var second = cli.say("judge", "--format", "json");

        assertThat(first.exit()).as(first.err()).isEqualTo(1);
        assertThat(first.out()).isEqualTo(second.out());
        assertThat(first.json().path("verdict").asString()).isEqualTo("deny");
        assertThat(first.json().path("findings").path(0).path("file").asString()).isEqualTo(CORE);
        assertThat(cli.say("judge", "--base", "HEAD", "--head", "HEAD").exit()).isZero();
        assertThat(cli.say("judge", "--base", "nonsense").exit()).isGreaterThan(1);
    }

    @Test
    void an_irreversible_effect_happens_once_and_an_interrupted_one_is_asked_about() {
        var ledger = scratch.resolve("ledger.txt");
        var agent =
                cli.file(
                        "agent.md",
                        """
                        ---
                        commands:
                          - name: pay
                            description: Pays.
                            command: "echo paid >> %s"
                            effect: irreversible
                        ---
                        Pay.
                        """
                                .formatted(ledger));
        var script = cli.file("script.json", Cli.script(Cli.call("pay", Map.of()), finish()));

        var said =
                cli.say(
                        "run",
                        "pay",
                        "--json",
                        "--agent",
                        agent.toString(),
                        "--model",
                        "script:" + script);

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(Cli.read(ledger)).isEqualTo("paid\n");
        assertThat(cli.say("entries", name(said), "--json").out()).contains("IRREVERSIBLE");
    }

    @Test
    void a_file_that_git_ignores_makes_no_check_pass() {
        Cli.write(repository.resolve(".gitignore"), "build/\n");
        Cli.write(repository.resolve("test.sh"), "sh build/App\n");
        Cli.commit(repository);
        var script =
                cli.file(
                        "script.json",
                        Cli.script(
                                Cli.call(
                                        "write_file",
                                        Map.of("path", "build/App", "content", "exit 0\n")),
                                finish()));

        var said =
                cli.say(
                        "run",
                        "do it",
                        "--json",
                        "--verify",
                        "sh test.sh",
                        "--model",
                        "script:" + script);

        assertThat(said.json().path("outcome").asString()).isEqualTo("failed");
        assertThat(said.json().path("verification").asString()).isEqualTo("failing");
    }

    @Test
    void an_approval_holds_for_one_call_and_an_equal_change_later_is_asked_about_again() {
        var two = Cli.call("write_file", Map.of("path", "build.txt", "content", "two\n"));
        var one = Cli.call("write_file", Map.of("path", "build.txt", "content", "one\n"));
        var asked = run(two, one, two, finish());
        cli.say("answer", name(asked), "1.1", "--approve");

        var again = cli.say("resume", name(asked), "--json");

        assertThat(again.json().path("outcome").asString()).isEqualTo("waiting");
        assertThat(again.json().path("waiting").path("call").asString()).isEqualTo("3.1");
    }

    @Test
    void arguments_that_no_number_holds_are_a_mistake_of_the_model_and_not_the_end() {
        var said =
                run(
                        Cli.call("read_file", Map.of("path", "build.txt", "start", 1e30)),
                        Cli.call(
                                "search_files", Map.of("pattern", "((a{1,1000}){1,1000}){1,1000}")),
                        finish());

        assertThat(said.exit()).as(said.err()).isZero();
    }

    @Test
    void a_denied_command_leaves_no_permission_behind_and_an_emptied_scope_never_passes()
            throws IOException {
        var script =
                "chmod 600 "
                        + CORE
                        + "; chmod 700 src; echo 'package shop.core; class E { shop.db.Table t; }' > src/shop/core/E.java";
        var said = run(Cli.call("run_command", Map.of("command", script)), finish());
        var there = Path.of(said.json().path("workspace").asString());

        assertThat(said.json().path("refusals")).hasSize(1);
        assertThat(Files.getPosixFilePermissions(there.resolve(CORE)))
                .isEqualTo(Files.getPosixFilePermissions(repository.resolve(CORE)));
        assertThat(Files.getPosixFilePermissions(there.resolve("src")))
                .isEqualTo(Files.getPosixFilePermissions(repository.resolve("src")));

        Files.delete(repository.resolve(CORE));
        assertThat(cli.say("judge").exit()).isEqualTo(1);
        assertThat(cli.say("judge").out()).contains("holds 0 files");
    }

    @Test
    void a_plain_folder_is_worked_on_apart_and_written_only_by_landing() throws IOException {
        var plain = scratch.resolve("plain");
        Cli.write(plain.resolve("a.txt"), "one\n");
        var there = cli.in(plain);
        var script =
                cli.file(
                        "script.json",
                        Cli.script(
                                Cli.call(
                                        "edit_file",
                                        Map.of("path", "a.txt", "old", "one", "new", "two")),
                                finish()));

        var said = there.say("run", "change it", "--json", "--model", "script:" + script);

        assertThat(said.exit()).as(said.err()).isZero();
        try (var files = Files.list(plain)) {
            assertThat(files).containsExactly(plain.resolve("a.txt"));
        }
        assertThat(Cli.read(plain.resolve("a.txt"))).isEqualTo("one\n");
        assertThat(there.say("land", name(said)).exit()).isZero();
        assertThat(Cli.read(plain.resolve("a.txt"))).isEqualTo("two\n");
    }

    private Cli.Said run(Object... calls) {
        var script = cli.file("script.json", Cli.script(calls));
        return cli.say("run", "do it", "--json", "--model", "script:" + script);
    }

    private static Object finish() {
        return Cli.call("finish", Map.of("summary", "done"));
    }

    private static String name(Cli.Said said) {
        return said.json().path("run").asString();
    }

    private List<String> branchFiles(Cli.Said said) {
        return Cli.git(repository, "ls-tree", "-r", "--name-only", "lorimer/" + name(said))
                .lines()
                .toList();
    }

    /// Every file of the checkout with its bytes, the index, and where the branches stand.
    private Map<String, String> checkout() throws IOException {
        var seen = new TreeMap<String, String>();
        var kept = new ArrayList<Path>();
        try (var all = Files.walk(repository)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(repository.resolve(".git")))
                    .filter(file -> !file.startsWith(repository.resolve(".lorimer")))
                    .forEach(kept::add);
        }
        kept.add(repository.resolve(".git/index"));
        kept.add(repository.resolve(".git/HEAD"));
        kept.add(repository.resolve(".git/config"));
        for (var file : kept) {
            seen.put(
                    repository.relativize(file).toString(),
                    Arrays.toString(Files.readAllBytes(file)));
        }
        seen.put("main", Cli.git(repository, "rev-parse", "main"));
        return seen;
    }
}
