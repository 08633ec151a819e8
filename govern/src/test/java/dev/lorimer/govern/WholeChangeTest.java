package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Expressions.Answer;
import dev.lorimer.govern.decision.Expressions.Reading;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.tree.MemoryTree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The kinds that look at the change as a whole: change, file-history, budget.
class WholeChangeTest {
    private static final Court GUARD =
            Court.of(
                    """
                    kind: change
                    actor: { agent: "*" }
                    scope: { path: [".github/**", "**/pom.xml", "CODEOWNERS"] }
                    effect: ask
                    approvers: ["team:architecture"]
                    binding: exact-diff
                    separationOfDuties: true
                    """);

    private static final Court MIGRATIONS =
            Court.of(
                    """
                    kind: file-history
                    scope: { path: "db/migration/V*.sql" }
                    allow: { change: [add] }
                    order: { key: "V(\\\\d+(?:_\\\\d+)*)__.*", strictlyIncreasing: true }
                    """);

    @Test
    void every_way_of_changing_a_guarded_file_asks() {
        var before =
                Map.of(
                        "pom.xml",
                        "1",
                        ".github/ci.yml",
                        "long enough\nto be\nseen as moved\n",
                        "src/A.java",
                        "a");
        var after = new TreeMap<String, String>();
        after.put("pom.xml", "2");
        after.put("ci.yml", "long enough\nto be\nseen as moved\n");
        after.put("app/pom.xml", "new");
        after.put("src/A.java", "b");

        var verdict = GUARD.judge(before, after);

        assertThat(verdict).isInstanceOf(Verdict.Escalate.class);
        assertThat(Court.said(verdict))
                .containsExactly(
                        "V app/pom.xml \"app/pom.xml\" is new; approval: team:architecture",
                        "V ci.yml \".github/ci.yml\" is moved to \"ci.yml\"; approval: team:architecture",
                        "V pom.xml \"pom.xml\" is changed; approval: team:architecture");
    }

    @Test
    void an_approval_covers_exactly_the_content_that_was_approved() {
        var before = MemoryTree.of(Map.of("pom.xml", "1"));
        var approved =
                GUARD.judge(before, MemoryTree.of(Map.of("pom.xml", "2")))
                        .evidence()
                        .findings()
                        .getFirst();
        var inquiry = Court.inquiry(Phase.CI, new Actor.Unknown(), Set.of(approved.identity()));

        assertThat(GUARD.judge(before, MemoryTree.of(Map.of("pom.xml", "2")), inquiry))
                .isInstanceOfSatisfying(
                        Verdict.Allow.class,
                        allowed ->
                                assertThat(allowed.evidence().granted()).containsExactly(approved));
        assertThat(GUARD.judge(before, MemoryTree.of(Map.of("pom.xml", "3")), inquiry))
                .isInstanceOf(Verdict.Escalate.class);
    }

    @Test
    void a_rule_about_agents_leaves_people_alone_and_doubts_strangers() {
        var before = MemoryTree.empty();
        var after = MemoryTree.of(Map.of("pom.xml", "1"));

        assertThat(
                        GUARD.judge(
                                before,
                                after,
                                Court.inquiry(Phase.TOOL, new Actor.Human("ann"), Set.of())))
                .isInstanceOf(Verdict.Allow.class);
        assertThat(
                        GUARD.judge(
                                before,
                                after,
                                Court.inquiry(Phase.TOOL, new Actor.Agent("x"), Set.of())))
                .isInstanceOf(Verdict.Escalate.class);
        assertThat(
                        GUARD.judge(
                                before,
                                after,
                                Court.inquiry(Phase.TOOL, new Actor.Unknown(), Set.of())))
                .isInstanceOf(Verdict.Escalate.class);
    }

