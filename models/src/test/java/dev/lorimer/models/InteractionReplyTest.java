package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class InteractionReplyTest {
    private static final String STEPS =
            """
            [{"type":"thought","signature":"s1","summary":[{"type":"text","text":"hm"}]},
             {"type":"google_search_call","id":"g","arguments":{"queries":["q"]}},
             {"type":"google_search_result","call_id":"g","result":[{"title":"t"}],"signature":"s2"},
             {"type":"model_output","content":[
               {"type":"text","text":"see ","annotations":[{"type":"url_citation","url":"u"}]},
               {"type":"image","mime_type":"image/png","data":"AAAA"},
               {"type":"text","text":"there"}]},
             {"type":"model_output","content":[{"type":"text","text":"!"}]},
             {"type":"function_call","id":"c1","name":"look","arguments":{"x":1.50},"signature":"s3"},
             {"type":"tomorrow","news":[1]}]
            """;

    private static Reply whole(String status, String rest) {
        return Given.read(
                Given.INTERACTIONS,
                "{\"status\":\"" + status + "\"," + rest + ",\"object\":\"x\"}");
    }

    private static Reply stream(String... events) {
        return Given.read(Given.INTERACTIONS, Given.sse(events));
    }

    private static JsonNode sent(Message... messages) {
        return StrictText.JSON.readTree(
                Given.INTERACTIONS.encode(Given.asked(Given.INTERACTIONS, messages)));
    }

    @Test
    void every_step_goes_back_in_its_place() {
        Reply reply = whole("requires_action", "\"steps\":" + STEPS);
        assertThat(reply.message().text()).isEqualTo("see there!");
        JsonNode input =
                sent(
                                new Message.User("go"),
                                reply.message(),
                                new Message.ToolResult("c1", "seen", true))
                        .path("input");
        var said = new ArrayList<JsonNode>();
        input.forEach(said::add);
        JsonNode steps = StrictText.JSON.readTree(STEPS);
        assertThat(said.subList(1, said.size() - 1))
                .containsExactlyElementsOf(steps.valueStream().toList());
        assertThat(said.getLast().toString())
                .isEqualTo(
                        "{\"type\":\"function_result\",\"call_id\":\"c1\",\"name\":\"look\","
                                + "\"result\":\"seen\",\"is_error\":true}");
    }

    /// The edition before had outputs for steps, and contents for outputs.
    @Test
    void the_edition_before_is_read_too() {
        Reply whole =
                whole(
                        "requires_action",
                        "\"outputs\":[{\"type\":\"thought\",\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"hi\"},"
                                + "{\"type\":\"function_call\",\"id\":\"c\",\"name\":\"f\",\"arguments\":{\"a\":1}}]");
        Reply streamed =
                stream(
                        "{\"event_type\":\"interaction.start\",\"interaction\":{\"model\":\"m\"}}",
                        "{\"event_type\":\"content.start\",\"index\":0,\"content\":{\"type\":\"thought\"}}",
                        "{\"event_type\":\"content.delta\",\"index\":0,\"delta\":{\"type\":\"thought_signature\",\"signature\":\"s\"}}",
                        "{\"event_type\":\"content.stop\",\"index\":0}",
                        "{\"event_type\":\"content.start\",\"index\":1,\"content\":{\"type\":\"text\"}}",
                        "{\"event_type\":\"content.delta\",\"index\":1,\"delta\":{\"type\":\"text\",\"text\":\"hi\"}}",
                        "{\"event_type\":\"content.stop\",\"index\":1}",
                        "{\"event_type\":\"content.start\",\"index\":2,\"content\":{\"type\":\"function_call\"}}",
                        "{\"event_type\":\"content.delta\",\"index\":2,\"delta\":{\"type\":\"function_call\",\"id\":\"c\",\"name\":\"f\",\"arguments\":{\"a\":1}}}",
                        "{\"event_type\":\"content.stop\",\"index\":2}",
                        "{\"event_type\":\"interaction.complete\",\"interaction\":{\"status\":\"requires_action\"}}",
                        "[DONE]");
        assertThat(streamed).isEqualTo(whole);
        assertThat(whole.message().calls()).extracting("id").containsExactly("c");
    }

    @Test
    void pieces_of_what_the_provider_did_are_put_together() {
        Reply reply =
                stream(
                        "{\"event_type\":\"step.start\",\"index\":0,\"step\":{\"type\":\"code_execution_call\",\"id\":\"e\",\"signature\":\"\"}}",
                        "{\"event_type\":\"step.delta\",\"index\":0,\"delta\":{\"type\":\"code_execution_call\",\"arguments\":{\"language\":\"python\",\"code\":\"1+\"}}}",
                        "{\"event_type\":\"step.delta\",\"index\":0,\"delta\":{\"type\":\"code_execution_call\",\"arguments\":{\"code\":\"1\"},\"signature\":\"s\"}}",
                        "{\"event_type\":\"step.stop\",\"index\":0}",
                        "{\"event_type\":\"interaction.completed\",\"interaction\":{\"status\":\"completed\"}}");
        JsonNode step = sent(new Message.User("go"), reply.message()).at("/input/1");
        assertThat(step.toString())
                .isEqualTo(
                        "{\"type\":\"code_execution_call\",\"id\":\"e\",\"signature\":\"s\","
                                + "\"arguments\":{\"language\":\"python\",\"code\":\"1+1\"}}");
    }

    @Test
    void a_second_signature_is_a_thought_of_its_own() {
        Reply reply =
                stream(
                        "{\"event_type\":\"step.start\",\"index\":0,\"step\":{\"type\":\"thought\"}}",
                        "{\"event_type\":\"step.delta\",\"index\":0,\"delta\":{\"type\":\"thought_signature\",\"signature\":\"\"}}",
                        "{\"event_type\":\"step.delta\",\"index\":0,\"delta\":{\"type\":\"thought_signature\",\"signature\":\"a\"}}",
                        "{\"event_type\":\"step.delta\",\"index\":0,\"delta\":{\"type\":\"thought_signature\",\"signature\":\"b\"}}",
                        "{\"event_type\":\"step.stop\",\"index\":0}",
                        "{\"event_type\":\"step.start\",\"index\":1,\"step\":{\"type\":\"model_output\",\"content\":[{\"type\":\"text\",\"text\":\"h\"}]}}",
                        "{\"event_type\":\"step.delta\",\"index\":1,\"delta\":{\"type\":\"text\",\"text\":\"i\"}}",
                        "{\"event_type\":\"step.stop\",\"index\":1}",
                        "{\"event_type\":\"interaction.completed\",\"interaction\":{\"status\":\"completed\"}}");
        assertThat(reply.message().text()).isEqualTo("hi");
        JsonNode input = sent(new Message.User("go"), reply.message()).path("input");
        assertThat(input.at("/1/signature").asString()).isEqualTo("a");
        assertThat(input.at("/2/signature").asString()).isEqualTo("b");
    }

    @Test
    void a_call_that_the_provider_ran_is_not_ours() {
        Reply reply =
                whole(
                        "completed",
                        "\"steps\":[{\"type\":\"user_input\",\"content\":[]},"
                                + "{\"type\":\"function_call\",\"id\":\"c\",\"name\":\"f\",\"arguments\":{}},"
                                + "{\"type\":\"function_result\",\"call_id\":\"c\",\"result\":\"r\"},"
                                + "{\"type\":\"model_output\",\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}]");
        assertThat(reply.message().calls()).isEmpty();
        assertThat(sent(new Message.User("go"), reply.message()).path("input")).hasSize(5);
    }

    @Test
    void what_was_never_told_before_is_told_at_the_end() {
        Reply reply =
                stream(
                        "{\"event_type\":\"interaction.completed\",\"interaction\":{\"status\":\"completed\","
                                + "\"model\":\"gemini-9\",\"steps\":[{\"type\":\"model_output\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}],"
                                + "\"usage\":{\"total_input_tokens\":5,\"total_tool_use_tokens\":2,\"total_output_tokens\":3,\"total_thought_tokens\":4,\"total_cached_tokens\":1}}}");
        assertThat(reply.message().text()).isEqualTo("hi");
        assertThat(reply.model()).isEqualTo("gemini-9");
        assertThat(reply.usage()).isEqualTo(new Reply.Usage(7, 7, 1, 0, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "completed, END",
        "incomplete, LENGTH",
        "budget_exceeded, LENGTH",
        "tomorrow, END",
    })
    void a_status_says_how_it_ended(String status, Reply.Stop stop) {
        String hi = "\"outputs\":[{\"type\":\"text\",\"text\":\"hi\"}]";
        assertThat(whole(status, hi).stop()).isEqualTo(stop);
    }

    @ParameterizedTest
    @CsvSource({
        "failed, resource_exhausted, RATE_LIMITED",
        "failed, unavailable, OVERLOADED",
        "failed, internal, TRANSIENT",
        "cancelled, cancelled, TRANSIENT",
    })
    void a_failed_interaction_is_an_error(String status, String code, Kind kind) {
        String errors = "\"steps\":[],\"errors\":[{\"code\":\"" + code + "\",\"message\":\"no\"}]";
        assertThatThrownBy(() -> whole(status, errors))
                .isInstanceOfSatisfying(
                        Rejection.InReply.class, error -> assertThat(kind(error)).isEqualTo(kind));
        assertThatThrownBy(() -> whole(status, "\"steps\":[]"))
                .isInstanceOf(Rejection.InReply.class);
    }

    private static Kind kind(Rejection.InReply error) {
        return Rejection.kind(Rejection.NO_STATUS, ErrorText.of(error.error()), false);
    }

    @Test
    void an_interaction_that_goes_on_is_no_reply() {
        assertThatThrownBy(() -> whole("in_progress", "\"steps\":[]"))
                .isInstanceOf(BrokenReply.class);
    }

    @Test
    void a_blocked_output_is_a_refusal() {
        String blocked =
                "\"steps\":[{\"type\":\"model_output\",\"error\":{\"code\":\"prohibited_content\",\"message\":\"no\"}}]";
        assertThat(whole("failed", blocked).stop()).isEqualTo(Reply.Stop.REFUSED);
    }

    @Test
    void a_stream_that_ends_inside_a_call_is_cut() {
        assertThatThrownBy(() ->
                        stream(
                                "{\"event_type\":\"step.start\",\"index\":0,\"step\":{\"type\":\"function_call\",\"name\":\"f\"}}",
                                "{\"event_type\":\"interaction.completed\",\"interaction\":{\"status\":\"requires_action\"}}"))
                .isInstanceOfSatisfying(
                        BrokenReply.class, broken -> assertThat(broken.kind()).isEqualTo(Kind.CUT));
    }

    @Test
    void a_request_says_all_in_the_words_of_the_interface() {
        var tool =
                new Request.ToolDefinition(
                        "look", "looks", "{\"$schema\":\"x\",\"type\":\"object\"}");
        var form = new Request.Form("f", "{\"type\":\"object\"}");
        var manner = new Request.Manner(Optional.of(Request.Effort.HIGH), Optional.of(form));
        var request =
                new Request("be brief", List.of(tool), List.of(new Message.User("go")), 77, manner);
        var asked = new Asked(Given.INTERACTIONS.name(), "gemini-3.5-flash", request);
        assertThat(StrictText.JSON.readTree(Given.INTERACTIONS.encode(asked)))
                .isEqualTo(
                        StrictText.JSON.readTree(
                                """
                                {"model":"gemini-3.5-flash","system_instruction":"be brief",
                                 "input":[{"type":"user_input","content":[{"type":"text","text":"go"}]}],
                                 "tools":[{"type":"function","name":"look","description":"looks","parameters":{"type":"object"}}],
                                 "generation_config":{"max_output_tokens":77,"thinking_level":"high"},
                                 "response_format":{"type":"text","mime_type":"application/json","schema":{"type":"object"}},
                                 "store":false,"stream":true}
                                """));
    }

    @Test
    void calls_of_others_carry_the_stand_in_for_a_signature() {
        var call = new Message.ToolCall("c", "look", "{}");
        var said = new Message.Assistant("", List.of(call), List.of());
        Message[] talk = {new Message.User("go"), said, new Message.ToolResult("c", " ", false)};
        var asked = new Asked(Given.INTERACTIONS.name(), "gemini-3.5-flash", Given.request(talk));
        JsonNode sent = StrictText.JSON.readTree(Given.INTERACTIONS.encode(asked));
        assertThat(sent.at("/input/1/signature").asString()).isEqualTo(GeminiContent.UNSIGNED);
        assertThat(sent.at("/input/2/result").asString()).isEqualTo("(no output)");
        assertThat(sent(talk).at("/input/1").has("signature")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://generativelanguage.googleapis.com/v1beta, https://generativelanguage.googleapis.com/v1beta/interactions",
        "http://h, http://h/v1beta/interactions",
        "http://h/v1beta/interactions, http://h/v1beta/interactions",
    })
    void the_endpoint_is_one_for_all_models(URI base, URI endpoint) {
        assertThat(Given.INTERACTIONS.endpoint(base, "m")).isEqualTo(endpoint);
    }

    @Test
    void the_end_of_the_bytes_is_not_the_end_of_the_interaction() {
        byte[] done = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() ->
                        Given.read(
                                Given.INTERACTIONS,
                                Given.asked(Given.INTERACTIONS),
                                done,
                                1,
                                Given::deaf))
                .isInstanceOfSatisfying(
                        BrokenReply.class, broken -> assertThat(broken.kind()).isEqualTo(Kind.CUT));
    }
}
