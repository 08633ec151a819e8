package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OpenAiReplyTest {
    private static final String DONE = "[DONE]";

    @Test
    void parallel_calls_in_fragments_are_put_together() {
        Reply reply =
                read(
                        delta("\"role\":\"assistant\",\"content\":\"I \""),
                        delta("\"content\":\"look\""),
                        delta(call("\"index\":0,\"id\":\"a\"", "one", "{\\\"x\\\"")),
                        delta(call("\"index\":1,\"id\":\"b\"", "two", "")),
                        delta(call("\"index\":0", "", ":1}")),
                        delta(call("\"index\":1", "", "{}")),
                        finish("tool_calls"),
                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":4}}}",
                        DONE);
        assertThat(reply)
                .isEqualTo(
                        new Reply(
                                new Message.Assistant(
                                        "I look",
                                        List.of(
                                                new ToolCall("a", "one", "{\"x\":1}"),
                                                new ToolCall("b", "two", "{}")),
                                        List.of()),
                                new Reply.Usage(9, 5, 4),
                                Reply.Stop.CALLS,
                                "m"));
    }

    @Test
    void calls_without_ids_or_indexes_get_ids_of_their_own() {
        var conversation =
                Given.asked(
                        Given.OPENAI,
                        new Message.User("go"),
                        new Message.Assistant("x", List.of(), List.of()),
                        new Message.User("on"));
        Reply reply =
                Given.read(
                        Given.OPENAI,
                        conversation,
                        Given.sse(
                                delta(call("\"id\":null", "one", "{}")),
                                delta(call("\"type\":\"function\"", "one", "{\\\"n\\\"")),
                                delta(call("\"type\":\"function\"", "", ":2}")),
                                finish("tool_calls"),
                                DONE),
                        1,
                        Given::deaf);
        assertThat(reply.message().calls())
                .containsExactly(
                        new ToolCall("call-2-1", "one", "{}"),
                        new ToolCall("call-2-2", "one", "{\"n\":2}"));
    }

    @Test
    void an_id_that_the_conversation_holds_is_not_used_again() {
        var conversation =
                Given.asked(
                        Given.OPENAI,
                        new Message.Assistant(
                                "",
                                List.of(
                                        new ToolCall("a", "n", "{}"),
                                        new ToolCall("call-2-2", "n", "{}")),
                                List.of()),
                        new Message.ToolResult("a", "", false),
                        new Message.ToolResult("call-2-2", "", false));
        Reply reply =
                Given.read(
                        Given.OPENAI,
                        conversation,
                        whole(
                                "\"content\":null,\"tool_calls\":["
                                        + "{\"id\":\"a\",\"function\":{\"name\":\"n\",\"arguments\":\"{}\"}},"
                                        + "{\"id\":\"\",\"function\":{\"name\":\"n\",\"arguments\":\"{}\"}},"
                                        + "{\"id\":\"b\",\"function\":{\"name\":\"n\",\"arguments\":\"{}\"}},"
                                        + "{\"id\":\"b\",\"function\":{\"name\":\"m\",\"arguments\":\"{}\"}}]",
                                "tool_calls"),
                        64,
                        Given::deaf);
        assertThat(reply.message().calls().stream().map(ToolCall::id))
                .containsExactly("call-2-1", "call-2-2x", "b", "call-2-4");
    }

    @Test
    void calls_that_all_have_index_0_are_told_apart() {
        Reply reply =
                read(
                        delta(call("\"index\":0,\"id\":\"a\"", "one", "{}")),
                        delta(call("\"index\":0,\"id\":\"b\"", "two", "{\\\"y\\\":")),
                        delta(call("\"index\":0", "", "2}")),
                        finish("stop"),
                        DONE);
        assertThat(reply.message().calls())
                .containsExactly(
                        new ToolCall("a", "one", "{}"), new ToolCall("b", "two", "{\"y\":2}"));
        assertThat(reply.stop()).isEqualTo(Reply.Stop.CALLS);
    }

    @Test
    void a_name_or_a_fresh_id_in_every_fragment_makes_no_new_call() {
        Reply reply =
                read(
                        delta(call("\"index\":0,\"id\":\"a\"", "one", "{\\\"y\\\"")),
                        delta(call("\"index\":0,\"id\":\"a\"", "one", ":")),
                        delta(call("\"index\":0,\"id\":\"other\"", "", "2}")),
                        finish("tool_calls"),
                        DONE);
        assertThat(reply.message().calls()).containsExactly(new ToolCall("a", "one", "{\"y\":2}"));
    }

    @Test
    void arguments_stay_as_written_be_they_wrong_missing_or_an_object() {
        Reply reply =
                read(
                        delta(call("\"index\":0,\"id\":\"a\"", "n", "{\\\"a\\\":1, \\\"a\\\" :2}")),
                        delta(call("\"index\":1,\"id\":\"b\"", "n", "not json")),
                        delta(call("\"index\":2,\"id\":\"c\"", "n", " ")),
                        delta(
                                "\"tool_calls\":[{\"index\":3,\"id\":\"d\",\"function\":"
                                        + "{\"name\":\"n\",\"arguments\":{\"z\":1.50}}}]"),
                        finish("tool_calls"),
                        DONE);
        assertThat(reply.message().calls().stream().map(ToolCall::arguments))
                .containsExactly("{\"a\":1, \"a\" :2}", "not json", "{}", "{\"z\":1.50}");
    }

    @Test
    void reasoning_goes_back_to_the_same_model_and_to_no_other() {
        Reply reply =
                read(
                        delta("\"reasoning_content\":\"I th\""),
                        delta("\"reasoning_content\":\"ink\""),
                        delta(
                                "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"index\":0,"
                                        + "\"text\":\"I \"}]"),
                        delta(
                                "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"index\":0,"
                                        + "\"text\":\"am\",\"signature\":\"S\"}]"),
                        delta(
                                "\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"E\"}]"),
                        delta(
                                "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"extra_content\":{\"k\":\"v\"},"
                                        + "\"function\":{\"name\":\"n\",\"arguments\":\"{}\"}}]"),
                        finish("tool_calls"),
                        DONE);
        assertThat(reply.message().privateParts())
                .extracting(Message.PrivatePart::key)
                .containsExactly("openai:m");
        var result = new Message.ToolResult("a", "r", false);
        JsonNode back = encode(Given.asked(Given.OPENAI, reply.message(), result));
        assertThat(back.at("/messages/1"))
                .isEqualTo(
                        json(
                                """
                                {"role":"assistant","content":null,"tool_calls":[
                                 {"id":"a","type":"function",
                                  "function":{"name":"n","arguments":"{}"},
                                  "extra_content":{"k":"v"}}],
                                 "reasoning_content":"I think",
                                 "reasoning_details":[
                                  {"type":"reasoning.text","index":0,"text":"I am",
                                   "signature":"S"},
                                  {"type":"reasoning.encrypted","data":"E"}]}
                                """));

        var other = new Asked("openai", "m2", Given.request(reply.message(), result));
        assertThat(encode(other).at("/messages/1").propertyNames())
                .containsExactly("role", "content", "tool_calls");
    }

    @Test
    void thinking_parts_of_the_content_go_back_before_the_text() {
        String thought =
                "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"%s\"}]}]";
        Reply reply =
                read(
                        delta(thought.formatted("a")),
                        delta(thought.formatted("b")),
                        delta("\"content\":[{\"type\":\"text\",\"text\":\"so\"}]"),
                        delta("\"content\":\" be it\""),
                        finish("stop"),
                        DONE);
        assertThat(reply.message().text()).isEqualTo("so be it");
        JsonNode back = encode(Given.asked(Given.OPENAI, reply.message()));
        assertThat(back.at("/messages/1/content"))
                .isEqualTo(
                        json(
                                """
                                [{"type":"thinking","thinking":[{"type":"text","text":"ab"}]},
                                 {"type":"text","text":"so be it"}]
                                """));
    }

    @ParameterizedTest
    @CsvSource({
        "stop, END",
        "'', END",
        "length, LENGTH",
        "model_length, LENGTH",
        "content_filter, REFUSED",
    })
    void the_finish_reason_is_the_stop(String reason, Reply.Stop stop) {
        assertThat(read(delta("\"content\":\"x\""), finish(reason), DONE).stop()).isEqualTo(stop);
        assertThat(Given.read(Given.OPENAI, whole("\"content\":\"x\"", reason)).stop())
                .isEqualTo(stop);
    }

    @Test
    void a_refusal_is_told_as_text_and_a_cut_reply_may_have_none() {
        Reply reply = Given.read(Given.OPENAI, whole("\"refusal\":\"I will not\"", "stop"));
        assertThat(reply.stop()).isEqualTo(Reply.Stop.REFUSED);
        assertThat(reply.message().text()).isEqualTo("I will not");

        // A reply that was all reasoning up to its limit has no text at all.
        assertThat(Given.read(Given.OPENAI, whole("\"content\":null", "length")).stop())
                .isEqualTo(Reply.Stop.LENGTH);
    }

    @Test
    void usage_is_read_wherever_it_stands_and_reasoning_counts() {
        String usage =
                "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":20}";
        Reply.Usage expected = new Reply.Usage(10, 10, 0);
        String text = delta("\"content\":\"x\"");
        assertThat(read(text, finish("stop"), "{\"choices\":[]," + usage + "}", DONE).usage())
                .isEqualTo(expected);
        assertThat(read(text, finish("stop"), "{\"x_groq\":{" + usage + "}}", DONE).usage())
                .isEqualTo(expected);
        assertThat(
                        read(
                                        text,
                                        "{\"choices\":[{\"finish_reason\":\"stop\","
                                                + usage
                                                + "}]}",
                                        DONE)
                                .usage())
                .isEqualTo(expected);
        assertThat(
                        read(
                                        text,
                                        finish("stop"),
                                        "{\"usage\":{\"prompt_tokens\":-5,"
                                                + "\"completion_tokens\":\"7\"}}",
                                        DONE)
                                .usage())
                .isEqualTo(Reply.Usage.NONE);
    }

    @Test
    void halves_of_a_pair_of_surrogates_are_joined_and_lone_ones_replaced() {
        var pieces = new ArrayList<String>();
        Reply reply =
                Given.read(
                        Given.OPENAI,
                        Given.asked(Given.OPENAI),
                        Given.sse(
                                delta("\"content\":\"a\\ud83d\""),
                                delta("\"content\":\"\\ude00b\""),
                                delta("\"content\":\"\\udc00c\""),
                                finish("stop"),
                                DONE),
                        7,
                        pieces::add);
        assertThat(reply.message().text()).isEqualTo("a😀b\uFFFDc");
        assertThat(pieces).containsExactly("a", "😀b", "\uFFFDc");
    }

    @Test
    void a_stream_without_its_end_is_cut() {
        String text = delta("\"content\":\"x\"");
        assertBroken(Kind.CUT, Given.sse(text, finish("stop")));
        assertBroken(Kind.CUT, "data: {\"choices\":[{\"delta\":{\"content\":\"x");
        String open = delta(call("\"index\":0,\"id\":\"a\"", "n", "{\\\"x\\\":"));
        assertBroken(Kind.CUT, Given.sse(text, open, DONE));
    }

    @Test
    void a_stream_may_end_without_finish_reason_or_line_break() {
        assertThat(Given.read(Given.OPENAI, Given.sse(delta("\"content\":\"x\"")) + "data: [DONE]"))
                .extracting(reply -> reply.message().text(), Reply::stop)
                .containsExactly("x", Reply.Stop.END);
    }

    @Test
    void whole_json_that_ends_early_is_cut() {
        String body = whole("\"content\":\"x\"", "stop");
        for (int end = 1; end < body.length(); end++) {
            assertBroken(Kind.CUT, body.substring(0, end));
        }
    }

    @Test
    void what_is_no_reply_is_malformed() {
        assertBroken(Kind.MALFORMED_REPLY, Given.sse("{\"choices\":["));
        assertBroken(Kind.MALFORMED_REPLY, Given.sse("{\"choices\":[],\"choices\":[]}"));
        assertBroken(Kind.MALFORMED_REPLY, "{\"a\":1,\"a\":2}");
        assertBroken(Kind.MALFORMED_REPLY, "{} x");
        assertBroken(Kind.MALFORMED_REPLY, "{\"id\":\"x\"}");
        assertBroken(Kind.MALFORMED_REPLY, whole("\"content\":\" \\n\"", "stop"));
        assertBroken(Kind.MALFORMED_REPLY, whole("\"content\":\"x\"", "tool_calls"));
        assertBroken(
                Kind.MALFORMED_REPLY,
                whole(
                        "\"tool_calls\":[{\"id\":\"a\",\"function\":{\"arguments\":\"{}\"}}]",
                        "stop"));
        assertBroken(Kind.MALFORMED_REPLY, "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
    }

    @Test
    void an_error_in_place_of_a_reply_is_told() {
        String error = "{\"error\":{\"message\":\"no\",\"code\":502}}";
        for (String body :
                List.of(
                        error,
                        Given.sse(delta("\"content\":\"x\""), error, DONE),
                        Given.sse("{\"object\":\"error\",\"message\":\"no\"}"),
                        "event: error\ndata: {\"message\":\"no\"}\n\n",
                        Given.sse(
                                "{\"choices\":[{\"finish_reason\":\"error\","
                                        + "\"error\":{\"message\":\"no\"}}]}"))) {
            assertThatThrownBy(() -> Given.read(Given.OPENAI, body))
                    .isInstanceOfSatisfying(
                            Rejection.InReply.class,
                            found ->
                                    assertThat(ErrorText.of(found.error()).words())
                                            .isEqualTo("no"));
        }
    }

    private static void assertBroken(Kind kind, String body) {
        assertThatThrownBy(() -> Given.read(Given.OPENAI, body))
                .isInstanceOfSatisfying(
                        BrokenReply.class, broken -> assertThat(broken.kind()).isEqualTo(kind));
    }

    private static Reply read(String... events) {
        String body = Given.sse(events);
        Reply reply = Given.read(Given.OPENAI, body);
        Reply dripped = Given.read(Given.OPENAI, Given.asked(Given.OPENAI), body, 1, Given::deaf);
        assertThat(dripped).isEqualTo(reply);
        return reply;
    }

    private static String delta(String members) {
        return "{\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{"
                + members
                + "},\"finish_reason\":null}]}";
    }

    private static String call(String members, String name, String arguments) {
        String named = name.isEmpty() ? "" : "\"name\":\"" + name + "\",";
        return "\"tool_calls\":[{"
                + members
                + ",\"function\":{"
                + named
                + "\"arguments\":\""
                + arguments
                + "\"}}]";
    }

    private static String finish(String reason) {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
    }

    private static String whole(String members, String reason) {
        return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + members
                + "},\"finish_reason\":\""
                + reason
                + "\"}]}";
    }

    private static JsonNode encode(Asked asked) {
        return json(Given.OPENAI.encode(asked));
    }

    private static JsonNode json(String text) {
        return StrictText.JSON.readTree(text);
    }
}
