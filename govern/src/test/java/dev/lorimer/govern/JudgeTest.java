package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Severity;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.Tree;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How findings become verdicts: status, severity, phase, grants, and records that can't be read.
class JudgeTest {
    private static final String RULE = "kind: pattern\nmatch: { regex: bad }\n";
    private static final String RECORD = "docs/decisions/0007-rule.md";

    @ParameterizedTest
    @CsvSource({
        "accepted,   info, allow,    INFO",
        "accepted,   warn, allow,    WARN",
        "accepted,   ask,  escalate, ASK",
        "accepted,   deny, deny,     DENY",
        "deprecated, deny, allow,    WARN",
        "deprecated, info, allow,    INFO",
        "proposed,   deny, allow,    DENY",
    })
    void a_finding_counts_as_the_severity_and_the_status_say(
            String status, String severity, String verdict, Severity counts) {
        var given = Court.withStatus(status, RULE + "severity: " + severity).adding("a.txt", "bad");

        assertThat(given.word()).isEqualTo(verdict);
        assertThat(given.evidence().findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(counts);
                    assertThat(finding.law().shadow()).isEqualTo(status.equals("proposed"));
                });
    }

    @ParameterizedTest
    @CsvSource({"superseded", "rejected"})
    void a_decision_that_is_off_says_nothing(String status) {
        assertThat(Court.said(Court.withStatus(status, RULE).adding("a.txt", "bad"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "edit,   TOOL,   true", "tool,   EDIT,   true", "edit,   FINISH, false",
                "ci,     CI,     true",
        "ci,     TOOL,   false", "finish, FINISH, true", "drift,  DRIFT,  true",
                "context, CI,    false",
    })
    void a_constraint_speaks_in_its_phases_only(String phase, Phase asked, boolean speaks) {
        var court = Court.of(RULE + "phase: [%s]".formatted(phase));

        var verdict = court.judge(MemoryTree.empty(), MemoryTree.of(Map.of("a.txt", "bad")), asked);

        assertThat(!verdict.evidence().findings().isEmpty()).isEqualTo(speaks);
    }

    @ParameterizedTest
    @CsvSource({"TOOL, escalate", "EDIT, escalate", "FINISH, escalate", "CI, deny"})
    void what_cannot_be_decided_is_put_before_a_person_and_never_lands(Phase phase, String word) {
        var court = Court.of("kind: dependency\nforbid: { package: [x..] }");

        var verdict =
                court.judge(MemoryTree.empty(), MemoryTree.of(Map.of("A.java", "class {")), phase);

        assertThat(verdict.word()).isEqualTo(word);
        assertThat(verdict.evidence().findings())
                .singleElement()
                .extracting(Finding::kind)
                .isEqualTo(Finding.Kind.INCOMPLETE);
    }

    @Test
    void an_undecided_rule_weighs_no_more_than_the_rule_itself() {
        assertThat(
                        Court.of("kind: dependency\nseverity: warn\nforbid: { package: [x..] }")
                                .adding("A.java", "class {")
                                .word())
                .isEqualTo("allow");
    }

    @Test
    void a_granted_finding_is_kept_apart_and_no_longer_blocks() {
        var court = Court.of(RULE);
        var before = MemoryTree.empty();
        var after = MemoryTree.of(Map.of("a.txt", "bad", "b.txt", "bad"));
        var findings = court.judge(before, after).evidence().findings();

        var verdict =
                court.judge(
                        before,
                        after,
                        Court.inquiry(
                                Phase.CI,
                                new Actor.Unknown(),
                                Set.of(findings.getFirst().identity(), "other")));

        assertThat(verdict).isInstanceOf(Verdict.Deny.class);
        assertThat(verdict.evidence().granted()).containsExactly(findings.getFirst());
        assertThat(verdict.evidence().findings()).containsExactly(findings.getLast());
    }

    @Test
    void a_scope_that_holds_nothing_is_undecided_and_says_what_it_was() {
        var court =
                Court.of(
                        "kind: dependency\nscope: { package: 'com.amce..' }\nforbid: { package: [x..] }\nminSubjects: 1");

        var verdict =
                court.adding("src/main/java/com/acme/A.java", "package com.acme; class A { }");

        assertThat(Court.said(verdict))
                .containsExactly(
                        "I (the change) the scope (package com.amce..) holds 0 files, but the rule wants at least 1, so it checks nothing here; mend the scope, or lower \"minSubjects\"");
    }

    @Test
    void subjects_are_counted_after_the_change_and_by_declared_packages() {
        var yaml =
                "kind: dependency\nscope: { package: 'com.acme..' }\nforbid: { package: [x..] }\nminSubjects: ";
        var odd = "odd/place/A.java";
        var text = "package com.acme; class A { }";

        assertThat(Court.said(Court.of(yaml + "1").judge(Map.of(odd, text), Map.of()))).hasSize(1);
        assertThat(Court.said(Court.of(yaml + "1").judge(Map.of(), Map.of(odd, text)))).isEmpty();
        assertThat(
                        Court.said(
                                Court.of(yaml + "2")
                                        .judge(
                                                Map.of(),
                                                Map.of(
                                                        odd,
                                                        text,
                                                        "B.java",
                                                        "package com.acme.b; class B { }"))))
                .isEmpty();
        assertThat(Court.said(Court.of(yaml + "2").judge(Map.of(odd, text), Map.of(odd, text))))
                .hasSize(1);
    }

    @Test
    void records_that_cannot_be_read_leave_every_change_undecided() {
        var tree =
                MemoryTree.of(Map.of(RECORD, Court.record("accepted", "id: rule\nkind: nonsense")));

        var verdict = judge(tree, tree, tree, Phase.CI);

        assertThat(verdict).isInstanceOf(Verdict.Deny.class);
        assertThat(Court.said(verdict))
                .singleElement()
                .asString()
                .startsWith(
                        "I %s:12 the decision record can't be read: unknown kind"
                                .formatted(RECORD));
        assertThat(judge(tree, tree, tree, Phase.TOOL)).isInstanceOf(Verdict.Escalate.class);
    }

    @Test
    void a_change_that_mends_a_broken_record_can_be_let_pass_by_a_person() {
        var broken =
                MemoryTree.of(Map.of(RECORD, Court.record("accepted", "id: rule\nkind: nonsense")));
        var mended =
                MemoryTree.of(
                        Map.of(
                                RECORD,
                                Court.record("accepted", "id: rule\nminSubjects: 0\n" + RULE)));

        assertThat(judge(broken, broken, mended, Phase.CI)).isInstanceOf(Verdict.Escalate.class);
    }

    @Test
    void a_change_that_breaks_a_record_is_denied() {
        var sound =
                MemoryTree.of(
                        Map.of(
                                RECORD,
                                Court.record("accepted", "id: rule\nminSubjects: 0\n" + RULE)));
        var broken =
                MemoryTree.of(Map.of(RECORD, Court.record("accepted", "id: rule\nkind: nonsense")));

        var verdict = judge(sound, sound, broken, Phase.TOOL);

        assertThat(verdict).isInstanceOf(Verdict.Deny.class);
        assertThat(verdict.evidence().findings())
                .extracting(Finding::constraint)
                .containsExactly("lorimer#decisions-changed", "lorimer#decisions-readable");
    }

    @Test
    void a_change_cannot_switch_off_the_rule_that_it_breaks() {
        var files =
                new TreeMap<>(
                        Map.of(
                                RECORD,
                                Court.record("accepted", "id: rule\nminSubjects: 0\n" + RULE)));
        var before = MemoryTree.of(files);
        files.put(RECORD, Court.record("rejected", "id: rule\nminSubjects: 0\n" + RULE));
        files.put("a.txt", "bad");

        var verdict = judge(before, before, MemoryTree.of(files), Phase.CI);

        assertThat(verdict).isInstanceOf(Verdict.Deny.class);
        assertThat(verdict.evidence().findings())
                .extracting(Finding::constraint)
                .contains("D-0007#rule", "lorimer#decisions-changed");
        assertThat(judge(before, before, MemoryTree.empty(), Phase.CI).evidence().findings())
                .extracting(Finding::constraint)
                .containsExactly("lorimer#decisions-changed");
    }

    @Test
    void the_same_question_gets_the_same_bytes() {
        var court = Court.of(RULE);
        var after = new TreeMap<String, String>();
        for (int i = 0; i < 50; i++) {
            after.put("dir%d/a.txt".formatted(i % 7), "bad\n".repeat(i));
        }

        var first = court.judge(Map.of(), after);
        var second = court.judge(Map.of(), after);

        assertThat(second).isEqualTo(first);
        assertThat(Report.json(second)).isEqualTo(Report.json(first));
        assertThat(Report.text(second)).isEqualTo(Report.text(first));
        assertThat(first.evidence().findings()).isSorted();
    }

    @Test
    void several_uses_of_one_thing_in_a_line_are_one_finding() {
        var court = Court.of("kind: dependency\nforbid: { package: [x..] }");

        assertThat(
                        Court.lines(
                                court.adding(
                                        "A.java",
                                        "class A {\n x.Y y = new x.Y(x.Y.z);\n x.Y a; x.Z b;\n}")))
                .containsExactly(2, 3, 3);
    }

    private static Verdict judge(Tree base, Tree before, Tree after, Phase phase) {
        var decisions = DecisionSet.read(base, Expressions.none());
        return new Judge(Expressions.none())
                .judge(
                        decisions,
                        before,
                        after,
                        Court.inquiry(phase, new Actor.Unknown(), Set.of()));
    }
}
