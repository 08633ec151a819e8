package dev.lorimer.govern.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Status;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.OverlayTree;
import dev.lorimer.govern.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthoringTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private static final String CONSTRAINT =
            "\n```constraint\nid: no-gson\nkind: library\nforbid: { artifact: [\"com.google.code.gson:gson\"] }\n```\n";

    private static final String MADR =
            "---\nstatus: proposed # for now\ndate: 2026-01-01\n---\n# Use Jackson\n\n## Decision\n\nWe use it, since it is fast.\n"
                    + CONSTRAINT;

    private static final String NYGARD =
            "# 7. Use Jackson\n\nDate: 2026-01-01\n\n## Status\n\nProposed\n\n## Decision\n\nWe use it.\n";

    private static final String RST =
            "7. Use Jackson\n##############\n\nStatus\n******\n\n**Proposed** (2026-01-01)\n\nDecision\n********\n\nWe use it.\n";

    @Test
    void a_new_record_in_an_empty_repository_is_a_proposed_one_with_number_one() {
        var written = author(Map.of()).create("One JSON library", TODAY);

        assertThat(written.files()).containsOnlyKeys("docs/decisions/0001-one-json-library.md");
        var one = only(after(Map.of(), written));
        assertThat(one.id()).isEqualTo("D-0001");
        assertThat(one.title()).isEqualTo("One JSON library");
        assertThat(one.status()).isEqualTo(new Status.Proposed());
    }

    @Test
    void a_new_record_is_written_as_the_others_of_its_folder() {
        assertThat(made("docs/adr/adr-007-use-jackson.md", MADR.replace("# Use", "# ADR-007: Use")))
                .startsWith(
                        "docs/adr/adr-008-uber-json.md\n---\nstatus: proposed\ndate: 2026-11-24\n---\n# ADR-008: Über JSON\n");
        assertThat(made("doc/adr/0007-use-jackson.md", NYGARD))
                .startsWith(
                        "doc/adr/0008-uber-json.md\n# 8. Über JSON\n\nDate: 2026-11-24\n\n## Status\n\nProposed\n");
        assertThat(made("docs/decisions/0007-use-jackson.rst", RST))
                .startsWith(
                        "docs/decisions/0008-uber-json.rst\n8. Über JSON\n############\n\nStatus\n******\n\nProposed (2026-11-24)\n");
        assertThat(made("doc/adr/0007-use-jackson.md", NYGARD.replace("\n", "\r\n")))
                .startsWith("doc/adr/0008-uber-json.md\n# 8. Über JSON\r\n\r\nDate:");
    }

    private static String made(String path, String text) {
        var files = Map.of(path, text);
        var written = author(files).create("Über JSON", TODAY);
        var set = after(files, written);
        assertThat(set.problems()).isEmpty();
        assertThat(set.decisions()).hasSize(2);
        var file = written.files().firstEntry();
        return file.getKey() + "\n" + new String(file.getValue(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two\nlines", "ADR-9: another number"})
    void what_is_no_title_is_refused(String title) {
        assertThatThrownBy(() -> author(Map.of()).create(title, TODAY))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("title");
    }

    @Test
    void accepting_changes_the_status_word_and_not_another_byte() {
        for (var end : List.of("\n", "\r\n")) {
            for (var mark : List.of("", "\uFEFF")) {
                changes("0007-a.md", mark + MADR.replace("\n", end), "proposed #", "accepted #");
                changes("0007-a.md", mark + NYGARD.replace("\n", end), "Proposed", "Accepted");
                changes("0007-a.rst", mark + RST.replace("\n", end), "Proposed", "Accepted");
            }
        }
        changes("0007-a.md", "# D-7: A\n\n- **Status:** PROPOSED\n", "PROPOSED", "ACCEPTED");
        changes("0007-a.md", "# D-7: A\n\n## Status\n\nIn review\n", "In review", "Accepted");
        changes("0007-a.md", "# D-7: A\n\nStatus: pending review!\n", "pending review", "accepted");
        changes(
                "0007-a.md",
                "# D-7: A\n\n| Status | Date |\n|---|---|\n| Proposed | x |\n",
                "Proposed",
                "Accepted");
        changes(
                "0007-a.md",
                "---\nstatus: \"proposed\"\n---\n# A\n\n## Status\n\nProposed",
                "roposed",
                "ccepted",
                2);
    }

    private static void changes(String name, String text, String from, String to) {
        changes(name, text, from, to, 1);
    }

    private static void changes(String name, String text, String from, String to, int times) {
        var files = Map.of("docs/adr/" + name, text);
        var written = author(files).accept("7");

        var wanted =
                times == 1
                        ? text.replace(from, to)
                        : text.replace("p" + from, "a" + to).replace("P" + from, "A" + to);
        assertThat(text(written, "docs/adr/" + name)).isEqualTo(wanted).isNotEqualTo(text);
        assertThat(only(after(files, written)).status()).isEqualTo(new Status.Accepted());
    }

    @Test
    void bytes_that_are_no_text_survive() {
        var bytes = "---\nstatus: proposed\n---\n# A\n\nx\n".getBytes(StandardCharsets.ISO_8859_1);
        bytes[bytes.length - 2] = (byte) 0xE9;
        var tree = MemoryTree.ofBytes(Map.of("docs/adr/0001-a.md", bytes));

        var written = new Authoring(tree, Expressions.none()).accept("1");

        bytes = written.files().getOrDefault("docs/adr/0001-a.md", new byte[2]);
        assertThat(bytes[bytes.length - 2]).isEqualTo((byte) 0xE9);
    }

    @Test
    void a_record_without_status_gets_one() {
        for (var text : List.of("# D-7: A\n\nWe do.\n", "---\ndate: 2026-01-01\n---\n# D-7: A\n")) {
            var files = Map.of("docs/adr/0007-a.md", text);
            var written = author(files).accept("D-7");
            assertThat(only(after(files, written)).status()).isEqualTo(new Status.Accepted());
            assertThat(text(written, "docs/adr/0007-a.md"))
                    .endsWith(text.substring(text.indexOf("# ")));
        }
        var rst = Map.of("docs/adr/0007-a.rst", "A\n===\n\nWe do.\n");
        assertThat(only(after(rst, author(rst).accept("7"))).status())
                .isEqualTo(new Status.Accepted());
    }

    @Test
    void what_is_over_or_unknown_is_not_accepted() {
        var files = Map.of("docs/adr/0007-a.md", MADR.replace("proposed #", "rejected #"));
        assertThatThrownBy(() -> author(files).accept("7"))
                .hasMessageContaining("D-0007 is rejected");
        assertThatThrownBy(() -> author(files).accept("D-0008"))
                .hasMessage("there is no decision \"D-0008\"; lorimer decisions list shows them");
        var wrong = Map.of("docs/adr/0007-a.md", MADR.replace("proposed #", "perhaps #"));
        assertThatThrownBy(() -> author(wrong).accept("7")).isInstanceOf(RefusedException.class);
    }

    @Test
    void superseding_changes_both_records_and_the_old_constraints_are_off() {
        for (var name : List.of("0007-a.md", "0007-a.rst")) {
            for (var other : List.of("0008-b.md", "0008-b.rst")) {
                for (var one : forms(name)) {
                    for (var two : forms(other)) {
                        var files = new TreeMap<String, String>();
                        files.put("docs/adr/" + name, one);
                        files.put("docs/adr/" + other, two.replace("7. ", "8. "));
                        var set = after(files, author(files).supersede("7", "8", TODAY));
                        var report = name + one + "\n----\n" + other + two;
                        assertThat(set.problems()).as(report).isEmpty();
                        var old = set.decision("D-0007").orElseThrow();
                        var next = set.decision("D-0008").orElseThrow();
                        assertThat(old.status()).as(report).isInstanceOf(Status.Superseded.class);
                        assertThat(next.standing().supersedes())
                                .as(report)
                                .containsExactly("D-0007");
                        assertThat(next.status()).as(report).isEqualTo(new Status.Accepted());
                    }
                }
            }
        }
    }

    private static List<String> forms(String name) {
        return name.endsWith(".rst")
                ? List.of(RST, "A\n===\n\n:Status: Accepted\n:Date: x\n\nWe do.\n")
                : List.of(
                        MADR,
                        MADR.replace("date:", "supersedes: []\ndate:"),
                        MADR.replace("date:", "supersedes:\ndate:"),
                        NYGARD,
                        NYGARD.replace("Proposed\n", "Accepted\nsince 2020\n"),
                        "# A\n\n* Status: accepted\n* Date: 2020\n");
    }

    @Test
    void a_title_in_the_place_of_a_record_makes_a_new_one() {
        var files = Map.of("docs/adr/0007-use-jackson.md", NYGARD);
        var written = author(files).supersede("ADR-7", "Use Gson 3", TODAY);

        assertThat(written.files())
                .containsOnlyKeys("docs/adr/0007-use-jackson.md", "docs/adr/0008-use-gson-3.md");
        assertThat(text(written, "docs/adr/0007-use-jackson.md"))
                .contains("\nSuperseded by [D-0008](0008-use-gson-3.md)\n");
        assertThat(text(written, "docs/adr/0008-use-gson-3.md"))
                .contains("Accepted\n\nSupersedes [D-0007](0007-use-jackson.md)\n");
        assertThat(after(files, written).problems()).isEmpty();
        assertThatThrownBy(() -> author(files).supersede("7", "D-0099", TODAY))
                .hasMessageContaining("there is no decision \"D-0099\"");
        assertThatThrownBy(() -> author(files).supersede("7", "7", TODAY))
                .hasMessageContaining("can't supersede itself");
    }

    @Test
    void a_waiver_is_written_beside_the_records_and_read_back() {
        var files = Map.of("docs/adr/0007-a.md", MADR);
        var written = author(files).waive(grant("7#no-gson", "legacy/**", TODAY.plusDays(30)));

        assertThat(written.files())
                .containsOnlyKeys("docs/adr/waivers/D-0007-no-gson-2026-12-24.yaml");
        var set = after(files, written);
        assertThat(set.problems()).isEmpty();
        assertThat(set.waivers())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.constraint()).isEqualTo("D-0007#no-gson");
                    assertThat(one.grant().reason()).isEqualTo("it \"moves\": soon # really");
                });
        var more = new TreeMap<>(files);
        written.files()
                .forEach(
                        (path, bytes) -> more.put(path, new String(bytes, StandardCharsets.UTF_8)));
        assertThat(author(more).waive(grant("7#no-gson", "other/**", TODAY.plusDays(30))).files())
                .containsOnlyKeys("docs/adr/waivers/D-0007-no-gson-2026-12-24-2.yaml");
    }

    @Test
    void a_waiver_that_could_not_apply_is_refused() {
        var law = author(Map.of("docs/adr/0007-a.md", MADR));
        assertThatThrownBy(() -> law.waive(grant("7", "legacy/**", TODAY)))
                .hasMessageContaining("is no constraint");
        assertThatThrownBy(() -> law.waive(grant("7#no-jackson", "legacy/**", TODAY)))
                .hasMessageContaining("has no constraint \"no-jackson\"");
        assertThatThrownBy(() -> law.waive(grant("7#no-gson", "legacy/**", TODAY.minusDays(1))))
                .hasMessageContaining("is over before it begins");
        assertThatThrownBy(() -> law.waive(grant("7#no-gson", "a[b]", TODAY)))
                .hasMessageContaining("which is no pattern here");
    }

    private static Grant grant(String constraint, String path, LocalDate expires) {
        return new Grant(
                constraint,
                List.of(path),
                List.of(),
                new Grant.Parties("team-shop", "it \"moves\": soon # really", "SHOP-12", "ann"),
                TODAY,
                expires);
    }

    private static Authoring author(Map<String, String> files) {
        return new Authoring(MemoryTree.of(files), Expressions.none());
    }

    private static DecisionSet after(Map<String, String> files, Written written) {
        Tree tree = OverlayTree.of(MemoryTree.of(files), written.files(), List.of());
        return DecisionSet.read(tree, Expressions.none());
    }

    private static Decision only(DecisionSet set) {
        assertThat(set.decisions()).hasSize(1);
        return set.decisions().getFirst();
    }

    private static String text(Written written, String path) {
        return new String(written.files().get(path), StandardCharsets.UTF_8);
    }
}
