package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What `lorimer judge --format sarif` prints is what the standard and its largest reader take.
class SarifSchemaTest {
    @TempDir Path scratch;

    private Cli.Said judged() throws Exception {
        var repository = Ruled.repository(scratch.resolve("repo"));
        Cli.write(repository.resolve("src/a.txt"), "one\nforbidden\n");
        Cli.write(repository.resolve("src/deep folder/ü.txt"), "forbidden\n");
        return new Cli(scratch, repository).say("judge", "--format", "sarif");
    }

    /// The schema is the standard's own: `-Dlorimer.sarif=sarif-schema-2.1.0.json`.
    @Test
    void it_is_valid_by_the_schema_of_the_standard() throws Exception {
        var file = System.getProperty("lorimer.sarif", "");
        assumeTrue(
                !file.isEmpty(),
                "SKIPPED: no schema; give the standard's with -Dlorimer.sarif=FILE");
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(Files.readString(Path.of(file)), InputFormat.JSON);
        var said = judged();

        assertThat(said.json().path("runs").path(0).path("results")).isNotEmpty();
        assertThat(schema.validate(said.out(), InputFormat.JSON)).isEmpty();
    }

    /// What GitHub's code scanning asks for beyond the schema: its page "SARIF support for code
    /// scanning" lists these as required.
    @Test
    void code_scanning_finds_everything_that_it_requires() throws Exception {
        var run = judged().json().path("runs").path(0);
        var driver = run.path("tool").path("driver");
        var rules = list(driver.path("rules")).stream().map(SarifSchemaTest::id).toList();

        assertThat(driver.path("name").stringValue()).isNotBlank();
        assertThat(list(driver.path("rules")))
                .isNotEmpty()
                .allSatisfy(rule -> {
                    assertThat(id(rule)).isNotBlank();
                    assertThat(text(rule.path("shortDescription"))).isNotBlank();
                    assertThat(text(rule.path("fullDescription"))).isNotBlank();
                    assertThat(text(rule.path("help"))).isNotBlank();
                });
        assertThat(list(run.path("results")))
                .hasSize(2)
                .allSatisfy(result -> {
                    assertThat(rules).contains(result.path("ruleId").stringValue());
                    assertThat(text(result.path("message"))).isNotBlank();
                    assertThat(result.path("partialFingerprints").properties()).isNotEmpty();
                    var place = result.path("locations").path(0).path("physicalLocation");
                    assertThat(place.path("artifactLocation").path("uri").stringValue())
                            .startsWith("src/")
                            .doesNotContain(" ", "ü");
                    assertThat(place.path("region").path("startLine").intValue()).isPositive();
                });
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static String id(JsonNode rule) {
        return rule.path("id").asString("");
    }

    private static String text(JsonNode message) {
        return message.path("text").asString("");
    }
}
