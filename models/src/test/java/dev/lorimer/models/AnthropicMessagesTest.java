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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AnthropicMessagesTest {
    private static final String START =
            "{\"type\":\"message_start\",\"message\":{\"model\":\"m-1\",\"content\":[],"
                    + "\"stop_reason\":null,\"usage\":{\"input_tokens\":3,"
                    + "\"cache_creation_input_tokens\":4,\"cache_read_input_tokens\":5,"
                    + "\"output_tokens\":1}}}";
    private static final String STOP = "{\"type\":\"message_stop\"}";

    @Test
    void a_request_has_every_part_in_its_place() {
        var request =
                new Request(
                        "be brief",
                        List.of(new Request.ToolDefinition("look", "looks", "{}")),
                        List.of(
                                new Message.User("go"),
                                new Message.User("now"),
                                new Message.Assistant(
                                        "I look",
                                        List.of(
                                                new ToolCall("a", "look", "{\"x\":1}"),
                                                new ToolCall("b.b", "look", "{broken"),
                                                new ToolCall("c", "look", "{\"x\":1,\"x\":2}")),
                                        List.of()),
                                new Message.ToolResult("a", "seen", false),
                                new Message.User("wait"),
                                new Message.ToolResult("b.b", "bad arguments", true),
                                new Message.ToolResult("c", "", false),
                                new Message.User(" ")),
                        77);
        String hashed = CallIds.hashed("b.b");
        assertThat(encode(new Asked("anthropic", "m", request)))
                .isEqualTo(
                        json(
                                """
                                {"model":"m","max_tokens":77,
                                 "system":[{"type":"text","text":"be brief",
                                  "cache_control":{"type":"ephemeral"}}],
                                 "tools":[{"name":"look","description":"looks",
                                  "input_schema":{"type":"object"}}],
                                 "messages":[
                                  {"role":"user","content":[
                                   {"type":"text","text":"go"},{"type":"text","text":"now"}]},
                                  {"role":"assistant","content":[
                                   {"type":"text","text":"I look"},
                                   {"type":"tool_use","id":"a","name":"look","input":{"x":1}},
                                   {"type":"tool_use","id":"HASH","name":"look",
                                    "input":{"_invalid_arguments":"{broken"}},
                                   {"type":"tool_use","id":"c","name":"look",
                                    "input":{"_invalid_arguments":"{\\"x\\":1,\\"x\\":2}"}}]},
                                  {"role":"user","content":[
                                   {"type":"tool_result","tool_use_id":"a","content":"seen"},
                                   {"type":"tool_result","tool_use_id":"HASH",
                                    "content":"bad arguments","is_error":true},
                                   {"type":"tool_result","tool_use_id":"c","content":""},
                                   {"type":"text","text":"wait",
                                    "cache_control":{"type":"ephemeral"}}]}],
                                 "stream":true}
                                """
                                        .replace("HASH", hashed)));
        assertThat(hashed).matches("[A-Za-z0-9_-]{1,64}");
    }

    @Test
    void a_side_that_said_nothing_leaves_a_valid_conversation() {
        JsonNode messages =
                encode(
                                Given.asked(
                                        Given.ANTHROPIC,
                                        new Message.User(""),
                                        new Message.Assistant(" ", List.of(), List.of()),
                                        new Message.User("go")))
                        .path("messages");
        assertThat(messages)
                .isEqualTo(
                        json(
                                """
                                [{"role":"user","content":[{"type":"text","text":"(empty message)"},
                                 {"type":"text","text":"go","cache_control":{"type":"ephemeral"}}]}]
                                """));
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.anthropic.com/v1, https://api.anthropic.com/v1/messages",
        "https://api.anthropic.com, https://api.anthropic.com/v1/messages",
        "http://h/anthropic/, http://h/anthropic/v1/messages",
        "http://h/anthropic/v1/?beta=true, http://h/anthropic/v1/messages?beta=true",
        "http://h/v1/messages, http://h/v1/messages",
    })
    void the_endpoint_lies_below_the_base(URI base, URI endpoint) {
        assertThat(Given.ANTHROPIC.endpoint(base, "m")).isEqualTo(endpoint);
    }

    @Test
    void a_stream_of_blocks_is_put_together() {
        Reply reply =
                read(
                        START,
                        "{\"type\":\"ping\"}",
                        begin(0, "{\"type\":\"text\",\"text\":\"\"}"),
                        grow(0, "{\"type\":\"text_delta\",\"text\":\"I \"}"),
                        grow(0, "{\"type\":\"text_delta\",\"text\":\"look\"}"),
                        end(0),
                        begin(
                                1,
                                "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"n\",\"input\":{}}"),
                        grow(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
                        grow(
                                1,
                                "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"x\\\": \"}"),
                        grow(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"1.50}\"}"),
                        end(1),
                        begin(
                                2,
                                "{\"type\":\"tool_use\",\"id\":\"b\",\"name\":\"n\",\"input\":{}}"),
                        end(2),
                        begin(
                                3,
                                "{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"n\",\"input\":{\"y\":2}}"),
                        end(3),
                        "{\"type\":\"future_event\",\"index\":9}",
                        stop("tool_use"),
                        STOP);
        assertThat(reply)
                .isEqualTo(
                        new Reply(
                                new Message.Assistant(
                                        "I look",
                                        List.of(
                                                new ToolCall("a", "n", "{\"x\": 1.50}"),
                                                new ToolCall("b", "n", "{}"),
                                                new ToolCall("c", "n", "{\"y\":2}")),
                                        List.of()),
                                new Reply.Usage(12, 8, 5, 4, 0),
                                Reply.Stop.CALLS,
                                "m-1"));
    }

    @Test
    void thinking_goes_back_verbatim_in_its_place_and_only_to_the_same_model() {
        Reply reply =
                read(
                        START,
                        begin(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                        grow(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}"),
                        grow(0, "{\"type\":\"thinking_delta\",\"thinking\":\"m\"}"),
                        grow(0, "{\"type\":\"signature_delta\",\"signature\":\"SIG==\"}"),
                        end(0),
                        begin(1, "{\"type\":\"redacted_thinking\",\"data\":\"DATA\"}"),
                        end(1),
                        begin(2, "{\"type\":\"text\",\"text\":\"first\"}"),
                        end(2),
                        begin(
                                3,
                                "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"find\",\"input\":{}}"),
                        grow(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"q\\\":\"}"),
                        grow(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}"),
                        end(3),
                        begin(4, "{\"type\":\"text\",\"text\":\"second\"}"),
                        end(4),
                        begin(
                                5,
                                "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"n\",\"input\":{}}"),
                        end(5),
                        begin(
                                6,
                                "{\"type\":\"thinking\",\"thinking\":\"late\",\"signature\":\"L\"}"),
                        end(6),
                        begin(
                                7,
                                "{\"type\":\"tool_use\",\"id\":\"b\",\"name\":\"n\",\"input\":{}}"),
                        end(7),
                        stop("tool_use"),
                        STOP);
        assertThat(reply.message().privateParts().getFirst())
                .isEqualTo(
                        new Message.PrivatePart(
                                "anthropic:m",
                                "{\"type\":\"thinking\",\"thinking\":\"hmm\",\"signature\":\"SIG==\"}"));
        var a = new Message.ToolResult("a", "r", false);
        var b = new Message.ToolResult("b", "r", false);
        var go = new Message.User("go");
        JsonNode back = encode(Given.asked(Given.ANTHROPIC, go, reply.message(), a, b));
        assertThat(back.at("/messages/1/content"))
                .isEqualTo(
                        json(
                                """
                                [{"type":"thinking","thinking":"hmm","signature":"SIG=="},
                                 {"type":"redacted_thinking","data":"DATA"},
                                 {"type":"text","text":"first"},
                                 {"type":"server_tool_use","id":"s","name":"find",
                                  "input":{"q":1}},
                                 {"type":"text","text":"second"},
                                 {"type":"tool_use","id":"a","name":"n","input":{}},
                                 {"type":"thinking","thinking":"late","signature":"L"},
                                 {"type":"tool_use","id":"b","name":"n","input":{}}]
                                """));

        var other = new Asked("anthropic", "m2", Given.request(go, reply.message(), a, b));
        assertThat(encode(other).at("/messages/1/content"))
                .isEqualTo(
                        json(
                                """
                                [{"type":"text","text":"firstsecond"},
                                 {"type":"tool_use","id":"a","name":"n","input":{}},
                                 {"type":"tool_use","id":"b","name":"n","input":{}}]
                                """));
    }

    @Test
    void private_parts_outlast_a_message_that_was_shortened() {
        var part =
                new Message.PrivatePart(
                        "anthropic:m",
                        "{\"after\":{\"text\":900,\"calls\":9},\"block\":{\"type\":\"t\"}}");
        var broken = new Message.PrivatePart("anthropic:m", "{no json");
        var message = new Message.Assistant("short", List.of(), List.of(part, broken));
        assertThat(encode(Given.asked(Given.ANTHROPIC, message)).at("/messages/1/content"))
                .isEqualTo(json("[{\"type\":\"text\",\"text\":\"short\"},{\"type\":\"t\"}]"));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, END",
        "stop_sequence, END",
        "pause_turn, END",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "refusal, REFUSED",
    })
    void the_stop_reason_is_the_stop(String reason, Reply.Stop stop) {
        String text = begin(0, "{\"type\":\"text\",\"text\":\"x\"}");
        assertThat(read(START, text, end(0), stop(reason), STOP).stop()).isEqualTo(stop);
    }

    @Test
    void a_refusal_may_be_empty_and_other_replies_may_not() {
        assertThat(read(START, stop("refusal"), STOP).stop()).isEqualTo(Reply.Stop.REFUSED);
        assertBroken(Kind.MALFORMED_REPLY, START, stop("end_turn"), STOP);
        assertBroken(
                Kind.MALFORMED_REPLY,
                START,
                begin(0, "{\"type\":\"thinking\",\"thinking\":\"x\"}"),
                end(0),
                stop("end_turn"),
                STOP);
    }

    @Test
    void a_stream_without_its_end_is_cut() {
        String text = begin(0, "{\"type\":\"text\",\"text\":\"x\"}");
        assertBroken(Kind.CUT);
        assertBroken(Kind.CUT, START, text);
        assertBroken(Kind.CUT, START, text, end(0), stop("end_turn"));
        assertBroken(Kind.CUT, START, text, stop("end_turn"), STOP);
        assertBroken(Kind.CUT, START, text, end(0), STOP);
    }

    @Test
    void lost_doubled_or_reordered_events_are_refused() {
        String text = begin(0, "{\"type\":\"text\",\"text\":\"x\"}");
        assertBroken(Kind.MALFORMED_REPLY, START, START);
        assertBroken(Kind.MALFORMED_REPLY, START, text, text);
        assertBroken(Kind.MALFORMED_REPLY, START, begin(1, "{\"type\":\"text\"}"));
        assertBroken(Kind.MALFORMED_REPLY, START, grow(0, "{\"text\":\"x\"}"));
        assertBroken(Kind.MALFORMED_REPLY, START, text, end(0), grow(0, "{\"text\":\"x\"}"));
        assertBroken(Kind.MALFORMED_REPLY, START, text, end(0), end(0));
        assertBroken(Kind.MALFORMED_REPLY, START, begin(0, "{}"));
    }

    @Test
    void an_error_event_ends_the_reply() {
        String error =
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}";
        for (String body : List.of(Given.sse(START, error), error)) {
            assertThatThrownBy(() -> Given.read(Given.ANTHROPIC, body))
                    .isInstanceOf(Rejection.InReply.class);
        }
    }

    private static void assertBroken(Kind kind, String... events) {
        assertThatThrownBy(() -> Given.read(Given.ANTHROPIC, Given.sse(events)))
                .isInstanceOfSatisfying(
                        BrokenReply.class, broken -> assertThat(broken.kind()).isEqualTo(kind));
    }

    private static Reply read(String... events) {
        String body = Given.sse(events);
        Reply reply = Given.read(Given.ANTHROPIC, body);
        assertThat(Given.read(Given.ANTHROPIC, Given.asked(Given.ANTHROPIC), body, 1, Given::deaf))
                .isEqualTo(reply);
        return reply;
    }

    private static String begin(int index, String block) {
        return "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s}"
                .formatted(index, block);
    }

    private static String grow(int index, String delta) {
        return "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":%s}"
                .formatted(index, delta);
    }

    private static String end(int index) {
        return "{\"type\":\"content_block_stop\",\"index\":%d}".formatted(index);
    }

    private static String stop(String reason) {
        return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\"},".formatted(reason)
                + "\"usage\":{\"output_tokens\":8}}";
    }

    private static JsonNode encode(Asked asked) {
        return json(Given.ANTHROPIC.encode(asked));
    }

    private static JsonNode json(String text) {
        return StrictText.JSON.readTree(text);
    }
}
