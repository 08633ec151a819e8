package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A Converse reply while it arrives. A whole reply is read as one whose blocks come in one piece.
///
/// Blocks are numbered, so a lost, doubled or reordered event shows and is refused. Only calls are
/// announced; other blocks begin with their first piece. After the message's stop comes what it
/// cost, which is read when it is there: some gateways leave it out.
final class ConverseReply implements Dialect.Incoming {
    static final String CALL = "toolUse";

    static final Set<String> EVENTS =
            Set.of(
                    "messageStart",
                    "contentBlockStart",
                    "contentBlockDelta",
                    "contentBlockStop",
                    "messageStop",
                    "metadata");

    /// More blocks than any reply has on purpose.
    private static final int BLOCKS_MAX = 10_000;

    private final ReplyDraft draft;
    private final List<ConverseBlock> blocks = new ArrayList<>();

    /// The block that is not stopped yet; there is one at a time.
    private Optional<ConverseBlock> open = Optional.empty();

    private boolean started;
    private Optional<String> stopReason = Optional.empty();
    private boolean counted;

    ConverseReply(Asked asked, Consumer<String> onText) {
        this.draft = new ReplyDraft(asked, onText);
    }

    /// @param event named by the frame's header
    @Override
    public boolean take(SseEvent event) {
        if (!EVENTS.contains(event.name())) {
            // What the provider may add need not be JSON.
            StrictText.object(event.data()).ifPresent(Rejection::throwIfError);
            return false;
        }
        Optional<ObjectNode> read = StrictText.event(event);
        if (read.isEmpty()) {
            return false;
        }
        return take(event.name(), read.get());
    }

    /// @return true when it was the terminal event
    boolean take(String name, ObjectNode json) {
        Rejection.throwIfError(json);
        switch (name) {
            case "messageStart" -> start();
            case "contentBlockStart" -> begin(index(json), json.path("start"));
            case "contentBlockDelta" -> grow(index(json), json.path("delta"));
            case "contentBlockStop" -> end(index(json));
            case "messageStop" -> stop(json.path("stopReason").asString(""));
            case "metadata" -> {
                counted = true;
                metadata(json);
            }
            default -> {
                // What the provider may add.
            }
        }
        return stopReason.isPresent() && counted;
    }

    private void start() {
        if (started || !blocks.isEmpty()) {
            throw BrokenReply.malformed("the stream starts its message twice");
        }
        started = true;
    }

    private static long index(JsonNode json) {
        return StrictText.count(json, "contentBlockIndex");
    }

    private void begin(long index, JsonNode start) {
        if (stopReason.isPresent()) {
            throw BrokenReply.malformed("the stream goes on after its message stop");
        }
        if (index != blocks.size()) {
            throw BrokenReply.malformed(
                    "the stream begins block "
                            + index
                            + " where block "
                            + blocks.size()
                            + " is due");
        }
        if (blocks.size() >= BLOCKS_MAX) {
            throw BrokenReply.malformed("the reply holds more than " + BLOCKS_MAX + " blocks");
        }
        open.filter(ConverseBlock::called)
                .ifPresent(call -> {
                    throw BrokenReply.malformed(
                            "the stream begins block " + index + " inside the call before it");
                });
        var block = new ConverseBlock(draft);
        block.begin(start);
        blocks.add(block);
        open = Optional.of(block);
    }

    private void grow(long index, JsonNode delta) {
        if (index == blocks.size()) {
            begin(index, StrictText.newObject());
        }
        open.filter(_ -> index == blocks.size() - 1 && stopReason.isEmpty())
                .orElseThrow(() -> notOpen(index))
                .grow(delta);
    }

    private void end(long index) {
        if (index == blocks.size()) {
            // A block without a piece: an empty text.
            begin(index, StrictText.newObject());
        }
        if (open.isEmpty() || index != blocks.size() - 1) {
            throw notOpen(index);
        }
        open = Optional.empty();
    }

    private static BrokenReply notOpen(long index) {
        return BrokenReply.malformed(
                "the stream goes on with block " + index + ", which is not open");
    }

    private void stop(String reason) {
        if (stopReason.isPresent()) {
            throw BrokenReply.malformed("the stream stops its message twice");
        }
        stopReason = Optional.of(reason);
    }

    /// A reply in one piece.
    void whole(ObjectNode json) {
        Rejection.throwIfError(json);
        JsonNode content = json.path("output").path("message").path("content");
        if (!content.isArray()) {
            throw BrokenReply.malformed("the reply has no content");
        }
        for (JsonNode part : content) {
            var block = new ConverseBlock(draft);
            block.whole(part);
            blocks.add(block);
        }
        metadata(json);
        stop(json.path("stopReason").asString(""));
    }

    private void metadata(JsonNode json) {
        JsonNode usage = json.path("usage");
        long cached =
                Math.max(
                        StrictText.count(usage, "cacheReadInputTokens"),
                        StrictText.count(usage, "cacheReadInputTokenCount"));
        long written =
                Math.max(
                        StrictText.count(usage, "cacheWriteInputTokens"),
                        StrictText.count(usage, "cacheWriteInputTokenCount"));
        long fresh = StrictText.count(usage, "inputTokens");
        long output = StrictText.count(usage, "outputTokens");
        draft.usage(new Reply.Usage(fresh + cached + written, output, cached, written, 0));
        // A router says whom it gave the request to.
        StrictText.string(json.path("trace").path("promptRouter"), "invokedModelId")
                .ifPresent(draft::model);
    }

    @Override
    public Reply reply() {
        String reason =
                stopReason.orElseThrow(
                        () -> BrokenReply.cut("the stream ended before its message stop"));
        open.filter(ConverseBlock::called)
                .ifPresent(call -> {
                    throw BrokenReply.cut("the stream ended inside a call");
                });
        Reply.Stop stop = stopped(reason);
        var layout = new Layout(CALL);
        blocks.forEach(block -> block.settle(layout));
        layout.settle(draft);
        return draft.finish(stop);
    }

    // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
    private static Reply.Stop stopped(String reason) {
        return switch (reason) {
            case "tool_use" -> Reply.Stop.CALLS;
            case "max_tokens", "model_context_window_exceeded" -> Reply.Stop.LENGTH;
            case "guardrail_intervened", "content_filtered", "refusal" -> Reply.Stop.REFUSED;
            case "malformed_tool_use", "malformed_model_output" ->
                    throw BrokenReply.malformed("the provider stopped it as " + reason);
            // What is new counts as a regular end: the terminal event has come.
            default -> Reply.Stop.END;
        };
    }
}
