package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An Ollama reply while it arrives, each line a piece of the message; a whole reply is one line.
/// Calls come whole. The reply is whole with the line that says `done`.
final class OllamaReply implements Dialect.Incoming {
    static final String THINKING = "thinking";

    private final ReplyDraft draft;
    private final CallFragments calls = new CallFragments();
    private final StringBuilder thinking = new StringBuilder();
    private final OpenAiKept kept = new OpenAiKept();
    private Optional<String> doneReason = Optional.empty();

    OllamaReply(Asked asked, Consumer<String> onText) {
        this.draft = new ReplyDraft(asked, onText);
    }

    @Override
    public boolean take(SseEvent line) {
        StrictText.event(line).ifPresent(this::take);
        return doneReason.isPresent();
    }

    void take(ObjectNode json) {
        Rejection.throwIfError(json);
        StrictText.string(json, "model").ifPresent(draft::model);
        JsonNode message = json.path("message");
        thinking.append(message.path(THINKING).asString(""));
        StrictText.string(message, "content").ifPresent(draft::text);
        message.path("tool_calls").forEach(call -> calls.take(call, true));
        kept.take(message);
        draft.usage(
                new Reply.Usage(
                        StrictText.count(json, "prompt_eval_count"),
                        StrictText.count(json, "eval_count"),
                        0));
        if (json.path("done").asBoolean(false)) {
            doneReason = Optional.of(json.path("done_reason").asString("stop"));
        }
    }

    @Override
    public Reply reply() {
        String reason =
                doneReason.orElseThrow(
                        () -> BrokenReply.cut("the stream ended before its last line"));
        calls.settle(draft);
        ObjectNode members = StrictText.newObject();
        if (!thinking.isEmpty()) {
            members.put(THINKING, thinking.toString());
        }
        kept.addTo(members);
        if (kept.answers()) {
            draft.deed(StrictText.write(members));
        } else if (!members.isEmpty()) {
            draft.privatePart(StrictText.write(members));
        }
        return draft.finish(reason.equals("length") ? Reply.Stop.LENGTH : Reply.Stop.END);
    }
}
