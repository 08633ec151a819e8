package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A Responses reply while it arrives. A whole reply is read as one whose items come in one piece.
///
/// An item is whole with its `output_item.done`, which says all that the pieces before it said; one
/// that never got there may stand in the terminal event. Pieces only tell the text earlier, and a
/// done item that contradicts them is refused, as are events out of order.
final class ResponsesReply implements Dialect.Incoming {
    /// More items than any model makes; 40 is the most seen.
    private static final int ITEMS_MAX = 2000;

    /// What a reply is called that is not whole.
    private static final Set<String> UNFINISHED = Set.of("queued", "in_progress", "cancelled");

    private final ReplyDraft draft;
    private final TreeMap<Long, ResponsesItem> items = new TreeMap<>();
    private long sequence = -1;
    private Optional<ObjectNode> response = Optional.empty();

    ResponsesReply(Asked asked, Consumer<String> onText) {
        this.draft = new ReplyDraft(asked, onText);
    }

    @Override
    public boolean take(SseEvent event) {
        if (event.data().strip().equals("[DONE]")) {
            return false;
        }
        Optional<ObjectNode> json = StrictText.event(event);
        if (json.isEmpty()) {
            return false;
        }
        ObjectNode data = json.get();
        Rejection.throwIfError(data);
        order(data.path("sequence_number"));
        JsonNode item = data.path("item");
        switch (data.path("type").asString(event.name())) {
            case "response.output_item.added" -> item(data).begin(object(item));
            case "response.output_item.done" -> item(data).finish(object(item), draft);
            case "response.output_text.delta", "response.refusal.delta" ->
                    item(data).text(data.path("delta").asString(""), draft);
            case "response.function_call_arguments.delta",
                    "response.custom_tool_call_input.delta" ->
                    item(data).arguments(data.path("delta").asString(""));
            case "response.completed",
                    "response.incomplete",
                    "response.failed",
                    "response.cancelled",
                    "response.done" ->
                    end(object(data.path("response")));
            default -> {
                // Progress of server tools, parts of parts, and what the provider may add.
            }
        }
        return response.isPresent();
    }

    /// A reply in one piece.
    void whole(ObjectNode json) {
        Rejection.throwIfError(json);
        // A conversation made shorter looks like a reply, but is the user's side of it too.
        boolean shortened = json.path("object").asString("").equals("response.compaction");
        if (!json.path("output").isArray() || shortened) {
            throw BrokenReply.malformed("the reply has no output");
        }
        end(json);
    }

    private void order(JsonNode number) {
        if (number.isIntegralNumber() && number.canConvertToLong()) {
            if (number.longValue() <= sequence) {
                throw BrokenReply.malformed(
                        "the stream gives event " + number + " after event " + sequence);
            }
            sequence = number.longValue();
        }
    }

    private ResponsesItem item(ObjectNode data) {
        long index = StrictText.count(data, "output_index");
        ResponsesItem item = items.computeIfAbsent(index, _ -> new ResponsesItem());
        if (items.size() > ITEMS_MAX) {
            throw BrokenReply.malformed("the reply holds more than " + ITEMS_MAX + " items");
        }
        return item;
    }

    private static ObjectNode object(JsonNode json) {
        return json.asObjectOpt()
                .orElseThrow(() ->
                        BrokenReply.malformed("an event of the stream lacks its item or response"));
    }

    /// Takes the terminal event's response, and from its output what no event has brought.
    private void end(ObjectNode ended) {
        Rejection.throwIfError(ended);
        String status = ended.path("status").asString("");
        if (status.equals("failed")) {
            throw new Rejection.InReply(ended);
        }
        if (UNFINISHED.contains(status)) {
            throw BrokenReply.cut("the reply is \"" + status + "\"");
        }
        response = Optional.of(ended);
        StrictText.string(ended, "model").ifPresent(draft::model);
        usage(ended.path("usage"));
        JsonNode output = ended.path("output");
        boolean streamed = !items.isEmpty();
        for (int at = 0; at < output.size(); at++) {
            ObjectNode item = object(output.path(at));
            Optional<ResponsesItem> known = known(item, at);
            if (known.isPresent()) {
                known.get().confirm(item, draft);
            } else if (!streamed || item.has("id")) {
                long index = items.isEmpty() ? 0 : items.lastKey() + 1;
                var last = new ResponsesItem();
                last.finish(item, draft);
                items.put(index, last);
            }
        }
    }

    private Optional<ResponsesItem> known(ObjectNode item, long at) {
        Optional<String> id = StrictText.string(item, "id");
        return items.values().stream()
                .filter(known -> id.isPresent() && known.id().equals(id))
                .findFirst()
                .or(() ->
                        Optional.ofNullable(items.get(at))
                                .filter(known -> known.id().isEmpty() || id.isEmpty()));
    }

    private void usage(JsonNode usage) {
        long input = StrictText.count(usage, "input_tokens");
        long total = StrictText.count(usage, "total_tokens");
        JsonNode in = usage.path("input_tokens_details");
        draft.usage(
                new Reply.Usage(
                        input,
                        // Some servers count reasoning in the total alone.
                        Math.max(StrictText.count(usage, "output_tokens"), total - input),
                        StrictText.count(in, "cached_tokens"),
                        StrictText.count(in, "cache_write_tokens"),
                        StrictText.count(usage.path("output_tokens_details"), "reasoning_tokens")));
    }

    @Override
    public Reply reply() {
        ObjectNode ended =
                response.orElseThrow(
                        () -> BrokenReply.cut("the stream ended before its terminal event"));
        boolean incomplete = ended.path("status").asString("").equals("incomplete");
        int text = 0;
        int calls = 0;
        boolean refused = false;
        var said = new StringBuilder();
        for (ResponsesItem item : items.values()) {
            if (!incomplete && !item.whole()) {
                throw BrokenReply.cut("the stream ended inside an item");
            }
            item.settle(draft, text, calls);
            said.append(item.said());
            text += item.said().length();
            calls += item.calls() ? 1 : 0;
            refused |= item.refused();
        }
        draft.whole(said);
        return draft.finish(refused ? Reply.Stop.REFUSED : stop(ended, incomplete));
    }

    private static Reply.Stop stop(ObjectNode ended, boolean incomplete) {
        if (!incomplete) {
            return Reply.Stop.END;
        }
        String reason = ended.path("incomplete_details").path("reason").asString("");
        return reason.equals("content_filter") ? Reply.Stop.REFUSED : Reply.Stop.LENGTH;
    }
}
