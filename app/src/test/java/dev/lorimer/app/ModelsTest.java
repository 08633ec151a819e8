package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Which models serve a run, by the agent's file.
@Timeout(180)
class ModelsTest {
    private static final String FINISH =
            "{\"calls\":[{\"name\":\"finish\",\"arguments\":{\"summary\":\"done\"}}]}";

    @TempDir Path scratch;
    private Cli cli = new Cli(Path.of("unset"), Path.of("unset"));

    @BeforeEach
    void place() {
        var folder = Cli.repository(scratch.resolve("repo"), Map.of("a.txt", "a\n"));
        cli = new Cli(scratch, folder);
    }

    private Path agent(String front) {
        return cli.file("agent.md", "---\n" + front + "---\nDo it.\n");
    }

    private Path script(String name, String... replies) {
        return cli.file(name, "{\"replies\":[" + String.join(",", replies) + "]}");
    }

    @Test
    void a_run_goes_over_to_the_next_model_of_its_route_and_says_why() {
        var gone = script("gone.json", "{\"fail\":\"MODEL_GONE\"}");
        var other = script("other.json", FINISH);
        var file =
                agent(
                        """
                        route:
                          - model: script:%s
                          - model: script:%s
                            when: "failure == 'model_gone' || tokens < 1000000"
                        """
                                .formatted(gone, other));

        var said = cli.say("run", "go", "--agent", file.toString(), "--unsandboxed");

        assertThat(said.err()).contains("gone.json").contains("other.json");
        assertThat(said.exit()).as(said.err()).isZero();
        var entries = cli.say("entries", run(said.out()), "--json").json();
        assertThat(kinds(entries)).contains("switched");
    }

    @Test
    void a_condition_keeps_a_model_away() {
        var never = script("never.json", FINISH);
        var other = script("other.json", FINISH);
        var file =
                agent(
                        """
                        route:
                          - model: script:%s
                            when: "purpose == 'check' && failed_checks > 3"
                          - model: script:%s
                        """
                                .formatted(never, other));

        var said = cli.say("run", "go", "--agent", file.toString(), "--unsandboxed");

        assertThat(said.exit()).as(said.err()).isZero();
        var entries = cli.say("entries", run(said.out()), "--json").json().toString();
        assertThat(entries).contains("other.json");
    }

    @Test
    void a_wrong_condition_is_refused_before_anything_is_made() {
        var other = script("other.json", FINISH);
        var file =
                agent(
                        """
                        route:
                          - { model: "script:%s", when: "token < 3" }
                        """
                                .formatted(other));

        var said = cli.say("run", "go", "--agent", file.toString(), "--unsandboxed");

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("token < 3").contains("the names are").contains("tokens");
        assertThat(cli.say("runs", "--json").out().strip()).isEqualTo("[ ]");
    }

    @Test
    void a_flag_stands_over_the_route() {
        var gone = script("gone.json", "{\"fail\":\"MODEL_GONE\"}");
        var other = script("other.json", FINISH);
        var file = agent("route:\n  - model: script:%s\n".formatted(gone));

        var said =
                cli.say(
                        "run",
                        "go",
                        "--agent",
                        file.toString(),
                        "--model",
                        "script:" + other,
                        "--unsandboxed");

        assertThat(said.exit()).as(said.err()).isZero();
    }

    @Test
    void the_listing_names_route_keys_and_providers() {
        var file =
                agent(
                        """
                        route:
                          - { model: "anthropic:claude-x", when: "purpose != 'summarise'", window: 100000, output: 8000 }
                          - { model: "ollama:qwen3", stronger: true }
                        """);

        var listing =
                cli.with("ANTHROPIC_API_KEY", "sk-something-long")
                        .say("models", "--agent", file.toString(), "--json");

        assertThat(listing.exit()).as(listing.err()).isZero();
        assertThat(listing.out()).doesNotContain("sk-something-long");
        var route = listing.json().path("route");
        assertThat(route.path(0).path("model").asString()).isEqualTo("anthropic:claude-x");
        assertThat(route.path(0).path("key").asString()).isEqualTo("set");
        assertThat(route.path(0).path("window").asInt()).isEqualTo(100_000);
        assertThat(route.path(1).path("key").asString()).isEqualTo("not needed");
        assertThat(route.path(1).path("stronger").asBoolean()).isTrue();
        assertThat(listing.json().path("providers").toString()).contains("gemini", "bedrock");
        var text = cli.say("models");
        assertThat(text.exit()).isZero();
        assertThat(text.out()).contains("no model is named").contains("OPENAI_API_KEY");
    }

    private static String run(String answer) {
        return answer.substring("run ".length(), answer.indexOf(':'));
    }

    private static String kinds(JsonNode entries) {
        var kinds = new StringBuilder();
        for (var entry : entries) {
            kinds.append(entry.path("kind").asString("")).append(' ');
        }
        return kinds.toString();
    }
}
