package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A reply of InvokeModel while it arrives: frames with pieces of the model's own language in them,
/// told by their looks. The name of a model would not do: a profile or an imported model can have
/// any.
final class InvokeReply implements Dialect.Incoming {
    /// What the service adds to the last piece, whatever the language.
    static final String METRICS = "amazon-bedrock-invocationMetrics";

    private enum Language {
        MESSAGES,
        CONVERSE,
        CHAT,
        TEXT
    }

    private final Asked asked;
    private final Consumer<String> onText;
    private Optional<Dialect.Incoming> behind = Optional.empty();

    InvokeReply(Asked asked, Consumer<String> onText) {
        this.asked = asked;
        this.onText = onText;
    }

    /// @param event a frame's payload, `{"bytes":"…","p":"…"}`: a piece in base64, and letters that
    ///   hide its length
    @Override
    public boolean take(SseEvent event) {
        if (!event.name().equals("chunk")) {
            // What the provider may add.
            return false;
        }
        String piece = piece(event);
        ObjectNode json = StrictText.event(new SseEvent("", piece, true)).orElseThrow();
        Rejection.throwIfError(json);
        if (behind.isEmpty()) {
            behind = language(json).map(this::reader);
        }
        return behind.isPresent() && behind.get().take(new SseEvent("", piece, true));
    }

    private static String piece(SseEvent event) {
        String bytes =
                StrictText.event(event)
                        .flatMap(frame -> StrictText.string(frame, "bytes"))
                        .orElseThrow(() ->
                                BrokenReply.malformed("a chunk of the stream holds no bytes"));
        try {
            return StrictText.line(Base64.getDecoder().decode(bytes));
        } catch (IllegalArgumentException noBase64) {
            throw BrokenReply.malformed("a chunk of the stream is no base64");
        }
    }

    private Dialect.Incoming reader(Language language) {
        return switch (language) {
            case MESSAGES -> new AnthropicReply(asked, onText);
            case CONVERSE -> new InvokeBlocks(new ConverseReply(asked, onText));
            case CHAT -> new InvokeChat(new OpenAiReply(asked, onText));
            case TEXT -> new InvokeText(asked, onText);
        };
    }

    @Override
    public Reply reply() {
        return behind.orElseThrow(() -> BrokenReply.cut("the stream ended before its first piece"))
                .reply();
    }

    /// A reply in one piece.
    static Reply whole(ObjectNode json, Asked asked, Consumer<String> onText) {
        Rejection.throwIfError(json);
        Language language = language(json).orElseThrow(() -> speechless(json));
        return switch (language) {
            case MESSAGES -> {
                var reply = new AnthropicReply(asked, onText);
                reply.whole(json);
                yield reply.reply();
            }
            case CONVERSE -> {
                var reply = new ConverseReply(asked, onText);
                reply.whole(json);
                yield reply.reply();
            }
            case CHAT -> {
                var reply = new OpenAiReply(asked, onText);
                reply.whole(InvokeChat.common(json, true));
                yield reply.reply();
            }
            case TEXT -> {
                var reply = new InvokeText(asked, onText);
                reply.whole(json);
                yield reply.reply();
            }
        };
    }

    private static BrokenReply speechless(ObjectNode json) {
        String holds = String.join(", ", json.propertyNames());
        return BrokenReply.malformed(
                "the answer is not that of a language model: it holds "
                        + (holds.isEmpty() ? "nothing" : Wording.shortened(holds, 100)));
    }

    private static Optional<Language> language(ObjectNode json) {
        JsonNode choice = json.path("choices").path(0);
        if (json.propertyNames().stream().anyMatch(ConverseReply.EVENTS::contains)
                || json.path("output").path("message").isObject()) {
            return Optional.of(Language.CONVERSE);
        }
        if (choice.path("message").isObject() || choice.path("delta").isObject()) {
            return Optional.of(Language.CHAT);
        }
        if (InvokeText.says(json)) {
            return Optional.of(Language.TEXT);
        }
        if (json.path("type").isString() || json.path("content").isArray()) {
            return Optional.of(Language.MESSAGES);
        }
        // A chat may begin with a piece that holds no choice yet.
        return json.path("choices").isArray() ? Optional.of(Language.CHAT) : Optional.empty();
    }
}
