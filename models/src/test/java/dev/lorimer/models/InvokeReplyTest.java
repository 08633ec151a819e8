package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Reply;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes in the frames of InvokeModel, by the looks of each maker's own language.
class InvokeReplyTest {
    private static final String METRICS =
            "\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":5,\"outputTokenCount\":2}";

    private static Reply stream(String... chunks) {
        var frames = new ByteArrayOutputStream();
        List.of(chunks).forEach(chunk -> frames.writeBytes(InvokeOracle.frame(chunk)));
        return read(frames.toByteArray());
    }

    private static Reply read(byte[] bytes) {
        return Given.read(Given.INVOKE, Given.asked(Given.INVOKE), bytes, 7, Given::deaf);
    }

    /// Whole replies of makers whose models know texts alone: each says "hi" and ended by itself.
    static List<String> texts() {
        return List.of(
                "{\"inputTextTokenCount\":5,\"results\":[{\"tokenCount\":2,\"outputText\":\"hi\","
                        + "\"completionReason\":\"FINISH\"}]}",
                "{\"generation\":\"hi\",\"prompt_token_count\":5,\"generation_token_count\":2,"
                        + "\"stop_reason\":\"stop\"}",
                "{\"outputs\":[{\"text\":\"hi\",\"stop_reason\":\"stop\"}]}",
                "{\"choices\":[{\"text\":\"hi\",\"stop_reason\":\"stop\"}]}",
                "{\"generations\":[{\"id\":\"1\",\"text\":\"hi\",\"finish_reason\":\"COMPLETE\"}]}",
                "{\"text\":\"hi\",\"finish_reason\":\"COMPLETE\",\"chat_history\":[]}",
                "{\"completion\":\"hi\",\"stop_reason\":\"stop_sequence\",\"type\":\"completion\"}",
                "{\"completions\":[{\"data\":{\"text\":\"hi\"},\"finishReason\":{\"reason\":\"endoftext\"}}]}");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void a_text_is_read_in_every_makers_words(String body) {
        for (Reply reply :
                List.of(
                        Given.read(Given.INVOKE, body),
                        stream(body.replaceAll("}$", "," + METRICS + "}")))) {
            assertThat(reply.message().text()).isEqualTo("hi");
            assertThat(reply.stop()).isEqualTo(Reply.Stop.END);
        }
        assertThat(stream(body.replaceAll("}$", "," + METRICS + "}")).usage())
                .isEqualTo(new Reply.Usage(5, 2, 0, 0, 0));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void a_limit_is_told_in_every_makers_words(String body) {
        String cut =
                body.replaceAll("FINISH", "LENGTH")
                        .replaceAll("\"stop(_sequence)?\"", "\"length\"")
                        .replaceAll("COMPLETE|endoftext", "MAX_TOKENS");
        Reply.Stop stop = Given.read(Given.INVOKE, cut).stop();
        assertThat(stop).isEqualTo(Reply.Stop.LENGTH);
    }

    @Test
    void texts_come_in_pieces() {
        Reply llama =
                stream(
                        "{\"generation\":\"h\",\"prompt_token_count\":5,\"generation_token_count\":1,\"stop_reason\":null}",
                        "{\"generation\":\"i\",\"generation_token_count\":2,\"stop_reason\":null}",
                        "{\"generation\":\"\",\"generation_token_count\":2,\"stop_reason\":\"length\","
                                + METRICS
                                + "}");
        assertThat(llama.message().text()).isEqualTo("hi");
        assertThat(llama.stop()).isEqualTo(Reply.Stop.LENGTH);
        assertThat(llama.usage()).isEqualTo(new Reply.Usage(5, 2, 0, 0, 0));
        assertThatThrownBy(() -> stream("{\"generation\":\"h\",\"stop_reason\":null}"))
                .isInstanceOf(BrokenReply.class);
    }

    @Test
    void a_filter_is_a_refusal() {
        assertThat(
                        stream("{\"outputText\":\"x\",\"completionReason\":\"CONTENT_FILTERED\"}")
                                .stop())
                .isEqualTo(Reply.Stop.REFUSED);
    }

    /// Mistral's chat has messages for deltas, and another name for the reason.
    @Test
    void a_chat_in_other_words_is_a_chat() {
        String whole =
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":"
                        + "[{\"id\":\"abc\",\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"x\\\":1}\"}}]},"
                        + "\"stop_reason\":\"tool_calls\"}]}";
        for (Reply reply :
                List.of(
                        Given.read(Given.INVOKE, whole),
                        stream(whole, "{\"choices\":[]," + METRICS + "}"),
                        stream(whole))) {
            assertThat(reply.stop()).isEqualTo(Reply.Stop.CALLS);
            assertThat(reply.message().calls())
                    .singleElement()
                    .extracting("name")
                    .isEqualTo("look");
        }
    }

    @Test
    void pieces_of_a_text_that_are_blocks_go_back_as_one() {
        var events = new ArrayList<String>();
        events.add("{\"messageStart\":{\"role\":\"assistant\"}}");
        int index = 0;
        for (String piece : List.of("a", " ", "b")) {
            events.add(
                    "{\"contentBlockDelta\":{\"delta\":{\"text\":\"%s\"},\"contentBlockIndex\":%d}}"
                            .formatted(piece, index));
            events.add("{\"contentBlockStop\":{\"contentBlockIndex\":" + index++ + "}}");
        }
        events.add("{\"messageStop\":{\"stopReason\":\"end_turn\"}}");
        events.add(
                "{\"metadata\":{\"usage\":{\"inputTokens\":3,\"outputTokens\":2,"
                        + "\"cacheReadInputTokenCount\":4}},"
                        + METRICS
                        + "}");
        Reply reply = stream(events.toArray(String[]::new));
        assertThat(reply.message().text()).isEqualTo("a b");
        assertThat(reply.message().privateParts()).isEmpty();
        assertThat(reply.usage()).isEqualTo(new Reply.Usage(7, 2, 4, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"embedding\":[0.1],\"inputTextTokenCount\":3}",
                "{\"embeddings\":{\"float\":[[0.1]]},\"id\":\"x\",\"texts\":[\"a\"],\"response_type\":\"embeddings_by_type\"}",
                "{\"results\":[{\"index\":0,\"relevance_score\":0.9}]}",
                "{\"images\":[\"AAAA\"]}",
                "{\"message\":\"hm\"}",
                "{}"
            })
    void answers_without_words_are_no_replies(String body) {
        assertThatThrownBy(() -> Given.read(Given.INVOKE, body))
                .isInstanceOfSatisfying(
                        BrokenReply.class,
                        broken ->
                                assertThat(broken.why()).contains("not that of a language model"));
    }

    @Test
    void a_chunk_that_holds_no_piece_is_refused() {
        for (String payload : List.of("{}", "{\"bytes\":\"%%%\"}", "{\"bytes\":\"bm8=\"}")) {
            byte[] frame = ConverseOracle.frame("chunk", payload);
            assertThatThrownBy(() -> read(frame)).isInstanceOf(BrokenReply.class);
        }
    }

    @Test
    void a_frame_of_another_kind_is_passed_over() {
        var frames = new ByteArrayOutputStream();
        frames.writeBytes(ConverseOracle.frame("initial-response", "{}"));
        frames.writeBytes(
                InvokeOracle.frame("{\"outputText\":\"x\",\"completionReason\":\"FINISH\"}"));
        frames.writeBytes(
                ConverseOracle.frame(
                        Map.of(":message-type", "event", ":event-type", "mood"), "{}"));
        assertThat(read(frames.toByteArray()).message().text()).isEqualTo("x");
    }
}
