package dev.lorimer.models;

import dev.lorimer.model.Message;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The parts of an answer in their order, with what the message itself holds taken out: of a text
/// there is only the number of its letters, of a call only what has no place in a canonical one.
///
/// `{"parts":[{"text":"Hm.","thought":true},{"text":12,"thoughtSignature":"…"},{"functionCall":{}}]}`
/// are a thought, twelve letters of the message's text that were signed, and its first call. A text
/// that goes back in another form than it is shown in has that form under `instead`.
final class Layout {
    private static final String PARTS = "parts";
    private static final String TEXT = "text";
    private static final String INSTEAD = "instead";

    private final String call;
    private final ArrayNode entries = StrictText.newArray();
    private boolean deeds;

    /// @param call the member that makes a part a call
    Layout(String call) {
        this.call = call;
    }

    /// A text that the message holds.
    ///
    /// @param with the part's other members
    void text(int letters, ObjectNode with) {
        entries.addObject().put(TEXT, letters).setAll(with);
    }

    /// A text that the message holds, and the part that goes back for it.
    void text(int letters, ObjectNode with, ObjectNode instead) {
        text(letters, with);
        entries.path(entries.size() - 1).asObject().set(INSTEAD, instead);
    }

    /// A call that the message holds.
    ///
    /// @param members those of the call that the message does not hold
    /// @param with the part's other members
    void call(ObjectNode members, ObjectNode with) {
        ObjectNode entry = entries.addObject();
        entry.set(call, members);
        entry.setAll(with);
    }

    /// What the model thought: no answer by itself.
    void thought(ObjectNode part) {
        entries.add(part);
    }

    /// What the server did.
    void deed(ObjectNode part) {
        entries.add(part);
        deeds = true;
    }

    /// Puts the layout into the draft, unless the message says it all: at most one text and calls
    /// after it.
    void settle(ReplyDraft draft) {
        if (plain()) {
            return;
        }
        ObjectNode json = StrictText.newObject();
        json.set(PARTS, entries);
        if (deeds) {
            draft.deed(StrictText.write(json));
        } else {
            draft.privatePart(StrictText.write(json));
        }
    }

    private boolean plain() {
        for (int at = 0; at < entries.size(); at++) {
            JsonNode part = entries.path(at);
            boolean text = at == 0 && part.path(TEXT).isNumber();
            boolean called = part.path(call).isObject() && part.path(call).isEmpty();
            if (part.size() != 1 || !(text || called)) {
                return false;
            }
        }
        return true;
    }

    /// The layout that a message has under this key.
    static Optional<ArrayNode> of(Message.Assistant message, String key) {
        for (Message.PrivatePart part : message.privateParts()) {
            Optional<ArrayNode> parts =
                    part.key().equals(key)
                            ? StrictText.object(part.json())
                                    .flatMap(json -> json.path(PARTS).asArrayOpt())
                            : Optional.empty();
            if (parts.isPresent()) {
                return parts;
            }
        }
        return Optional.empty();
    }

    /// The parts to send back. What the layout does not speak of, because there is none or the
    /// message is not the one it was made with, follows at the end.
    ///
    /// @param called a call as a part, given its entry in the layout
    static ArrayNode restored(
            Message.Assistant message,
            ArrayNode layout,
            String call,
            BiFunction<Message.ToolCall, ObjectNode, ObjectNode> called) {
        ArrayNode parts = StrictText.newArray();
        int letters = 0;
        int calls = 0;
        for (JsonNode entry : layout) {
            if (entry.path(TEXT).isNumber()) {
                long end = letters + StrictText.count(entry, TEXT);
                int within = Math.clamp(end, letters, message.text().length());
                parts.add(text(message.text().substring(letters, within), entry.asObject()));
                letters = within;
            } else if (!entry.path(call).isObject() || entry.path(call).has("type")) {
                parts.add(entry);
            } else if (calls < message.calls().size()) {
                parts.add(called.apply(message.calls().get(calls++), entry.asObject()));
            }
        }
        String rest = message.text().substring(letters);
        if (!rest.isBlank()) {
            parts.addObject().put(TEXT, rest);
        }
        for (Message.ToolCall one : message.calls().subList(calls, message.calls().size())) {
            parts.add(called.apply(one, StrictText.newObject()));
        }
        return parts;
    }

    private static ObjectNode text(String text, ObjectNode entry) {
        if (entry.path(INSTEAD).isObject()) {
            return entry.path(INSTEAD).asObject();
        }
        ObjectNode part = StrictText.newObject().put(TEXT, text);
        part.setAll(without(entry, TEXT));
        return part;
    }

    /// The arguments of a call, for wires that take nothing but objects: the model should see what
    /// it wrote.
    static ObjectNode arguments(Message.ToolCall call) {
        return StrictText.object(call.arguments())
                .orElseGet(() ->
                        StrictText.newObject()
                                .put(AnthropicTurn.INVALID_ARGUMENTS, call.arguments()));
    }

    static ObjectNode without(ObjectNode part, String member) {
        ObjectNode rest = StrictText.newObject();
        part.forEachEntry((name, value) -> {
            if (!name.equals(member)) {
                rest.set(name, value);
            }
        });
        return rest;
    }
}
