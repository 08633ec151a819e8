package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A reply in the form of Cohere's first version, as gateways and recordings of it still give.
///
/// A stream of it ends with an event that holds the whole reply once more. The echo of the
/// conversation that comes with it is left out; what was cited and searched is kept.
// https://docs.cohere.com/v1/reference/chat
final class CohereOlderReply {
    private static final String EVENT = "event_type";

    private static final List<String> KEPT =
            List.of("citations", "documents", "search_queries", "search_results");

    private final ReplyDraft draft;
    private boolean begun;
    private Optional<String> finishReason = Optional.empty();

    CohereOlderReply(ReplyDraft draft) {
        this.draft = draft;
    }

    /// Whether an event is of that form.
    static boolean tells(ObjectNode json) {
        return json.path(EVENT).isString();
    }

    /// Whether anything of that form has come.
    boolean begun() {
        return begun;
    }

    /// @return true when the event was the terminal one
    boolean take(ObjectNode event) {
        begun = true;
        switch (event.path(EVENT).asString("")) {
            case "text-generation" -> StrictText.string(event, "text").ifPresent(draft::text);
            case "stream-end" -> {
                ObjectNode response =
                        event.path("response").asObjectOpt().orElseGet(StrictText::newObject);
                response.path("text").stringValueOpt().ifPresent(draft::whole);
                settle(response);
                String reason = response.path("finish_reason").asString("");
                end(event.path("finish_reason").asString(reason), event);
            }
            default -> {
                // What the end says once more.
            }
        }
        return finishReason.isPresent();
    }

    /// A reply in one piece.
    void whole(ObjectNode json) {
        begun = true;
        StrictText.string(json, "text").ifPresent(draft::text);
        settle(json);
        end(json.path("finish_reason").asString(""), json);
    }

    private void settle(ObjectNode json) {
        for (JsonNode call : json.path("tool_calls")) {
            JsonNode parameters = call.path("parameters");
            draft.call(
                    "",
                    call.path("name").asString(""),
                    parameters.isObject() ? StrictText.write(parameters) : "");
        }
        ObjectNode kept = StrictText.newObject();
        for (String name : KEPT) {
            if (!json.path(name).isEmpty()) {
                kept.set(name, json.path(name));
            }
        }
        if (!kept.isEmpty()) {
            draft.privatePart(StrictText.write(kept));
        }
        JsonNode meta = json.path("meta");
        JsonNode tokens =
                meta.path("tokens").isObject() ? meta.path("tokens") : CohereReply.billed(meta);
        draft.usage(
                new Reply.Usage(
                        StrictText.count(tokens, "input_tokens"),
                        StrictText.count(tokens, "output_tokens"),
                        StrictText.count(meta, "cached_tokens")));
    }

    private void end(String reason, ObjectNode json) {
        CohereReply.checkFinished(reason, json.path("error").asString(""));
        finishReason = Optional.of(reason);
    }

    Reply reply() {
        String reason =
                finishReason.orElseThrow(
                        () -> BrokenReply.cut("the stream ended before its stream end"));
        return draft.finish(CohereReply.stopped(reason));
    }
}
