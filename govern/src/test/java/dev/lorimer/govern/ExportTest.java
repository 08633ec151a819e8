package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.tree.MemoryTree;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Verdicts in the forms that other programs read.
class ExportTest {
    private static final String RULE =
            """
            kind: pattern
            scope: { path: "src/**" }
            match: { regex: "forbidden" }
            fix: "Say it, with 100 % care: kindly."
            """;

    private static final String PATH = "src/a b,c:d%é.txt";

    private final Court court = Court.of(RULE);

    private Verdict denied() {
        return court.adding(PATH, "fine\nforbidden\n");
    }

    private Verdict granted() {
        var identity = denied().evidence().findings().getFirst().identity();
        return court.judge(
                MemoryTree.empty(),
                MemoryTree.of(Map.of(PATH, "fine\nforbidden\n")),
                Court.inquiry(Phase.CI, new Actor.Unknown(), Set.of(identity)));
    }

    private JsonNode sarif(Verdict verdict) {
        return JsonMapper.builder().build().readTree(Sarif.of(verdict, court.decisions(), "0.1.0"));
    }

    @Test
    void a_result_names_its_rule_its_place_and_the_finding_that_it_is() {
        var run = sarif(denied()).path("runs").get(0);
        var result = run.path("results").get(0);
        var finding = denied().evidence().findings().getFirst();

        assertThat(result.path("ruleId").stringValue("")).isEqualTo("D-0007#rule");
        assertThat(result.path("level").stringValue("")).isEqualTo("error");
        assertThat(result.path("partialFingerprints").path("lorimerFinding/v1").stringValue(""))
                .isEqualTo(finding.identity());
        var place = result.path("locations").get(0).path("physicalLocation");
        assertThat(place.path("artifactLocation").path("uri").stringValue(""))
                .isEqualTo("src/a%20b%2Cc%3Ad%25%C3%A9.txt");
        assertThat(place.path("region").path("startLine").intValue()).isEqualTo(2);
        assertThat(result.path("suppressions")).isEmpty();
        var rule = run.path("tool").path("driver").path("rules");
        assertThat(rule.get(result.path("ruleIndex").intValue()).path("id").stringValue(""))
                .isEqualTo("D-0007#rule");
        assertThat(rule.get(0).path("help").path("text").stringValue(""))
                .contains("disorder spreads", "100 % care");
    }

    @Test
    void a_finding_that_was_let_pass_is_a_suppressed_result() {
        var results = sarif(granted()).path("runs").get(0).path("results");

        assertThat(results).hasSize(1);
        assertThat(results.get(0).path("suppressions").get(0).path("status").stringValue(""))
                .isEqualTo("accepted");
    }

    @Test
    void a_rule_that_nothing_breaks_is_a_rule_all_the_same() {
        var run = sarif(court.adding(PATH, "fine\n")).path("runs").get(0);

        assertThat(run.path("results")).isEmpty();
        assertThat(run.path("tool").path("driver").path("rules")).hasSize(1);
    }

    @Test
    void a_finding_about_no_file_is_shown_at_the_decisions_record() {
        var wide = Court.of("kind: budget\ncel: \"diff.added < 1\"");
        var verdict = wide.adding("x.txt", "one\n");
        var result =
                JsonMapper.builder()
                        .build()
                        .readTree(Sarif.of(verdict, wide.decisions(), "0.1.0"))
                        .path("runs")
                        .get(0)
                        .path("results")
                        .get(0);

        assertThat(result.toString()).contains("\"uri\":\"docs/decisions/0007-rule.md\"");
    }

    @Test
    void what_stands_in_the_way_is_an_error_and_what_is_proposed_a_note() {
        assertThat(levels(Court.of(RULE))).containsExactly("error");
        assertThat(levels(Court.of(RULE + "severity: ask"))).containsExactly("error");
        assertThat(levels(Court.of(RULE + "severity: warn"))).containsExactly("warning");
        assertThat(levels(Court.of(RULE + "severity: info"))).containsExactly("note");
        assertThat(levels(Court.withStatus("proposed", RULE))).containsExactly("note");
    }

    private static List<String> levels(Court court) {
        var verdict = court.adding(PATH, "forbidden");
        var sarif =
                JsonMapper.builder()
                        .build()
                        .readTree(Sarif.of(verdict, court.decisions(), "0.1.0"));
        return StreamSupport.stream(sarif.path("runs").get(0).path("results").spliterator(), false)
                .map(result -> result.path("level").stringValue(""))
                .toList();
    }

    @Test
    void an_annotation_can_not_be_ended_by_what_it_says() {
        var lines = Annotations.of(denied()).lines().toList();

        assertThat(lines)
                .hasSize(2)
                .first()
                .asString()
                .startsWith(
                        "::error file=src/a b%2Cc%3Ad%25é.txt,line=2,title=D-0007#rule%3A Keep things in order::")
                .contains("%0Awhy: ", "%0Afix: Say it, with 100 %25 care: kindly.");
        assertThat(Annotations.text("a%\r\n::error::b")).isEqualTo("a%25%0D%0A::error::b");
    }

    @Test
    void a_finding_that_was_let_pass_is_a_notice() {
        assertThat(Annotations.of(granted())).startsWith("::notice file=");
    }

    @Test
    void every_constraint_in_force_is_a_test() throws Exception {
        var suite = junit(denied());

        assertThat(suite.getAttribute("tests")).isEqualTo("1");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
                .contains(PATH + ":2", "fix: Say it, with 100 % care: kindly.");
        var passed = junit(court.adding(PATH, "fine"));
        assertThat(passed.getAttribute("tests")).isEqualTo("1");
        assertThat(passed.getAttribute("failures")).isEqualTo("0");
        assertThat(junit(granted()).getAttribute("skipped")).isEqualTo("1");
    }

    @Test
    void a_rule_that_could_not_be_decided_is_an_error_and_no_pass() throws Exception {
        var undecided = Court.of(RULE + "minSubjects: 1");
        var verdict = undecided.adding("elsewhere.txt", "fine");
        var suite = junit(verdict, undecided);

        assertThat(suite.getAttribute("errors")).isEqualTo("1");
    }

    @Test
    void no_character_of_a_file_breaks_the_document() throws Exception {
        var name = "src/\u0001<\"&'>\uFFFF\t😀\n.txt";
        var suite = junit(court.adding(name, "forbidden"));

        assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
                .contains("<\"&'>", "😀");
    }

    private Element junit(Verdict verdict) throws Exception {
        return junit(verdict, court);
    }

    private static Element junit(Verdict verdict, Court court) throws Exception {
        var text = JUnitXml.of(verdict, court.decisions());
        Document document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return document.getDocumentElement();
    }
}
