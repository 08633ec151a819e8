package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Artifacts;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Programs;
import dev.lorimer.govern.tree.MemoryTree;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Layers, circles, allow lists, demands, contents, programs.
class KindsTest {
    private static String java(String part, String name, String body) {
        return "package com.acme.%s;\nclass %s { %s }\n".formatted(part, name, body);
    }

    private static String path(String part, String name) {
        return "src/main/java/com/acme/%s/%s.java".formatted(part, name);
    }

    @Test
    void a_layer_uses_those_below_it_and_none_above() {
        var court =
                Court.of(
                        "kind: dependency\nlayers: [com.acme.web.., com.acme.core.., com.acme.db..]");

        assertThat(Court.said(court.adding(path("web", "A"), java("web", "A", "com.acme.db.D d;"))))
                .isEmpty();
        assertThat(Court.lines(court.adding(path("db", "D"), java("db", "D", "com.acme.web.A a;"))))
                .containsExactly(2);
    }

    @Test
    void a_new_circle_of_packages_is_charged_on_each_of_its_edges() {
        var court = Court.of("kind: dependency\nacyclic: 'com.acme.*'");
        var before =
                Map.of(
                        path("a", "A"), java("a", "A", "com.acme.b.B b;"),
                        path("b", "B"), java("b", "B", "com.acme.c.C c;"),
                        path("c", "C"), java("c", "C", ""));

        assertThat(
                        Court.said(
                                court.judge(
                                        before,
                                        Court.plus(
                                                before,
                                                path("c", "C"),
                                                java("c", "C", "com.acme.a.A a;")))))
                .hasSize(3)
                .allMatch(said -> said.startsWith("V ") && said.contains("depends on"));
        assertThat(
                        Court.said(
                                court.judge(
                                        before,
                                        Court.plus(before, path("d", "D"), java("d", "D", "")))))
                .isEmpty();
    }

    @Test
    void with_an_allow_list_alone_everything_else_is_refused() {
        var court =
                Court.of(
                        "kind: dependency\nscope: { package: 'com.acme.domain..' }\nallow: { package: ['java.util..'] }");
        var good = "java.util.List<String> l; com.acme.domain.Other o;";

        assertThat(Court.said(court.adding(path("domain", "A"), java("domain", "A", good))))
                .isEmpty();
        assertThat(
                        Court.said(
                                court.adding(
                                        path("domain", "A"),
                                        java("domain", "A", "java.sql.Date d;"))))
                .singleElement()
                .asString()
                .contains("uses java.sql.Date");
    }

    @Test
    void a_companion_that_is_missing_or_goes_is_charged() {
        var court =
                Court.of(
                        """
                        kind: require
                        scope: { path: "src/main/java/**" }
                        forEach: { type: { named: "*Service" } }
                        assert: { companion: "src/test/java/{package}/{name}Test.java" }
                        """);
        var before =
                Map.of(
                        path("a", "PayService"),
                        java("a", "PayService", ""),
                        "src/test/java/com/acme/a/PayServiceTest.java",
                        java("a", "PayServiceTest", ""));

        assertThat(
                        Court.said(
                                court.judge(
                                        before,
                                        Map.of(
                                                path("a", "PayService"),
                                                java("a", "PayService", "")))))
                .containsExactly(
                        "V %s:2 com.acme.a.PayService lacks what it must have: a file src/test/java/{package}/{name}Test.java"
                                .formatted(path("a", "PayService")));
    }

    @Test
    void values_of_configuration_are_found_by_key_in_every_form() {
        var court =
                Court.of(
                        "kind: content\nforbid: { key: 'spring.jpa.hibernate.ddl-auto', value: '^(create|update)' }");

        for (var file :
                List.of(
                        Map.entry(
                                "a.yaml",
                                "spring:\n  jpa:\n    hibernate:\n      ddl-auto: update\n"),
                        Map.entry(
                                "a.properties",
                                "# x\n\n\nspring.jpa.hibernate.ddl-auto = update\n"),
                        Map.entry(
                                "a.json",
                                "{\n\"spring\": {\"jpa\":\n {\"hibernate\":\n {\"ddl-auto\": \"update\"}}}}"))) {
            assertThat(Court.lines(court.adding(file.getKey(), file.getValue())))
                    .as(file.getKey())
                    .containsExactly(4);
        }
        assertThat(
                        Court.said(
                                court.adding(
                                        "b.yaml", "spring: {jpa: {hibernate: {ddl-auto: none}}}")))
                .isEmpty();
        assertThat(Court.said(court.adding("c.json", "{ broken")))
                .singleElement()
                .asString()
                .startsWith("I c.json");
    }

