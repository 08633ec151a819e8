package dev.lorimer.models;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One item of a Responses reply while it arrives.
final class ResponsesItem {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private Optional<ObjectNode> begun = Optional.empty();
    private Optional<ObjectNode> done = Optional.empty();

    void begin(ObjectNode item) {
        if (begun.isPresent() || done.isPresent()) {
            throw BrokenReply.malformed("the stream begins an item twice");
        }
        begun = Optional.of(item);
    }

    void text(String piece, ReplyDraft draft) {
        goesOn();
        if (!piece.isEmpty()) {
            text.append(piece);
            draft.text(piece);
        }
    }

    void arguments(String piece) {
        goesOn();
        arguments.append(piece);
    }

    private void goesOn() {
        if (done.isPresent()) {
            throw BrokenReply.malformed("the stream goes on with an item that is done");
        }
    }

    /// Takes the whole item, and tells what its pieces have not.
    void finish(ObjectNode item, ReplyDraft draft) {
        if (done.isPresent()) {
            throw BrokenReply.malformed("the stream ends an item twice");
        }
        done = Optional.of(item);
        String all = said(item);
        if (all.length() > text.length() && all.startsWith(text.toString())) {
            draft.text(all.substring(text.length()));
        }
        text.setLength(0);
        text.append(all);
    }

    /// Takes the item as the terminal event has it, where none came before.
    void confirm(ObjectNode item, ReplyDraft draft) {
        if (done.isEmpty()) {
            finish(item, draft);
        }
    }

    Optional<String> id() {
        return done.or(() -> begun).flatMap(item -> StrictText.string(item, "id"));
    }

    boolean whole() {
        boolean complete = StrictText.object(arguments.toString()).isPresent();
        return done.isPresent() || complete;
    }

    boolean calls() {
        return ResponsesItems.CALLS.containsKey(type());
    }

    /// What it said that people can read.
    String said() {
        return text.toString();
    }

    boolean refused() {
        return item().path("content")
                .valueStream()
                .anyMatch(part -> part.path("type").asString("").equals("refusal"));
    }

    private ObjectNode item() {
        return done.or(() -> begun).orElseGet(StrictText::newObject);
    }

    private String type() {
        return item().path("type").asString("");
    }

    private static String said(ObjectNode item) {
        var said = new StringBuilder();
        if (item.path("type").asString("").equals("message")) {
            item.path("content").forEach(part -> said.append(words(part)));
        }
        return said.toString();
    }

    private static String words(JsonNode part) {
        return switch (part.path("type").asString("")) {
            case "output_text", "text" -> part.path("text").asString("");
            case "refusal" -> part.path("refusal").asString("");
            default -> "";
        };
    }

    /// Puts it into the reply.
    ///
    /// @param before how many letters the items before it said
    /// @param calls how many of them were calls
    void settle(ReplyDraft draft, int before, int calls) {
        ObjectNode item = item().deepCopy();
        String type = type();
        if (type.equals("message")) {
            draft.privatePart(new PlacedBlock(before, calls, frame(item)).json());
        } else if (calls()) {
            String member = ResponsesItems.CALLS.getOrDefault(type, "arguments");
            String written = written(item.path(member));
            draft.call(
                    item.path("call_id").asString(""),
                    item.path("name").asString(""),
                    written.isEmpty() ? arguments.toString() : written);
            item.remove(member);
            item.remove("name");
            item.remove("call_id");
            draft.privatePart(new PlacedBlock(before, calls, item).json());
        } else if (type.equals("reasoning")) {
            draft.privatePart(new PlacedBlock(before, calls, item).json());
        } else if (!type.isEmpty()) {
            draft.deed(new PlacedBlock(before, calls, item).json());
        }
    }

    private static String written(JsonNode arguments) {
        return arguments.isObject() ? StrictText.write(arguments) : arguments.asString("");
    }

    /// The message without its words, which the conversation holds.
    private ObjectNode frame(ObjectNode item) {
        ArrayNode parts = StrictText.newArray();
        for (JsonNode part : item.path("content")) {
            ObjectNode frame = part.asObjectOpt().orElseGet(StrictText::newObject).deepCopy();
            String words = words(part);
            if (!words.isEmpty()) {
                frame.remove("text");
                frame.remove("refusal");
                frame.put(ResponsesItems.LETTERS, words.length());
            }
            parts.add(frame);
        }
        if (parts.isEmpty() && !text.isEmpty()) {
            // The reply was cut short inside this message; what came of it is all of it.
            parts.addObject()
                    .put("type", "output_text")
                    .put(ResponsesItems.LETTERS, text.length())
                    .putArray("annotations");
        }
        item.set("content", parts);
        return item;
    }
}
