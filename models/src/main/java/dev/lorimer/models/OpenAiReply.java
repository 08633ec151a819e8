package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A Chat Completions reply while it arrives. A whole reply is read as one that comes in one piece.
///
/// A stream is whole when `[DONE]` has come. Not every server gives a finish reason before it;
/// where none came, a call whose arguments are no whole JSON shows that the server broke off.
final class OpenAiReply implements Dialect.Incoming {
    private final ReplyDraft draft;
    private final CallFragments calls = new CallFragments();
    private final OpenAiReasoning reasoning = new OpenAiReasoning();
    private final OpenAiKept kept = new OpenAiKept();
    private boolean onlyCall;
    private final StringBuilder refusal = new StringBuilder();
    private Optional<String> finishReason = Optional.empty();
    private boolean done;

    OpenAiReply(Asked asked, Consumer<String> onText) {
        this.draft = new ReplyDraft(asked, onText);
    }

    @Override
    public boolean take(SseEvent event) {
        if (event.data().strip().equals("[DONE]")) {
            done = true;
            return true;
        }
        Optional<ObjectNode> chunk = StrictText.event(event);
        if (chunk.isPresent() && event.name().equals("error")) {
            throw new Rejection.InReply(chunk.get());
        }
        chunk.ifPresent(json -> read(json, false));
        return false;
    }

    /// A reply in one piece.
    void whole(ObjectNode json) {
        if (!json.path("choices").isArray() || json.path("choices").isEmpty()) {
            Rejection.throwIfError(json);
            throw BrokenReply.malformed("the reply has no choices");
        }
        read(json, true);
        done = true;
    }

    private void read(ObjectNode json, boolean whole) {
        Rejection.throwIfError(json);
        StrictText.string(json, "model").ifPresent(draft::model);
        usage(json.path("usage"));
        usage(json.path("x_groq").path("usage"));
        for (JsonNode choice : json.path("choices")) {
            // One choice is asked for; a server that sends more has its first one read.
            if (StrictText.count(choice, "index") == 0) {
                usage(choice.path("usage"));
                choice(choice, whole);
            }
        }
    }

    private void choice(JsonNode choice, boolean whole) {
        JsonNode delta = choice.path(whole ? "message" : "delta");
        content(delta.path("content"), whole);
        StrictText.string(delta, "refusal").ifPresent(refusal::append);
        reasoning.take(delta, whole);
        kept.take(delta);
        for (JsonNode call : delta.path("tool_calls")) {
            calls.take(call, whole);
        }
        JsonNode only = delta.path("function_call");
        if (!only.path("name").asString("").isEmpty() || onlyCall) {
            // The older form, of one call without an id.
            onlyCall = true;
            calls.take(StrictText.newObject().set("function", only), whole);
        }
        JsonNode reason = choice.path("finish_reason");
        if (reason.isString()) {
            finishReason = Optional.of(reason.stringValue());
        }
        if (finishReason.equals(Optional.of("error"))) {
            throw new Rejection.InReply(choice.asObjectOpt().orElseGet(StrictText::newObject));
        }
    }

    private void content(JsonNode content, boolean whole) {
        switch (content.getNodeType()) {
            case STRING -> text(content.stringValue());
            case ARRAY -> {
                for (JsonNode part : content) {
                    if (part.path("type").asString("").equals("thinking")) {
                        reasoning.thinking(part, whole);
                    } else if (part.path("text").isString()) {
                        text(part.path("text").stringValue());
                    } else {
                        kept.part(part);
                    }
                }
            }
            case NULL, MISSING -> {}
            case NUMBER, BOOLEAN, OBJECT, BINARY, POJO ->
                    throw BrokenReply.malformed(
                            "the content of the reply is neither text nor list");
        }
    }

    private void text(String piece) {
        if (!piece.isEmpty()) {
            draft.text(piece);
        }
    }

    private void usage(JsonNode usage) {
        if (!usage.isObject()) {
            return;
        }
        long input = StrictText.count(usage, "prompt_tokens");
        long total = StrictText.count(usage, "total_tokens");
        // Some servers leave reasoning out of the completion and count it in the total alone.
        long output = Math.max(StrictText.count(usage, "completion_tokens"), total - input);
        JsonNode prompt = usage.path("prompt_tokens_details");
        long cached =
                Math.max(
                        StrictText.count(prompt, "cached_tokens"),
                        StrictText.count(usage, "prompt_cache_hit_tokens"));
        long written = StrictText.count(prompt, "cache_write_tokens");
        JsonNode completion = usage.path("completion_tokens_details");
        long reasoned =
                Math.max(
                        StrictText.count(completion, "reasoning_tokens"),
                        StrictText.count(usage, "reasoning_tokens"));
        draft.usage(new Reply.Usage(input, output, cached, written, reasoned));
    }

    @Override
    public Reply reply() {
        if (!done) {
            throw BrokenReply.cut("the stream ended before its \"[DONE]\"");
        }
        if (finishReason.isEmpty() && !calls.complete()) {
            throw BrokenReply.cut("the stream ended inside a call and without a finish reason");
        }
        calls.settle(draft);
        if (!draft.hasText() && refusal.isEmpty()) {
            text(kept.transcript());
        }
        ObjectNode members = reasoning.json(calls.extras());
        kept.addTo(members);
        if (kept.answers()) {
            draft.deed(StrictText.write(members));
        } else if (!members.isEmpty()) {
            draft.privatePart(StrictText.write(members));
        }
        return draft.finish(stop(finishReason.orElse("")));
    }

    private Reply.Stop stop(String reason) {
        if (!refusal.isEmpty()) {
            if (!draft.hasText()) {
                draft.text(refusal.toString());
            }
            return Reply.Stop.REFUSED;
        }
        return switch (reason) {
            case "tool_calls", "function_call" -> Reply.Stop.CALLS;
            case "length", "max_tokens", "model_length" -> Reply.Stop.LENGTH;
            case "content_filter", "refusal", "safety" -> Reply.Stop.REFUSED;
            // What is new or empty counts as a regular end: the terminal event has come.
            default -> Reply.Stop.END;
        };
    }
}
