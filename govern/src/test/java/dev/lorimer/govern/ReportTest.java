package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.tree.MemoryTree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What people and programs get to read.
class ReportTest {
    private static final String RULES =
            """
            id: no-gson
            kind: library
            forbid: { artifact: ["com.google.code.gson:gson"], package: ["com.google.gson.."] }
            prefer: { artifact: ["tools.jackson.core:jackson-databind"] }
            tests: { fail: "import com.google.gson.Gson; class A { Gson g; }", pass: "class A { }" }
            ---
            id: domain
            kind: dependency
            scope: { package: "com.acme.*.domain.." }
            forbid: { package: ["com.acme.*.infra.."] }
            phase: [context, edit]
            ---
            id: silent
            kind: change
            scope: { path: "src/**" }
            phase: [ci]
            """;

    private static final MemoryTree TREE = MemoryTree.of(files());

    private static Map<String, String> files() {
        var files = new TreeMap<String, String>();
        files.put("docs/decisions/0007-rule.md", Court.record("accepted", RULES));
        files.put(
                "docs/decisions/0008-later.md",
                Court.record("proposed", "id: x\nkind: change\nscope: { path: '**' }"));
        files.put("pom.xml", "<project/>");
        files.put(
                "src/main/java/com/acme/order/domain/Order.java",
                "package com.acme.order.domain; class Order { }");
        files.put(
                "src/main/java/com/acme/order/api/Api.java",
                "package com.acme.order.api; class Api { }");
        files.put("README.md", "hello");
        return files;
    }

    private static final DecisionSet DECISIONS = DecisionSet.read(TREE, Expressions.none());

    @Test
    void a_verdict_is_told_with_place_reason_and_remedy() {
        var verdict =
                Court.of("kind: pattern\nmatch: { regex: bad }\nfix: write good instead")
                        .adding("a/b.txt", "\nbad");
        var id = verdict.evidence().findings().getFirst().identity();
        var evidence = verdict.evidence();

        assertThat(Report.text(verdict))
                .isEqualTo(
                        """
                        denied: 1 findings in the way
                        deny D-0007#rule a/b.txt:2
                          what: "bad" matches bad
                          why:  We keep things in order because disorder spreads.
                          fix:  write good instead
                          id:   %s
                        decisions %s, change %s to %s
                        """
                                .formatted(
                                        id,
                                        evidence.decisions().substring(0, 12),
                                        evidence.before().substring(0, 12),
                                        evidence.after().substring(0, 12)));
    }

    @Test
    void a_verdict_in_json_has_every_key() {
        var verdict =
                Court.of("kind: pattern\nmatch: { regex: bad }").adding("a/\"b\".txt", "\nbad");
        var json = json(Report.json(verdict));

        assertThat(json.propertyNames())
                .containsExactly(
                        "verdict", "findings", "granted", "waived", "decisions", "before", "after");
        assertThat(json.get("findings").get(0).propertyNames())
                .containsExactly(
                        "constraint",
                        "title",
                        "severity",
                        "incomplete",
                        "shadow",
                        "file",
                        "line",
                        "message",
                        "why",
                        "remedy",
                        "identity");
        assertThat(json.get("verdict").stringValue()).isEqualTo("deny");
        assertThat(json.get("findings").get(0).get("file").stringValue()).isEqualTo("a/\"b\".txt");
        assertThat(json.get("findings").get(0).get("line").intValue()).isEqualTo(2);
        assertThat(json.get("findings").get(0).get("shadow").booleanValue()).isFalse();
    }

    @Test
    void nothing_found_is_said_in_a_word() {
        assertThat(
                        Report.text(
                                Court.of("kind: pattern\nmatch: { regex: bad }")
                                        .adding("a", "good")))
                .startsWith("allowed\n");
    }

