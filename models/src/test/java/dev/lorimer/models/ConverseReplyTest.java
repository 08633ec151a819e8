package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ConverseReplyTest {
    private static final String STOP = "messageStop {\"stopReason\":\"end_turn\"}";

    private static byte[] stream(String... events) {
        var frames = new ByteArrayOutputStream();
        for (String event : events) {
            String[] named = event.split(" ", 2);
            frames.writeBytes(ConverseOracle.frame(named[0], named[1]));
        }
        return frames.toByteArray();
    }

    private static String start(int index, String start) {
        return "contentBlockStart {\"contentBlockIndex\":%d,\"start\":%s}".formatted(index, start);
    }

    private static String grow(int index, String delta) {
        return "contentBlockDelta {\"contentBlockIndex\":%d,\"delta\":%s}".formatted(index, delta);
    }

    private static String end(int index) {
        return "contentBlockStop {\"contentBlockIndex\":" + index + "}";
    }

    private static Reply read(byte[] bytes) {
        return Given.read(Given.BEDROCK, Given.asked(Given.BEDROCK), bytes, 4096, Given::deaf);
    }

    private static Reply read(String... events) {
        return read(stream(events));
    }

    private static Reply whole(String content) {
        return Given.read(
                Given.BEDROCK,
                "{\"output\":{\"message\":{\"content\":%s}},\"stopReason\":\"end_turn\"}"
                        .formatted(content));
    }

    /// The content that goes back after a reply and results of its calls.
    private static JsonNode returned(Reply reply) {
        var messages = new ArrayList<Message>();
        messages.add(new Message.User("go"));
        messages.add(reply.message());
        reply.message()
                .calls()
                .forEach(call -> messages.add(new Message.ToolResult(call.id(), "done", false)));
        Asked asked = Given.asked(Given.BEDROCK, messages.toArray(Message[]::new));
        return json(Given.BEDROCK.encode(asked)).at("/messages/1/content");
    }

    private static JsonNode json(String text) {
        return StrictText.JSON.readTree(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"reasoningContent\":{\"reasoningText\":{\"text\":\"hm\",\"signature\":\"c2ln\"}}},"
                        + "{\"text\":\"Let me look. \"},"
                        + "{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"look\",\"input\":{\"n\":1.50}}},"
                        + "{\"reasoningContent\":{\"redactedContent\":\"aGlkZGVu\"}},"
                        + "{\"toolUse\":{\"toolUseId\":\"t2\",\"name\":\"list\",\"input\":{}}}]",
                "[{\"text\":\"one\"},{\"text\":\"two\"}]",
                "[{\"citationsContent\":{\"content\":[{\"text\":\"It is so.\"}],"
                        + "\"citations\":[{\"title\":\"Book\"}]}},{\"text\":\" Truly.\"}]",
                "[{\"toolUse\":{\"toolUseId\":\"s1\",\"name\":\"search\",\"type\":\"server_tool_use\",\"input\":{}}},"
                        + "{\"toolResult\":{\"toolUseId\":\"s1\",\"content\":[{\"text\":\"found\"}]}},"
                        + "{\"text\":\"There.\"}]",
                "[{\"text\":\"see\"},{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"aGk=\"}}}]"
            })
    void blocks_go_back_as_they_came(String content) {
        assertThat(returned(whole(content))).isEqualTo(json(content));
    }

    @Test
    void blocks_in_pieces_are_the_same_blocks() {
        Reply reply =
                read(
                        "messageStart {\"role\":\"assistant\",\"p\":\"abc\"}",
                        grow(0, "{\"reasoningContent\":{\"text\":\"I th\"}}"),
                        grow(0, "{\"reasoningContent\":{\"text\":\"ink\"}}"),
                        grow(0, "{\"reasoningContent\":{\"signature\":\"c2ln\"}}"),
                        end(0),
                        grow(1, "{\"reasoningContent\":{\"redactedContent\":\"aGk=\"}}"),
                        grow(1, "{\"reasoningContent\":{\"redactedContent\":\"aG8=\"}}"),
                        end(1),
                        grow(2, "{\"text\":\"It is \"}"),
                        grow(2, "{\"text\":\"so.\"}"),
                        grow(2, "{\"citation\":{\"title\":\"Book\"}}"),
                        end(2),
                        start(3, "{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"look\"}}"),
                        grow(3, "{\"toolUse\":{\"input\":\"{\\\"n\\\"\"}}"),
                        grow(3, "{\"toolUse\":{\"input\":\":1}\"}}"),
                        end(3),
                        "messageStop {\"stopReason\":\"tool_use\"}",
                        "metadata {\"usage\":{\"inputTokens\":5,\"outputTokens\":6,"
                                + "\"cacheReadInputTokens\":3,\"cacheWriteInputTokens\":2}}");
        assertThat(reply.message().text()).isEqualTo("It is so.");
        assertThat(reply.usage()).isEqualTo(new Reply.Usage(10, 6, 3, 2, 0));
        assertThat(returned(reply))
                .isEqualTo(
                        json(
                                "[{\"reasoningContent\":{\"reasoningText\":"
                                        + "{\"text\":\"I think\",\"signature\":\"c2ln\"}}},"
                                        + "{\"reasoningContent\":{\"redactedContent\":\"aGlobw==\"}},"
                                        + "{\"citationsContent\":{\"content\":[{\"text\":\"It is so.\"}],"
                                        + "\"citations\":[{\"title\":\"Book\"}]}},"
                                        + "{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"look\",\"input\":{\"n\":1}}}]"));
    }

    @Test
    void what_the_servers_own_tools_do_in_pieces_is_never_ours_to_run() {
        Reply reply =
                read(
                        start(
                                0,
                                "{\"toolUse\":{\"toolUseId\":\"s1\",\"name\":\"search\","
                                        + "\"type\":\"server_tool_use\"}}"),
                        grow(0, "{\"toolUse\":{\"input\":\"{\\\"q\\\":\"}}"),
                        grow(0, "{\"toolUse\":{\"input\":\"\\\"why\\\"}\"}}"),
                        end(0),
                        start(1, "{\"toolResult\":{\"toolUseId\":\"s1\"}}"),
                        grow(1, "{\"toolResult\":[{\"text\":\"a\"}]}"),
                        end(1),
                        grow(2, "{\"text\":\"There.\"}"),
                        end(2),
                        STOP);
        assertThat(reply.message().calls()).isEmpty();
        assertThat(returned(reply).at("/0/toolUse/input")).isEqualTo(json("{\"q\":\"why\"}"));
        assertThat(reply.message().privateParts().getFirst().json()).contains("\"text\":\"a\"");
    }

    @Test
    void a_plain_answer_carries_nothing_private() {
        String content =
                "[{\"text\":\"so\"},{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"n\",\"input\":{}}}]";
        assertThat(whole(content).message().privateParts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, END",
        "stop_sequence, END",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "guardrail_intervened, REFUSED",
        "content_filtered, REFUSED",
        "tomorrows_reason, END"
    })
    void a_reply_ends_for_a_reason(String reason, Reply.Stop stop) {
        String[] events = {
            grow(0, "{\"text\":\"so\"}"), end(0), "messageStop {\"stopReason\":\"" + reason + "\"}"
        };
        assertThat(read(events).stop()).isEqualTo(stop);
    }

    @ParameterizedTest
    @ValueSource(strings = {"malformed_tool_use", "malformed_model_output"})
    void what_the_provider_could_not_read_is_a_malformed_reply(String reason) {
        assertMalformed(
                stream(
                        grow(0, "{\"text\":\"so\"}"),
                        "messageStop {\"stopReason\":\"" + reason + "\"}"));
    }

    @Test
    void lost_doubled_and_reordered_events_are_refused() {
        String text = grow(0, "{\"text\":\"so\"}");
        String call = start(0, "{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"n\"}}");
        assertMalformed(stream(text, end(0), text, STOP));
        assertMalformed(stream(text, end(0), end(0), STOP));
        assertMalformed(stream(grow(1, "{\"text\":\"so\"}"), STOP));
        assertMalformed(stream(call, call, STOP));
        assertMalformed(stream(call, grow(1, "{\"text\":\"so\"}"), STOP));
        assertMalformed(stream(text, STOP, STOP));
        assertMalformed(stream(STOP, text));
        String start = "messageStart {\"role\":\"assistant\"}";
        assertMalformed(stream(start, start, text, STOP));
        assertMalformed(stream(text, start, STOP));
    }

    @Test
    void a_call_that_is_not_stopped_is_never_run() {
        byte[] stream =
                stream(
                        start(0, "{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"n\"}}"),
                        grow(0, "{\"toolUse\":{\"input\":\"{}\"}}"),
                        "messageStop {\"stopReason\":\"tool_use\"}");
        assertThatThrownBy(() -> read(stream))
                .isInstanceOfSatisfying(
                        BrokenReply.class, broken -> assertThat(broken.kind()).isEqualTo(Kind.CUT));
    }

    @Test
    void a_spoilt_stream_is_never_a_reply() {
        byte[] stream = stream(grow(0, "{\"text\":\"so\"}"), end(0), STOP);
        for (int at = 0; at < stream.length; at++) {
            byte[] spoilt = stream.clone();
            spoilt[at] ^= 1;
            assertThatThrownBy(() -> read(spoilt)).isInstanceOf(BrokenReply.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException, Too many tokens; please wait before trying again., RATE_LIMITED",
        "modelStreamErrorException, the model failed, TRANSIENT",
        "internalServerException, oh, TRANSIENT",
        "serviceUnavailableException, busy, OVERLOADED",
        "modelTimeoutException, too slow, TIMEOUT",
        "validationException, Input is too long for requested model., CONTEXT_TOO_LONG",
        "validationException, The provided request is not valid, INVALID_REQUEST",
        "accessDeniedException, no, AUTH",
        "somethingNewException, what, TRANSIENT"
    })
    void a_failure_inside_the_stream_is_of_its_kind(String type, String message, Kind kind) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(stream(grow(0, "{\"text\":\"so\"}")));
        var headers = Map.of(":message-type", "exception", ":exception-type", type);
        String payload = "{\"message\":" + DialectContract.quoted(message) + "}";
        bytes.writeBytes(ConverseOracle.frame(headers, payload));
        assertThat(kind(bytes.toByteArray())).isEqualTo(kind);
    }

    @Test
    void an_error_frame_is_a_failure_too() {
        var headers =
                Map.of(
                        ":message-type", "error",
                        ":error-code", "InternalError",
                        ":error-message", "oh");
        assertThat(kind(ConverseOracle.frame(headers, ""))).isEqualTo(Kind.TRANSIENT);
    }

    private static Kind kind(byte[] bytes) {
        var error = catchThrowableOfType(Rejection.InReply.class, () -> read(bytes)).error();
        return Rejection.kind(Rejection.NO_STATUS, ErrorText.of(error), false);
    }

    @Test
    void a_router_says_which_model_answered() {
        Reply reply =
                read(
                        grow(0, "{\"text\":\"so\"}"),
                        end(0),
                        STOP,
                        "metadata {\"usage\":{},\"trace\":{\"promptRouter\":{\"invokedModelId\":\"small\"}}}");
        assertThat(reply.model()).isEqualTo("small");
    }

    private static void assertMalformed(byte[] bytes) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOfSatisfying(
                        BrokenReply.class,
                        broken -> assertThat(broken.kind()).isEqualTo(Kind.MALFORMED_REPLY));
    }
}
