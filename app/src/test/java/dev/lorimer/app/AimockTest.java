package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.context.Window;
import dev.lorimer.journal.RunId;
import dev.lorimer.models.Deadlines;
import dev.lorimer.models.Keys;
import dev.lorimer.models.ModelSpec;
import dev.lorimer.models.Models;
import dev.lorimer.models.Patience;
import dev.lorimer.route.Health;
import dev.lorimer.run.Agent;
import dev.lorimer.run.Candidate;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Outcome;
import dev.lorimer.run.Phase;
import dev.lorimer.run.Rules;
import dev.lorimer.run.Run;
import dev.lorimer.run.Scene;
import dev.lorimer.run.Timing;
import dev.lorimer.testing.FakeClock;
import dev.lorimer.testing.MemoryJournal;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.Tool;
import dev.lorimer.tool.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// Whole runs against a fake provider that others wrote (npm `@copilotkit/aimock`), in each of our
/// languages but InvokeModel (its frames lack the `bytes` that all recorded ones of AWS have),
/// without faults and with a fault in every third request.
///
/// `./dev check --full` fetches it; `-Dlorimer.aimock=FOLDER` names the folder of the package.
@Timeout(120)
class AimockTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int RUNS = 10;

    /// Two calls, then the end.
    private static final Map<String, Object> FIXTURES =
            Map.of(
                    "fixtures",
                    List.of(
                            Map.of(
                                    "match",
                                    Map.of("hasToolResult", false),
                                    "response",
                                    Map.of(
                                            "blocks",
                                            List.of(
                                                    Map.of("type", "text", "text", "Let me see."),
                                                    call("look", "{\"key\":\"é\"}"),
                                                    call("look", "{\"key\":\"b\"}")))),
                            Map.of(
                                    "match",
                                    Map.of("hasToolResult", true),
                                    "response",
                                    Map.of(
                                            "blocks",
                                            List.of(
                                                    call(
                                                            "finish",
                                                            "{\"summary\":\"all seen\"}"))))));

    @TempDir Path folder;

    private Optional<Process> server = Optional.empty();
    private URI url = URI.create("http://127.0.0.1:0");

    private static Map<String, Object> call(String name, String arguments) {
        return Map.of("type", "toolCall", "name", name, "arguments", arguments);
    }

    /// The tool's arguments.
    public record Look(String key) {}

    /// How a run ends.
    public record Summary(String summary) {}

    @BeforeEach
    void start() throws Exception {
        var aimock = Optional.ofNullable(System.getProperty("lorimer.aimock")).map(Path::of);
        assumeTrue(
                aimock.isPresent(),
                "SKIPPED: no -Dlorimer.aimock; ./dev check --full fetches the fake provider");
        Path fixtures = folder.resolve("fixtures.json");
        Files.writeString(fixtures, JSON.writeValueAsString(FIXTURES));
        var process =
                new ProcessBuilder(
                                "node",
                                aimock.get().resolve("dist/cli.js").toString(),
                                "--port",
                                "0",
                                "--fixtures",
                                fixtures.toString())
                        .redirectErrorStream(true)
                        .start();
        server = Optional.of(process);
        url = CompletableFuture.supplyAsync(() -> listening(process)).get(30, TimeUnit.SECONDS);
    }

    private static URI listening(Process process) {
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var seen = new StringBuilder();
        try {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                seen.append(line).append('\n');
                int at = line.indexOf("listening on http");
                if (at >= 0) {
                    // Nobody else reads, and a full pipe would stop it.
                    Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
                    return URI.create(line.substring(at + "listening on ".length()).strip());
                }
            }
        } catch (IOException e) {
            seen.append(e.getMessage());
        }
        throw new IllegalStateException("the fake provider did not start: " + seen);
    }

    @AfterEach
    void stop() {
        server.ifPresent(Process::destroyForcibly);
    }

    @ParameterizedTest
    @CsvSource({
        "openai:gpt-5.1, openai:gpt-4o, /v1",
        "openai-responses:gpt-5.1, openai-responses:gpt-4o, /v1",
        "anthropic:claude-sonnet-4-5, anthropic:claude-haiku-4-5, /v1",
        "gemini:gemini-2.5-pro, gemini:gemini-2.5-flash, /v1beta",
        "gemini-interactions:gemini-3-pro, gemini-interactions:gemini-2.5-flash, /v1beta",
        "bedrock:amazon.nova-pro-v1:0, bedrock:anthropic.claude-sonnet-4-5-20250929-v1:0, ''",
        "cohere:command-a-03-2025, cohere:command-r-plus, ''",
        "ollama:qwen3, ollama:llama3.2, /v1",
        "ollama-native:qwen3, ollama-native:llama3.2, ''",
        "openai:gpt-5.1, anthropic:claude-sonnet-4-5, /v1",
    })
    void runs_come_to_their_end_without_faults_and_through_them(
            String first, String second, String path) throws Exception {
        assertThat(played(first, second, path)).isZero();
        faults(
                "{\"dropRate\":0.1,\"malformedRate\":0.05,\"rateLimitRate\":0.1,\"disconnectRate\":0.1}");
        // One in three requests fails: among the twenty of ten runs none would once in 3,000 tries.
        assertThat(played(first, second, path)).isPositive();
    }

    private void faults(String chaos) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(url.resolve("/__aimock/chaos"))
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(chaos))
                            .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    /// Plays all runs.
    ///
    /// @return how many requests failed
    private int played(String first, String second, String path) throws Exception {
        var clock = new FakeClock(Instant.parse("2026-11-23T12:00:00Z"));
        var failed = new AtomicInteger();
        try (var models =
                new Models(
                        new Keys(_ -> Optional.of("none"), Optional.empty()),
                        Deadlines.USUAL,
                        new Patience(Duration.ZERO, 10),
                        clock,
                        () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())) {
            for (int number = 0; number < RUNS; number++) {
                var looked = new AtomicInteger();
                var agent = agent(models, List.of(first, second), path, looked);
                var timing =
                        new Timing(clock, time -> clock.sleep(time.plusSeconds(10)), () -> 0.5);
                Listener listener =
                        (entry, _, _) -> {
                            if (entry instanceof Entry.Faltered) {
                                failed.incrementAndGet();
                            }
                        };
                var state =
                        new Run(new MemoryJournal(), agent, Scene.empty(), timing, listener)
                                .start(
                                        new RunId("r-" + number),
                                        new Entry.Task("See to it."),
                                        JSON.createObjectNode());
                assertThat(state.phase())
                        .isInstanceOfSatisfying(
                                Phase.Ended.class,
                                ended ->
                                        assertThat(ended.outcome())
                                                .isEqualTo(new Outcome.Done("all seen")));
                assertThat(looked).hasValue(2);
            }
        }
        return failed.get();
    }

    private Agent agent(Models models, List<String> names, String path, AtomicInteger looked) {
        var route =
                names.stream()
                        .map(name ->
                                new Candidate(
                                        name,
                                        models.open(ModelSpec.parse(name, Optional.of(url + path))),
                                        Window.DEFAULT))
                        .toList();
        Tool look =
                Tools.reading(
                        "look",
                        "looks something up",
                        Look.class,
                        asked -> asked.key() + looked.incrementAndGet());
        Tool finish =
                Tools.of(
                        "finish",
                        "ends the task",
                        Summary.class,
                        asked -> new Effect.Finish(asked.summary()),
                        (_, _) -> Tool.Result.done(""));
        return new Agent(
                route,
                Health.unknown(),
                "Be brief.",
                List.of(look, finish),
                Entry.Limits.DEFAULT,
                Rules.DEFAULT);
    }
}