    @Test
    void no_language_of_the_machine_shows_in_a_report() {
        var before = Locale.getDefault();
        var verdict =
                Court.of("kind: pattern\nmatch: { regex: bad }")
                        .adding("a.txt", "\n".repeat(1999) + "bad");
        var text = Report.text(verdict);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            var again =
                    Court.of("kind: pattern\nmatch: { regex: bad }")
                            .adding("a.txt", "\n".repeat(1999) + "bad");
            assertThat(Report.text(again)).isEqualTo(text).contains("a.txt:2000");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void a_finding_takes_no_more_than_three_hundred_tokens() {
        var verdict =
                Court.of(
                                "kind: pattern\nmatch: { regex: 'x+' }\nfix: '%s'"
                                        .formatted("do this ".repeat(400)))
                        .adding("a".repeat(200), "x".repeat(100_000));

        // Four characters to a token.
        assertThat(Report.text(verdict).length()).isLessThan(1200);
    }

    @Test
    void many_findings_of_one_rule_in_one_file_are_not_all_written_out() {
        var verdict =
                Court.of("kind: pattern\nmatch: { regex: bad }")
                        .adding("a.txt", "bad\n".repeat(500));

        assertThat(Report.text(verdict).lines().count()).isLessThan(60);
        assertThat(json(Report.json(verdict)).get("findings").size()).isEqualTo(500);
    }

    @Test
    void the_list_of_decisions_has_their_status() {
        assertThat(Report.text(DECISIONS))
                .isEqualTo(
                        "D-0007 Keep things in order (accepted, 3 constraints)\nD-0008 Keep things in order (proposed, 1 constraint)\n");
        assertThat(json(Report.json(DECISIONS)).get("decisions").get(0).get("constraints").size())
                .isEqualTo(3);
    }

    @Test
    void problems_are_told_like_those_of_a_compiler() {
        var broken =
                DecisionSet.read(
                        MemoryTree.of(
                                Map.of(
                                        "docs/decisions/0001-x.md",
                                        Court.record("accepted", "id: x\nkind: y"))),
                        Expressions.none());

        assertThat(Report.problemsText(broken))
                .startsWith("docs/decisions/0001-x.md:12: unknown kind \"y\"; known kinds: ")
                .endsWith("1 decision, 0 constraints: 1 error, 0 warnings\n");
        assertThat(json(Report.problemsJson(broken)).get("ok").booleanValue()).isFalse();
        assertThat(json(Report.problemsJson(DECISIONS)).get("ok").booleanValue()).isTrue();
        assertThat(Report.problemsText(DECISIONS))
                .isEqualTo("2 decisions, 4 constraints: 0 errors, 0 warnings\n");
    }

    @ParameterizedTest
    @CsvSource({"D-0007, 3", "d-7, 3", "7, 3", "D-0007#domain, 1", "D-0008, 1"})
    void an_explanation_is_found_by_any_form_of_the_id(String id, int clauses) {
        assertThat(Explanation.of(DECISIONS, TREE, id).orElseThrow().clauses()).hasSize(clauses);
    }

    @ParameterizedTest
    @CsvSource({"D-0099", "D-0007#nothing", "nonsense"})
    void an_explanation_of_nothing_is_empty(String id) {
        assertThat(Explanation.of(DECISIONS, TREE, id)).isEmpty();
    }

    @Test
    void an_explanation_says_where_the_rule_is_in_force_and_what_it_does_not_see() {
        var explanation = Explanation.of(DECISIONS, TREE, "D-0007#no-gson").orElseThrow();

        assertThat(Report.text(explanation))
                .contains("status: accepted: its constraints bind")
                .contains("rule: must not use library com.google.code.gson:gson, com.google.gson..")
                .contains("fix: use tools.jackson.core:jackson-databind instead")
                .contains("not what a library brings along")
                .contains("tests: 1 that must fail, 1 that must pass")
                .contains(
                        "in force in: 3 files: pom.xml, src/main/java/com/acme/order/api/Api.java");
        assertThat(
                        json(Report.json(explanation))
                                .get("constraints")
                                .get(0)
                                .get("subjects")
                                .intValue())
                .isEqualTo(3);
    }

    @Test
    void a_brief_holds_what_applies_to_the_files_that_the_task_names() {
        assertThat(constraints("fix the total in Order.java"))
                .containsExactly("D-0007#domain", "D-0007#no-gson");
        assertThat(constraints("Rename `com.acme.order.api.Api`."))
                .containsExactly("D-0007#no-gson");
        assertThat(constraints("Let Order#total be a sum"))
                .containsExactly("D-0007#domain", "D-0007#no-gson");
        assertThat(constraints("see src/main/java/com/acme/order/api/ please"))
                .containsExactly("D-0007#no-gson");
        assertThat(constraints("upgrade pom.xml")).containsExactly("D-0007#no-gson");
        assertThat(constraints("improve README.md")).isEmpty();
    }

    @Test
    void a_brief_for_a_task_that_names_no_file_holds_everything_with_a_subject() {
        assertThat(constraints("make it faster"))
                .containsExactly("D-0007#domain", "D-0007#no-gson");
        assertThat(constraints("write NewThing.java"))
                .containsExactly("D-0007#domain", "D-0007#no-gson");
    }

    @Test
    void a_brief_covers_new_files_named_beside_old_ones() {
        assertThat(constraints("move Api to src/main/java/com/acme/order/domain/Api2.java"))
                .containsExactly("D-0007#domain", "D-0007#no-gson");
    }

    @Test
    void a_brief_says_rule_reason_and_how_to_comply() {
        assertThat(Report.text(Brief.of(DECISIONS, TREE, "Api")))
                .isEqualTo(
                        """
                        D-0007#no-gson Keep things in order
                          rule: must not use library com.google.code.gson:gson, com.google.gson..
                          why: We keep things in order because disorder spreads.
                          comply: use tools.jackson.core:jackson-databind instead
                        """);
        assertThat(json(Report.json(Brief.of(DECISIONS, TREE, "Api"))).get("decisions").size())
                .isEqualTo(1);
    }

    private static List<String> constraints(String task) {
        return Brief.of(DECISIONS, TREE, task).rules().stream()
                .map(Brief.Rule::constraint)
                .toList();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
