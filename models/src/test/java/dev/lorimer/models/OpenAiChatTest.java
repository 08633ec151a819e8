package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Request;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OpenAiChatTest {
    @Test
    void a_request_has_every_part_in_its_place() {
        var request =
                new Request(
                        "be brief",
                        List.of(
                                new Request.ToolDefinition(
                                        "look", "looks", "{\"type\":\"object\"}")),
                        List.of(
                                new Message.User("go"),
                                new Message.User("now"),
                                new Message.Assistant(
                                        "",
                                        List.of(
                                                new ToolCall("a", "look", "{\"x\":1}"),
                                                new ToolCall("b", "look", "{broken")),
                                        List.of()),
                                new Message.ToolResult("b", "bad arguments", true),
                                new Message.User("wait"),
                                new Message.ToolResult("a", "seen", false),
                                new Message.Assistant("done", List.of(), List.of())),
                        77);
        JsonNode sent = encode(new Asked("openai", "m", request));
        assertThat(sent)
                .isEqualTo(
                        json(
                                """
                                {"model":"m","messages":[
                                 {"role":"system","content":"be brief"},
                                 {"role":"user","content":"go\\n\\nnow"},
                                 {"role":"assistant","content":null,"tool_calls":[
                                  {"id":"a","type":"function",
                                   "function":{"name":"look","arguments":"{\\"x\\":1}"}},
                                  {"id":"b","type":"function",
                                   "function":{"name":"look","arguments":"{broken"}}]},
                                 {"role":"tool","tool_call_id":"b","content":"bad arguments"},
                                 {"role":"tool","tool_call_id":"a","content":"seen"},
                                 {"role":"user","content":"wait"},
                                 {"role":"assistant","content":"done"},
                                 {"role":"user","content":"Go on."}],
                                 "tools":[{"type":"function","function":{"name":"look",
                                  "description":"looks","parameters":{"type":"object"}}}],
                                 "max_tokens":77,"stream":true,
                                 "stream_options":{"include_usage":true}}
                                """));
    }

    @Test
    void a_call_without_exactly_one_result_is_not_sent() {
        var call = new Message.Assistant("", List.of(new ToolCall("a", "n", "{}")), List.of());
        var result = new Message.ToolResult("a", "r", false);
        var said = new Message.Assistant("x", List.of(), List.of());
        assertInvalid("call \"a\" has no result", call);
        assertInvalid("call \"a\" has no result", call, said, result);
        assertInvalid("call \"a\" has a result but no open call", call, result, result);
        assertInvalid("call \"a\" has a result but no open call", result);
        var twice = new ToolCall("a", "n", "{}");
        assertInvalid(
                "call \"a\" has its id twice",
                new Message.Assistant("", List.of(twice, twice), List.of()),
                result);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, gpt-4o, max_completion_tokens",
        "https://x.openai.azure.com/openai, any, max_completion_tokens",
        "https://openrouter.ai/api/v1, openai/gpt-5-mini, max_completion_tokens",
        "http://localhost:4000, o3, max_completion_tokens",
        "http://localhost:11434/v1, gpt-oss:20b, max_tokens",
        "https://api.mistral.ai/v1, mistral-small, max_tokens",
        "http://localhost:8000, olmo, max_tokens",
    })
    void the_output_limit_has_the_name_that_the_server_knows(
            String base, String model, String field) {
        assertThat(Given.chat("openai", base, model).server().outputLimit()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, https://api.openai.com/v1/chat/completions",
        "http://localhost:11434, http://localhost:11434/v1/chat/completions",
        "http://localhost:11434/, http://localhost:11434/v1/chat/completions",
        "http://h/api/v1/, http://h/api/v1/chat/completions",
        "http://h/a/chat/completions, http://h/a/chat/completions",
        "http://h/models?api-version=1, http://h/models/chat/completions?api-version=1",
    })
    void the_endpoint_lies_below_the_base(URI base, URI endpoint) {
        assertThat(Given.OPENAI.endpoint(base, "m")).isEqualTo(endpoint);
    }

    @Test
    void openai_itself_gets_short_ids_and_others_their_own() {
        String id = "functions.very_long_name:" + "7".repeat(40);
        var call = new Message.Assistant("", List.of(new ToolCall(id, "n", "{}")), List.of());
        var asked = Given.asked(Given.OPENAI, call, new Message.ToolResult(id, "r", false));
        JsonNode own = encode(asked).path("messages");
        assertThat(own.at("/1/tool_calls/0/id").asString()).isEqualTo(id);

        var theirs = Given.chat("openai", "https://api.openai.com/v1", "gpt-4o");
        JsonNode sent = json(theirs.encode(asked)).path("messages");
        String shortened = sent.at("/1/tool_calls/0/id").asString();
        assertThat(shortened).hasSizeLessThanOrEqualTo(40);
        assertThat(sent.at("/2/tool_call_id").asString()).isEqualTo(shortened);
    }

    private static void assertInvalid(String complaint, Message... messages) {
        assertThat(
                        catchThrowableOfType(
                                ModelException.class,
                                () -> encode(Given.asked(Given.OPENAI, messages))))
                .hasMessageContaining(complaint)
                .extracting(ModelException::kind)
                .isEqualTo(Kind.INVALID_REQUEST);
    }

    private static JsonNode encode(Asked asked) {
        return json(Given.OPENAI.encode(asked));
    }

    private static JsonNode json(String text) {
        return StrictText.JSON.readTree(text);
    }
}
