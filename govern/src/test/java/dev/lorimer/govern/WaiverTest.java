package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.tree.MemoryTree;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Dated permissions: what they let pass, when, and what they never do.
class WaiverTest {
    private static final String RECORD = "docs/decisions/0007-rule.md";
    private static final String WAIVERS = "docs/decisions/waivers/old-code.yaml";
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final String WAIVER =
            """
            constraint: D-0007#rule
            scope: { path: "old/**" }
            owner: team-shop
            reason: moving out by the end of the year
            ticket: SHOP-12
            grantedBy: ann
            grantedAt: 2026-01-01
            expires: 2026-11-23
            """;

    private static Map<String, String> base(String waiver) {
        var files = new TreeMap<String, String>();
        files.put(
                RECORD, Court.record("accepted", "id: rule\nkind: pattern\nmatch: { regex: bad }"));
        files.put("old/a.txt", "good\n");
        if (!waiver.isEmpty()) {
            files.put(WAIVERS, waiver);
        }
        return files;
    }

    private static Verdict judge(
            Map<String, String> before, Map<String, String> after, LocalDate day, Actor author) {
        var law = DecisionSet.read(MemoryTree.of(before), Expressions.none());
        return new Judge(Expressions.none())
                .judge(
                        law,
                        MemoryTree.of(before),
                        MemoryTree.of(after),
                        new Inquiry(Phase.CI, day, author, Set.of()));
    }

    private static Verdict breaking(String waiver, String path, LocalDate day, Actor author) {
        var before = base(waiver);
        return judge(before, Court.plus(before, path, "bad\n"), day, author);
    }

