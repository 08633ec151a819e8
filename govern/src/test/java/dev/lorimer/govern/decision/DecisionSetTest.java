package dev.lorimer.govern.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Problem.Level;
import dev.lorimer.govern.tree.MemoryTree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How decision records are read: their ids, their status, and every mistake in them.
class DecisionSetTest {
    private static final String RULE =
            "id: no-gson\nkind: dependency\nforbid: { package: ['com.google.gson..'] }\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    docs/decisions/0007-use-jackson.md      | # Use Jackson                | D-0007   | Use Jackson
                    docs/decisions/7-use-jackson.md         | # 7. Use Jackson             | D-0007   | Use Jackson
                    docs/decisions/D-0007-use-jackson.md    | # Use Jackson                | D-0007   | Use Jackson
                    docs/adr/ADR-0007-use-jackson.md        | # Use Jackson                | ADR-0007 | Use Jackson
                    docs/adr/adr-007.md                     | Some text.                   | adr-007  | adr 007
                    doc/adr/0007-use-jackson.md             | # ADR-7: Use Jackson         | ADR-7    | Use Jackson
                    docs/decisions/json/0007-x.md           | # D-0012 Use Jackson         | D-0012   | Use Jackson
                    docs/decisions/0007-java-25.md          | # Java 25 everywhere         | D-0007   | Java 25 everywhere
                    docs/decisions/0007-use-jackson.md      | No heading at all.           | D-0007   | use jackson
                    """)
    void a_record_gets_its_id_from_its_title_or_its_file(
            String path, String first, String id, String title) {
        var decision =
                read(path, "---\nstatus: accepted\n---\n" + first + "\n").decisions().getFirst();

        assertThat(decision.id()).isEqualTo(id);
        assertThat(decision.title()).isEqualTo(title);
    }

    @Test
    void an_id_in_the_front_matter_comes_first() {
        assertThat(
                        read(
                                        "docs/decisions/0007-x.md",
                                        "---\nid: D-0042\nstatus: accepted\n---\n# D-0003: X\n")
                                .decisions())
                .singleElement()
                .extracting(Decision::id)
                .isEqualTo("D-0042");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---\nstatus: accepted\n---\n# X\n",
                "---\nstatus: \"Accepted\"\ndate: 2026-01-02\n---\n# X\n",
                "---\r\nstatus: accepted\r\n---\r\n# X\r\n",
                "\uFEFF---\nstatus: accepted\n---\n# X\n",
                "# X\n\n## Status\n\nAccepted\n\n## Context\n\nSo.\n",
                "# X\n\n## Status\n\nAccepted, 2026-01-02\n",
                "# X\n\n## Status\n\n**Accepted** on 2026-01-02 by the board\n",
                "# X\n\nStatus\n------\n\naccepted\n",
                "# X\n\n## Status:\n\n* Accepted\n",
                "# X\n\n## Status\n\nDate: 2026-01-02\n\nAccepted\n",
                "# X\n\n## Status\n\nAccepted\n\nSupersedes [1. Old](0001-old.md)\n",
                "# X\n\n| Status | Accepted |\n|---|---|\n| Date | today |\n",
                "# X\n\n| Date | Status |\n|---|---|\n| today | accepted |\n",
                "# X\n\n* Status: accepted\n* Date: 2026-01-02\n",
                "# X\n\n**Status:** Accepted\n",
                "# X\n\n- **Status**: accepted\n",
                "---\nstatus: accepted\n---\n# X\n\n## Status\n\nAccepted\n",
                "# X\n\nSome prose.\n\n## Metadata\n\nStatus: accepted\n",
            })
    void a_status_is_read_wherever_teams_write_it(String text) {
        var set =
                DecisionSet.read(
                        MemoryTree.of(
                                Map.of(
                                        "docs/decisions/0007-x.md",
                                        text,
                                        "docs/decisions/0001-old.md",
                                        "# Old\n\nStatus: proposed\n")),
                        Expressions.none());

        assertThat(set.problems()).isEmpty();
        assertThat(set.decision("D-0007").orElseThrow().status()).isEqualTo(new Status.Accepted());
    }

    @ParameterizedTest
    @CsvSource({
        "proposed, proposed, SHADOW",
        "Rejected, rejected, OFF",
        "deprecated, deprecated, WARNING",
        "superseded by D-0002, superseded by D-0002, OFF",
        "Superceded by [D-2](0002-y.md), superseded by [D-2](0002-y.md), OFF",
        "superseded, superseded, OFF",
    })
    void every_status_has_its_force(String written, String word, Force force) {
        var set =
                DecisionSet.read(
                        MemoryTree.of(
                                Map.of(
                                        "docs/decisions/0001-x.md",
                                        "---\nstatus: %s\n---\n# X\n".formatted(written),
                                        "docs/decisions/0002-y.md",
                                        "---\nstatus: accepted\n---\n# Y\n")),
                        Expressions.none());

        assertThat(set.problems()).isEmpty();
        assertThat(set.decisions().getFirst().status().word()).isEqualTo(word);
        assertThat(set.decisions().getFirst().force()).isEqualTo(force);
    }

    @Test
    void statuses_that_disagree_are_an_error_with_both_lines() {
        var set =
                read(
                        "docs/decisions/0007-x.md",
                        "---\nstatus: accepted\n---\n# X\n\n## Status\n\nRejected\n\n"
                                + block(RULE));

        assertThat(texts(set))
                .containsExactly(
                        "docs/decisions/0007-x.md:8: status \"Rejected\" disagrees with \"accepted\" in line 2; say it once, or say the same");
        assertThat(set.problems().getFirst().level()).isEqualTo(Level.LAWLESS);
    }

    @Test
    void an_unknown_status_is_an_error_that_offers_the_known_words() {
        assertThat(
                        texts(
                                read(
                                        "docs/decisions/0007-x.md",
                                        "# X\n\n## Status\n\nacepted\n\n" + block(RULE))))
                .containsExactly(
                        "docs/decisions/0007-x.md:5: unknown status \"acepted\"; did you mean \"accepted\"?; known words: proposed, accepted, deprecated, superseded, rejected, and superseded by D-0000");
    }

    @Test
    void an_unclear_status_of_a_record_without_constraints_does_not_leave_the_law_open() {
        var set = read("docs/adr/0007-x.md", "# X\n\n## Status\n\nTentative\n");

        assertThat(set.problems())
                .singleElement()
                .extracting(Problem::level)
                .isEqualTo(Level.ERROR);
    }

    @Test
    void a_constraint_without_a_status_runs_in_shadow_and_is_told() {
        var set = read("docs/decisions/0007-x.md", "# X\n\n" + block(RULE));

        assertThat(set.problems())
                .singleElement()
                .extracting(Problem::level)
                .isEqualTo(Level.WARNING);
        assertThat(set.decisions().getFirst().force()).isEqualTo(Force.SHADOW);
        assertThat(set.decisions().getFirst().constraints()).hasSize(1);
    }

    @Test
    void an_accepted_record_turns_off_what_it_supersedes_and_a_proposed_one_does_not() {
        for (var status : new String[] {"accepted", "proposed"}) {
            var set =
                    DecisionSet.read(
                            MemoryTree.of(
                                    Map.of(
                                            "docs/decisions/0003-old.md",
                                            "---\nstatus: accepted\n---\n# Old\n\n" + block(RULE),
                                            "docs/decisions/0009-new.md",
                                            "---\nstatus: %s\nsupersedes: [D-0003]\n---\n# New\n"
                                                    .formatted(status))),
                            Expressions.none());

            assertThat(set.problems()).isEmpty();
            assertThat(set.decision("D-0003").orElseThrow().force())
                    .isEqualTo(status.equals("accepted") ? Force.OFF : Force.BINDING);
            assertThat(set.decision("D-0009").orElseThrow().standing().supersedes())
                    .containsExactly("D-0003");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"supersedes: D-0099", "supersedes: [D-0099]", "supersedes: '0099-gone.md'"})
    void a_reference_to_nothing_is_an_error(String line) {
        assertThat(
                        texts(
                                read(
                                        "docs/decisions/0007-x.md",
                                        "---\nstatus: accepted\n%s\n---\n# X\n".formatted(line))))
                .singleElement()
                .asString()
                .startsWith("docs/decisions/0007-x.md:3: \"")
                .contains("is superseded here, but no record has that id");
    }

    @Test
    void an_id_used_twice_is_an_error_that_names_the_other_file() {
        var set =
                DecisionSet.read(
                        MemoryTree.of(
                                Map.of(
                                        "docs/decisions/0007-a.md",
                                        "---\nstatus: accepted\n---\n# A\n",
                                        "docs/decisions/D-7-b.md",
                                        "---\nstatus: accepted\n---\n# B\n\n" + block(RULE))),
                        Expressions.none());

        assertThat(texts(set))
                .containsExactly(
                        "docs/decisions/D-7-b.md: id D-7 is already taken by \"docs/decisions/0007-a.md\"; give this record the next free number");
    }

    @Test
    void a_block_can_hold_several_constraints_and_stand_anywhere() {
        var text =
                """
                ---
                status: accepted
                ---
                # X

