package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A Messages reply while it arrives. A whole reply is read as one whose blocks come in one piece.
///
/// Blocks are numbered and bracketed, so a lost, doubled or reordered event shows and is refused.
final class AnthropicReply implements Dialect.Incoming {
    private final ReplyDraft draft;
    private final Map<Long, AnthropicBlock> open = new HashMap<>();
    private final List<AnthropicBlock> blocks = new ArrayList<>();
    private final AnthropicUsage usage = new AnthropicUsage();
    private long nextIndex;
    private int calls;
    private boolean started;
    private boolean done;
    private Optional<String> stopReason = Optional.empty();

    AnthropicReply(Asked asked, Consumer<String> onText) {
        this.draft = new ReplyDraft(asked, onText);
    }

    @Override
    public boolean take(SseEvent event) {
        Optional<ObjectNode> json = StrictText.event(event);
        if (json.isEmpty()) {
            return false;
        }
        Rejection.throwIfError(json.get());
        long index = StrictText.count(json.get(), "index");
        switch (json.get().path("type").asString("")) {
            case "message_start" -> start(json.get().path("message"));
            case "content_block_start" -> begin(index, json.get().path("content_block"));
            case "content_block_delta" -> grow(block(index), json.get().path("delta"));
            case "content_block_stop" -> {
                block(index);
                open.remove(index);
            }
            case "message_delta" -> {
                usage.take(json.get().path("usage"));
                stopReason =
                        StrictText.string(json.get().path("delta"), "stop_reason")
                                .or(() -> stopReason);
            }
            case "message_stop" -> done = true;
            default -> {
                // Pings, and what the provider may add: it asks clients to pass over them.
            }
        }
        return done;
    }

    /// A reply in one piece.
    void whole(ObjectNode json) {
        Rejection.throwIfError(json);
        if (!json.path("content").isArray()) {
            throw BrokenReply.malformed("the reply has no content");
        }
        start(json);
        for (JsonNode block : json.path("content")) {
            long index = nextIndex;
            begin(index, block);
            open.remove(index);
        }
        stopReason = stopReason.or(() -> Optional.of(""));
        done = true;
    }

    private void start(JsonNode message) {
        if (started) {
            throw BrokenReply.malformed("the stream starts its message twice");
        }
        started = true;
        StrictText.string(message, "model").ifPresent(draft::model);
        usage.take(message.path("usage"));
        stopReason = StrictText.string(message, "stop_reason");
    }

    private void begin(long index, JsonNode start) {
        if (index != nextIndex) {
            throw BrokenReply.malformed(
                    "the stream begins block " + index + " where block " + nextIndex + " is due");
        }
        nextIndex++;
        ObjectNode members = start.asObjectOpt().orElseGet(StrictText::newObject);
        var block = new AnthropicBlock(members, draft.textLength(), calls);
        if (block.kind() == AnthropicBlock.Kind.CALL) {
            calls++;
        }
        open.put(index, block);
        blocks.add(block);
        said(block, start);
    }

    private AnthropicBlock block(long index) {
        return Optional.ofNullable(open.get(index))
                .orElseThrow(() ->
                        BrokenReply.malformed(
                                "the stream goes on with block " + index + ", which is not open"));
    }

    private void grow(AnthropicBlock block, JsonNode delta) {
        said(block, delta);
        block.grow(delta);
    }

    private void said(AnthropicBlock block, JsonNode piece) {
        if (block.kind() == AnthropicBlock.Kind.TEXT) {
            StrictText.string(piece, "text")
                    .ifPresent(text -> {
                        block.grown(text);
                        draft.text(text);
                    });
        }
    }

    @Override
    public Reply reply() {
        if (!done) {
            throw BrokenReply.cut("the stream ended before its message stop");
        }
        if (!open.isEmpty()) {
            throw BrokenReply.cut("the stream ended inside a block");
        }
        String reason =
                stopReason.orElseThrow(
                        () -> BrokenReply.cut("the stream ended without a stop reason"));
        for (int at = 0; at < blocks.size(); at++) {
            blocks.get(at)
                    .settle(draft, at == 0 ? Optional.empty() : Optional.of(blocks.get(at - 1)));
        }
        draft.usage(usage.sum());
        return switch (reason) {
            case "tool_use" -> draft.finish(Reply.Stop.CALLS);
            case "max_tokens", "model_context_window_exceeded" -> draft.finish(Reply.Stop.LENGTH);
            case "refusal" -> draft.finish(Reply.Stop.REFUSED);
            // What is new counts as a regular end: the terminal event has come. So does a pause in
            // the server's own work, which goes on when this comes back as it is.
            default -> draft.finish(Reply.Stop.END);
        };
    }
}
