package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A Messages reply while it arrives. A whole reply is read as one whose blocks come in one piece.
///
/// Blocks are numbered and bracketed, so a lost, doubled or reordered event shows and is refused.
final class AnthropicReply implements Dialect.Incoming {
    private sealed interface Block {
        record Text() implements Block {}

        /// @param input what the block began with; the rest comes as JSON text
        record Call(String id, String name, JsonNode input, StringBuilder json) implements Block {}

        /// @param json the input of a server tool's call, where it comes in pieces
        record Private(GrowingPart members, int text, int calls, StringBuilder json)
                implements Block {}
    }

    private final ReplyDraft draft;
    private final Map<Long, Block> open = new HashMap<>();
    private final List<Block> blocks = new ArrayList<>();
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
                usage(json.get().path("usage"));
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
        usage(message.path("usage"));
        stopReason = StrictText.string(message, "stop_reason");
    }

    private void begin(long index, JsonNode start) {
        if (index != nextIndex) {
            throw BrokenReply.malformed(
                    "the stream begins block " + index + " where block " + nextIndex + " is due");
        }
        nextIndex++;
        Block block = block(start);
        open.put(index, block);
        blocks.add(block);
    }

    private Block block(JsonNode start) {
        return switch (start.path("type").asString("")) {
            case "" -> throw BrokenReply.malformed("a block of the reply has no type");
            case "text" -> {
                StrictText.string(start, "text").ifPresent(draft::text);
                yield new Block.Text();
            }
            case "tool_use" -> {
                calls++;
                yield new Block.Call(
                        start.path("id").asString(""),
                        start.path("name").asString(""),
                        start.path("input"),
                        new StringBuilder());
            }
            default ->
                    new Block.Private(
                            new GrowingPart(start.asObject(), Set.of()),
                            draft.textLength(),
                            calls,
                            new StringBuilder());
        };
    }

    private Block block(long index) {
        Optional<Block> block = Optional.ofNullable(open.get(index));
        return block.orElseThrow(() ->
                BrokenReply.malformed(
                        "the stream goes on with block " + index + ", which is not open"));
    }

    private void grow(Block block, JsonNode delta) {
        switch (block) {
            case Block.Text _ -> StrictText.string(delta, "text").ifPresent(draft::text);
            case Block.Call call -> call.json().append(piece(delta));
            case Block.Private part -> {
                part.json().append(piece(delta));
                growPrivate(part.members(), delta);
            }
        }
    }

    private static String piece(JsonNode delta) {
        return delta.path("partial_json").asString("");
    }

    /// `thinking_delta` grows `thinking`, `signature_delta` grows `signature`, and so on for what
    /// the provider may add.
    private static void growPrivate(GrowingPart members, JsonNode delta) {
        delta.forEachEntry((name, value) -> {
            boolean grows = !name.equals("type") && !name.equals("partial_json");
            if (grows && value.isString()) {
                members.append(name, value.stringValue());
            }
        });
    }

    private void usage(JsonNode usage) {
        long cached = StrictText.count(usage, "cache_read_input_tokens");
        long written = StrictText.count(usage, "cache_creation_input_tokens");
        long fresh = StrictText.count(usage, "input_tokens");
        long output = StrictText.count(usage, "output_tokens");
        draft.usage(new Reply.Usage(fresh + written + cached, output, cached));
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
        blocks.forEach(this::settle);
        return draft.finish(
                switch (reason) {
                    case "tool_use" -> Reply.Stop.CALLS;
                    case "max_tokens", "model_context_window_exceeded" -> Reply.Stop.LENGTH;
                    case "refusal" -> Reply.Stop.REFUSED;
                    // What is new counts as a regular end: the terminal event has come.
                    default -> Reply.Stop.END;
                });
    }

    private void settle(Block block) {
        switch (block) {
            case Block.Text _ -> {}
            case Block.Call call -> draft.call(call.id(), call.name(), arguments(call));
            case Block.Private part -> {
                ObjectNode json = part.members().json();
                StrictText.object(part.json().toString())
                        .ifPresent(input -> json.set("input", input));
                draft.privatePart(new PlacedBlock(part.text(), part.calls(), json).json());
            }
        }
    }

    private static String arguments(Block.Call call) {
        if (!call.json().isEmpty()) {
            return call.json().toString();
        }
        return call.input().isMissingNode() ? "" : StrictText.write(call.input());
    }
}
