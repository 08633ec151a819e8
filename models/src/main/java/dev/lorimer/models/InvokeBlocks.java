package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Nova's own stream, as one of Converse: events lie under their names, every piece of a text comes
/// as a block of its own, and the numbers of blocks have gaps. Here pieces become one block again,
/// and blocks are counted anew. A number that does not grow is refused.
final class InvokeBlocks implements Dialect.Incoming {
    private static final String INDEX = "contentBlockIndex";

    private final ConverseReply reply;
    private long theirs = -1;
    private long ours = -1;

    /// What the latest block is made of, when the next one may go on with it.
    private Optional<String> open = Optional.empty();

    /// Whether the latest block was announced, as calls are, and ends with a word too.
    private boolean announced;

    InvokeBlocks(ConverseReply reply) {
        this.reply = reply;
    }

    @Override
    public boolean take(SseEvent event) {
        ObjectNode json = StrictText.event(event).orElseGet(StrictText::newObject);
        boolean over = false;
        for (var member : json.properties()) {
            Optional<ObjectNode> inner = member.getValue().asObjectOpt();
            if (inner.isPresent() && !member.getKey().equals(InvokeReply.METRICS)) {
                over |= take(member.getKey(), inner.get());
            }
        }
        return over;
    }

    private boolean take(String name, ObjectNode json) {
        boolean goes =
                switch (name) {
                    case "contentBlockStart" -> begins(index(json));
                    case "contentBlockDelta" -> grows(index(json), json);
                    case "contentBlockStop" -> ends(index(json));
                    default -> true;
                };
        if (json.has(INDEX)) {
            json.put(INDEX, ours);
        }
        return goes && reply.take(name, json);
    }

    private static long index(ObjectNode json) {
        return StrictText.count(json, INDEX);
    }

    private boolean begins(long index) {
        if (index <= theirs) {
            throw BrokenReply.malformed("the stream begins block " + index + " again");
        }
        theirs = index;
        ours++;
        open = Optional.empty();
        announced = true;
        return true;
    }

    private boolean grows(long index, ObjectNode json) {
        if (index < theirs) {
            throw BrokenReply.malformed(
                    "the stream goes on with block " + index + ", which is not open");
        }
        if (index > theirs) {
            Optional<String> kind = json.path("delta").propertyNames().stream().findFirst();
            if (open.isEmpty() || !open.equals(kind)) {
                ours++;
            }
            open = kind;
            announced = false;
            theirs = index;
        }
        return true;
    }

    private boolean ends(long index) {
        if (index < theirs) {
            throw BrokenReply.malformed("the stream ends block " + index + ", which is not open");
        }
        // The end of a piece is not yet that of the text; and a block without a piece is nothing.
        boolean ends = index == theirs && announced;
        theirs = index;
        return ends;
    }

    @Override
    public Reply reply() {
        return reply.reply();
    }
}
