package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A Cohere reply while it arrives. A whole reply is read as one that comes in one piece.
///
/// Blocks of the content and calls are numbered, each kind by itself, so a lost, doubled or
/// reordered event shows and is refused. The reply is whole with its message end.
final class CohereReply implements Dialect.Incoming {
    /// More blocks than any reply has on purpose.
    private static final int BLOCKS_MAX = 10_000;

    private static final Set<String> GROWING = Set.of("text", "thinking");

    private final ReplyDraft draft;
    private final CohereOlderReply older;
    private final List<GrowingPart> blocks = new ArrayList<>();
    private final Numbering content = new Numbering("block");
    private final CallFragments calls = new CallFragments();
    private final Numbering called = new Numbering("call");
    private final StringBuilder plan = new StringBuilder();
    private final ArrayNode citations = StrictText.newArray();
    private Optional<String> finishReason = Optional.empty();

    CohereReply(Asked asked, Consumer<String> onText) {
        this.draft = new ReplyDraft(asked, onText);
        this.older = new CohereOlderReply(draft);
    }

    /// Which of the numbered things of one kind is open.
    private static final class Numbering {
        private final String what;
        private long last = -1;
        private boolean open;

        Numbering(String what) {
            this.what = what;
        }

        void begin(JsonNode event) {
            long index = index(event, last + 1);
            if (index <= last) {
                throw BrokenReply.malformed(
                        "the stream begins " + what + " " + index + " after " + what + " " + last);
            }
            if (index >= BLOCKS_MAX) {
                throw BrokenReply.malformed(
                        "the reply holds more than " + BLOCKS_MAX + " of a kind");
            }
            last = index;
            open = true;
        }

        /// Whether the event's piece is the first of one that was not announced.
        boolean unannounced(JsonNode event) {
            return !open && index(event, last + 1) > last;
        }

        void check(JsonNode event) {
            if (!open || index(event, last) != last) {
                throw BrokenReply.malformed(
                        "the stream goes on with "
                                + what
                                + " "
                                + index(event, last)
                                + ", which is not open");
            }
        }

        private static long index(JsonNode event, long otherwise) {
            return event.path("index").isIntegralNumber()
                    ? StrictText.count(event, "index")
                    : otherwise;
        }
    }

    @Override
    public boolean take(SseEvent event) {
        if (event.data().strip().equals("[DONE]")) {
            return false;
        }
        Optional<ObjectNode> read = StrictText.event(event);
        if (read.isEmpty()) {
            return false;
        }
        ObjectNode json = read.get();
        checkNoError(json);
        if (CohereOlderReply.tells(json)) {
            return older.take(json);
        }
        JsonNode delta = json.path("delta");
        JsonNode message = delta.path("message");
        switch (json.path("type").asString(event.name())) {
            case "content-start" -> begin(json, one(message.path("content")));
            case "content-delta" -> grow(json, one(message.path("content")));
            case "content-end" -> content.open = false;
            case "tool-plan-delta" -> plan.append(message.path(CohereChat.PLAN).asString(""));
            case "tool-call-start" -> {
                called.begin(json);
                call(one(message.path("tool_calls")));
            }
            case "tool-call-delta" -> {
                called.check(json);
                call(one(message.path("tool_calls")));
            }
            case "tool-call-end" -> called.open = false;
            case "citation-start" -> cite(message.path(CohereChat.CITATIONS));
            case "message-end" -> end(delta);
            default -> {
                // The message's start, citations' ends, and what the provider may add.
            }
        }
        return finishReason.isPresent();
    }

    /// Some errors are no more than a message.
    private static void checkNoError(ObjectNode json) {
        Rejection.throwIfError(json);
        if (json.path("message").isString() && !json.has("type") && !json.has("text")) {
            throw new Rejection.InReply(json);
        }
    }

    /// Some servers give the one thing that an event is about as a list.
    private static ObjectNode one(JsonNode thing) {
        JsonNode one = thing.isArray() ? thing.path(0) : thing;
        return one.asObjectOpt().orElseGet(StrictText::newObject);
    }

    private void begin(JsonNode event, ObjectNode block) {
        content.begin(event);
        block(block);
    }

    private void block(ObjectNode block) {
        blocks.add(new GrowingPart(block, GROWING));
        told(block);
    }

    private void grow(JsonNode event, ObjectNode piece) {
        if (content.unannounced(event)) {
            begin(event, piece);
            return;
        }
        content.check(event);
        blocks.getLast().grow(piece);
        told(piece);
    }

