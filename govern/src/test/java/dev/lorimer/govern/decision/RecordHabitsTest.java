package dev.lorimer.govern.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Problem.Level;
import dev.lorimer.govern.tree.MemoryTree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The habits in which teams write records, none of which may turn a binding decision off
/// unnoticed.
class RecordHabitsTest {
    private static final String LAW =
            "\n```constraint\nid: no-gson\nkind: library\nforbid: { artifact: ['g:a'] }\n```\n";

    private static DecisionSet read(Map<String, String> files) {
        return DecisionSet.read(MemoryTree.of(files), Expressions.none());
    }

    private static Decision only(String path, String text) {
        return read(Map.of(path, text)).decisions().getFirst();
    }

    private static List<String> texts(DecisionSet set) {
        return set.problems().stream().map(Problem::text).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Approved on Monday; accepted",
                "Implemented; accepted",
                "Active; accepted",
                "Decided; accepted",
                "[Approved](https://example.org/pull/918); accepted",
                ":white_check_mark: Accepted; accepted",
                "✅ Accepted; accepted",
                "> Accepted; accepted",
                "~~Proposed~~ Accepted; accepted",
                "Draft; proposed",
                "Pending review; proposed",
                "In review; proposed",
                "Under discussion since May; proposed",
                "Declined; rejected",
                "~~Accepted~~ Superseded by [ADR-0002](0002-y.md); superseded by ADR-0002",
                "Accepted. Superseded by ADR-2.; superseded by ADR-2.",
                "Accepted, but superseded by [Use that](0002-y.md); superseded by 0002-y.md (Use that)",
                "Implemented. Parts of it were superseded by ADR-2; accepted",
                "Accepted (not superseded by anything); accepted",
                "Superseded: 2026-01-02 by [ADR 2](0002-y.md); superseded by 2026-01-02 by ADR 2",
                "Superseded by our provider's default since 2026; superseded",
            })
    void the_words_of_a_team_are_understood(String written, String word) {
        var set =
                read(
                        Map.of(
                                "docs/adr/0001-x.md",
                                "# X\n\n## Status\n\n" + written + "\n",
                                "docs/adr/0002-y.md",
                                "# Y\n\nStatus: accepted\n"));

        assertThat(texts(set)).isEmpty();
        assertThat(set.decisions().getFirst().status().word()).isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On hold",
                "Obsolete",
                "Partially superseded by ADR-2",
                "Superseded in part by ADR-2",
                "Superseded (partially) by ADR-2",
                "Not accepted",
                "Accepted or Rejected",
                "Proposed, Accepted, Rejected",
                "Reverted",
            })
    void what_may_mean_two_things_leaves_the_law_open_and_says_so(String written) {
        var set =
                read(
                        Map.of(
                                "docs/adr/0001-x.md",
                                "# X\n\n## Status\n\n" + written + "\n" + LAW,
                                "docs/adr/0002-y.md",
                                "# Y\n\nStatus: accepted\n"));

        assertThat(set.decisions().getFirst().force()).isEqualTo(Force.SHADOW);
        assertThat(set.problems())
                .singleElement()
                .extracting(Problem::level)
                .isEqualTo(Level.LAWLESS);
    }

    @ParameterizedTest
    @CsvSource({"{accepted}, accepted", "{ proposed }, proposed", "[rejected], rejected"})
    void a_word_left_in_the_braces_of_a_template_counts(String written, String word) {
        assertThat(only("docs/adr/0001-x.md", "---\nstatus: " + written + "\n---\n# X\n").status())
                .extracting(Status::word)
                .isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---\nstatus: accepted\nsuperseded-by: ADR-0002\n---\n# X\n",
                "---\nstatus: superseded\nsuperseded_by: 0002-y.md\n---\n# X\n",
                "# X\n\n| Status | Approved |\n|---|---|\n| Superseded by: | [ADR-2](0002-y.md) |\n",
                "# X\n\n- **Status:** accepted\n- **Superseded by:** [Use that](0002-y.md)\n",
            })
    void what_replaces_a_record_is_read_from_its_own_label(String text) {
        var set =
                read(Map.of("doc/adr/0001-x.md", text, "doc/adr/0002-y.md", "Status: accepted\n"));

        assertThat(texts(set)).isEmpty();
        assertThat(set.decisions().getFirst().status())
                .isInstanceOfSatisfying(
                        Status.Superseded.class, status -> assertThat(status.by()).contains("2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| Supersedes | N/A |\n| Superseded by: | N/A |",
                "| Supersedes | none (extends ADR-1) |\n| Superseded by | - |",
                "| Supersedes | |\n| Superseded by | |",
            })
    void none_is_no_record(String rows) {
        var set =
                read(
                        Map.of(
                                "docs/adr/0001-x.md",
                                "# X\n\nStatus: accepted\n",
                                "docs/adr/0002-y.md",
                                "# Y\n\n| | |\n|---|---|\n| Status | Accepted |\n" + rows + "\n"));

        assertThat(texts(set)).isEmpty();
        assertThat(set.decisions()).extracting(Decision::force).containsOnly(Force.BINDING);
    }

    private static DecisionSet superseding(String said) {
        var files = new TreeMap<String, String>();
        for (int i = 1; i <= 23; i++) {
            files.put(
                    "docs/adr/%04d-x.md".formatted(i),
                    "# X\n\n## Status\n\nAccepted\n" + (i == 9 ? "\n" + said + "\n" : "") + LAW);
        }
        return read(files);
    }

    private static List<String> off(DecisionSet set) {
        return set.decisions().stream()
                .filter(decision -> decision.force() == Force.OFF)
                .map(Decision::id)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Supersedes [ADR-0003](0003-x.md), [ADR-0004](0004-x.md) and ADR 5; D-0003,D-0004,D-0005",
                "Supersedes ADRs 6 and 7; D-0006,D-0007",
                "Supersedes [20. Use HTTP 2 and Java 17](0020-x.md); D-0020",
                "Supersedes [Use that](0003-x.md); D-0003",
                "Supersedes **ADR-0003** (the large one of 2026); D-0003",
                "Supersedes ADR003 (2026-01-02); D-0003",
                "Supersedes the decisions made in ADR-3; D-0003",
            })
    void every_record_named_as_superseded_is_off(String said, String ids) {
        var set = superseding(said);

        assertThat(set.problems()).noneMatch(problem -> problem.level() != Level.WARNING);
        assertThat(off(set)).containsExactly(ids.split(","));
        assertThat(set.decision("D-0009").orElseThrow().standing().supersedes())
                .containsExactly(ids.split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Supersedes the \"retry\" decision in [ADR-3](0003-x.md)",
                "Supersedes the *verification* part of ADR-3",
                "Supersedes ADR-3 §7 \"Detection\"",
                "Supersedes ADR-3, section 2",
                "Supersedes ADR-3, decision 4",
                "Supersedes ADR-3's naming rules",
                "Supersedes [3. Use that](0003-x.md) in part",
                "Supersedes parts of [Use that](0003-x.md)",
                "Supersedes [Use that](0003-x.md) (partially)",
            })
    void a_record_of_which_a_part_still_holds_stays_in_force_and_that_is_told(String said) {
        var set = superseding(said);

        assertThat(off(set)).isEmpty();
        assertThat(set.problems())
                .filteredOn(problem -> problem.file().endsWith("0009-x.md"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.level()).isEqualTo(Level.WARNING))
                .satisfies(problem -> assertThat(problem.message()).contains("stays in force"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Supersedes https://example.org/acme/shop/pull/23",
                "Supersedes [#23](https://example.org/acme/shop/pull/23)",
                "Supersedes the line that we had for 3 years",
                "Supersedes Java 17",
                "Supersedes version 1.2",
                "Supersedes our data connections (pre-2.16)",
            })
    void a_number_that_names_no_record_turns_none_off(String said) {
        var set = superseding(said);

        assertThat(off(set)).isEmpty();
        assertThat(texts(set)).anyMatch(text -> text.contains("no record has that id"));
    }

    @Test
    void a_status_can_carry_what_the_record_supersedes() {
        var set =
                read(
                        Map.of(
                                "docs/adr/0001-x.md",
                                "---\nstatus: superseded by ADR-0002\n---\n# X\n",
                                "docs/adr/0002-y.md",
                                "---\nstatus: accepted; supersedes ADR-0001\n---\n# Y\n"));

        assertThat(texts(set)).isEmpty();
        assertThat(set.decisions().getLast().standing().supersedes()).containsExactly("D-0001");
    }

    @Test
    void a_law_that_gave_way_to_a_mere_proposal_is_told() {
        var set =
                read(
                        Map.of(
                                "docs/adr/0001-x.md",
                                "---\nstatus: superseded by ADR-0002\n---\n# X\n" + LAW,
                                "docs/adr/0002-y.md",
                                "---\nstatus: proposed\n---\n# Y\n"));

        assertThat(texts(set))
                .singleElement()
                .asString()
                .startsWith("docs/adr/0001-x.md: warning: D-0001 is superseded by \"ADR-0002\"")
                .contains("neither binds");
    }

    @ParameterizedTest
    @CsvSource({
        "docs/adr/0007-x.md, D-0007",
        "docs/architecture/decisions/0007-x.md, D-0007",
        "adr/ACME-ADR-Web-0003-x.md, ACME-ADR-Web-0003",
        "docs/adr/ADR019-x.md, ADR-019",
        "docs/adr/2026-01-02_007-x.md, D-0007",
        "docs/adr/2026-01-02-use-this.md, D-2026-01-02-use-this",
        "docs/adr/20260102-use-this.md, D-20260102-use-this",
        "docs/adr/use this.md, use-this",
    })
    void every_name_of_a_file_gives_an_id_of_its_own(String path, String id) {
        assertThat(only(path, "# Use this\n\nStatus: accepted\n").id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0069-release-on-lease", "0069", "69"})
    void an_id_that_is_a_number_names_the_record(String id) {
        var text = "---\nid: " + id + "\nstatus: accepted\n---\n# X\n";

        assertThat(only("docs/adr/x.md", text).id()).isEqualTo("D-0069");
    }

    @Test
    void two_records_of_one_day_are_told_apart_by_their_links() {
        var set =
                read(
                        Map.of(
                                "docs/adr/20260102-old.md",
                                "# Old\n\nStatus: superseded by [20260102-new](20260102-new.md)\n",
                                "docs/adr/20260102-new.md",
                                "# New\n\nStatus: accepted\n\nSupersedes: [Old](20260102-old.md)\n"));

        assertThat(texts(set)).isEmpty();
        assertThat(set.decision("D-20260102-new").orElseThrow().standing().supersedes())
                .containsExactly("D-20260102-old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "index.md", "template.md", "NNNN-adr-template.md"})
    void what_stands_beside_the_records_is_none(String name) {
        var set = read(Map.of("docs/adr/" + name, "# All\n\n## Status\n\nAccepted\n"));

        assertThat(set.decisions()).isEmpty();
        assertThat(texts(set)).isEmpty();
    }
}
