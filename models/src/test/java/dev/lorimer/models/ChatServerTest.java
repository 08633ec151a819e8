package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// In what the servers of Chat Completions differ, as their requests show it.
class ChatServerTest {
    private static final Request.Form FORM =
            new Request.Form(
                    "verdict",
                    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},"
                            + "\"required\":[\"a\"],\"additionalProperties\":false}");

    @ParameterizedTest
    @EnumSource(Provider.class)
    void every_server_of_this_dialect_can_be_named(Provider provider) {
        if (provider.wire() == Provider.Wire.CHAT && provider.baseUrl().isPresent()) {
            OpenAiChat chat = Given.chat(provider.prefix(), "", "m");
            assertThat(chat.name()).isEqualTo(provider.prefix());
            assertThat(chat.endpoint(provider.baseUrl().get(), "m").getPath())
                    .endsWith("/chat/completions");
        }
    }

    @Test
    void a_server_is_known_by_its_address_too() {
        assertThat(Given.chat("openai", "https://api.mistral.ai/v1", "m").server().ids())
                .isEqualTo(ChatServer.Ids.NINE);
        assertThat(
                        Given.chat("openai", "https://x.openai.azure.com/openai/v1", "m")
                                .server()
                                .ways())
                .contains(ChatServer.Way.KEY_HEADER);
        assertThat(Given.chat("openai", "http://127.0.0.1:8080/v1", "m").server().ids())
                .isEqualTo(ChatServer.Ids.ANY);
    }

    @ParameterizedTest
    @CsvSource({
        "https://r.openai.azure.com, https://r.openai.azure.com/openai/v1/chat/completions",
        "https://r.openai.azure.com/openai/v1/, https://r.openai.azure.com/openai/v1/chat/completions",
        "https://r.openai.azure.com?api-version=1, https://r.openai.azure.com/openai/deployments/my-m/chat/completions?api-version=1",
        "https://r.openai.azure.com/openai?api-version=1, https://r.openai.azure.com/openai/deployments/my-m/chat/completions?api-version=1",
        "https://r.openai.azure.com/openai/deployments/d?api-version=1, https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=1",
        "https://r.services.ai.azure.com/models?api-version=1, https://r.services.ai.azure.com/models/chat/completions?api-version=1",
    })
    void an_azure_resource_is_asked_where_it_listens(URI base, URI endpoint) {
        var chat = Given.chat("azure", base.toString(), "my-m");
        assertThat(chat.endpoint(base, "my-m")).isEqualTo(endpoint);
    }

    @Test
    void azure_has_a_header_of_its_own_and_no_address_of_its_own() {
        var chat = Given.chat("azure", "https://r.openai.azure.com", "m");
        var key = Optional.of(ApiKey.of("secret-0123", "TEST"));
        var letter =
                new Dialect.Letter(
                        URI.create("https://r.openai.azure.com"), "", key, Instant.EPOCH);
        assertThat(chat.headers(letter)).isEqualTo(Map.of("api-key", "secret-0123"));
        assertThatThrownBy(() -> ModelSpec.parse("azure:m", Optional.empty()))
                .isInstanceOf(ModelSpecException.class)
                .hasMessageContaining("give the base URL of your own");
    }

    @Test
    void mistral_gets_ids_of_nine_letters_and_an_answer_before_the_user_speaks() {
        var chat = Given.chat("mistral", "", "mistral-large");
        JsonNode messages =
                encode(
                                chat,
                                "m",
                                Request.Manner.FREE,
                                new Message.Assistant(
                                        "",
                                        List.of(
                                                new ToolCall("call_123", "look", "{}"),
                                                new ToolCall("aB3dE6gH9", "look", "{}")),
                                        List.of()),
                                new Message.ToolResult("call_123", "x", false),
                                new Message.ToolResult("aB3dE6gH9", "y", false),
                                new Message.User("go on"))
                        .path("messages");
        String id = messages.at("/1/tool_calls/0/id").asString();
        assertThat(id).matches("[A-Za-z0-9]{9}");
        assertThat(messages.at("/2/tool_call_id").asString()).isEqualTo(id);
        assertThat(messages.at("/3/tool_call_id").asString()).isEqualTo("aB3dE6gH9");
        assertThat(messages.valueStream().map(m -> m.path("role").asString()))
                .containsExactly("system", "assistant", "tool", "tool", "assistant", "user");
        assertThat(encode(chat, "m", Request.Manner.FREE).has("stream_options")).isFalse();
    }

    @Test
    void a_server_without_schemas_is_told_the_form_in_words() {
        var manner = new Request.Manner(Optional.empty(), Optional.of(FORM));
        JsonNode sent = encode(Given.chat("deepseek", "", "deepseek-chat"), "m", manner);
        assertThat(sent.path("response_format")).isEqualTo(json("{\"type\":\"json_object\"}"));
        assertThat(sent.at("/messages/0/content").asString())
                .startsWith("be brief")
                .contains(FORM.schema());
    }

    @Test
    void a_form_is_strict_only_where_its_schema_is_closed() {
        var closed = new Request.Manner(Optional.empty(), Optional.of(FORM));
        assertThat(encode(Given.chat("groq", "", "m"), "m", closed).path("response_format"))
                .isEqualTo(
                        json(
                                "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"verdict\",\"strict\":true,\"schema\":"
                                        + FORM.schema()
                                        + "}}"));
        for (String open :
                List.of(
                        "{\"type\":\"object\"}",
                        "{\"type\":\"object\",\"properties\":{\"a\":{}},\"additionalProperties\":false}",
                        "{\"anyOf\":[{\"type\":\"object\",\"properties\":{}}]}")) {
            var form = new Request.Form("f", open);
            var manner = new Request.Manner(Optional.empty(), Optional.of(form));
            JsonNode sent = encode(Given.chat("openai", "", "gpt-5"), "gpt-5", manner);
            assertThat(sent.at("/response_format/json_schema/strict").asBoolean())
                    .as(open)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-5, MINIMAL, minimal",
        "openai, gpt-5-mini-2025-08-07, MINIMAL, minimal",
        "openai, gpt-5.2, MINIMAL, none",
        "openai, o3, MINIMAL, low",
        "openai, gpt-5-codex, MINIMAL, low",
        "openai, gpt-5, HIGH, high",
        "openai, gpt-4o, HIGH, ''",
        "openai, gpt-5-chat-latest, HIGH, ''",
        "groq, openai/gpt-oss-120b, MEDIUM, medium",
        "groq, llama-3.3-70b, MEDIUM, ''",
        "mistral, mistral-large, LOW, ''",
        "deepseek, deepseek-chat, LOW, ''",
        "xai, grok-3-mini, LOW, low",
        "xai, grok-4, LOW, ''",
        "ollama, gpt-oss:20b, LOW, low",
        "vllm, any, LOW, low",
    })
    void effort_is_asked_of_models_that_have_it(
            String provider, String model, Request.Effort effort, String word) {
        var manner = new Request.Manner(Optional.of(effort), Optional.empty());
        JsonNode sent = encode(Given.chat(provider, "", model), model, manner);
        assertThat(sent.path("reasoning_effort").asString("")).isEqualTo(word);
    }

    @Test
    void openrouter_has_an_object_for_effort() {
        var manner = new Request.Manner(Optional.of(Request.Effort.HIGH), Optional.empty());
        JsonNode sent = encode(Given.chat("openrouter", "", "any/m"), "any/m", manner);
        assertThat(sent.at("/reasoning/effort").asString()).isEqualTo("high");
        assertThat(sent.has("reasoning_effort")).isFalse();
    }

    @Test
    void what_is_neither_text_nor_call_is_kept_and_a_sound_found_again() {
        Reply reply =
                Given.read(
                        Given.OPENAI,
                        """
                        {"choices":[{"index":0,"finish_reason":"stop","message":{
                          "role":"assistant","content":null,"refusal":"","tool_calls":null,
                          "audio":{"id":"au_1","data":"AAAA","transcript":"hello there"},
                          "annotations":[{"type":"url_citation","url":"u"}],
                          "function_call":{"name":"","arguments":""}}}]}
                        """);
        assertThat(reply.message().text()).isEqualTo("hello there");
        assertThat(reply.message().privateParts().getFirst().json())
                .contains("AAAA", "url_citation");
        JsonNode back =
                json(Given.OPENAI.encode(Given.asked(Given.OPENAI, reply.message())))
                        .at("/messages/1");
        assertThat(back)
                .isEqualTo(
                        json(
                                "{\"role\":\"assistant\",\"content\":\"hello there\",\"audio\":{\"id\":\"au_1\"}}"));
    }

    @Test
    void a_call_in_the_older_form_is_a_call() {
        String streamed =
                Given.sse(
                        "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"look\",\"arguments\":\"{\\\"x\\\"\"}}}]}",
                        "{\"choices\":[{\"delta\":{\"function_call\":{\"arguments\":\":1}\"}}}]}",
                        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"function_call\"}]}",
                        "[DONE]");
        assertThat(Given.read(Given.OPENAI, streamed).message().calls())
                .containsExactly(new ToolCall("call-1-1", "look", "{\"x\":1}"));
    }

    private static JsonNode encode(
            OpenAiChat chat, String model, Request.Manner manner, Message... messages) {
        List<Message> said =
                messages.length == 0 ? List.of(new Message.User("go")) : List.of(messages);
        var request = new Request("be brief", List.of(), said, 100, manner);
        return json(chat.encode(new Asked(chat.name(), model, request)));
    }

    private static JsonNode json(String text) {
        return StrictText.JSON.readTree(text);
    }
}
