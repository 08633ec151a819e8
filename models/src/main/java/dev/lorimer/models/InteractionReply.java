package dev.lorimer.models;

import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A reply of the Interactions interface while it arrives, in its edition of steps or in the one of
/// outputs before it. Steps are numbered and bracketed, so a doubled or reordered one shows and is
/// refused; the last event says how it all ended.
final class InteractionReply implements Dialect.Incoming {
    /// More steps than any reply has on purpose.
    private static final int STEPS_MAX = 10_000;

    private final ReplyDraft draft;

    /// By their numbers, which are their order.
    private final TreeMap<Long, InteractionStep> steps = new TreeMap<>();

    private final Set<Long> open = new HashSet<>();
    private Optional<ObjectNode> ended = Optional.empty();

    InteractionReply(Asked asked, Consumer<String> onText) {
        this.draft = new ReplyDraft(asked, onText);
    }

    @Override
    public boolean take(SseEvent event) {
        if (event.data().strip().equals("[DONE]")) {
            return true;
        }
        Optional<ObjectNode> read = StrictText.event(event);
        if (read.isEmpty()) {
            return false;
        }
        ObjectNode json = read.get();
        Rejection.throwIfError(json);
        long index = StrictText.count(json, "index");
        switch (StrictText.string(json, "event_type").orElse(event.name())) {
            case "interaction.created", "interaction.start" -> told(json.path("interaction"));
            case "step.start" -> begin(index, json.path("step"));
            case "content.start" -> begin(index, json.path("content"));
            case "step.delta", "content.delta" ->
                    json.path("delta").asObjectOpt().ifPresent(opened(index)::grow);
            case "step.stop", "content.stop" -> {
                opened(index);
                open.remove(index);
            }
            case "interaction.completed", "interaction.complete" ->
                    end(json.path("interaction").asObjectOpt().orElseGet(StrictText::newObject));
            case "error" -> throw new Rejection.InReply(json);
            default -> {
                // How it is going, and what the provider may add.
            }
        }
        return ended.isPresent();
    }

    private void told(JsonNode interaction) {
        StrictText.string(interaction, "model").ifPresent(draft::model);
    }

    private void begin(long index, JsonNode start) {
        if (!steps.isEmpty() && index <= steps.lastKey()) {
            throw BrokenReply.malformed(
                    "the stream begins step " + index + " after step " + steps.lastKey());
        }
        if (steps.size() >= STEPS_MAX) {
            throw BrokenReply.malformed("the reply holds more than " + STEPS_MAX + " steps");
        }
        ObjectNode members = start.asObjectOpt().orElseGet(StrictText::newObject);
        steps.put(index, new InteractionStep(members, draft));
        open.add(index);
    }

    private InteractionStep opened(long index) {
        return Optional.ofNullable(steps.get(index))
                .filter(_ -> open.contains(index))
                .orElseThrow(() ->
                        BrokenReply.malformed(
                                "the stream goes on with step " + index + ", which is not open"));
    }

    private void end(ObjectNode interaction) {
        told(interaction);
        if (steps.isEmpty()) {
            // Where nothing was told before, all of it may be told at the end.
            listed(interaction);
        }
        ended = Optional.of(interaction);
    }

    /// A reply in one piece.
    void whole(ObjectNode json) {
        Rejection.throwIfError(json);
        boolean steps = json.path("steps").isArray() || json.path("outputs").isArray();
        if (!steps && !json.path("status").isString()) {
            throw BrokenReply.malformed("the reply has neither steps nor a status");
        }
        end(json);
    }

    private void listed(ObjectNode interaction) {
        JsonNode list =
                interaction.path("steps").isArray()
                        ? interaction.path("steps")
                        : interaction.path("outputs");
        long index = 0;
        for (JsonNode step : list) {
            begin(index++, step);
        }
        open.clear();
    }

    @Override
    public Reply reply() {
        ObjectNode interaction =
                ended.orElseThrow(
                        () -> BrokenReply.cut("the stream ended before the interaction did"));
        if (open.stream().anyMatch(at -> at(at).kind() == InteractionStep.Kind.CALL)) {
            throw BrokenReply.cut("the stream ended inside a call");
        }
        Reply.Stop stop = stop(interaction);
        usage(interaction.path("usage"));
        settle();
        return draft.finish(stop);
    }

    private InteractionStep at(long index) {
        return Optional.ofNullable(steps.get(index)).orElseThrow();
    }

    private void settle() {
        var answered = new HashSet<String>();
        var text = new StringBuilder();
        for (InteractionStep step : steps.values()) {
            step.tell(text);
            if (step.result()) {
                answered.add(step.id());
            }
        }
        // Steps may arrive side by side; their numbers are the order.
        draft.whole(text);
        var layout = new Layout(InteractionSteps.CALL);
        boolean after = false;
        for (InteractionStep step : steps.values()) {
            step.settle(layout, after, answered.contains(step.id()));
            after = step.kind() == InteractionStep.Kind.OUTPUT;
        }
        layout.settle(draft);
    }

    private void usage(JsonNode usage) {
        long thought = StrictText.count(usage, "total_thought_tokens");
        draft.usage(
                new Reply.Usage(
                        StrictText.count(usage, "total_input_tokens")
                                + StrictText.count(usage, "total_tool_use_tokens"),
                        StrictText.count(usage, "total_output_tokens") + thought,
                        StrictText.count(usage, "total_cached_tokens"),
                        0,
                        thought));
    }

    private Reply.Stop stop(ObjectNode interaction) {
        Optional<ObjectNode> error = error(interaction);
        if (error.filter(InteractionReply::filtered).isPresent()) {
            return Reply.Stop.REFUSED;
        }
        String status = interaction.path("status").asString("");
        return switch (status) {
            case "requires_action" -> Reply.Stop.CALLS;
            case "incomplete", "budget_exceeded" -> Reply.Stop.LENGTH;
            case "failed", "cancelled" ->
                    throw new Rejection.InReply(error.orElseGet(() -> unsaid(status)));
            case "in_progress", "queued" ->
                    throw BrokenReply.cut("the interaction is still \"" + status + "\"");
            // What is new counts as a regular end: the terminal event has come.
            default -> Reply.Stop.END;
        };
    }

    /// What went wrong, by the interaction's own list or by its latest step.
    private Optional<ObjectNode> error(ObjectNode interaction) {
        JsonNode errors = interaction.path("errors");
        Optional<ObjectNode> found = errors.path(errors.size() - 1).asObjectOpt();
        for (InteractionStep step : steps.values()) {
            found = found.or(step::error);
        }
        return found.map(error -> {
            ObjectNode json = StrictText.newObject();
            json.set("error", error);
            return json;
        });
    }

    private static ObjectNode unsaid(String status) {
        ObjectNode json = StrictText.newObject();
        json.putObject("error")
                .put("code", status)
                .put("message", "the provider ended the interaction as " + status);
        return json;
    }

    private static boolean filtered(ObjectNode error) {
        String code = error.path("error").path("code").asString("").toUpperCase(Locale.ROOT);
        return GeminiReply.FILTERS.contains(code)
                || Rejection.kind(Rejection.NO_STATUS, ErrorText.of(error), false)
                        == ModelException.Kind.REFUSED;
    }
}
