package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Whether what ran was what was meant, through the command line: with keys, without, and after
/// somebody has been at the repository.
class VerifyTest {
    private static final String TEST = "src/test/java/shop/PriceTest.java";

    private static final String TESTS =
            """
            package shop;

            class PriceTest {
                @Test
                void adds_tax() {
                    assertEquals(12, new Price(10).withTax());
                }
            }
            """;

    private static final String DECISION =
            """
            # D-0001: The build is asked about

            ## Status

            Accepted

            ## Decision

            Whoever changes the build says so.

            ```constraint
            id: build-is-asked-about
            kind: change
            scope: { path: "build.txt" }
            effect: ask
            ```
            """;

    @TempDir Path scratch;
    private Path repository = Path.of("");
    private Cli cli = new Cli(Path.of(""), Path.of(""));

    @BeforeEach
    void repository() {
        repository =
                Cli.repository(
                        scratch.resolve("shop"),
                        Map.of(
                                "src/main/java/shop/Price.java",
                                "package shop;\n\nclass Price {}\n",
                                TEST,
                                TESTS,
                                "build.txt",
                                "one\n",
                                "docs/decisions/0001-build.md",
                                DECISION));
        cli = new Cli(scratch, repository);
        assertThat(cli.say("keys", "new", "default").exit()).isZero();
    }

    private Cli.Said run(List<String> options, Object... calls) {
        var script = cli.file("script.json", Cli.script(calls));
        var all =
                new ArrayList<>(
                        List.of("run", "write notes", "--json", "--model", "script:" + script));
        all.addAll(options);
        return cli.say(all.toArray(String[]::new));
    }

    private static final List<String> CHECKED = List.of("--verify", "test -f notes.txt");

    private static Object write(String path, String content) {
        return Cli.call("write_file", Map.of("path", path, "content", content));
    }

    private static Object finish(String summary) {
        return Cli.call("finish", Map.of("summary", summary));
    }

    private static String name(Cli.Said said) {
        assertThat(said.out()).as(said.err()).isNotEmpty();
        return said.json().path("run").asString();
    }

    private JsonNode verified(Cli.Said ran, int exit, String... more) {
        var all = new ArrayList<>(List.of("verify", name(ran), "--json"));
        all.addAll(List.of(more));
        var said = cli.say(all.toArray(String[]::new));
        assertThat(said.exit()).as(said.out() + said.err()).isEqualTo(exit);
        return said.json();
    }

    private static JsonNode claim(JsonNode examined, String name) {
        for (var claim : examined.path("claims")) {
            if (claim.path("name").asString().equals(name)) {
                return claim;
            }
        }
        throw new AssertionError("no claim " + name + " in " + examined);
    }

    private static void says(JsonNode examined, String name, String result, String point) {
        var claim = claim(examined, name);
        assertThat(claim.path("result").asString()).as(examined.toString()).isEqualTo(result);
        assertThat(claim.path("points").toString()).contains(point);
    }

    @Test
    void a_run_that_did_what_was_meant_stands() {
        var ran =
                run(
                        CHECKED,
                        write("notes.txt", "fine\n"),
                        finish("Created notes.txt, the checks pass."));
        var examined = verified(ran, 0);

        assertThat(examined.path("standing").asString())
                .as(examined.toString())
                .isEqualTo("STANDS");
        assertThat(examined.path("claims")).hasSize(13);
        assertThat(cli.say("verify", name(ran)).out())
                .startsWith("run %s: STANDS\n".formatted(name(ran)))
                .contains("signed by key")
                .contains("2 facts of the final answer");
        cli.say("land", name(ran));
        assertThat(verified(ran, 0).path("standing").asString()).isEqualTo("STANDS");
    }

    @Test
    void an_intent_without_a_key_is_unsigned_and_said_so() {
        cli = new Cli(scratch.resolve("keyless"), repository);
        var ran = run(CHECKED, write("notes.txt", "fine\n"), finish("done"));

        assertThat(ran.err()).contains("the intent of this run is unsigned");
        var examined = verified(ran, 1);
        assertThat(examined.path("standing").asString()).isEqualTo("INCOMPLETE");
        says(examined, "intent", "undecided", "unsigned");
        assertThat(verified(ran, 0, "--unsigned").path("standing").asString())
                .isEqualTo("STANDS_WITH_WAIVERS");
    }

