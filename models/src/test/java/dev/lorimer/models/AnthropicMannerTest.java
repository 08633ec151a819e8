package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.Message;
import dev.lorimer.model.Request;
import dev.lorimer.model.Request.Effort;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AnthropicMannerTest {
    private static final String DOG =
            "{\"type\":\"object\",\"properties\":{\"legs\":{\"type\":\"integer\",\"maximum\":4},"
                    + "\"name\":{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}},"
                    + "\"required\":[\"legs\",\"name\"]}";

    private static JsonNode sent(
            String model, int limit, Optional<Effort> effort, Optional<String> schema) {
        var form = schema.map(text -> new Request.Form("dog", text));
        var request =
                new Request(
                        "be brief",
                        List.of(),
                        List.of(new Message.User("go")),
                        limit,
                        new Request.Manner(effort, form));
        return StrictText.JSON.readTree(
                Given.ANTHROPIC.encode(new Asked("anthropic", model, request)));
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-7-sonnet-20250219, HIGH, 64000, 24576",
        "claude-sonnet-4-20250514, MEDIUM, 64000, 8192",
        "claude-opus-4-5, LOW, 64000, 2048",
        "claude-haiku-4-5-20251001, HIGH, 8000, 4000",
        "some-other-model, LOW, 64000, 2048",
    })
    void models_with_budgets_get_one_that_leaves_half_the_reply(
            String model, Effort effort, int limit, int budget) {
        JsonNode sent = sent(model, limit, Optional.of(effort), Optional.empty());
        assertThat(sent.at("/thinking/type").asString()).isEqualTo("enabled");
        assertThat(sent.at("/thinking/budget_tokens").asInt()).isEqualTo(budget);
        assertThat(sent.path("max_tokens").asInt()).isEqualTo(limit);
        assertThat(sent.has("output_config")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-6, LOW, low",
        "claude-sonnet-4.6, MEDIUM, medium",
        "us.anthropic.claude-opus-5-v1:0, HIGH, high",
        "claude-mythos-preview, HIGH, high",
    })
    void newer_models_are_told_an_effort(String model, Effort effort, String word) {
        JsonNode sent = sent(model, 500, Optional.of(effort), Optional.empty());
        assertThat(sent.at("/output_config/effort").asString()).isEqualTo(word);
        assertThat(sent.path("thinking").toString()).isEqualTo("{\"type\":\"adaptive\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-5-sonnet-20241022, HIGH, 64000",
        "claude-2.1, HIGH, 64000",
        "claude-sonnet-4-5, MINIMAL, 64000",
        "claude-sonnet-4-5, HIGH, 2000",
    })
    void nothing_is_asked_that_the_model_would_refuse(String model, Effort effort, int limit) {
        JsonNode sent = sent(model, limit, Optional.of(effort), Optional.empty());
        assertThat(sent.has("thinking")).isFalse();
        assertThat(sent.has("output_config")).isFalse();
    }

    @Test
    void a_form_is_held_by_the_server_as_far_as_it_can() {
        JsonNode sent = sent("claude-sonnet-4-5", 500, Optional.empty(), Optional.of(DOG));
        assertThat(sent.at("/output_config/format"))
                .isEqualTo(
                        StrictText.JSON.readTree(
                                """
                                {"type":"json_schema","schema":{"type":"object","properties":{
                                  "legs":{"type":"integer","description":"(maximum: 4)"},
                                  "name":{"anyOf":[{"type":"string"},{"type":"null"}]}},
                                 "required":["legs","name"],"additionalProperties":false}}\
                                """));
        assertThat(sent.path("system")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
                "{\"type\":\"object\"}",
                "{\"type\":\"object\",\"properties\":{\"a\":{}}}",
                "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":{\"type\":\"string\"}}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},"
                        + "\"$defs\":{\"a\":{\"type\":\"object\",\"properties\":{\"b\":{\"$ref\":\"#/$defs/a\"}}}}}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"http://x/y\"}}}",
            })
    void a_form_that_the_server_can_not_hold_is_told_in_words(String schema) {
        JsonNode sent = sent("claude-sonnet-4-5", 500, Optional.empty(), Optional.of(schema));
        assertThat(sent.has("output_config")).isFalse();
        assertThat(sent.at("/system/1/text").asString()).contains("JSON Schema", schema);
    }

    @Test
    void an_older_model_is_told_the_form_in_words() {
        JsonNode sent = sent("claude-3-5-haiku-latest", 500, Optional.empty(), Optional.of(DOG));
        assertThat(sent.has("output_config")).isFalse();
        assertThat(sent.at("/system/1/text").asString()).contains(DOG);
        assertThat(sent.at("/system/0").has("cache_control")).isFalse();
        assertThat(sent.at("/system/1").has("cache_control")).isTrue();
    }

    @Test
    void references_that_lead_somewhere_are_kept() {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/s\"},"
                        + "\"b\":{\"$ref\":\"#/$defs/s\"}},\"$defs\":{\"s\":{\"type\":\"string\"}}}";
        assertThat(ClosedSchema.of(new Request.Form("f", schema))).isPresent();
    }
}
