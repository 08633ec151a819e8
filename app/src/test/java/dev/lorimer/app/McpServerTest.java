package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Model Context Protocol, message by message.
class McpServerTest {
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    @TempDir Path scratch;
    private Path repository = Path.of("");

    @BeforeEach
    void ruled() {
        repository = Ruled.repository(scratch.resolve("repo"));
    }

    private List<JsonNode> say(String... lines) {
        var said = new Cli(scratch, repository).hearing(String.join("\n", lines) + "\n").say("mcp");
        assertThat(said.exit()).isZero();
        return said.out().lines().map(line -> JsonMapper.builder().build().readTree(line)).toList();
    }

    private JsonNode one(String line) {
        var answers = say(line);
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":{%s}}"
                .formatted(method, params);
    }

    private JsonNode call(String tool, String arguments) {
        return one(request(
                        "tools/call",
                        "\"name\":\"%s\",\"arguments\":{%s},%s".formatted(tool, arguments, META)))
                .path("result");
    }

    private static String text(JsonNode result) {
        return result.path("content").path(0).path("text").asString("");
    }

    @Test
    void an_older_client_greets_and_is_greeted_in_its_own_revision() {
        var answers =
                say(
                        request(
                                "initialize",
                                "\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}"),
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                        "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}",
                        "{\"jsonrpc\":\"2.0\",\"id\":\"l\",\"method\":\"tools/list\"}");

        assertThat(answers).hasSize(3);
        var greeting = answers.get(0).path("result");
        assertThat(greeting.path("protocolVersion").stringValue()).isEqualTo("2025-06-18");
        assertThat(greeting.path("serverInfo").path("name").stringValue()).isEqualTo("lorimer");
        assertThat(greeting.has("resultType")).isFalse();
        assertThat(answers.get(1).toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}");
        assertThat(
                        answers.get(2).path("result").path("tools").values().stream()
                                .map(tool -> tool.path("name").stringValue()))
                .containsExactly("decisions_for", "judge_change", "explain");
    }

    @Test
    void a_client_from_the_future_is_offered_the_newest_older_revision() {
        var answer = one(request("initialize", "\"protocolVersion\":\"2031-01-01\""));

        assertThat(answer.path("result").path("protocolVersion").stringValue())
                .isEqualTo("2025-11-25");
    }

    @Test
    void a_newer_client_needs_no_greeting() {
        var found = one(request("server/discover", META)).path("result");
        assertThat(found.path("resultType").stringValue()).isEqualTo("complete");
        assertThat(found.path("supportedVersions").path(0).stringValue()).isEqualTo("2026-07-28");
        assertThat(found.path("cacheScope").stringValue()).isEqualTo("public");
        assertThat(found.path("_meta").has("io.modelcontextprotocol/serverInfo")).isTrue();

        var list = one(request("tools/list", META)).path("result");
        assertThat(list.path("tools")).hasSize(3);
        assertThat(list.path("ttlMs").isIntegralNumber()).isTrue();
    }

    @Test
    void a_revision_that_is_not_spoken_is_refused_with_those_that_are() {
        var error =
                one(request("tools/list", META.replace("2026-07-28", "2027-01-01"))).path("error");

        assertThat(error.path("code").intValue()).isEqualTo(-32022);
        assertThat(error.path("data").path("requested").stringValue()).isEqualTo("2027-01-01");
        assertThat(error.path("data").path("supported").path(0).stringValue())
                .isEqualTo("2026-07-28");
    }

    @Test
    void decisions_are_told_for_paths_and_tasks() {
        var told = call("decisions_for", "\"paths\":[\"src/a.txt\"]");

        assertThat(text(told)).contains("D-0001#kind-words", "Say it kindly.");
        assertThat(told.path("isError").booleanValue()).isFalse();
        assertThat(text(call("decisions_for", "\"paths\":[\"notes.txt\"]")))
                .doesNotContain("D-0001#kind-words");
    }

    @Test
    void the_files_as_they_are_a_diff_and_a_commit_are_judged() {
        assertThat(call("judge_change", "").path("structuredContent").path("verdict").stringValue())
                .isEqualTo("allow");
        Cli.write(repository.resolve("src/a.txt"), "forbidden\n");
        assertThat(call("judge_change", "").path("structuredContent").path("verdict").stringValue())
                .isEqualTo("deny");

        var diff = Cli.git(repository, "diff") + "\n";
        Cli.git(repository, "checkout", "-q", "src/a.txt");
        var judged = call("judge_change", "\"diff\":" + Json.line(diff));
        assertThat(judged.path("structuredContent").path("verdict").stringValue())
                .isEqualTo("deny");
        assertThat(text(judged)).contains("src/a.txt:1");

        Cli.write(repository.resolve("src/a.txt"), "forbidden\n");
        Cli.commit(repository);
        assertThat(
                        call("judge_change", "\"base\":\"HEAD~1\",\"head\":\"HEAD\"")
                                .path("structuredContent")
                                .path("verdict")
                                .stringValue())
                .isEqualTo("deny");
    }

    @Test
    void a_decision_is_explained() {
        assertThat(text(call("explain", "\"id\":\"D-1\""))).contains("Some words stay out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "explain|\"id\":\"D-9\"|there is no decision",
                "explain||is missing",
                "explain|\"id\":5|is no text",
                "decisions_for|\"paths\":\"a\"|is no list of texts",
                "judge_change|\"brnch\":\"x\"|is not known",
                "judge_change|\"base\":\"nowhere\"|nowhere",
                "judge_change|\"diff\":\"garbage\"|does not apply",
                "judge_change|\"diff\":\"x\",\"head\":\"HEAD\"|not both"
            })
    void a_wrong_argument_is_told_to_the_model(String tool, String arguments, String why) {
        var result = call(tool, arguments == null ? "" : arguments);

        assertThat(result.path("isError").booleanValue()).isTrue();
        assertThat(text(result)).contains(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense|-32700",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}|-32700",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} x|-32700",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]|-32600",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1}|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"none\"}|-32601",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":[]}|-32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"rm\"}}|-32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}}|-32602"
            })
    void a_message_that_is_none_is_answered_with_its_error(String line, int code) {
        assertThat(one(line).path("error").path("code").intValue()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"anything/else\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{}}"
            })
    void what_is_no_question_is_not_answered(String line) {
        assertThat(say(line)).isEmpty();
    }

    @Test
    void a_line_that_is_too_long_is_refused_and_the_next_one_heard() {
        var answers =
                say(
                        "x".repeat(McpServer.LINE_BYTES_MAX + 1),
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");

        assertThat(answers.get(0).path("error").path("code").intValue()).isEqualTo(-32600);
        assertThat(answers.get(1).path("id").intValue()).isEqualTo(2);
    }
}
