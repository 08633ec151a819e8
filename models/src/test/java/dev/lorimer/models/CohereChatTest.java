package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import dev.lorimer.model.Request.Effort;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CohereChatTest extends Wired {
    private static final CohereChat COHERE = new CohereChat();
    private static final String THINKER = "command-a-reasoning-08-2025";
    private static final Message GO = new Message.User("go");

    private static JsonNode sent(String model, Request request) {
        return json(COHERE.encode(new Asked("cohere", model, request)));
    }

    private static JsonNode messages(Message... messages) {
        return sent("m", Given.request(messages)).path("messages");
    }

    private static JsonNode json(String text) {
        return StrictText.JSON.readTree(text);
    }

    private static Request with(Request.Manner manner, Request.ToolDefinition... tools) {
        return new Request("be brief", List.of(tools), List.of(GO), 4000, manner);
    }

    private static String whole(String message, String reason) {
        return "{\"id\":\"x\",\"message\":" + message + ",\"finish_reason\":\"" + reason + "\"}";
    }

    private static String event(String type, int index, String delta) {
        return "{\"type\":\"%s\",\"index\":%d,\"delta\":{\"message\":%s}}"
                .formatted(type, index, delta);
    }

    private static String end(String reason) {
        return "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"" + reason + "\"}}";
    }

    @Test
    void a_conversation_is_told_in_its_words() {
        var calls =
                new Message.Assistant(
                        "I look",
                        List.of(
                                new Message.ToolCall("c1", "look", "{\"x\": 1}"),
                                new Message.ToolCall("a b", "9-lives", "[1]")),
                        List.of());
        JsonNode messages =
                messages(
                        GO,
                        calls,
                        new Message.ToolResult("a b", " ", true),
                        new Message.ToolResult("c1", "seen", false),
                        new Message.User(
                                "and now?", List.of(new Message.Image("image/jpg", "aGk="))),
                        new Message.Assistant(" ", List.of(), List.of()),
                        new Message.User(""));
        String id = CallIds.hashed("a b");
        String name = messages.at("/2/tool_calls/1/function/name").asString();
        assertThat(name).matches("tool_9_lives_[0-9a-f]{8}");
        assertThat(messages)
                .isEqualTo(
                        json(
                                """
                                [{"role":"system","content":"be brief"},
                                 {"role":"user","content":"go"},
                                 {"role":"assistant","content":[{"type":"text","text":"I look"}],"tool_calls":[
                                   {"id":"c1","type":"function","function":{"name":"look","arguments":"{\\"x\\": 1}"}},
                                   {"id":"%1$s","type":"function","function":{"name":"%2$s",
                                     "arguments":"{\\"_invalid_arguments\\":\\"[1]\\"}"}}]},
                                 {"role":"tool","tool_call_id":"%1$s","content":"(no output)"},
                                 {"role":"tool","tool_call_id":"c1","content":"seen"},
                                 {"role":"user","content":[{"type":"text","text":"and now?"},
                                   {"type":"image_url","image_url":{"url":"data:image/jpeg;base64,aGk="}}]},
                                 {"role":"assistant","content":[{"type":"text","text":"(empty message)"}]},
                                 {"role":"user","content":"(empty message)"}]
                                """
                                        .formatted(id, name)));
    }

    @Test
    void thoughts_and_plans_go_back_and_citations_are_kept() {
        Reply reply =
                Given.read(
                        COHERE,
                        whole(
                                """
                                {"role":"assistant","tool_plan":"to look","content":[
                                  {"type":"thinking","thinking":"hm"},{"type":"text","text":"I look"}],
                                 "citations":[{"start":0,"sources":[{"document":{"id":"doc","text":"long"}}]}],
                                 "tool_calls":[{"id":"c1","type":"function",
                                   "function":{"name":"look","arguments":"{}"}}]}
                                """,
                                "TOOL_CALL"));
        assertThat(reply.message().text()).isEqualTo("I look");
        assertThat(reply.message().privateParts().toString()).contains("long");
        assertThat(messages(GO, reply.message(), new Message.ToolResult("c1", "x", false)).path(2))
                .isEqualTo(
                        json(
                                """
                                {"role":"assistant","tool_plan":"to look","content":[
                                  {"type":"thinking","thinking":"hm"},{"type":"text","text":"I look"}],
                                 "tool_calls":[{"id":"c1","type":"function",
                                   "function":{"name":"look","arguments":"{}"}}]}
                                """));
    }

    @Test
    void effort_is_a_budget_of_models_that_think() {
        assertThat(thinking(THINKER, Effort.MINIMAL, 4000)).isEqualTo("{\"type\":\"disabled\"}");
        assertThat(thinking(THINKER, Effort.LOW, 4000))
                .isEqualTo("{\"type\":\"enabled\",\"token_budget\":1024}");
        assertThat(thinking(THINKER, Effort.MEDIUM, 4000))
                .isEqualTo("{\"type\":\"enabled\",\"token_budget\":2000}");
        assertThat(thinking(THINKER, Effort.LOW, 1))
                .isEqualTo("{\"type\":\"enabled\",\"token_budget\":1}");
        assertThat(thinking(THINKER, Effort.HIGH, 4000)).isEqualTo("{\"type\":\"enabled\"}");
        assertThat(thinking("command-a-03-2025", Effort.HIGH, 4000)).isEmpty();
    }

    private static String thinking(String model, Effort effort, int limit) {
        var manner = new Request.Manner(Optional.of(effort), Optional.empty());
        JsonNode sent = sent(model, new Request("", List.of(), List.of(GO), limit, manner));
        return sent.has("thinking") ? sent.path("thinking").toString() : "";
    }

    @Test
    void a_form_is_a_schema_where_the_provider_takes_it_and_words_elsewhere() {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"]}";
        var tool = new Request.ToolDefinition("look", "looks", "{}");
        JsonNode taken = sent("m", with(form(schema)));
        assertThat(taken.at("/response_format/type").asString()).isEqualTo("json_object");
        assertThat(taken.at("/response_format/json_schema")).isEqualTo(json(schema));
        assertThat(taken.at("/messages/0/content").asString()).isEqualTo("be brief");
        for (JsonNode told :
                List.of(
                        sent("m", with(form(schema), tool)),
                        sent("m", with(form("{\"type\":\"object\"}"))),
                        sent("m", with(form("{\"type\":\"array\"}"))))) {
            assertThat(told.has("response_format")).isFalse();
            assertThat(told.at("/messages/0/content").asString()).contains("JSON Schema");
        }
    }

    private static Request.Manner form(String schema) {
        return new Request.Manner(
                Optional.empty(), Optional.of(new Request.Form("answer", schema)));
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETE, END",
        "STOP_SEQUENCE, END",
        "MAX_TOKENS, LENGTH",
        "ERROR_LIMIT, LENGTH",
        "ERROR_TOXIC, REFUSED",
        "SOMETHING_NEW, END"
    })
    void each_finish_reason_has_its_stop(String reason, Reply.Stop stop) {
        assertThat(Given.read(COHERE, whole("{\"content\":\"hi\"}", reason)).stop())
                .isEqualTo(stop);
    }

    @Test
    void tokens_are_those_that_the_model_has_read() {
        String tokens =
                "\"tokens\":{\"input_tokens\":500,\"output_tokens\":9,\"reasoning_tokens\":4}";
        String billed = "\"billed_units\":{\"input_tokens\":7,\"output_tokens\":5}";
        assertThat(used("{" + billed + "," + tokens + ",\"cached_tokens\":448}"))
                .isEqualTo(new Reply.Usage(500, 9, 448, 0, 4));
        assertThat(used("{" + billed + "}")).isEqualTo(new Reply.Usage(7, 5, 0));
        assertThat(used("null")).isEqualTo(Reply.Usage.NONE);
    }

    private static Reply.Usage used(String usage) {
        String reply =
                "{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"COMPLETE\",\"usage\":";
        return Given.read(COHERE, reply + usage + "}").usage();
    }

    @Test
    void events_out_of_their_order_are_refused() {
        String start = event("content-start", 0, "{\"content\":{\"type\":\"text\",\"text\":\"\"}}");
        String grow = event("content-delta", 0, "{\"content\":{\"text\":\"hi\"}}");
        String closed = "{\"type\":\"content-end\",\"index\":0}";
        String call =
                event(
                        "tool-call-start",
                        0,
                        "{\"tool_calls\":{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}}");
        assertThat(read(start, grow, closed, end("COMPLETE")).message().text()).isEqualTo("hi");
        assertThat(read(grow, grow, end("COMPLETE")).message().text()).isEqualTo("hihi");
        for (List<String> wrong :
                List.of(
                        List.of(start, grow, start, end("COMPLETE")),
                        List.of(start, closed, grow, end("COMPLETE")),
                        List.of(start, grow.replace(":0", ":1"), end("COMPLETE")),
                        List.of(call, call, end("TOOL_CALL")))) {
            assertThatThrownBy(() -> read(wrong.toArray(String[]::new)))
                    .isInstanceOfSatisfying(
                            BrokenReply.class,
                            broken -> assertThat(broken.kind()).isEqualTo(Kind.MALFORMED_REPLY));
        }
        assertThatThrownBy(() -> read(call, end("TOOL_CALL")))
                .isInstanceOf(BrokenReply.class)
                .hasMessageContaining("inside a call");
        assertThat(read(call, end("MAX_TOKENS")).stop()).isEqualTo(Reply.Stop.LENGTH);
    }

    private static Reply read(String... events) {
        return Given.read(COHERE, Given.sse(events));
    }

    private static final String OLDER =
            """
            {"response_id":"r","text":"I look","chat_history":[{"role":"USER","message":"go"}],
             "tool_calls":[{"name":"look","parameters":{"x":1}},{"name":"list","parameters":{}}],
             "citations":[{"text":"cited"}],"finish_reason":"COMPLETE",
             "meta":{"tokens":{"input_tokens":5,"output_tokens":2}}}
            """
                    .replace("\n", "");

    @Test
    void a_reply_of_the_first_version_is_understood() {
        String events =
                """
                {"is_finished":false,"event_type":"stream-start","generation_id":"g"}
                {"is_finished":false,"event_type":"text-generation","text":"I "}
                {"is_finished":false,"event_type":"text-generation","text":"look"}
                {"is_finished":true,"event_type":"stream-end","finish_reason":"COMPLETE","response":%s}
                """
                        .formatted(OLDER);
        Reply whole = Given.read(COHERE, OLDER);
        assertThat(whole.message().text()).isEqualTo("I look");
        assertThat(whole.message().calls())
                .extracting(Message.ToolCall::name, Message.ToolCall::arguments)
                .containsExactly(Tuple.tuple("look", "{\"x\":1}"), Tuple.tuple("list", "{}"));
        assertThat(whole.message().privateParts().toString())
                .contains("cited")
                .doesNotContain("go");
        assertThat(whole.usage()).isEqualTo(new Reply.Usage(5, 2, 0));
        assertThat(Given.read(COHERE, events)).isEqualTo(whole);
        assertThat(read(events.lines().toArray(String[]::new))).isEqualTo(whole);
        byte[] bytes = events.stripTrailing().getBytes(StandardCharsets.UTF_8);
        for (int end = 0; end < bytes.length; end++) {
            byte[] cut = Arrays.copyOf(bytes, end);
            assertThatThrownBy(
                            () -> Given.read(COHERE, Given.asked(COHERE), cut, 4096, Given::deaf))
                    .isInstanceOfSatisfying(
                            BrokenReply.class,
                            broken -> assertThat(broken.kind()).isEqualTo(Kind.CUT));
        }
    }

    @ParameterizedTest
    @CsvSource({"ERROR, TRANSIENT", "TIMEOUT, TIMEOUT"})
    void a_generation_that_failed_is_no_reply(String reason, Kind kind) throws Exception {
        for (String body :
                List.of(whole("{\"content\":\"so far\"}", reason), Given.sse(end(reason)))) {
            try (var server = FakeServer.of(FakeServer.http(200, "", body))) {
                assertThat(failure(open("cohere:m", server)).kind()).isEqualTo(kind);
            }
        }
    }

    @Test
    void an_error_that_is_only_a_message_is_one() {
        assertThatThrownBy(() -> Given.read(COHERE, "{\"message\":\"no\"}"))
                .isInstanceOf(Rejection.InReply.class);
        assertThatThrownBy(() -> read("{\"id\":\"x\",\"message\":\"no\"}"))
                .isInstanceOf(Rejection.InReply.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.cohere.com",
                "https://api.cohere.com/",
                "https://api.cohere.com/v2",
                "https://api.cohere.com/v2/chat"
            })
    void the_address_may_say_more_or_less(String base) {
        assertThat(COHERE.endpoint(URI.create(base), "m"))
                .hasToString("https://api.cohere.com/v2/chat");
    }

    @Test
    void its_key_lies_in_either_variable() {
        var spec = (ModelSpec.Wire) ModelSpec.parse("cohere:m", Optional.empty());
        for (String variable : List.of("CO_API_KEY", "COHERE_API_KEY")) {
            var keys =
                    new Keys(
                            name -> Optional.of(SECRET).filter(_ -> name.equals(variable)),
                            Optional.empty());
            assertThat(keys.find(spec).orElseThrow().reveal()).isEqualTo(SECRET);
        }
    }
}
