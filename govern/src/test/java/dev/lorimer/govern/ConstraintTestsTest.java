package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.ConstraintTests.Outcome;
import dev.lorimer.govern.ConstraintTests.Result;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.tree.MemoryTree;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Examples in decision records: a rule that can't fail is found out.
class ConstraintTestsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                kind: dependency
                scope: { lang: [java, kotlin], package: "com.acme.*.domain.." }
                forbid: { package: ["com.acme.*.infrastructure..", "org.springframework..", "jakarta.persistence.."] }
                edges: [type, annotation, constant, generic]
                phase: [context, edit, finish, ci, drift]
                fix: "Define a port in domain and implement it in infrastructure."
                tests:
                  fail:
                    - "package com.acme.order.domain; import org.springframework.stereotype.Service; @Service class A { }"
                    - "import jakarta.persistence.*; @Entity class A { }"
                    - src/main/java/com/acme/order/domain/A.java: "package com.acme.order.domain; class A { com.acme.order.infrastructure.Db d; }"
                  pass: "package com.acme.order.service; import org.springframework.stereotype.Service; @Service class A { }"
                """,
                """
                kind: library
                forbid: { artifact: ["com.google.code.gson:gson"], package: ["com.google.gson.."] }
                prefer: { artifact: ["tools.jackson.core:jackson-databind"] }
                transitive: warn
                tests:
                  fail:
                    - "<dependency><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId></dependency>"
                    - "<dependencies><dependency><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId></dependency></dependencies>"
                    - "<?xml version='1.0'?><project><dependencies><dependency><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId></dependency></dependencies></project>"
                    - "import com.google.gson.Gson; class A { Gson g; }"
                  pass:
                    - "<dependency><groupId>tools.jackson.core</groupId><artifactId>jackson-databind</artifactId></dependency>"
                    - "class A { }"
                """,
                """
                kind: pattern
                lang: java
                match:
                  field: { annotatedWith: ["org.springframework.beans.factory.annotation.Autowired", "jakarta.inject.Inject", "jakarta.annotation.Resource"] }
                  unless: { pathGlob: ["**/src/test/**"] }
                tests: { fail: "class A { @Autowired B b; }", pass: "class A { final B b; A(B b){ this.b = b; } }" }
                """,
                """
                kind: api-use
                lang: [java, kotlin]
                forbid: { type: ["java.util.Date", "java.util.Calendar", "java.text.SimpleDateFormat"] }
                mode: ratchet
                tests: { fail: "class A { Date d; }", pass: "class A { java.time.Instant d; }" }
                """,
                """
                kind: file-history
                scope: { path: "db/migration/V*.sql" }
                allow: { change: [add] }
                order: { key: "V(\\\\d+)__.*", strictlyIncreasing: true }
                tests:
                  fail:
                    - { before: { db/migration/V1__a.sql: a }, after: { db/migration/V1__a.sql: b } }
                    - { before: { db/migration/V2__a.sql: a }, after: { db/migration/V2__a.sql: a, db/migration/V1__b.sql: b } }
                    - before: { db/migration/V1__a.sql: a }
                      after: {}
                  pass: { before: { db/migration/V1__a.sql: a }, after: { db/migration/V1__a.sql: a, db/migration/V2__b.sql: b } }
                """,
                """
                kind: pattern
                lang: [java, kotlin, python]
                scope: { package: "com.acme..", exclude: { package: ["com.acme.*.repository..", "com.acme.*.migration.."] } }
                match:
                  anyOf:
                    - call: { owner: ["java.sql.Statement", "java.sql.Connection", "org.springframework.jdbc.core.JdbcTemplate"] }
                    - string: { regex: "(?i)^\\\\s*(select|insert|update|delete)\\\\s.+\\\\s(from|into|set)\\\\s" }
                tests:
                  fail: [ "class A { String q = \\"select a from b where c\\"; }", "class A { JdbcTemplate t; void f() { t.query(\\"x\\"); } }" ]
                  pass: "package com.acme.order.repository; class A { String q = \\"select a from b where c\\"; }"
                """,
                """
                kind: change
                actor: { agent: "*" }
                scope: { path: [".github/**", "docs/adr/**", "**/pom.xml", "CODEOWNERS"] }
                effect: ask
                approvers: ["team:architecture"]
                binding: exact-diff
                separationOfDuties: true
                phase: [tool, finish]
                tests: { fail: ["any text", { CODEOWNERS: "* @me" }], pass: { README.md: "hello" } }
                """,
                """
                kind: pattern
                scope: { path: "config/*.properties" }
                match: { regex: "password=.+" }
                mode: absolute
                tests: { fail: "password=x", pass: "user=x" }
                """,
                """
                kind: dependency
                scope: { path: "modules/*/src/main/java/**", module: modules/a }
                forbid: { package: [x..] }
                tests: { fail: "class A { x.Y y; }", pass: "class A { }" }
                """,
            })
    void an_example_is_put_where_the_rule_looks_and_decided(String yaml) {
        assertThat(run(yaml).outcomes())
                .isNotEmpty()
                .extracting(Outcome::result)
                .containsOnly(new Result.Kept());
    }

    @Test
    void a_rule_that_cannot_fail_is_found_out() {
        var tests =
                run(
                        "kind: dependency\nscope: { path: 'src/**' }\nforbid: { package: [com.google.gosn..] }\ntests: { fail: 'import com.google.gson.Gson; class A { Gson g; }' }");

        assertThat(tests.kept()).isFalse();
        assertThat(tests.outcomes())
                .singleElement()
                .satisfies(outcome -> {
                    assertThat(outcome.constraint()).isEqualTo("D-0007#rule");
                    assertThat(outcome.example()).isEqualTo("fail 1");
                    assertThat(outcome.line()).isEqualTo(15);
                    assertThat(((Result.Broken) outcome.result()).why())
                            .startsWith(
                                    "the rule can't fail on this example, which stands at \"src/main/java/A.java\"");
                });
    }

    @Test
    void an_example_that_should_pass_and_does_not_is_told_with_what_breaks_it() {
        var tests = run("kind: pattern\nmatch: { regex: bad }\ntests: { pass: [good, bad] }");

        assertThat(tests.outcomes())
                .extracting(Outcome::result)
                .containsExactly(
                        new Result.Kept(),
                        new Result.Broken(
                                "this example should pass, but \"bad\" matches bad; mend the rule or the example"));
    }

    @Test
    void an_example_that_cannot_be_decided_keeps_nothing() {
        assertThat(
                        run("kind: dependency\nforbid: { package: [x..] }\ntests: { pass: 'class {' }")
                                .kept())
                .isFalse();
        assertThat(
                        run("kind: dependency\nforbid: { package: [x..] }\ntests: { fail: 'class {' }")
                                .kept())
                .isFalse();
        assertThat(run("kind: budget\ncel: 'true'\ntests: { fail: 'x' }").kept()).isFalse();
    }

    @Test
    void a_constraint_without_examples_is_untested_which_is_no_failure() {
        var tests = run("kind: change");

        assertThat(tests.kept()).isTrue();
        assertThat(tests.outcomes())
                .extracting(Outcome::result)
                .containsExactly(new Result.Untested());
        assertThat(Report.text(tests))
                .isEqualTo(
                        "untested D-0007#rule: no tests; add one example that must fail and one that must pass\n0 examples, 0 broken; 1 constraint without any\n");
    }

    @Test
    void examples_of_a_decision_that_is_off_are_run_too() {
        var text =
                Court.record(
                        "rejected",
                        "id: rule\nkind: pattern\nmatch: { regex: bad }\ntests: { fail: good }");
        var decisions =
                DecisionSet.read(
                        MemoryTree.of(Map.of("docs/decisions/0007-rule.md", text)),
                        Expressions.none());

        assertThat(ConstraintTests.run(decisions, new Judge(Expressions.none())).kept()).isFalse();
    }

    private static ConstraintTests run(String yaml) {
        return ConstraintTests.run(Court.of(yaml).decisions(), new Judge(Expressions.none()));
    }
}
