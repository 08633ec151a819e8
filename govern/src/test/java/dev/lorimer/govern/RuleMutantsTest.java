package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.ConstraintTests.Survivor;
import dev.lorimer.govern.decision.Expressions;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Variants of a rule that its examples have to tell from it.
class RuleMutantsTest {
    private static List<String> survivors(String yaml) {
        var tests = ConstraintTests.run(Court.of(yaml).decisions(), new Judge(Expressions.none()));
        assertThat(tests.kept()).isTrue();
        return tests.survivors().stream().map(Survivor::mutant).toList();
    }

    private static final String TWO_PACKAGES =
            """
            kind: dependency
            scope: { path: "a/**" }
            forbid: { package: ["x..", "y.."] }
            tests:
              fail: [ { "a/A.java": "class A { x.X x; }" }%s ]
              pass: [ { "a/A.java": "class A { }" }%s ]
            """;

    @Test
    void a_clause_that_no_example_needs_is_told() {
        assertThat(survivors(TWO_PACKAGES.formatted("", "")))
                .containsExactly("without forbid package y..", "with every path in scope");
    }

    @Test
    void examples_for_each_clause_and_for_the_scope_leave_no_mutant_alive() {
        assertThat(
                        survivors(
                                TWO_PACKAGES.formatted(
                                        ", { \"a/B.java\": \"class B { y.Y y; }\" }",
                                        ", { \"b/A.java\": \"class A { x.X x; }\" }")))
                .isEmpty();
    }

    @Test
    void survivors_are_in_the_report_and_break_nothing() {
        var tests =
                ConstraintTests.run(
                        Court.of(TWO_PACKAGES.formatted("", "")).decisions(),
                        new Judge(Expressions.none()));

        assertThat(Report.text(tests))
                .endsWith(
                        """
                        survived D-0007#rule without forbid package y..: every example shows the same; add one that tells them apart
                        survived D-0007#rule with every path in scope: every example shows the same; add one that tells them apart
                        2 examples, 0 broken; 0 constraints without any; 1 of 3 mutants killed
                        """);
        assertThat(Report.json(tests)).contains("\"mutants\":3,\"survivors\":[{\"constraint\"");
    }
}