    @Test
    void a_secret_is_found_and_not_repeated() {
        var key = "AKIA" + "ABCDEFGHIJKLMNOP";
        var verdict =
                Court.of("kind: content\nforbid: { secrets: true }")
                        .adding("app/run.sh", "#!/bin/sh\nexport KEY=" + key + "\n");

        assertThat(Court.lines(verdict)).containsExactly(2);
        assertThat(Report.json(verdict)).doesNotContain(key);
    }

    @Test
    void a_missing_header_is_charged() {
        var court =
                Court.of(
                        "kind: content\nscope: { path: '**/*.java' }\nrequire: { header: 'Copyright \\d+' }");

        assertThat(Court.lines(court.adding("a/A.java", "class A {}"))).containsExactly(1);
        assertThat(Court.said(court.adding("a/A.java", "// Copyright 2026\nclass A {}"))).isEmpty();
    }

    private static Verdict checked(Programs programs) {
        var court = Court.of("kind: check\ncommand: [lint, --all]");
        return new Judge(new Engines(Expressions.none(), Artifacts.none(), programs))
                .judge(
                        court.decisions(),
                        MemoryTree.of(Map.of("a.txt", "1")),
                        MemoryTree.of(Map.of("a.txt", "2")),
                        new Inquiry(
                                Phase.CI,
                                LocalDate.of(2026, 11, 23),
                                new Actor.Unknown(),
                                Set.of()));
    }

    @Test
    void a_program_decides_and_where_none_can_run_nothing_passes() {
        assertThat(checked((_, _) -> new Programs.Answer.Passed()))
                .isInstanceOf(Verdict.Allow.class);
        assertThat(
                        checked((_, tree) ->
                                tree.content("a.txt").equals(tree.content("b.txt"))
                                        ? new Programs.Answer.Passed()
                                        : new Programs.Answer.Failed(
                                                List.of("a.txt:1: wrong " + tree.id()))))
                .isInstanceOf(Verdict.Deny.class);
        assertThat(Court.said(checked(Programs.none())))
                .singleElement()
                .asString()
                .startsWith("I (the change) \"lint --all\" could not decide");
    }

    @Test
    void a_rule_whose_engine_breaks_down_is_undecided_and_the_others_are_heard() {
        var verdict =
                checked((_, _) -> {
                    throw new IllegalStateException("out of order");
                });

        assertThat(verdict).isInstanceOf(Verdict.Deny.class);
        assertThat(Court.said(verdict))
                .singleElement()
                .asString()
                .startsWith("I (the change) the judge broke down on this rule");
    }

    @Test
    void an_override_takes_its_files_away_from_the_wider_rule() {
        var wide =
                Court.record(
                        "accepted",
                        "id: wide\nkind: pattern\nscope: { path: 'src/**' }\nmatch: { regex: bad }");
        var narrow =
                Court.record(
                        "accepted",
                        "id: narrow\nkind: pattern\nscope: { path: 'src/old/**' }\nmatch: { regex: worse }\noverrides: D-0001#wide");
        var base =
                Map.of(
                        "docs/decisions/0001-a.md",
                        wide,
                        "docs/decisions/0002-b.md",
                        narrow,
                        "src/a.txt",
                        "x",
                        "src/old/b.txt",
                        "x");
        var law =
                dev.lorimer.govern.decision.DecisionSet.read(
                        MemoryTree.of(base), Expressions.none());
        var after = Court.plus(Court.plus(base, "src/a.txt", "bad"), "src/old/b.txt", "bad");

        assertThat(law.problems()).isEmpty();
        assertThat(
                        Court.said(
                                new Judge(Expressions.none())
                                        .judge(
                                                law,
                                                MemoryTree.of(base),
                                                MemoryTree.of(after),
                                                Court.inquiry(
                                                        Phase.CI, new Actor.Unknown(), Set.of()))))
                .containsExactly("V src/a.txt:1 \"bad\" matches bad");
    }
}
