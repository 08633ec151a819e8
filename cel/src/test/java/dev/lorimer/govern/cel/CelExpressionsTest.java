package dev.lorimer.govern.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions.Answer;
import dev.lorimer.govern.decision.Expressions.Kind;
import dev.lorimer.govern.decision.Expressions.Reading;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.tree.MemoryTree;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CelExpressionsTest {
    private static final Map<String, Kind> NAMES =
            Map.of(
                    "diff.added",
                    Kind.NUMBER,
                    "diff.deleted",
                    Kind.NUMBER,
                    "diff.files",
                    Kind.TEXTS);

    private final CelExpressions expressions = new CelExpressions();

    @Test
    void a_budget_holds_up_to_its_bounds_and_fails_beyond() {
        var cel = "diff.added + diff.deleted <= 400 && size(diff.files) <= 2";

        assertThat(decided(cel, 300, 100, "a")).isEqualTo(new Answer.Holds());
        assertThat(decided(cel, 300, 101, "a")).isEqualTo(new Answer.Fails());
        assertThat(decided(cel, 1, 1, "a", "b", "c")).isEqualTo(new Answer.Fails());
    }

    @Test
    void files_can_be_looked_through_with_macros() {
        var cel =
                "diff.files.all(f, !f.startsWith('db/')) || diff.files.exists(f, f.endsWith('.md'))";

        assertThat(decided(cel, 0, 0, "src/A.java")).isEqualTo(new Answer.Holds());
        assertThat(decided(cel, 0, 0, "db/V1.sql")).isEqualTo(new Answer.Fails());
        assertThat(decided(cel, 0, 0, "db/V1.sql", "README.md")).isEqualTo(new Answer.Holds());
    }

    @Test
    void a_misspelt_name_is_found_when_the_expression_is_read() {
        assertThat(expressions.read("diff.addd <= 3", NAMES))
                .isInstanceOfSatisfying(
                        Reading.Wrong.class,
                        wrong ->
                                assertThat(wrong.message())
                                        .contains("undeclared reference")
                                        .doesNotContain("\n"));
    }

    @Test
    void a_mistake_in_a_later_line_is_reported_with_that_line() {
        assertThat(expressions.read("diff.added <= 3 &&\n  diff.deleted << 4", NAMES))
                .isInstanceOfSatisfying(
                        Reading.Wrong.class, wrong -> assertThat(wrong.line()).isEqualTo(2));
    }

    @Test
    void an_expression_that_gives_no_truth_value_is_wrong() {
        assertThat(expressions.read("diff.added + 1", NAMES)).isInstanceOf(Reading.Wrong.class);
    }

    @Test
    void an_expression_of_endless_length_is_refused() {
        assertThat(expressions.read("1 == 1 && ".repeat(1000) + "true", NAMES))
                .isInstanceOf(Reading.Wrong.class);
    }

    @Test
    void a_division_by_zero_is_undecided_and_says_why() {
        assertThat(decided("100 / diff.added > 3", 0, 0))
                .isInstanceOfSatisfying(
                        Answer.Undecided.class,
                        answer -> assertThat(answer.why()).contains("zero"));
    }

    @Test
    void a_loop_over_all_pairs_of_many_files_ends() {
        var files = IntStream.range(0, 2000).mapToObj(i -> "f" + i).toArray(String[]::new);

        assertThat(decided("diff.files.all(a, diff.files.all(b, a != '' || b != ''))", 0, 0, files))
                .isInstanceOf(Answer.Undecided.class);
    }

    @Test
    void the_same_expression_is_decided_anew_for_each_change() {
        var reading = expressions.read("diff.added < 10", NAMES);

        assertThat(expressions.read("diff.added < 10", NAMES)).isSameAs(reading);
        assertThat(decided("diff.added < 10", 9, 0)).isEqualTo(new Answer.Holds());
        assertThat(decided("diff.added < 10", 10, 0)).isEqualTo(new Answer.Fails());
    }

    @Test
    void a_budget_in_a_record_is_checked_when_read_and_decided_when_judged() {
        var sound = decisions("diff.added <= 2 && size(diff.files) <= 3");
        var wrong = decisions("diff.addded <= 2");

        assertThat(wrong.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.text())
                                .startsWith("docs/decisions/0001-x.md:9: cel expression"));
        assertThat(sound.problems()).isEmpty();
        assertThat(judged(sound, "1\n2\n")).isInstanceOf(Verdict.Allow.class);
        assertThat(judged(sound, "1\n2\n3\n"))
                .isInstanceOfSatisfying(
                        Verdict.Deny.class,
                        denied ->
                                assertThat(denied.evidence().findings().getFirst().message())
                                        .isEqualTo(
                                                "the change is out of bounds: 3 lines added, 0 deleted, 1 files; the bounds are diff.added <= 2 && size(diff.files) <= 3"));
    }

    private DecisionSet decisions(String cel) {
        var record =
                "---\nstatus: accepted\n---\n# X\n\n```constraint\nid: size\nkind: budget\ncel: \"%s\"\n```\n"
                        .formatted(cel);
        return DecisionSet.read(
                MemoryTree.of(Map.of("docs/decisions/0001-x.md", record)), expressions);
    }

    private Verdict judged(DecisionSet decisions, String text) {
        var inquiry =
                new Inquiry(Phase.CI, LocalDate.of(2026, 11, 23), new Actor.Unknown(), Set.of());
        return new Judge(expressions)
                .judge(
                        decisions,
                        MemoryTree.empty(),
                        MemoryTree.of(Map.of("a.txt", text)),
                        inquiry);
    }

    private Answer decided(String cel, long added, long deleted, String... files) {
        return switch (expressions.read(cel, NAMES)) {
            case Reading.Ready ready ->
                    ready.condition()
                            .decide(
                                    Map.of(
                                            "diff.added",
                                            added,
                                            "diff.deleted",
                                            deleted,
                                            "diff.files",
                                            List.of(files)));
            case Reading.Wrong wrong -> throw new AssertionError(wrong.message());
            case Reading.NoEngine _ -> throw new AssertionError("no engine");
        };
    }
}
