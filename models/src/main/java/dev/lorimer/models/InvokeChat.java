package dev.lorimer.models;

import dev.lorimer.model.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A chat's stream behind InvokeModel, as one of Chat Completions: it ends without `[DONE]`, some
/// makers call the finish reason `stop_reason` and each delta a `message`, and what it cost stands
/// in the service's own words.
final class InvokeChat implements Dialect.Incoming {
    private final OpenAiReply reply;
    private boolean finished;
    private boolean done;

    InvokeChat(OpenAiReply reply) {
        this.reply = reply;
    }

    @Override
    public boolean take(SseEvent event) {
        ObjectNode json = StrictText.event(event).orElseGet(StrictText::newObject);
        ObjectNode common = common(json, false);
        reply.take(new SseEvent("", StrictText.write(common), true));
        for (JsonNode choice : common.path("choices")) {
            finished |= choice.path("finish_reason").isString();
        }
        if (json.path(InvokeReply.METRICS).isObject()) {
            done();
        }
        return done;
    }

    private void done() {
        done = reply.take(new SseEvent("", "[DONE]", true));
    }

    @Override
    public Reply reply() {
        if (finished && !done) {
            done();
        }
        return reply.reply();
    }

    /// A piece, or with `whole` a reply in one, in the common words.
    static ObjectNode common(ObjectNode json, boolean whole) {
        ObjectNode common = json.deepCopy();
        for (JsonNode choice : common.path("choices")) {
            choice.asObjectOpt().ifPresent(object -> choice(object, whole));
        }
        JsonNode metrics = common.path(InvokeReply.METRICS);
        if (metrics.isObject() && !common.path("usage").isObject()) {
            common.putObject("usage")
                    .put("prompt_tokens", StrictText.count(metrics, "inputTokenCount"))
                    .put("completion_tokens", StrictText.count(metrics, "outputTokenCount"));
        }
        return common;
    }

    private static void choice(ObjectNode choice, boolean whole) {
        if (!choice.path("finish_reason").isString() && choice.path("stop_reason").isString()) {
            choice.set("finish_reason", choice.path("stop_reason"));
        }
        if (!whole && !choice.has("delta") && choice.has("message")) {
            choice.set("delta", choice.path("message"));
        }
    }
}
