package dev.lorimer.models;

import dev.lorimer.model.Message;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An assistant message laid out in blocks again, as its private parts tell; where there are none,
/// text first and calls after it.
final class AnthropicTurn {
    /// Arguments that are no JSON object are sent back under this key: the dialect takes objects
    /// only, and the model should see what it wrote.
    static final String INVALID_ARGUMENTS = "_invalid_arguments";

    /// Members that make a block what it is; no mark may change them.
    private static final Set<String> OWN = Set.of("type", "text", "id", "name", "input");

    private final Message.Assistant message;
    private final SentIds ids;
    private final ArrayNode content = StrictText.newArray();
    private int textSent;
    private int callsSent;

    private AnthropicTurn(Message.Assistant message, SentIds ids) {
        this.message = message;
        this.ids = ids;
    }

    /// The blocks of one message; none when nothing of it can be sent.
    static ArrayNode blocks(Message.Assistant message, Asked asked, SentIds ids) {
        var turn = new AnthropicTurn(message, ids);
        for (Message.PrivatePart part : message.privateParts()) {
            turn.part(part, asked);
        }
        turn.upTo(message.text().length(), message.calls().size());
        return turn.content;
    }

    private void part(Message.PrivatePart part, Asked asked) {
        Optional<MarkedBlock> mark = MarkedBlock.read(part, asked.privateKey());
        if (mark.isPresent()) {
            upTo(mark.get().text(), mark.get().calls());
            marked(mark.get());
            return;
        }
        PlacedBlock.read(part, asked.privateKey())
                .ifPresent(placed -> {
                    upTo(placed.text(), placed.calls());
                    if (sendable(placed.block(), asked.model())) {
                        content.add(placed.block());
                    }
                });
    }

    /// A thought that was cut off has no signature, and its own model refuses it. Servers that copy
    /// the dialect sign nothing and want it back all the same.
    private static boolean sendable(ObjectNode block, String model) {
        boolean thought = block.path("type").asString("").equals("thinking");
        boolean signed = StrictText.string(block, "signature").isPresent();
        return !thought || signed || ClaudeName.of(model).isEmpty();
    }

    private void upTo(int text, int calls) {
        int textEnd = Math.clamp(text, textSent, message.text().length());
        int callsEnd = Math.clamp(calls, callsSent, message.calls().size());
        say(textEnd, StrictText.newObject());
        for (Message.ToolCall call : message.calls().subList(callsSent, callsEnd)) {
            call(call, StrictText.newObject());
        }
        callsSent = callsEnd;
    }

    private void marked(MarkedBlock mark) {
        if (mark.letters().isPresent()) {
            long end = (long) textSent + Math.max(0, mark.letters().get());
            say((int) Math.min(end, message.text().length()), mark.members());
        } else if (callsSent < message.calls().size()) {
            call(message.calls().get(callsSent), mark.members());
            callsSent++;
        }
    }

    private void say(int end, ObjectNode members) {
        String text = message.text().substring(textSent, end);
        textSent = end;
        // The provider refuses blank texts.
        if (!text.isBlank()) {
            with(members, content.addObject().put("type", "text").put("text", text));
        }
    }

    private void call(Message.ToolCall call, ObjectNode members) {
        ObjectNode block = content.addObject().put("type", "tool_use");
        block.put("id", ids.call(call.id()));
        block.put("name", ToolNames.sent(call.name(), AnthropicMessages::takesName));
        block.set("input", input(call.arguments()));
        with(members, block);
    }

    private static void with(ObjectNode members, ObjectNode block) {
        members.forEachEntry((name, value) -> {
            if (!OWN.contains(name)) {
                block.set(name, value);
            }
        });
    }

    private static ObjectNode input(String arguments) {
        return StrictText.object(arguments)
                .orElseGet(() -> StrictText.newObject().put(INVALID_ARGUMENTS, arguments));
    }
}
