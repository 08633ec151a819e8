package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import dev.lorimer.model.Request.Effort;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OllamaChatTest extends Wired {
    private static final OllamaChat OLLAMA = new OllamaChat();
    private static final Message GO = new Message.User("go");
    private static final String END =
            "{\"model\":\"m:1b\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
                    + "\"done_reason\":\"stop\",\"prompt_eval_count\":21,\"eval_count\":9}";

    private static JsonNode sent(String model, Request request) {
        return json(OLLAMA.encode(new Asked("ollama-native", model, request)));
    }

    private static JsonNode json(String text) {
        return StrictText.JSON.readTree(text);
    }

    private static String piece(String members) {
        return "{\"model\":\"m:1b\",\"message\":{\"role\":\"assistant\","
                + members
                + "},\"done\":false}";
    }

    private static Reply read(String... lines) {
        return Given.read(OLLAMA, String.join("\n", lines));
    }

    @Test
    void a_conversation_is_told_in_its_words_and_results_in_the_order_of_their_calls() {
        var calls =
                new Message.Assistant(
                        "",
                        List.of(
                                new ToolCall("c1", "look", "{\"x\":1}"),
                                new ToolCall("c 2", "list", "nonsense")),
                        List.of());
        var pictures =
                List.of(
                        new Message.Image("image/png", "aGk="),
                        new Message.Image("image/gif", "aGk="));
        JsonNode sent =
                sent(
                        "m",
                        Given.request(
                                GO,
                                calls,
                                new Message.ToolResult("c 2", "second", false),
                                new Message.ToolResult("c1", "first", false),
                                new Message.User("and now?", pictures)));
        assertThat(sent)
                .isEqualTo(
                        json(
                                """
                                {"model":"m","messages":[
                                  {"role":"system","content":"be brief"},
                                  {"role":"user","content":"go"},
                                  {"role":"assistant","content":"","tool_calls":[
                                    {"id":"c1","function":{"name":"look","arguments":{"x":1}}},
                                    {"id":"%1$s","function":{"name":"list",
                                      "arguments":{"_invalid_arguments":"nonsense"}}}]},
                                  {"role":"tool","content":"first","tool_name":"look","tool_call_id":"c1"},
                                  {"role":"tool","content":"second","tool_name":"list","tool_call_id":"%1$s"},
                                  {"role":"user","images":["aGk="],
                                   "content":"and now?\\n\\n(a picture of type \\"image/gif\\", which can not be shown to you)"}],
                                 "options":{"num_predict":100},"truncate":false,"shift":false,"stream":true}
                                """
                                        .formatted(CallIds.hashed("c 2"))));
    }

    @Test
    void thinking_goes_back_to_the_same_model_and_calls_without_ids_get_one() {
        String call = "{\"function\":{\"index\":%d,\"name\":\"look\",\"arguments\":%s}}";
        Reply reply =
                read(
                        piece("\"content\":\"\",\"thinking\":\"h\""),
                        piece("\"content\":\"\",\"thinking\":\"m\""),
                        piece("\"content\":\"I look\""),
                        piece(
                                "\"content\":\"\",\"tool_calls\":["
                                        + call.formatted(0, "{\"x\":1}")
                                        + "]"),
                        piece(
                                "\"content\":\"\",\"tool_calls\":["
                                        + call.formatted(1, "\"{}\"")
                                        + "]"),
                        END);
        List<ToolCall> calls = reply.message().calls();
        assertThat(reply.stop()).isEqualTo(Reply.Stop.CALLS);
        assertThat(reply.usage()).isEqualTo(new Reply.Usage(21, 9, 0));
        assertThat(reply.model()).isEqualTo("m:1b");
        assertThat(calls).extracting(ToolCall::arguments).containsExactly("{\"x\":1}", "{}");
        assertThat(calls)
                .extracting(ToolCall::id)
                .doesNotHaveDuplicates()
                .noneMatch(String::isBlank);
        Message[] next = {
            GO,
            reply.message(),
            new Message.ToolResult(calls.get(0).id(), "a", false),
            new Message.ToolResult(calls.get(1).id(), "b", false)
        };
        JsonNode said = sent("m", Given.request(next)).at("/messages/2");
        assertThat(said.path("thinking").asString()).isEqualTo("hm");
        assertThat(said.path("content").asString()).isEqualTo("I look");
        assertThat(sent("other", Given.request(next)).at("/messages/2").has("thinking")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "qwen3:8b, MINIMAL, false",
        "qwen3:8b, HIGH, ''",
        "gpt-oss:20b, MINIMAL, low",
        "gpt-oss:20b, MEDIUM, medium",
        "me/gpt-oss, HIGH, high"
    })
    void effort_is_told_where_no_model_refuses_it(String model, Effort effort, String told) {
        var manner = new Request.Manner(Optional.of(effort), Optional.empty());
        JsonNode sent = sent(model, new Request("", List.of(), List.of(GO), 9, manner));
        assertThat(sent.path("think").asString("")).isEqualTo(told);
    }

    @Test
    void a_form_is_a_grammar_and_beside_tools_words() {
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";
        var manner =
                new Request.Manner(
                        Optional.empty(), Optional.of(new Request.Form("answer", schema)));
        var tool = new Request.ToolDefinition("look", "looks", "{\"type\":\"object\"}");
        JsonNode alone = sent("m", new Request("", List.of(), List.of(GO), 9, manner));
        JsonNode beside = sent("m", new Request("", List.of(tool), List.of(GO), 9, manner));
        assertThat(alone.path("format")).isEqualTo(json(schema));
        assertThat(alone.at("/messages/0/role").asString()).isEqualTo("user");
        assertThat(beside.has("format")).isFalse();
        assertThat(beside.at("/messages/0/content").asString()).contains(schema);
    }

    @Test
    void lines_end_as_they_like_and_nothing_after_the_last_one_counts() {
        String hello = piece("\"content\":\"hé\"");
        Reply expected = read(hello, END);
        assertThat(expected.message().text()).isEqualTo("hé");
        assertThat(read("", hello, " ", END, "")).isEqualTo(expected);
        assertThat(Given.read(OLLAMA, hello + "\r\n" + END + "\r\n")).isEqualTo(expected);
        assertThat(read(hello, END, "nonsense")).isEqualTo(expected);
        assertThatThrownBy(() -> read(hello, "nonsense", END))
                .isInstanceOfSatisfying(
                        BrokenReply.class,
                        broken -> assertThat(broken.kind()).isEqualTo(Kind.MALFORMED_REPLY));
    }

    @Test
    void a_model_that_was_only_loaded_has_said_nothing() {
        for (String reason : List.of("load", "unload")) {
            assertThatThrownBy(() -> read(END.replace("stop", reason)))
                    .isInstanceOf(BrokenReply.class);
        }
        assertThat(read(piece("\"content\":\"so f\""), END.replace("stop", "length")).stop())
                .isEqualTo(Reply.Stop.LENGTH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | CONTEXT_TOO_LONG | {\"error\":\"{\\\"error\\\":{\\\"code\\\":400,\\\"message\\\":\\\"request (8889 tokens) exceeds the available context size (4096 tokens), try increasing it\\\",\\\"type\\\":\\\"exceed_context_size_error\\\"}}\"}",
                "400 | CONTEXT_TOO_LONG | {\"error\":\"prompt too long; exceeded max context length by 4 tokens\"}",
                "404 | MODEL_GONE | {\"error\":\"model 'x' not found\"}",
                "400 | INVALID_REQUEST | {\"error\":\"\\\"x\\\" does not support tools\"}",
                "503 | OVERLOADED | {\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}",
                "500 | TRANSIENT | {\"error\":\"model requires more system memory (9 GiB) than is available (4 GiB)\"}",
                "200 | CONTEXT_TOO_LONG | {\"error\":\"the input exceeds the context length\",\"status\":400}",
                "200 | INVALID_REQUEST | {\"error\":\"no\",\"status\":400}",
                "200 | TRANSIENT | {\"error\":\"no\",\"status\":500}",
            })
    void each_error_has_its_kind(int status, Kind kind, String body) throws Exception {
        try (var server = FakeServer.of(FakeServer.http(status, "", body + "\n"))) {
            assertThat(failure(open("ollama-native:m", server)).kind()).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:11434, http://127.0.0.1:11434/api/chat",
        "http://127.0.0.1:11434/, http://127.0.0.1:11434/api/chat",
        "http://127.0.0.1:11434/v1, http://127.0.0.1:11434/api/chat",
        "http://h/ollama/v1/?k=1, http://h/ollama/api/chat?k=1",
        "https://ollama.com/api, https://ollama.com/api/chat",
        "https://ollama.com/api/chat, https://ollama.com/api/chat"
    })
    void the_address_may_be_that_of_the_compatible_interface(String base, String to) {
        assertThat(OLLAMA.endpoint(URI.create(base), "m")).hasToString(to);
    }
}
