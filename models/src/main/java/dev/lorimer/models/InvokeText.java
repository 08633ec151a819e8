package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The reply of a model behind InvokeModel that knows nothing but texts. Each maker has other names
/// for the same three things: a text, why it ended, and what it cost.
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
final class InvokeText implements Dialect.Incoming {
    /// Titan; Llama; Cohere, Mistral and DeepSeek; Claude's first language.
    private static final List<String> TEXTS =
            List.of("outputText", "generation", "text", "completion");

    private static final List<String> REASONS =
            List.of("completionReason", "stop_reason", "finish_reason", "finishReason");

    /// Lists of replies, where one is asked for.
    private static final List<String> LISTS =
            List.of("results", "outputs", "generations", "choices", "completions");

    private static final List<String> INPUTS =
            List.of("inputTextTokenCount", "prompt_token_count", "inputTokenCount");

    private static final List<String> OUTPUTS =
            List.of(
                    "totalOutputTextTokenCount",
                    "tokenCount",
                    "generation_token_count",
                    "outputTokenCount");

    private final ReplyDraft draft;
    private Optional<String> reason = Optional.empty();
    private boolean done;

    InvokeText(Asked asked, Consumer<String> onText) {
        this.draft = new ReplyDraft(asked, onText);
    }

    /// Whether there is such a text in it.
    static boolean says(ObjectNode json) {
        return places(json)
                .anyMatch(place -> TEXTS.stream().anyMatch(name -> place.path(name).isString()));
    }

    private static Stream<JsonNode> places(ObjectNode json) {
        Stream<JsonNode> listed =
                LISTS.stream()
                        .map(name -> json.path(name).path(0))
                        .flatMap(first -> Stream.of(first, first.path("data")));
        return Stream.concat(Stream.of(json), listed).filter(JsonNode::isObject);
    }

    @Override
    public boolean take(SseEvent event) {
        ObjectNode json = StrictText.event(event).orElseGet(StrictText::newObject);
        read(json);
        done |= reason.isPresent() || json.path(InvokeReply.METRICS).isObject();
        return json.path(InvokeReply.METRICS).isObject();
    }

    /// A reply in one piece.
    void whole(ObjectNode json) {
        read(json);
        for (JsonNode call : json.path("tool_calls")) {
            String arguments = StrictText.write(call.path("parameters"));
            draft.call("", call.path("name").asString(""), arguments);
        }
        done = true;
    }

    private void read(ObjectNode json) {
        for (JsonNode place : places(json).toList()) {
            first(place, TEXTS).ifPresent(draft::text);
            reason = first(place, REASONS).or(() -> reason);
            usage(place);
        }
        usage(json.path(InvokeReply.METRICS));
        reason =
                StrictText.string(json.path("completions").path(0).path("finishReason"), "reason")
                        .or(() -> reason);
    }

    private static Optional<String> first(JsonNode place, List<String> names) {
        return names.stream()
                .map(place::path)
                .filter(value -> value.isString() && !value.stringValue().isEmpty())
                .map(JsonNode::stringValue)
                .findFirst();
    }

    private void usage(JsonNode place) {
        draft.usage(new Reply.Usage(most(place, INPUTS), most(place, OUTPUTS), 0, 0, 0));
    }

    private static long most(JsonNode place, List<String> names) {
        return names.stream().mapToLong(name -> StrictText.count(place, name)).max().orElse(0);
    }

    @Override
    public Reply reply() {
        if (!done) {
            throw BrokenReply.cut("the stream ended without a reason");
        }
        return draft.finish(
                switch (reason.orElse("")) {
                    case "LENGTH", "length", "MAX_TOKENS", "max_tokens", "ERROR_LIMIT" ->
                            Reply.Stop.LENGTH;
                    case "CONTENT_FILTERED", "content_filter", "ERROR_TOXIC" -> Reply.Stop.REFUSED;
                    case "ERROR" -> throw BrokenReply.malformed("the provider stopped it as ERROR");
                    // What is new counts as a regular end.
                    default -> Reply.Stop.END;
                });
    }
}