    @Test
    void a_waiver_lets_its_files_pass_and_is_told_apart() {
        var verdict = breaking(WAIVER, "old/a.txt", DAY, new Actor.Human("bob"));

        assertThat(verdict).isInstanceOf(Verdict.Allow.class);
        assertThat(verdict.evidence().findings()).isEmpty();
        assertThat(verdict.evidence().waived())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.finding().place()).isEqualTo(new Place("old/a.txt", 1));
                    assertThat(one.waiver().origin().toString()).isEqualTo(WAIVERS + ":1");
                });
        assertThat(Report.text(verdict))
                .startsWith("allowed; 1 waived\nwaived D-0007#rule old/a.txt:1\n")
                .contains("ann until 2026-11-23, ticket SHOP-12, owner team-shop");
        assertThat(Report.json(verdict)).contains("\"waived\":[{\"constraint\":\"D-0007#rule\"");
    }

    @Test
    void a_waiver_lets_nothing_else_pass() {
        assertThat(breaking(WAIVER, "new/a.txt", DAY, new Actor.Human("bob")))
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void a_fingerprint_lets_exactly_that_finding_pass() {
        var found =
                breaking("", "old/a.txt", DAY, new Actor.Unknown())
                        .evidence()
                        .findings()
                        .getFirst();
        var waiver =
                WAIVER.replace(
                        "scope: { path: \"old/**\" }",
                        "fingerprint: \"%s\"".formatted(found.identity()));

        assertThat(breaking(waiver, "old/a.txt", DAY, new Actor.Unknown()))
                .isInstanceOf(Verdict.Allow.class);
        assertThat(breaking(waiver, "old/b.txt", DAY, new Actor.Unknown()))
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void the_last_day_is_included_and_after_it_the_finding_comes_back_with_a_note() {
        var late = breaking(WAIVER, "old/a.txt", DAY.plusDays(1), new Actor.Unknown());

        assertThat(breaking(WAIVER, "old/a.txt", DAY, new Actor.Unknown()))
                .isInstanceOf(Verdict.Allow.class);
        assertThat(late).isInstanceOf(Verdict.Deny.class);
        assertThat(late.evidence().findings().getFirst().message())
                .endsWith(
                        "(its waiver expired on 2026-11-23: %s:1, ticket SHOP-12, owner team-shop)"
                                .formatted(WAIVERS));
        assertThat(late.evidence().findings().getFirst().identity())
                .isEqualTo(
                        breaking("", "old/a.txt", DAY, new Actor.Unknown())
                                .evidence()
                                .findings()
                                .getFirst()
                                .identity());
    }

    @Test
    void a_waiver_does_not_apply_before_it_is_granted() {
        assertThat(breaking(WAIVER, "old/a.txt", LocalDate.of(2025, 12, 31), new Actor.Unknown()))
                .isInstanceOf(Verdict.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "@Ann", "human:ann", "Ann <ann@acme.org>"})
    void nobody_uses_a_waiver_of_their_own(String author) {
        var verdict = breaking(WAIVER, "old/a.txt", DAY, new Actor.Human(author));

        assertThat(verdict).isInstanceOf(Verdict.Deny.class);
        assertThat(verdict.evidence().findings().getFirst().message())
                .contains("its waiver was granted by \"ann\", who made this change");
    }

    @ParameterizedTest
    @CsvSource({
        "constraint",
        "scope",
        "owner",
        "reason",
        "ticket",
        "grantedBy",
        "grantedAt",
        "expires"
    })
    void a_waiver_without_any_of_its_fields_is_reported_and_does_not_apply(String field) {
        var part =
                WAIVER.lines()
                        .filter(line -> !line.startsWith(field + ":"))
                        .reduce("", (one, line) -> one + line + "\n");

        assertThat(breaking(part, "old/a.txt", DAY, new Actor.Unknown()))
                .isInstanceOf(Verdict.Deny.class);
        assertThat(DecisionSet.read(MemoryTree.of(base(part)), Expressions.none()).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.file()).isEqualTo(WAIVERS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13-01", "soon", "23.11.2026", "2026-02-30", "2025-01-01"})
    void a_waiver_with_a_bad_date_is_reported_and_does_not_apply(String date) {
        var waiver = WAIVER.replace("expires: 2026-11-23", "expires: \"" + date + "\"");

        assertThat(breaking(waiver, "old/a.txt", DAY, new Actor.Unknown()))
                .isInstanceOf(Verdict.Deny.class);
        assertThat(DecisionSet.read(MemoryTree.of(base(waiver)), Expressions.none()).problems())
                .hasSize(1);
    }

    @Test
    void a_waiver_stands_in_its_record_too() {
        var before = base("");
        before.put(RECORD, before.getOrDefault(RECORD, "") + "\n```waiver\n" + WAIVER + "```\n");

        assertThat(
                        judge(
                                before,
                                Court.plus(before, "old/a.txt", "bad\n"),
                                DAY,
                                new Actor.Unknown()))
                .isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void a_broken_waiver_in_a_change_is_told_at_once() {
        var before = base("");
        var verdict =
                judge(
                        before,
                        Court.plus(before, WAIVERS, "constraint: D-0007#rule\n"),
                        DAY,
                        new Actor.Unknown());

        assertThat(verdict.evidence().findings())
                .extracting(Finding::constraint)
                .contains("lorimer#waivers-apply", "lorimer#decisions-changed");
        assertThat(verdict).isInstanceOf(Verdict.Allow.class);
    }

    /// Whatever a change does to the law, it is judged by the law before it: waivers added, expiry
    /// days moved, ceilings raised, records reworded.
    @Test
    void no_change_grants_itself_anything() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var waiver =
                    random.nextBoolean()
                            ? ""
                            : WAIVER.replace("2026-11-23", "2026-11-0" + (1 + random.nextInt(9)));
            var before = base(waiver);
            before.put("CODEOWNERS", "old/ @shop\nnew/ @web\n");
            if (random.nextBoolean()) {
                before.put(
                        RECORD,
                        before.getOrDefault(RECORD, "").replace("match:", "mode: ratchet\nmatch:"));
                before.put("new/b.txt", "bad\n");
            }
            var after = new TreeMap<>(before);
            for (var path : List.of("old/a.txt", "new/c.txt")) {
                if (random.nextInt(4) > 0) {
                    after.put(path, "bad\n".repeat(1 + random.nextInt(3)));
                }
            }
            var plain = findings(judge(before, after, DAY, new Actor.Human("bob")));
            for (int i = 0; i <= random.nextInt(3); i++) {
                tamper(random, after);
            }
            var tampered = judge(before, after, DAY, new Actor.Human("bob"));

            assertThat(findings(tampered)).as("seed %s", seed).containsAll(plain);
        }
    }

    private static void tamper(Random random, Map<String, String> after) {
        switch (random.nextInt(6)) {
            case 0 -> after.put(WAIVERS, WAIVER.replace("2026-11-23", "2099-01-01"));
            case 1 ->
                    after.put(
                            "docs/decisions/waivers/more.yml",
                            WAIVER.replace("old/**", "**").replace("2026-11-23", "2099-01-01"));
            case 2 ->
                    after.computeIfPresent(
                            RECORD, (_, text) -> text.replace("accepted", "rejected"));
            case 3 ->
                    after.computeIfPresent(
                            RECORD,
                            (_, text) ->
                                    text
                                            + "\n```waiver\n"
                                            + WAIVER.replace("2026", "2098")
                                            + "```\n");
            case 4 -> after.put("CODEOWNERS", "* @everybody\n");
            default -> after.remove(RECORD);
        }
    }

    private static List<String> findings(Verdict verdict) {
        var said = new ArrayList<String>();
        for (var finding : verdict.evidence().findings()) {
            if (finding.constraint().equals("D-0007#rule")) {
                said.add(finding.identity());
            }
        }
        return said;
    }

    @Test
    void each_owner_has_a_ceiling_of_their_own() {
        var before = base("");
        before.put(
                RECORD, before.getOrDefault(RECORD, "").replace("match:", "mode: ratchet\nmatch:"));
        before.put("CODEOWNERS", "old/ @shop\nnew/ @web\n");
        before.put("old/a.txt", "bad\nbad\n");
        before.put("new/b.txt", "bad\n");
        var within = new TreeMap<>(before);
        within.put("old/a.txt", "bad\n");
        within.put("old/c.txt", "bad\n");
        var across = new TreeMap<>(before);
        across.put("old/a.txt", "good\n");
        across.put("new/c.txt", "bad\n");

        assertThat(judge(before, within, DAY, new Actor.Unknown()))
                .isInstanceOf(Verdict.Allow.class);
        assertThat(findings(judge(before, across, DAY, new Actor.Unknown()))).hasSize(1);
    }
}