    @Test
    void a_strangers_signature_counts_only_when_their_key_is_given() {
        var ran = run(CHECKED, write("notes.txt", "fine\n"), finish("done"));
        var shown = cli.file("key.pub", cli.say("keys", "show", "default").out());
        cli = new Cli(scratch.resolve("stranger"), repository);

        says(verified(ran, 1), "intent", "undecided", "not trusted here");
        assertThat(verified(ran, 0, "--public-key", shown.toString()).path("standing").asString())
                .isEqualTo("STANDS");
    }

    @Test
    void a_run_without_checks_or_without_an_end_is_incomplete() {
        says(
                verified(run(List.of(), write("notes.txt", "fine\n"), finish("done")), 1),
                "checks",
                "undecided",
                "no acceptance check was frozen");
        var asked = run(CHECKED, write("build.txt", "two\n"), finish("done"));
        var examined = verified(asked, 1);
        assertThat(examined.path("standing").asString()).isEqualTo("INCOMPLETE");
        says(examined, "outcome", "undecided", "has not ended");
    }

    @Test
    void what_a_person_let_pass_is_a_waiver_with_a_name() {
        var asked =
                run(
                        CHECKED,
                        write("build.txt", "two\n"),
                        write("notes.txt", "fine\n"),
                        finish("done"));
        cli.with("USER", "ann").say("answer", name(asked), "1.1", "--approve");
        var done = cli.say("resume", name(asked), "--json");
        assertThat(done.json().path("outcome").asString()).as(done.err()).isEqualTo("done");

        var examined = verified(done, 0);
        assertThat(examined.path("standing").asString()).isEqualTo("STANDS_WITH_WAIVERS");
        says(examined, "approvals", "waived", "ann");
        assertThat(examined.path("approvals").path(0).path("by").asString()).isEqualTo("ann");
    }

    @Test
    void a_weakened_test_refuses_the_run_unless_the_intent_allowed_it() {
        var weaker = write(TEST, TESTS.replace("assertEquals(12, new Price(10).withTax());", ""));
        var refused = run(CHECKED, write("notes.txt", "fine\n"), weaker, finish("done"));

        says(verified(refused, 1), "tests", "fails", "0 assertions that can fail, before 1");
        assertThat(verified(refused, 1).path("standing").asString()).isEqualTo("REFUSED");

        var agent =
                cli.file(
                        "agent.md",
                        "---\nrules:\n  may-weaken: [\"src/test/**\"]\nverify: [\"test -f notes.txt\"]\n---\nDo it.\n");
        var allowed =
                run(
                        List.of("--agent", agent.toString()),
                        write("notes.txt", "fine\n"),
                        weaker,
                        finish("done"));
        says(verified(allowed, 0), "tests", "waived", "the intent allows it");
    }

    @Test
    void a_scope_is_told_in_time_and_held_against_the_result() {
        var ran =
                run(
                        List.of("--scope", "notes.txt"),
                        write("notes.txt", "fine\n"),
                        write("other.txt", "fine\n"),
                        finish("early"),
                        Cli.call("run_command", Map.of("command", "rm other.txt")),
                        finish("done"));

        var examined = verified(ran, 0);
        says(examined, "scope", "holds", "1 files changed, all within notes.txt");
        assertThat(cli.say("show", name(ran)).out()).contains("not to be touched");
    }

    @Test
    void an_answer_that_the_log_denies_is_refused() {
        var ran =
                run(
                        CHECKED,
                        write("notes.txt", "fine\n"),
                        finish(
                                "Updated build.txt. I ran `mvn test`: 212 tests pass. See docs/missing.md."));

        var claim = claim(verified(ran, 1), "answer");
        assertThat(claim.path("result").asString()).isEqualTo("fails");
        assertThat(claim.path("points").toString())
                .contains("Updated build.txt".toLowerCase(java.util.Locale.ROOT))
                .contains("mvn test")
                .contains("212 tests")
                .contains("docs/missing.md");
    }

