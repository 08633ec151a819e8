package dev.lorimer.models;

import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Amazon Bedrock's InvokeModel: the models of many makers, each in its own language, in the frames
/// and with the signature of Converse.
///
/// The language of a request follows from the model's name, see [InvokeFamily]; that of a reply
/// shows in the reply, see [InvokeReply]. Private parts are those of the language, under this
/// dialect's key.
///
/// @param signature signs requests where there is no bearer token
record BedrockInvoke(Optional<AwsSignature> signature) implements Dialect {
    // https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html
    private static final String CLAUDE_VERSION = "bedrock-2023-05-31";

    // https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html
    private static final String NOVA_VERSION = "messages-v1";

    /// The path names the model, and the method that it is a stream.
    private static final List<String> SAID_OTHERWISE = List.of("model", "stream");

    @Override
    public String name() {
        return Provider.BEDROCK_INVOKE.prefix();
    }

    @Override
    public URI endpoint(URI base, String model) {
        return BedrockConverse.method(base, model, "/invoke-with-response-stream");
    }

    @Override
    public Map<String, String> headers(Letter letter) {
        return BedrockConverse.headers(signature, letter);
    }

    @Override
    public String encode(Asked asked) {
        return StrictText.write(body(asked));
    }

    private static ObjectNode body(Asked asked) {
        InvokeFamily family =
                InvokeFamily.of(asked.model()).orElseThrow(() -> foreign(asked.model()));
        return switch (family) {
            case CLAUDE -> claude(asked);
            case NOVA -> nova(asked);
            case CHAT -> chat(asked);
            case TITAN, LLAMA_4, LLAMA_3, INSTRUCT, COMMAND -> InvokePrompt.body(family, asked);
        };
    }

    private static ModelException foreign(String model) {
        return new ModelException(
                ModelException.Kind.INVALID_REQUEST,
                "the conversation can not be sent: the name \""
                        + Wording.shortened(Wording.line(model), 120)
                        + "\" does not tell of a language model whose own language is known here;"
                        + " name it with the prefix "
                        + Provider.BEDROCK.prefix()
                        + ":, which is one language for all");
    }

    private static ObjectNode claude(Asked asked) {
        ObjectNode body = StrictText.newObject().put("anthropic_version", CLAUDE_VERSION);
        ObjectNode messages = new AnthropicMessages().body(asked);
        messages.remove(SAID_OTHERWISE);
        boolean caches =
                ClaudeName.of(asked.model())
                        .filter(name -> name.thinking() != ClaudeName.Thinking.NONE)
                        .isPresent();
        if (!caches) {
            // Here, older models refuse the whole request over a mark for the cache.
            unmark(messages);
        }
        body.setAll(messages);
        return body;
    }

    private static void unmark(JsonNode json) {
        json.asObjectOpt().ifPresent(object -> object.remove("cache_control"));
        json.path("system").forEach(BedrockInvoke::unmark);
        json.path("messages")
                .forEach(message -> message.path("content").forEach(BedrockInvoke::unmark));
    }

    private static ObjectNode nova(Asked asked) {
        ObjectNode body = StrictText.newObject().put("schemaVersion", NOVA_VERSION);
        body.setAll(BedrockConverse.conversation(asked));
        body.putObject("inferenceConfig").put("maxTokens", asked.request().outputTokensMax());
        ConverseManner.of(asked).shape(body);
        // What Converse hands on to the model, the model is told here itself.
        Optional<ObjectNode> own =
                body.optional("additionalModelRequestFields").flatMap(JsonNode::asObjectOpt);
        body.remove("additionalModelRequestFields");
        own.ifPresent(body::setAll);
        markInside(body.path("system"));
        body.path("messages").forEach(message -> markInside(message.path("content")));
        return body;
    }

    /// In a model's own language, a mark for the cache is part of the block that it follows.
    // https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html, "InvokeModel"
    private static void markInside(JsonNode blocks) {
        Optional<ArrayNode> list = blocks.asArrayOpt();
        for (int at = blocks.size() - 1; list.isPresent() && at > 0; at--) {
            JsonNode mark = blocks.path(at).path("cachePoint");
            if (mark.isObject()) {
                list.get().remove(at);
                list.get().path(at - 1).asObject().set("cachePoint", mark);
            }
        }
    }

    private static ObjectNode chat(Asked asked) {
        String model = asked.model().toLowerCase(Locale.ROOT);
        boolean openai = model.contains("openai.");
        var server =
                new ChatServer(
                        asked.dialect(),
                        openai ? "max_completion_tokens" : "max_tokens",
                        model.contains("mistral.") ? ChatServer.Ids.NINE : ChatServer.Ids.ANY,
                        ".*openai\\.gpt-oss.*",
                        Set.of(ChatServer.Way.USAGE_UNASKED, ChatServer.Way.NO_SCHEMA));
        ObjectNode body = StrictText.reply(new OpenAiChat(server).encode(asked));
        body.remove(SAID_OTHERWISE);
        // The form is told in words; not every model takes it in this field.
        body.remove("response_format");
        return body;
    }

    @Override
    public Reply read(Asked asked, InputStream body, Consumer<String> onText) throws IOException {
        return BedrockConverse.read(this, asked, body, onText);
    }

    @Override
    public Incoming stream(Asked asked, Consumer<String> onText) {
        return new InvokeReply(asked, onText);
    }

    @Override
    public Reply decode(Asked asked, String body, Consumer<String> onText) {
        return InvokeReply.whole(StrictText.reply(body), asked, onText);
    }

    @Override
    public Optional<Count> count() {
        return Optional.of(new Counting());
    }

    /// Counts a request without answering it; models of some makers can not be asked.
    // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
    private record Counting() implements Count {
        @Override
        public URI endpoint(URI base, String model) {
            return BedrockConverse.method(base, model, "/count-tokens");
        }

        @Override
        public String encode(Asked asked) {
            byte[] counted = StrictText.write(body(asked)).getBytes(StandardCharsets.UTF_8);
            ObjectNode body = StrictText.newObject();
            body.putObject("input")
                    .putObject("invokeModel")
                    .put("body", Base64.getEncoder().encodeToString(counted));
            return StrictText.write(body);
        }

        @Override
        public long read(String body) {
            return BedrockConverse.counted(body);
        }
    }
}