                1. First

                   ```constraint
                   id: a
                   kind: change
                   scope: { path: a }
                   ---
                   id: b
                   kind: change
                   scope: { path: b }
                   ```

                ~~~constraint
                id: c
                kind: budget
                cel: "true"
                ~~~

                ````markdown
                ```constraint
                id: only-an-example
                ```
                ````

                <!--
                ```constraint
                id: commented-out
                ```
                -->
                """;

        var set = read("docs/decisions/0007-x.md", text);

        assertThat(texts(set)).isEmpty();
        assertThat(set.decisions().getFirst().constraints())
                .extracting(Constraint::id)
                .containsExactly("D-0007#a", "D-0007#b", "D-0007#c");
    }

    @Test
    void a_constraint_outside_of_a_record_is_an_error() {
        assertThat(texts(read("docs/decisions/README.md", "# Decisions\n\n" + block(RULE))))
                .singleElement()
                .asString()
                .startsWith(
                        "docs/decisions/README.md:3: a constraint block outside of a decision record");
    }

    @Test
    void what_is_no_record_is_left_alone() {
        var set =
                DecisionSet.read(
                        MemoryTree.of(
                                Map.of(
                                        "docs/decisions/README.md",
                                        "# Decisions\n",
                                        "docs/decisions/template.md",
                                        "---\nstatus: \"{proposed | accepted}\"\n---\n# Title\n\n"
                                                + block("id: x\nkind: ?\n"),
                                        "docs/other/0001-x.md",
                                        "# X\n\n" + block("nonsense"),
                                        "README.md",
                                        block("nonsense"))),
                        Expressions.none());

        assertThat(set.decisions()).isEmpty();
        assertThat(set.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"constraints, constraint", "Constraint, constraint", "contraint, constraint"})
    void a_misspelt_block_is_not_silently_passed_over(String info, String meant) {
        assertThat(
                        texts(
                                read(
                                        "docs/decisions/0007-x.md",
                                        "---\nstatus: accepted\n---\n# X\n\n```%s\n%s```\n"
                                                .formatted(info, RULE))))
                .containsExactly(
                        "docs/decisions/0007-x.md:6: block \"%s\" is no known block; did you mean \"%s\"?"
                                .formatted(info, meant));
    }

    @Test
    void the_reason_is_the_decisions_outcome_on_one_line() {
        var set =
                read(
                        "docs/decisions/0007-x.md",
                        "---\nstatus: accepted\n---\n# X\n\n## Context\n\nWe have two.\n\n## Decision Outcome\n\nChosen option: **\"Jackson\"**,\nbecause it is `fast`.\n\nMore.\n");

        assertThat(set.decisions().getFirst().why())
                .isEqualTo("Chosen option: \"Jackson\", because it is fast.");
    }

    @Test
    void equal_records_have_equal_hashes_and_any_changed_byte_another() {
        var one = read("docs/decisions/0007-x.md", "# X\n");

        assertThat(read("docs/decisions/0007-x.md", "# X\n").hash()).isEqualTo(one.hash());
        assertThat(read("docs/decisions/0007-x.md", "# X \n").hash()).isNotEqualTo(one.hash());
        assertThat(read("docs/decisions/0008-x.md", "# X\n").hash()).isNotEqualTo(one.hash());
    }

    private static DecisionSet read(String path, String text) {
        return DecisionSet.read(MemoryTree.of(Map.of(path, text)), Expressions.none());
    }

    private static String block(String yaml) {
        return "```constraint\n" + yaml + "```\n";
    }

    private static List<String> texts(DecisionSet set) {
        return set.problems().stream().map(Problem::text).toList();
    }
}
