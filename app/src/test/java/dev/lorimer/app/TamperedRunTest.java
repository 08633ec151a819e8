package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.verification.Claim;
import dev.lorimer.govern.verification.Claim.Result;
import dev.lorimer.govern.verification.Examination;
import dev.lorimer.govern.verification.Examined;
import dev.lorimer.govern.verification.Standing;
import dev.lorimer.govern.verification.Transcript;
import dev.lorimer.govern.verification.TrustedKey;
import dev.lorimer.workspace.GitWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Somebody has been at what is left of a run: at its journal, so skilfully that every hash fits,
/// at its trees, at the decisions, or at the evidence. It does not pass.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperedRunTest {
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

            ```constraint
            id: no-evil
            kind: pattern
            match: { regex: "evil" }
            severity: deny
            ```
            """;

    private Path scratch = Path.of("");
    private Path repository = Path.of("");
    private Cli cli = new Cli(Path.of(""), Path.of(""));
    private String run = "";
    private Path evidence = Path.of("");
    private Transcript transcript = new Transcript("", List.of(), java.util.Optional.empty());
    private Git git = Git.in(Path.of("."));
    private List<TrustedKey> trusted = List.of();

    @BeforeAll
    void aRunThatStands(@TempDir Path folder) {
        scratch = folder;
        repository =
                Cli.repository(
                        scratch.resolve("shop"),
                        Map.of("build.txt", "one\n", "docs/decisions/0001-build.md", DECISION));
        cli = new Cli(scratch, repository).with("USER", "ann");
        cli.say("keys", "new", "default");
        var script =
                cli.file(
                        "script.json",
                        Cli.script(
                                Cli.call(
                                        "write_file",
                                        Map.of("path", "build.txt", "content", "two\n")),
                                Cli.call(
                                        "write_file",
                                        Map.of("path", "notes.txt", "content", "fine\n")),
                                Cli.call("run_command", Map.of("command", "cat notes.txt")),
                                Cli.call("finish", Map.of("summary", "done"))));
        var asked =
                cli.say(
                        "run",
                        "write notes",
                        "--json",
                        "--model",
                        "script:" + script,
                        "--verify",
                        "test -f notes.txt",
                        "--scope",
                        "*.txt");
        run = asked.json().path("run").asString();
        cli.say("answer", run, "1.1", "--approve");
        assertThat(cli.say("resume", run, "--json").exit()).isZero();
        evidence = scratch.resolve("run.intoto.json");
        assertThat(cli.say("evidence", run, "--output", evidence.toString()).exit()).isZero();
        var console =
                cli.console(
                        new java.io.ByteArrayOutputStream(), new java.io.ByteArrayOutputStream());
        trusted = KeysCommand.keys(console).trusted();
        var at = new Places();
        at.workspace = repository;
        var located = at.locate(run, console);
        try (var journal = Places.journal(located.home(), console)) {
            var place = Stored.read(journal, located.run()).setup().place();
            git = Git.in(GitWorkspace.gitDirectory(place));
            transcript =
                    Audit.transcript(
                            journal, located.run(), place, Audit.Terms.now(trusted, false));
        }
    }

    @AfterAll
    void untouched() {
        assertThat(examined(transcript).standing()).isEqualTo(Standing.STANDS_WITH_WAIVERS);
    }

    private Examined examined(Transcript other) {
        return new Examination(git, new CelExpressions(), trusted, false).of(other);
    }

    private Transcript with(UnaryOperator<List<Transcript.Line>> edit) {
        return new Transcript(
                run, edit.apply(new ArrayList<>(transcript.lines())), transcript.branch());
    }

    /// The first line of a kind that holds the text, with something else in its place.
    private Transcript with(String kind, String from, String to) {
        return with(lines -> {
            for (int i = 0; i < lines.size(); i++) {
                var line = lines.get(i);
                if (line.kind().equals(kind) && line.json().contains(from)) {
                    lines.set(
                            i,
                            new Transcript.Line(
                                    line.seq(),
                                    line.epoch(),
                                    line.at(),
                                    kind,
                                    line.json().replace(from, to),
                                    line.hash()));
                    return lines;
                }
            }
            throw new AssertionError(
                    "no %s holds %s: %s".formatted(kind, from, transcript.lines()));
        });
    }

    static Stream<Arguments> edits() {
        return Stream.of(
                edit("another task", "started", "write notes", "write poems", "intent"),
                edit("another limit", "started", "\"turns\":100", "\"turns\":999", "intent"),
                edit(
                        "other checks",
                        "started",
                        "\"verifiers\":[",
                        "\"verifiers\":[\"true\",",
                        "intent"),
                edit(
                        "another law",
                        "started",
                        "\"decisions\":\"",
                        "\"decisions\":\"0",
                        "decisions"),
                edit(
                        "a law of its own",
                        "intended",
                        "\"decisions\":\"",
                        "\"decisions\":\"0",
                        "decisions"),
                edit("another base", "started", "\"base\":\"", "\"base\":\"0", "outcome"),
                edit("another key of a call", "intended", "\"key\":\"", "\"key\":\"0", "effects"),
                edit(
                        "another tree before",
                        "intended",
                        "\"before\":\"",
                        "\"before\":\"0",
                        "effects"),
                edit(
                        "an unknown outcome",
                        "settled",
                        "\"status\":\"DONE\"",
                        "\"status\":\"UNKNOWN\"",
                        ""),
                edit(
                        "a grant of its own",
                        "intended",
                        "\"granted\":[]",
                        "\"granted\":[\"abc\"]",
                        "approvals"),
                edit(
                        "an approval by nobody",
                        "answered",
                        "\"by\":\"ann\"",
                        "\"by\":\"\"",
                        "approvals"),
                edit(
                        "an approval by a rule",
                        "answered",
                        "\"by\":\"ann\"",
                        "\"by\":\"a rule of the agent\"",
                        "approvals"),
                edit(
                        "a denial made an approval of nothing",
                        "answered",
                        "Approve",
                        "Deny",
                        "approvals"),
                edit(
                        "an approval of other files",
                        "asked",
                        "\"before\":\"",
                        "\"before\":\"0",
                        "approvals"),
                edit(
                        "an approval under other law",
                        "asked",
                        "\"decisions\":\"",
                        "\"decisions\":\"0",
                        "approvals"),
                edit("an approval of another call", "asked", "\"call\":\"", "\"call\":\"0", ""),
                edit(
                        "an approval that had expired",
                        "asked",
                        "\"expires\":\"2",
                        "\"expires\":\"1",
                        "approvals"),
                edit(
                        "another verdict",
                        "reviewed",
                        "\"verdict\":\"allow\"",
                        "\"verdict\":\"deny\"",
                        "verdicts"),
                edit("a finding less", "asked", "\"identity\":\"", "\"identity\":\"0", "verdicts"),
                edit("a check that failed", "verified", "FAIL", "PASS", ""),
                edit(
                        "checks of another tree",
                        "verified",
                        "\"occasion\":\"FINISH\",\"tree\":\"",
                        "\"occasion\":\"FINISH\",\"tree\":\"0",
                        "checks"),
                edit("another check", "verified", "test -f notes.txt", "true", ""),
                edit("a failure told as done", "finished", "Done", "Failed", "outcome"),
                edit(
                        "a boast",
                        "finished",
                        "\"text\":\"done\"",
                        "\"text\":\"done, 77 tests pass\"",
                        "answer"),
                edit(
                        "more turns than allowed",
                        "started",
                        "\"turns\":100",
                        "\"turns\":1",
                        "intent"));
    }

    private static Arguments edit(String name, String kind, String from, String to, String claim) {
        return Arguments.of(name, kind, from, to, claim);
    }

    /// An edit of the base line must be refused by the claim named, where one is; every edit at all
    /// changes the digest that the evidence holds.
    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void an_edit_of_the_journal_is_found_by_recomputing(
            String name, String kind, String from, String to, String claim) {
        var tampered = with(kind, from, to);

        assertThat(tampered.digest()).as(name).isNotEqualTo(transcript.digest());
        if (!claim.isEmpty()) {
            var examined = examined(tampered);
            assertThat(examined.standing())
                    .as(examined.text())
                    .isNotIn(Standing.STANDS, Standing.STANDS_WITH_WAIVERS);
            assertThat(result(examined, claim))
                    .as(examined.text())
                    .isIn(Result.FAILS, Result.UNDECIDED);
        }
    }

    private static Result result(Examined examined, String name) {
        return examined.claims().stream()
                .filter(claim -> claim.name().equals(name))
                .map(Claim::result)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void entries_left_out_put_in_twice_or_in_another_order_are_found() {
        for (int i = 0; i < transcript.lines().size(); i++) {
            int at = i;
            assertThat(
                            examined(
                                            with(lines -> {
                                                lines.remove(at);
                                                return lines;
                                            }))
                                    .standing()
                                    .stands())
                    .as("without %s", i)
                    .isFalse();
            assertThat(
                            examined(
                                            with(lines -> {
                                                lines.add(at, lines.get(at));
                                                return lines;
                                            }))
                                    .standing()
                                    .stands())
                    .as("twice %s", i)
                    .isFalse();
        }
        assertThat(examined(with(lines -> lines.subList(0, 3))).standing().stands()).isFalse();
        assertThat(examined(with(_ -> List.of())).standing()).isEqualTo(Standing.REFUSED);
        assertThat(examined(with("started", "{", "[")).standing()).isEqualTo(Standing.REFUSED);
    }

    @Test
    void an_intent_of_another_run_or_of_another_hand_does_not_count() {
        var stranger = new Cli(scratch.resolve("stranger"), repository);
        stranger.say("keys", "new", "default");
        var console =
                stranger.console(
                        new java.io.ByteArrayOutputStream(), new java.io.ByteArrayOutputStream());
        var strangers = KeysCommand.keys(console).trusted();

        assertThat(
                        new Examination(git, new CelExpressions(), strangers, true)
                                .of(transcript)
                                .standing())
                .isEqualTo(Standing.INCOMPLETE);
        var renamed = new Transcript(run + "x", transcript.lines(), transcript.branch());
        assertThat(result(examined(renamed), "intent")).isEqualTo(Result.FAILS);
    }

    @Test
    void any_changed_byte_of_the_journals_text_changes_its_digest() {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            int at = random.nextInt(transcript.lines().size());
            var line = transcript.lines().get(at);
            var json = new StringBuilder(line.json());
            int letter = random.nextInt(json.length());
            json.setCharAt(letter, (char) (json.charAt(letter) ^ (1 << random.nextInt(7))));
            var other =
                    with(lines -> {
                        lines.set(
                                at,
                                new Transcript.Line(
                                        line.seq(),
                                        line.epoch(),
                                        line.at(),
                                        line.kind(),
                                        json.toString(),
                                        line.hash()));
                        return lines;
                    });
            assertThat(other.digest()).isNotEqualTo(transcript.digest());
        }
    }

    @Test
    void any_changed_byte_of_the_evidence_is_found() {
        var whole = Cli.read(evidence).getBytes(StandardCharsets.UTF_8);
        var random = new Random(11);
        for (int round = 0; round < 400; round++) {
            var changed = whole.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(7));
            assertThat(isOpened(new String(changed, StandardCharsets.UTF_8)))
                    .as("round %s", round)
                    .isFalse();
        }
        assertThat(isOpened(new String(whole, StandardCharsets.UTF_8))).isTrue();
    }

    private boolean isOpened(String envelope) {
        try {
            Attestation.opened(envelope, trusted);
            return true;
        } catch (Failure e) {
            return false;
        }
    }

    @Test
    void a_damaged_object_of_the_result_is_found_although_git_hands_it_out() throws Exception {
        var blob = Cli.git(repository, "rev-parse", "lorimer/" + run + ":notes.txt");
        var other = scratch.resolve("objects");
        Cli.repository(other, Map.of("notes.txt", "fime\n"));
        var wrong = Cli.git(other, "rev-parse", "HEAD:notes.txt");
        var loose =
                repository.resolve(
                        ".git/objects/" + blob.substring(0, 2) + "/" + blob.substring(2));
        var kept = Files.readAllBytes(loose);
        Files.delete(loose);
        Files.copy(
                other.resolve(".git/objects/" + wrong.substring(0, 2) + "/" + wrong.substring(2)),
                loose);
        try {
            assertThat(Cli.git(repository, "cat-file", "blob", blob)).isEqualTo("fime");
            var examined = examined(transcript);
            assertThat(examined.standing().stands()).as(examined.text()).isFalse();
            assertThat(cli.say("evidence", "verify", evidence.toString()).exit()).isNotZero();
        } finally {
            Files.delete(loose);
            Files.write(loose, kept);
        }
    }

    @Test
    void a_byte_changed_in_the_stores_file_is_found() throws IOException {
        var file = repository.resolve(".lorimer/journal.db");
        var whole = Files.readAllBytes(file);
        var text = new String(whole, StandardCharsets.ISO_8859_1);
        int found = 0;
        try {
            for (int at = text.indexOf("notes.txt");
                    at >= 0 && found < 6;
                    at = text.indexOf("notes.txt", at + 400)) {
                var changed = whole.clone();
                changed[at] ^= 1;
                Files.write(file, changed);
                var said = cli.say("verify", run);
                // Pages that are no longer in use may hold old text.
                found += said.exit() == 0 ? 0 : 1;
            }
        } finally {
            Files.write(file, whole);
        }
        assertThat(found).isPositive();
    }

    @Test
    void evidence_of_decisions_that_are_not_those_of_the_base_is_named() {
        var payload = Json.object(Cli.read(evidence)).orElseThrow().path("payload").asString();
        var statement = new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8);
        var decisions =
                Json.object(statement).orElseThrow().path("predicate").path("decisions").asString();
        var forged = statement.replace(decisions, HexFormat.of().formatHex(new byte[32]));
        var file = scratch.resolve("forged.json");
        var console =
                cli.console(
                        new java.io.ByteArrayOutputStream(), new java.io.ByteArrayOutputStream());
        Cli.write(file, Attestation.sealed(forged, KeysCommand.keys(console).signer("default")));

        var said = cli.say("evidence", "verify", file.toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).contains("predicate.decisions");
    }
}