    @Test
    void a_check_that_the_change_rewrote_decides_nothing() {
        Cli.write(repository.resolve("check.sh"), "exit 1\n");
        Cli.commit(repository);
        var ran =
                run(
                        List.of("--verify", "sh check.sh"),
                        write("check.sh", "exit 0\n"),
                        finish("done"));

        says(verified(ran, 1), "checks", "undecided", "which this change edits");
    }

    @Test
    void a_branch_that_was_moved_afterwards_is_refused() {
        var ran = run(CHECKED, write("notes.txt", "fine\n"), finish("done"));
        Cli.git(repository, "update-ref", "refs/heads/lorimer/" + name(ran), "HEAD");

        says(verified(ran, 1), "outcome", "undecided", "does not hold the result yet");
        Cli.write(repository.resolve("evil.txt"), "x\n");
        Cli.commit(repository);
        Cli.git(repository, "update-ref", "refs/heads/lorimer/" + name(ran), "HEAD");
        says(verified(ran, 1), "outcome", "fails", "its branch holds tree");
    }

    @Test
    void evidence_of_a_run_holds_the_journals_head_the_claims_and_the_approvals() {
        var ran = run(CHECKED, write("notes.txt", "fine\n"), finish("done"));
        var file = scratch.resolve("run.intoto.json");
        var said = cli.say("evidence", name(ran), "--output", file.toString());
        assertThat(said.exit()).as(said.err()).isZero();

        var payload = Json.object(Cli.read(file)).orElseThrow().path("payload").asString();
        var statement =
                Json.object(
                                new String(
                                        java.util.Base64.getDecoder().decode(payload),
                                        java.nio.charset.StandardCharsets.UTF_8))
                        .orElseThrow();
        var predicate = statement.path("predicate");
        assertThat(predicate.path("run").path("standing").asString()).isEqualTo("STANDS");
        assertThat(predicate.path("run").path("journal").path("head").asString()).hasSize(64);
        assertThat(predicate.path("verdict").path("verdict").asString()).isEqualTo("allow");
        assertThat(statement.path("subject").path(0).path("digest").path("gitCommit").asString())
                .isEqualTo(Cli.git(repository, "rev-parse", "lorimer/" + name(ran)));

        // Landing writes one more entry; the branch may go. The evidence is about what was.
        cli.say("land", name(ran));
        Cli.git(repository, "update-ref", "-d", "refs/heads/lorimer/" + name(ran));
        var again = cli.say("evidence", "verify", file.toString());
        assertThat(again.exit()).as(again.out() + again.err()).isZero();
        assertThat(cli.say("evidence", name(ran)).exit()).isEqualTo(1);
    }

    @Test
    void commits_that_no_evidence_covers_are_ungoverned() {
        var ran = run(CHECKED, write("notes.txt", "fine\n"), finish("done"));
        var file = scratch.resolve("bundles/run.intoto.json");
        Cli.write(file, cli.say("evidence", name(ran)).out());
        cli.say("land", name(ran));
        Cli.write(repository.resolve("by-hand.txt"), "x\n");
        Cli.commit(repository);

        var said =
                cli.say(
                        "evidence",
                        "coverage",
                        "--base",
                        "HEAD~2",
                        "--json",
                        scratch.resolve("bundles").toString());
        assertThat(said.exit()).as(said.err()).isEqualTo(1);
        assertThat(said.json().path(0).path("state").asString()).isEqualTo("ungoverned");
        assertThat(said.json().path(1).path("state").asString())
                .as(said.out())
                .isEqualTo("covered");
        var text =
                cli.say(
                        "evidence",
                        "coverage",
                        "--base",
                        "HEAD~2",
                        "--head",
                        "HEAD~1",
                        file.toString());
        assertThat(text.exit()).as(text.out()).isZero();
        assertThat(text.out()).contains("1 commits, 0 ungoverned");
        assertThat(cli.say("evidence", "coverage", "--base", "HEAD~2").out())
                .contains("2 commits, 2 ungoverned");
    }

    @Test
    void a_run_in_a_plain_folder_is_verified_too() {
        var plain = scratch.resolve("plain");
        Cli.write(plain.resolve("a.txt"), "one\n");
        cli = cli.in(plain);
        var ran = run(CHECKED, write("notes.txt", "fine\n"), finish("done"));

        assertThat(verified(ran, 0).path("standing").asString()).isEqualTo("STANDS");
    }
}
