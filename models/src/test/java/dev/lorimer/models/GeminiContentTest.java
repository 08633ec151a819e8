package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GeminiContentTest {
    private static final String NEW = "gemini-3-pro-preview";

    private static String candidate(String parts, String rest) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[%s]}%s}]}"
                .formatted(parts, rest);
    }

    private static String last(String parts) {
        return candidate(parts, ",\"finishReason\":\"STOP\"");
    }

    private static Reply read(String body) {
        return Given.read(Given.GEMINI, body);
    }

    private static JsonNode sent(String model, Message... messages) {
        return sent(model, Given.request(messages));
    }

    private static JsonNode sent(String model, Request request) {
        var asked = new Asked(Given.GEMINI.name(), model, request);
        return StrictText.JSON.readTree(Given.GEMINI.encode(asked));
    }

    /// The parts of the first model turn that go back after a reply and results of its calls.
    private static JsonNode returned(Reply reply) {
        var messages = new ArrayList<Message>();
        messages.add(new Message.User("go"));
        messages.add(reply.message());
        reply.message()
                .calls()
                .forEach(call -> messages.add(new Message.ToolResult(call.id(), "done", false)));
        return sent("m", messages.toArray(Message[]::new)).at("/contents/1/parts");
    }

    private static JsonNode json(String text) {
        return StrictText.JSON.readTree(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Signed in every place a signature can have.
                "{\"text\":\"hm\",\"thought\":true,\"thoughtSignature\":\"c2ln\"},"
                        + "{\"text\":\"Hello\",\"thoughtSignature\":\"c2lnMg==\"},"
                        + "{\"text\":\" world\"},"
                        + "{\"functionCall\":{\"name\":\"a\",\"args\":{\"n\":1.50}},\"thoughtSignature\":\"c2lnMw==\"},"
                        + "{\"functionCall\":{\"id\":\"x1\",\"name\":\"b\",\"args\":{}}}",
                "{\"text\":\"done\"},{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}",
                // What the server did, between texts.
                "{\"text\":\"Let me see. \"},"
                        + "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1+1\"}},"
                        + "{\"codeExecutionResult\":{\"outcome\":\"OUTCOME_OK\",\"output\":\"2\"}},"
                        + "{\"text\":\"It is 2.\"}",
                "{\"functionCall\":{\"name\":\"a\",\"args\":{}}},{\"text\":\"and so\"}",
                "{\"text\":\"see\"},{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"aGk=\"}}",
                "{\"toolCall\":{\"toolType\":\"GOOGLE_SEARCH_WEB\",\"id\":\"s\"},\"thoughtSignature\":\"cw==\"},"
                        + "{\"text\":\"found\"}"
            })
    void parts_go_back_as_they_came(String parts) {
        assertThat(returned(read(last(parts)))).isEqualTo(json("[" + parts + "]"));
        String streamed = Given.sse(candidate(parts, ""), last(""));
        assertThat(returned(read(streamed))).isEqualTo(json("[" + parts + "]"));
    }

    @Test
    void pieces_of_one_text_or_thought_are_one_part_and_a_signature_is_a_part_of_its_own() {
        Reply reply =
                read(
                        Given.sse(
                                candidate("{\"text\":\"I th\",\"thought\":true}", ""),
                                candidate("{\"text\":\"ink\",\"thought\":true}", ""),
                                candidate("{\"text\":\"so\"}", ""),
                                candidate("{\"text\":\" it is\"}", ""),
                                last("{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}")));
        assertThat(reply.message().text()).isEqualTo("so it is");
        assertThat(returned(reply))
                .isEqualTo(
                        json(
                                "[{\"text\":\"I think\",\"thought\":true},{\"text\":\"so it is\"},"
                                        + "{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}]"));
    }

    @Test
    void a_plain_answer_carries_nothing_private() {
        String parts = "{\"text\":\"well\"},{\"functionCall\":{\"name\":\"a\",\"args\":{}}}";
        assertThat(read(last(parts)).message().privateParts()).isEmpty();
    }

    @Test
    void arguments_come_together_value_by_value() {
        Reply reply =
                read(
                        Given.sse(
                                call("\"name\":\"cook\",\"willContinue\":true"),
                                call(
                                        piece(
                                                "$.steps[0].text",
                                                "\"stringValue\":\"st\",\"willContinue\":true")),
                                call(piece("$.steps[0].text", "\"stringValue\":\"ir\"")),
                                call(piece("$.steps[0].minutes", "\"numberValue\":2.50")),
                                call(piece("$.steps[1]['in a pot']", "\"boolValue\":true")),
                                call(piece("$.note", "\"nullValue\":\"NULL_VALUE\"")),
                                call(""),
                                call("\"name\":\"rest\",\"args\":{}"),
                                last("")));
        assertThat(reply.message().calls().getFirst().arguments())
                .isEqualTo(
                        "{\"steps\":[{\"text\":\"stir\",\"minutes\":2.50},{\"in a pot\":true}],"
                                + "\"note\":null}");
        assertThat(reply.message().calls()).hasSize(2);
    }

    private static String call(String members) {
        return candidate("{\"functionCall\":{" + members + "}}", "");
    }

    private static String piece(String path, String value) {
        return "\"partialArgs\":[{\"jsonPath\":\"%s\",%s}],\"willContinue\":true"
                .formatted(path, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.a[7]", "a", "$", "$.a..b", "$[0]", "$.a[99999999999]"})
    void an_argument_without_a_place_is_refused(String path) {
        String body =
                Given.sse(
                        call("\"name\":\"cook\",\"willContinue\":true"),
                        call(piece(path, "\"numberValue\":1")),
                        last(""));
        assertThatThrownBy(() -> read(body)).isInstanceOf(BrokenReply.class);
    }

    @Test
    void a_call_that_ends_inside_an_argument_is_never_run() {
        String body =
                Given.sse(
                        call("\"name\":\"rm\",\"willContinue\":true"),
                        call(piece("$.path", "\"stringValue\":\"/tm\",\"willContinue\":true")),
                        last(""));
        assertThatThrownBy(() -> read(body)).isInstanceOf(BrokenReply.class);
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, END",
        "MAX_TOKENS, LENGTH",
        "SAFETY, REFUSED",
        "RECITATION, REFUSED",
        "BLOCKLIST, REFUSED",
        "PROHIBITED_CONTENT, REFUSED",
        "SPII, REFUSED",
        "IMAGE_SAFETY, REFUSED",
        "TOMORROWS_REASON, END"
    })
    void a_reply_ends_for_a_reason(String reason, Reply.Stop stop) {
        String finish = ",\"finishReason\":\"" + reason + "\"";
        assertThat(read(candidate("{\"text\":\"so\"}", finish)).stop()).isEqualTo(stop);
    }

    @Test
    void a_reason_may_be_a_number() {
        assertThat(read(candidate("{\"text\":\"so\"}", ",\"finishReason\":2")).stop())
                .isEqualTo(Reply.Stop.LENGTH);
        String zero = Given.sse(candidate("{\"text\":\"so\"}", ",\"finishReason\":0"));
        assertThatThrownBy(() -> read(zero))
                .isInstanceOfSatisfying(
                        BrokenReply.class, broken -> assertThat(broken.kind()).isEqualTo(Kind.CUT));
    }

    @Test
    void a_call_that_the_provider_could_not_read_is_a_malformed_reply() {
        String finish =
                ",\"finishReason\":\"MALFORMED_FUNCTION_CALL\",\"finishMessage\":\"print(a(b\"";
        assertThatThrownBy(() -> read(candidate("", finish)))
                .isInstanceOfSatisfying(
                        BrokenReply.class,
                        broken -> {
                            assertThat(broken.kind()).isEqualTo(Kind.MALFORMED_REPLY);
                            assertThat(broken.why()).contains("print(a(b");
                        });
    }

    @Test
    void a_blocked_prompt_is_refused_and_paid_for() {
        String body =
                "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},"
                        + "\"usageMetadata\":{\"promptTokenCount\":7}}";
        for (String answer : List.of(body, Given.sse(body), "[" + body + "]")) {
            Reply reply = read(answer);
            assertThat(reply.stop()).isEqualTo(Reply.Stop.REFUSED);
            assertThat(reply.usage().input()).isEqualTo(7);
        }
    }

    @Test
    void a_list_of_chunks_is_a_stream() {
        String list = "[" + candidate("{\"text\":\"so\"}", "") + ",\r\n" + last("") + "]";
        assertThat(read(list).message().text()).isEqualTo("so");
        for (int end = 0; end < list.length(); end++) {
            String cut = list.substring(0, end);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(BrokenReply.class);
        }
        assertThatThrownBy(() -> read("[" + candidate("{\"text\":\"so\"}", "") + "]"))
                .isInstanceOf(BrokenReply.class);
        assertThatThrownBy(() -> read("[{\"error\":{\"code\":429,\"message\":\"slow down\"}}]"))
                .isInstanceOf(Rejection.InReply.class);
    }

    @Test
    void old_models_say_with_every_chunk_that_they_stop() {
        String chunk =
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"%s\"}]},"
                        + "\"finishReason\":\"STOP\"}],\"modelVersion\":\"gemini-1.5-flash-002\"}";
        String stream = Given.sse(chunk.formatted("one"), chunk.formatted(" two"));
        assertThat(read(stream).message().text()).isEqualTo("one two");
    }

    @Test
    void usage_counts_tools_thoughts_and_cache() {
        String usage =
                "{\"promptTokenCount\":10,\"cachedContentTokenCount\":4,\"candidatesTokenCount\":5,"
                        + "\"thoughtsTokenCount\":7,\"toolUsePromptTokenCount\":20,"
                        + "\"totalTokenCount\":42}";
        String whole = last("{\"text\":\"so\"}");
        String body = whole.substring(0, whole.length() - 1) + ",\"usageMetadata\":" + usage + "}";
        assertThat(read(body).usage()).isEqualTo(new Reply.Usage(30, 12, 4, 0, 7));
    }

    @Test
    void sources_are_kept_and_never_sent() {
        String grounded =
                candidate(
                        "{\"text\":\"so\"}",
                        ",\"finishReason\":\"STOP\",\"groundingMetadata\":{\"webSearchQueries\":[\"why\"]}");
        Reply reply = read(grounded);
        assertThat(reply.message().privateParts().getFirst().json()).contains("why");
        assertThat(returned(reply)).isEqualTo(json("[{\"text\":\"so\"}]"));
    }

    @Test
    void results_follow_the_order_of_the_calls_and_carry_their_names() {
        var calls =
                List.of(
                        new Message.ToolCall("c1", "first", "{}"),
                        new Message.ToolCall("c2", "second", "not json"));
        JsonNode contents =
                sent(
                                "m",
                                new Message.User("go"),
                                new Message.Assistant("", calls, List.of()),
                                new Message.ToolResult("c2", "broken", true),
                                new Message.ToolResult("c1", "{\"lines\":[1]}", false),
                                new Message.User("and now?"))
                        .path("contents");
        assertThat(contents.path(1).path("parts"))
                .isEqualTo(
                        json(
                                "[{\"functionCall\":{\"name\":\"first\",\"args\":{}}},"
                                        + "{\"functionCall\":{\"name\":\"second\",\"args\":"
                                        + "{\"_invalid_arguments\":\"not json\"}}}]"));
        assertThat(contents.path(2).path("parts"))
                .isEqualTo(
                        json(
                                "[{\"functionResponse\":{\"name\":\"first\",\"response\":{\"lines\":[1]}}},"
                                        + "{\"functionResponse\":{\"name\":\"second\",\"response\":"
                                        + "{\"error\":\"broken\"}}}]"));
        assertThat(contents.path(3).at("/parts/0/text").asString()).isEqualTo("and now?");
    }

    @Test
    void calls_of_others_are_signed_as_such_where_signatures_are_wanted() {
        var calls =
                List.of(
                        new Message.ToolCall("c1", "first", "{}"),
                        new Message.ToolCall("c2", "second", "{}"));
        Message[] messages = {
            new Message.User("go"),
            new Message.Assistant("", calls, List.of()),
            new Message.ToolResult("c1", "x", false),
            new Message.ToolResult("c2", "y", false)
        };
        JsonNode parts = sent(NEW, messages).at("/contents/1/parts");
        assertThat(parts.at("/0/thoughtSignature").asString()).isEqualTo(GeminiContent.UNSIGNED);
        assertThat(parts.path(1).has("thoughtSignature")).isFalse();
        assertThat(sent("gemini-2.5-pro", messages).toString()).doesNotContain("thoughtSignature");
    }

    @Test
    void an_answer_of_the_model_before_any_question_gets_one() {
        JsonNode contents =
                sent("m", new Message.Assistant("hi", List.of(), List.of()), new Message.User("go"))
                        .path("contents");
        assertThat(contents.at("/0/role").asString()).isEqualTo("user");
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, MINIMAL, thinkingBudget, 0",
        "gemini-2.5-pro, MINIMAL, thinkingBudget, 128",
        "gemini-2.5-flash-lite, HIGH, thinkingBudget, 24576",
        "gemini-3-pro-preview, MEDIUM, thinkingLevel, high",
        "gemini-3.1-pro-preview, MEDIUM, thinkingLevel, medium",
        "gemini-3-flash-preview, MINIMAL, thinkingLevel, minimal",
        "publishers/google/models/gemini-3.5-flash, LOW, thinkingLevel, low",
        "gemini-flash-latest, HIGH, thinkingLevel, high"
    })
    void effort_has_a_word_in_each_generation(
            String model, Request.Effort effort, String member, String value) {
        JsonNode config = sent(model, with(effort, List.of())).path("generationConfig");
        assertThat(config.path("thinkingConfig").path(member).asString()).isEqualTo(value);
        assertThat(sent("gemini-2.0-flash", with(effort, List.of())).toString())
                .doesNotContain("thinkingConfig");
    }

    private static Request with(Request.Effort effort, List<Request.ToolDefinition> tools) {
        var form = new Request.Form("f", "{\"$schema\":\"s\",\"type\":\"object\"}");
        return new Request(
                "be brief",
                tools,
                List.of(new Message.User("go")),
                50,
                new Request.Manner(Optional.of(effort), Optional.of(form)));
    }

    @Test
    void a_form_beside_tools_is_asked_for_in_words_where_both_are_too_much() {
        var tool = new Request.ToolDefinition("t", "d", "{\"type\":\"object\",\"$schema\":\"s\"}");
        JsonNode old = sent("gemini-2.5-flash", with(Request.Effort.LOW, List.of(tool)));
        assertThat(old.path("generationConfig").has("responseJsonSchema")).isFalse();
        assertThat(old.at("/systemInstruction/parts/0/text").asString()).contains("JSON Schema");
        JsonNode now = sent(NEW, with(Request.Effort.LOW, List.of(tool)));
        assertThat(now.at("/generationConfig/responseJsonSchema"))
                .isEqualTo(json("{\"type\":\"object\"}"));
        assertThat(now.at("/systemInstruction/parts/0/text").asString()).isEqualTo("be brief");
        assertThat(now.at("/tools/0/functionDeclarations/0/parametersJsonSchema"))
                .isEqualTo(json("{\"type\":\"object\"}"));
    }

    @Test
    void the_key_lies_in_one_of_two_variables() {
        var spec = (ModelSpec.Wire) ModelSpec.parse("gemini:m", Optional.empty());
        var keys =
                new Keys(
                        name -> Optional.of("key-1").filter(_ -> name.equals("GOOGLE_API_KEY")),
                        Optional.empty());
        assertThat(keys.find(spec).map(ApiKey::reveal)).contains("key-1");
        var both = new Keys(name -> Optional.of("of-" + name), Optional.empty());
        assertThat(both.find(spec).map(ApiKey::reveal)).contains("of-GEMINI_API_KEY");
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/v1beta, gemini-x, https://h/v1beta/models/gemini-x:streamGenerateContent?alt=sse",
        "https://h, gemini-x, https://h/v1beta/models/gemini-x:streamGenerateContent?alt=sse",
        "https://h/v1/projects/p/locations/l/publishers/google, g, "
                + "https://h/v1/projects/p/locations/l/publishers/google/models/g:streamGenerateContent?alt=sse",
        "https://h/v1beta?k=1, tunedModels/t, "
                + "https://h/v1beta/tunedModels/t:streamGenerateContent?k=1&alt=sse",
        "https://h/v1beta, a b?c, https://h/v1beta/models/a%20b%3Fc:streamGenerateContent?alt=sse"
    })
    void a_model_has_an_address(URI base, String model, URI expected) {
        assertThat(Given.GEMINI.endpoint(base, model)).isEqualTo(expected);
    }

    @Test
    void tokens_are_counted_of_the_same_request() {
        Dialect.Count count = Given.GEMINI.count().orElseThrow();
        Asked asked = Given.asked(Given.GEMINI);
        JsonNode body = json(count.encode(asked)).path("generateContentRequest");
        assertThat(body.path("contents"))
                .isEqualTo(json(Given.GEMINI.encode(asked)).path("contents"));
        assertThat(body.path("model").asString()).isEqualTo("models/m");
        assertThat(count.endpoint(URI.create("https://h/v1beta"), "m"))
                .hasToString("https://h/v1beta/models/m:countTokens");
        assertThat(count.read("{\"totalTokens\":31}")).isEqualTo(31);
        assertThatThrownBy(() -> count.read("{}")).isInstanceOf(BrokenReply.class);
    }
}
