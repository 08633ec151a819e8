package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OpenAiResponsesTest {
    private static final Dialect RESPONSES = new OpenAiResponses();

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
                                new Message.Assistant(
                                        "I look",
                                        List.of(new ToolCall("a", "look", "{broken")),
                                        List.of()),
                                new Message.ToolResult("a", "bad arguments", true),
                                new Message.User(
                                        "and this",
                                        List.of(new Message.Image("image/png", "iVBO")))),
                        7,
                        new Request.Manner(
                                Optional.of(Request.Effort.LOW),
                                Optional.of(new Request.Form("f", "{\"type\":\"string\"}"))));
        JsonNode sent = encode(new Asked("openai-responses", "gpt-5", request));
        assertThat(sent)
                .isEqualTo(
                        json(
                                """
                                {"model":"gpt-5","instructions":"be brief","input":[
                                 {"role":"user","content":"go"},
                                 {"role":"assistant","content":"I look"},
                                 {"type":"function_call","call_id":"a","name":"look",
                                  "arguments":"{broken"},
                                 {"type":"function_call_output","call_id":"a",
                                  "output":"bad arguments"},
                                 {"role":"user","content":[
                                  {"type":"input_text","text":"and this"},
                                  {"type":"input_image",
                                   "image_url":"data:image/png;base64,iVBO"}]}],
                                 "tools":[{"type":"function","name":"look","description":"looks",
                                  "parameters":{"type":"object"},"strict":false}],
                                 "max_output_tokens":16,"store":false,
                                 "include":["reasoning.encrypted_content"],
                                 "reasoning":{"effort":"low"},
                                 "text":{"format":{"type":"json_schema","name":"f",
                                  "schema":{"type":"string"},"strict":true}},
                                 "stream":true}
                                """));
    }

    @Test
    void every_item_goes_back_in_its_place_and_only_to_the_same_model() {
        String items =
                """
                [{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"E1"},
                 {"type":"web_search_call","id":"ws_1","status":"completed","action":{"query":"q"}},
                 {"type":"message","id":"msg_1","role":"assistant","phase":"commentary",
                  "status":"completed","content":[{"type":"output_text","text":"I look.",
                   "annotations":[{"type":"url_citation","url":"u"}]}]},
                 {"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"E2"},
                 {"type":"function_call","id":"fc_1","call_id":"c1","name":"look",
                  "arguments":"{\\"x\\":1}","namespace":"n"},
                 {"type":"custom_tool_call","id":"ct_1","call_id":"c2","name":"run","input":"ls"},
                 {"type":"message","id":"msg_2","role":"assistant","status":"completed","content":[
                  {"type":"output_text","text":"Done","annotations":[]},
                  {"type":"output_text","text":" so far","annotations":[]}]}]
                """;
        Reply reply = Given.read(RESPONSES, completed(items));
        assertThat(reply.message().text()).isEqualTo("I look.Done so far");
        assertThat(reply.message().calls())
                .containsExactly(
                        new ToolCall("c1", "look", "{\"x\":1}"), new ToolCall("c2", "run", "ls"));
        Message[] next = {
            reply.message(),
            new Message.ToolResult("c2", "files", false),
            new Message.ToolResult("c1", "seen", false)
        };
        JsonNode back = encode(Given.asked(RESPONSES, next)).path("input");
        JsonNode expected = json(items);
        for (int at = 0; at < expected.size(); at++) {
            assertThat(back.path(at)).isEqualTo(expected.path(at));
        }
        assertThat(back.path(7))
                .isEqualTo(
                        json(
                                "{\"type\":\"custom_tool_call_output\",\"call_id\":\"c2\",\"output\":\"files\"}"));

        var other = new Asked("openai-responses", "other", Given.request(next));
        assertThat(encode(other).path("input"))
                .isEqualTo(
                        json(
                                """
                                [{"role":"assistant","content":"I look.Done so far"},
                                 {"type":"function_call","call_id":"c1","name":"look",
                                  "arguments":"{\\"x\\":1}"},
                                 {"type":"function_call","call_id":"c2","name":"run",
                                  "arguments":"ls"},
                                 {"type":"function_call_output","call_id":"c2","output":"files"},
                                 {"type":"function_call_output","call_id":"c1","output":"seen"}]
                                """));
    }

    @Test
    void what_the_server_would_refuse_is_not_sent_back() {
        Reply reply =
                Given.read(
                        RESPONSES,
                        completed(
                                """
                                [{"type":"reasoning","id":"rs_1","summary":[]},
                                 {"type":"local_shell_call","id":"l","call_id":"s1"},
                                 {"type":"shell_call","id":"sh","call_id":"s2"},
                                 {"type":"shell_call_output","id":"so","call_id":"s2"}]
                                """));
        assertThat(reply.message().privateParts()).hasSize(4);
        JsonNode back =
                encode(Given.asked(RESPONSES, reply.message(), new Message.User("go on")))
                        .path("input");
        assertThat(back.valueStream().map(item -> item.path("id").asString("")))
                .containsExactly("sh", "so", "");
    }

    @Test
    void a_message_that_was_shortened_since_is_still_sent() {
        Reply reply =
                Given.read(
                        RESPONSES,
                        completed(
                                """
                                [{"type":"message","id":"m1","content":[
                                  {"type":"output_text","text":"long text"}]},
                                 {"type":"message","id":"m2","content":[
                                  {"type":"output_text","text":"more"}]},
                                 {"type":"function_call","id":"f","call_id":"c","name":"n",
                                  "arguments":"{}"}]
                                """));
        var shortened = new Message.Assistant("long", List.of(), reply.message().privateParts());
        assertThat(encode(Given.asked(RESPONSES, shortened)).path("input").path(0))
                .isEqualTo(
                        json(
                                "{\"type\":\"message\",\"id\":\"m1\",\"content\":["
                                        + "{\"type\":\"output_text\",\"text\":\"long\"}]}"));
    }

    @Test
    void ids_that_the_server_made_are_sent_as_they_came_however_long() {
        String id = "resp_" + "x".repeat(70) + ":call_0";
        Reply reply =
                Given.read(
                        RESPONSES,
                        completed(
                                "[{\"type\":\"function_call\",\"call_id\":\"%s\",\"name\":\"n\",\"arguments\":\"{}\"}]"
                                        .formatted(id)));
        var result = new Message.ToolResult(id, "r", false);
        JsonNode own = encode(Given.asked(RESPONSES, reply.message(), result)).path("input");
        assertThat(own.at("/0/call_id").asString()).isEqualTo(id);
        assertThat(own.at("/1/call_id").asString()).isEqualTo(id);

        var other = new Asked("openai-responses", "m2", Given.request(reply.message(), result));
        String sent = encode(other).path("input").at("/0/call_id").asString();
        assertThat(sent).hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void usage_counts_cached_written_and_reasoning_tokens() {
        String body =
                """
                {"status":"completed","model":"m-1","output":[{"type":"message","content":[
                  {"type":"output_text","text":"x"}]}],
                 "usage":{"input_tokens":20,"input_tokens_details":{"cached_tokens":8,
                  "cache_write_tokens":4},"output_tokens":9,
                  "output_tokens_details":{"reasoning_tokens":5},"total_tokens":29}}
                """;
        Reply reply = Given.read(RESPONSES, body);
        assertThat(reply.usage()).isEqualTo(new Reply.Usage(20, 9, 8, 4, 5));
        assertThat(reply.model()).isEqualTo("m-1");
    }

    @Test
    void a_refusal_is_told_as_text_and_goes_back_as_one() {
        Reply reply =
                Given.read(
                        RESPONSES,
                        completed(
                                "[{\"type\":\"message\",\"id\":\"m\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"I will not\"}]}]"));
        assertThat(reply.stop()).isEqualTo(Reply.Stop.REFUSED);
        assertThat(reply.message().text()).isEqualTo("I will not");
        assertThat(encode(Given.asked(RESPONSES, reply.message())).at("/input/0/content/0"))
                .isEqualTo(json("{\"type\":\"refusal\",\"refusal\":\"I will not\"}"));
    }

    @ParameterizedTest
    @CsvSource({"max_output_tokens, LENGTH", "content_filter, REFUSED", "new_reason, LENGTH"})
    void an_incomplete_reply_says_why_and_keeps_what_came(String reason, Reply.Stop stop) {
        String events =
                Given.sse(
                        "{\"type\":\"response.output_item.added\",\"output_index\":0,"
                                + "\"item\":{\"type\":\"message\",\"content\":[]}}",
                        "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"so f\"}",
                        "{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
                                + "\"incomplete_details\":{\"reason\":\"%s\"},\"output\":[]}}"
                                        .formatted(reason));
        Reply reply = Given.read(RESPONSES, events);
        assertThat(reply.stop()).isEqualTo(stop);
        assertThat(reply.message().text()).isEqualTo("so f");
        assertThat(encode(Given.asked(RESPONSES, reply.message())).at("/input/0/content/0/text"))
                .isEqualTo(json("\"so f\""));
    }

    @Test
    void items_may_stand_in_the_terminal_event_alone() {
        String message =
                "{\"type\":\"message\",\"id\":\"m\",\"content\":[{\"type\":\"output_text\",\"text\":\"all of it\"}]}";
        String end = end("completed", "[" + message + "]");
        String added =
                "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"m\"}}";
        String piece =
                "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"all\"}";
        for (String events : List.of(Given.sse(end), Given.sse(added, piece, end))) {
            assertThat(Given.read(RESPONSES, events).message().text()).isEqualTo("all of it");
        }
    }

    @Test
    void events_out_of_order_doubled_or_contradicting_are_refused() {
        String added =
                "{\"type\":\"response.output_item.added\",\"sequence_number\":%d,\"output_index\":0,\"item\":{\"type\":\"message\"}}";
        String done =
                "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"message\",\"content\":[]}}";
        String piece =
                "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"x\"}";
        assertBroken(Kind.MALFORMED_REPLY, added.formatted(3), added.formatted(3));
        assertBroken(
                Kind.MALFORMED_REPLY, added.formatted(3), "{\"type\":\"p\",\"sequence_number\":2}");
        assertBroken(Kind.MALFORMED_REPLY, added.formatted(1), added.formatted(2));
        assertBroken(Kind.MALFORMED_REPLY, done, done);
        assertBroken(Kind.MALFORMED_REPLY, done, piece);
    }

    @Test
    void a_stream_without_its_end_is_cut_and_an_open_item_too() {
        String added =
                "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"n\"}}";
        String piece =
                "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":0,\"delta\":\"{\\\"x\\\"\"}";
        assertBroken(Kind.CUT, added, piece);
        assertBroken(Kind.CUT, added, piece, "[DONE]");
        assertBroken(Kind.CUT, added, piece, end("completed", "[]"));
        assertBroken(Kind.CUT, end("queued", "[]").replace("response.queued", "response.done"));
    }

    @Test
    void an_error_is_one_wherever_it_stands() {
        String error = "{\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"}";
        for (String body :
                List.of(
                        Given.sse("{\"type\":\"error\"," + error.substring(1)),
                        Given.sse("{\"type\":\"error\",\"error\":" + error + "}"),
                        Given.sse(
                                "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":"
                                        + error
                                        + "}}"),
                        "{\"status\":\"failed\",\"output\":[],\"error\":" + error + "}")) {
            assertThatThrownBy(() -> Given.read(RESPONSES, body))
                    .isInstanceOfSatisfying(
                            Rejection.InReply.class,
                            failed ->
                                    assertThat(
                                                    Rejection.kind(
                                                            Rejection.NO_STATUS,
                                                            ErrorText.of(failed.error()),
                                                            false))
                                            .isEqualTo(Kind.RATE_LIMITED));
        }
    }

    @Test
    void a_model_that_never_thinks_is_not_asked_for_its_thoughts() {
        for (String model : List.of("gpt-4o", "gpt-4.1-mini", "chatgpt-4o-latest", "gpt-5-chat")) {
            var asked = new Asked("openai-responses", model, Given.request(new Message.User("go")));
            assertThat(encode(asked).has("include")).as(model).isFalse();
        }
        var asked = new Asked("openai-responses", "gpt-5.5", Given.request(new Message.User("x")));
        assertThat(encode(asked).has("include")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, https://api.openai.com/v1/responses",
        "http://localhost:11434, http://localhost:11434/v1/responses",
        "http://h/openai/v1/?x=1, http://h/openai/v1/responses?x=1",
        "http://h/a/responses, http://h/a/responses",
    })
    void the_endpoint_lies_below_the_base(URI base, URI endpoint) {
        assertThat(RESPONSES.endpoint(base, "m")).isEqualTo(endpoint);
    }

    private static String completed(String output) {
        return "{\"object\":\"response\",\"status\":\"completed\",\"output\":" + output + "}";
    }

    private static String end(String status, String output) {
        return "{\"type\":\"response.%s\",\"response\":{\"status\":\"%s\",\"output\":%s}}"
                .formatted(status, status, output);
    }

    private static void assertBroken(Kind kind, String... events) {
        assertThatThrownBy(() -> Given.read(RESPONSES, Given.sse(events)))
                .isInstanceOfSatisfying(
                        BrokenReply.class, broken -> assertThat(broken.kind()).isEqualTo(kind));
    }

    private static JsonNode encode(Asked asked) {
        return json(RESPONSES.encode(asked));
    }

    private static JsonNode json(String text) {
        return StrictText.JSON.readTree(text);
    }
}