    private void told(ObjectNode piece) {
        StrictText.string(piece, "text").ifPresent(draft::text);
    }

    private void call(ObjectNode fragment) {
        calls.take(fragment.put("index", called.last), false);
    }

    private void cite(JsonNode cited) {
        if (cited.isArray()) {
            cited.forEach(citations::add);
        } else if (cited.isObject()) {
            citations.add(cited);
        }
    }

    private void end(JsonNode delta) {
        usage(delta.path("usage"));
        String reason = delta.path("finish_reason").asString("");
        checkFinished(reason, delta.path("error").asString(""));
        finishReason = Optional.of(reason);
    }

    /// A reply in one piece.
    void whole(ObjectNode json) {
        checkNoError(json);
        if (json.path("text").isString() || json.has("response_id")) {
            older.whole(json);
            return;
        }
        if (!json.path("message").isObject()) {
            throw BrokenReply.malformed("the reply has no message");
        }
        JsonNode message = json.path("message");
        JsonNode said = message.path("content");
        said.stringValueOpt().ifPresent(text -> block(StrictText.newObject().put("text", text)));
        for (JsonNode part : said) {
            part.asObjectOpt().ifPresent(this::block);
        }
        plan.append(message.path(CohereChat.PLAN).asString(""));
        message.path("tool_calls").forEach(call -> calls.take(call, true));
        cite(message.path(CohereChat.CITATIONS));
        end(json);
    }

    /// @throws Rejection.InReply when the provider gave up on it
    static void checkFinished(String reason, String error) {
        switch (reason) {
            case "ERROR", "TIMEOUT" -> {
                String told = error.isEmpty() ? "the generation ended as " + reason : error;
                throw new Rejection.InReply(
                        StrictText.newObject().put("error", told).put("error_type", reason));
            }
            case "USER_CANCEL" -> throw BrokenReply.cut("the provider stopped it as cancelled");
            default -> {
                // It ended as replies do.
            }
        }
    }

    private void usage(JsonNode usage) {
        JsonNode tokens = usage.path("tokens").isObject() ? usage.path("tokens") : billed(usage);
        draft.usage(
                new Reply.Usage(
                        StrictText.count(tokens, "input_tokens"),
                        StrictText.count(tokens, "output_tokens"),
                        StrictText.count(usage, "cached_tokens"),
                        0,
                        StrictText.count(tokens, "reasoning_tokens")));
    }

    /// What is paid for is less than what the model has read: the provider's own words around the
    /// conversation are free.
    static JsonNode billed(JsonNode usage) {
        return usage.path("billed_units");
    }

    @Override
    public Reply reply() {
        if (older.begun()) {
            return older.reply();
        }
        String reason =
                finishReason.orElseThrow(
                        () -> BrokenReply.cut("the stream ended before its message end"));
        Reply.Stop stop = stopped(reason);
        if (called.open && stop != Reply.Stop.LENGTH) {
            throw BrokenReply.cut("the stream ended inside a call");
        }
        var layout = new Layout(CohereChat.CALL);
        if (!plan.isEmpty()) {
            layout.thought(StrictText.newObject().put(CohereChat.PLAN, plan.toString()));
        }
        blocks.forEach(block -> settle(block.json(), layout));
        if (!citations.isEmpty()) {
            ObjectNode kept = StrictText.newObject();
            kept.set(CohereChat.CITATIONS, citations);
            layout.thought(kept);
        }
        calls.settle(draft);
        layout.settle(draft);
        return draft.finish(stop);
    }

    private static void settle(ObjectNode block, Layout layout) {
        if (block.path("text").isString()) {
            layout.text(block.path("text").stringValue().length(), StrictText.newObject());
        } else if (block.has("thinking")) {
            layout.thought(block);
        } else {
            layout.deed(block);
        }
    }

    // https://docs.cohere.com/reference/chat, and for the older words the same of version 1
    static Reply.Stop stopped(String reason) {
        return switch (reason) {
            case "TOOL_CALL" -> Reply.Stop.CALLS;
            case "MAX_TOKENS", "ERROR_LIMIT" -> Reply.Stop.LENGTH;
            case "ERROR_TOXIC" -> Reply.Stop.REFUSED;
            // What is new counts as a regular end: the terminal event has come.
            default -> Reply.Stop.END;
        };
    }
}
