package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.verification.Claim;
import dev.lorimer.govern.verification.Claim.Result;
import dev.lorimer.govern.verification.Examination;
import dev.lorimer.govern.verification.Examined;
import dev.lorimer.govern.verification.Standing;
import dev.lorimer.govern.verification.Transcript;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private StandingRun stands = StandingRun.NONE;

    @BeforeAll
    void aRunThatStands(@TempDir Path folder) {
        stands = StandingRun.in(folder);
    }

    @AfterAll
    void untouched() {
        assertThat(examined(stands.transcript()).standing())
                .isEqualTo(Standing.STANDS_WITH_WAIVERS);
    }

    private Examined examined(Transcript other) {
        return stands.examined(other);
    }

    private Transcript with(UnaryOperator<List<Transcript.Line>> edit) {
        return new Transcript(
                stands.run(),
                edit.apply(new ArrayList<>(stands.transcript().lines())),
                stands.transcript().branch());
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
                    "no %s holds %s: %s".formatted(kind, from, stands.transcript().lines()));
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

        assertThat(tampered.digest()).as(name).isNotEqualTo(stands.transcript().digest());
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
        for (int i = 0; i < stands.transcript().lines().size(); i++) {
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
    void an_intent_of_another_run_or_of_another_hand_does_not_count(@TempDir Path elsewhere) {
        var stranger = new Cli(elsewhere, stands.repository());
        stranger.say("keys", "new", "default");
        var console = stranger.console(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        var strangers = KeysCommand.keys(console).trusted();

        assertThat(
                        new Examination(
                                        stands.auditor().git(),
                                        new CelExpressions(),
                                        strangers,
                                        true)
                                .of(stands.transcript())
                                .standing())
                .isEqualTo(Standing.INCOMPLETE);
        var renamed =
                new Transcript(
                        stands.run() + "x",
                        stands.transcript().lines(),
                        stands.transcript().branch());
        assertThat(result(examined(renamed), "intent")).isEqualTo(Result.FAILS);
    }
}