    @Test
    void a_migration_that_is_added_on_top_is_fine() {
        var before = Map.of("db/migration/V9__a.sql", "a", "db/migration/V10__b.sql", "b");

        assertThat(
                        Court.said(
                                MIGRATIONS.judge(
                                        before,
                                        Court.plus(before, "db/migration/V11__c.sql", "c"))))
                .isEmpty();
        assertThat(
                        Court.said(
                                MIGRATIONS.judge(
                                        before, Court.plus(before, "db/other/V1__c.sql", "c"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "V10__twin.sql, V10 is as high as the highest",
        "V9_1__late.sql, between two old ones",
        "V010__zero.sql, the same number with a zero",
        "V2__late.sql, below",
        "Vx__none.sql, without a key",
    })
    void a_migration_out_of_order_is_refused(String name, String why) {
        var before = Map.of("db/migration/V9__a.sql", "a", "db/migration/V10__b.sql", "b");

        assertThat(MIGRATIONS.judge(before, Court.plus(before, "db/migration/" + name, "c")))
                .as(why)
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void two_new_migrations_may_not_share_a_key() {
        var verdict =
                MIGRATIONS.judge(
                        Map.of(),
                        Map.of(
                                "db/migration/V1__a.sql",
                                "a",
                                "db/migration/V01__b.sql",
                                "something else"));

        assertThat(Court.said(verdict))
                .hasSize(1)
                .first()
                .asString()
                .contains("as another new file has");
    }

    @Test
    void what_is_there_may_not_be_changed_moved_or_deleted() {
        var text = "create table a (b int);\ncreate index c on a (b);\n";
        var before = Map.of("db/migration/V1__a.sql", text);

        assertThat(
                        Court.said(
                                MIGRATIONS.judge(
                                        before, Map.of("db/migration/V1__a.sql", text + "--"))))
                .containsExactly(
                        "V db/migration/V1__a.sql \"db/migration/V1__a.sql\" is changed, but files here may only change by: add");
        assertThat(Court.said(MIGRATIONS.judge(before, Map.of("db/migration/V2__a.sql", text))))
                .containsExactly(
                        "V db/migration/V2__a.sql \"db/migration/V1__a.sql\" is moved, but files here may only change by: add");
        assertThat(Court.said(MIGRATIONS.judge(before, Map.of())))
                .containsExactly(
                        "V db/migration/V1__a.sql \"db/migration/V1__a.sql\" is deleted, but files here may only change by: add");
        assertThat(MIGRATIONS.judge(before, Map.of("old/V1__a.sql", text)))
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void a_budget_counts_lines_as_git_does_and_leaves_out_what_is_excluded() {
        var measured = new TreeMap<String, Object>();
        Expressions notary =
                (_, _) ->
                        new Reading.Ready(values -> {
                            measured.putAll(values);
                            return new Answer.Fails();
                        });
        var court =
                Court.with(
                        notary,
                        "accepted",
                        "kind: budget\ncel: anything\nexclude: { path: ['**/*.lock'] }\neffect: ask");

        var verdict =
                court.judge(
                        Map.of("a.txt", "1\n2\n3\n", "gone.txt", "x\ny\n", "b.lock", "1\n"),
                        Map.of(
                                "a.txt",
                                "1\n2b\n3\n4\n",
                                "new.txt",
                                "n",
                                "b.lock",
                                "2\n",
                                "bin",
                                "\0\1\n\n"));

        assertThat(measured)
                .isEqualTo(
                        Map.of(
                                "diff.added",
                                3L,
                                "diff.deleted",
                                3L,
                                "diff.files",
                                List.of("a.txt", "bin", "gone.txt", "new.txt")));
        assertThat(verdict).isInstanceOf(Verdict.Escalate.class);
        assertThat(Court.said(verdict))
                .containsExactly(
                        "V (the change) the change is out of bounds: 3 lines added, 3 deleted, 4 files; the bounds are anything");
    }

    @Test
    void the_identity_of_an_exceeded_budget_holds_its_numbers() {
        var court =
                Court.with(
                        (_, _) -> new Reading.Ready(_ -> new Answer.Fails()),
                        "accepted",
                        "kind: budget\ncel: x");

        var one = court.adding("a", "1\n").evidence().findings().getFirst();
        var other = court.adding("a", "1\n2\n").evidence().findings().getFirst();

        assertThat(one.identity()).isNotEqualTo(other.identity());
    }

    @Test
    void a_budget_without_an_engine_or_without_a_value_is_undecided() {
        var mute = Court.of("kind: budget\ncel: 'diff.added < 3'");
        var lost =
                Court.with(
                        (_, _) -> new Reading.Ready(_ -> new Answer.Undecided("division by zero")),
                        "accepted",
                        "kind: budget\ncel: x");

        assertThat(Court.said(mute.adding("a", "1")))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("I (the change) the budget can't be computed");
        assertThat(Court.said(lost.adding("a", "1")))
                .hasSize(1)
                .first()
                .asString()
                .contains("division by zero");
    }

    @Test
    void a_text_too_long_to_count_is_undecided_and_a_binary_one_counts_nothing() {
        var court =
                Court.with(
                        (_, _) -> new Reading.Ready(_ -> new Answer.Holds()),
                        "accepted",
                        "kind: budget\ncel: x");

        assertThat(Court.said(court.adding("a.txt", "a\n".repeat(3 << 20))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("I a.txt");
        assertThat(Court.said(court.adding("a.bin", "\0".repeat(5 << 20)))).isEmpty();
    }
}
