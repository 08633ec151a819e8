package dev.lorimer.models;

import dev.lorimer.model.Message;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A private block and where it stood.
///
/// @param text how many letters of the message's text came before it
/// @param calls how many of its calls
record PlacedBlock(int text, int calls, ObjectNode block) {
    /// The part as a block, or empty when it was written under another key or is none.
    static Optional<PlacedBlock> read(Message.PrivatePart part, String key) {
        if (!part.key().equals(key)) {
            return Optional.empty();
        }
        return StrictText.object(part.json()).flatMap(PlacedBlock::place);
    }

    private static Optional<PlacedBlock> place(ObjectNode json) {
        if (json.has("type")) {
            return Optional.of(new PlacedBlock(0, 0, json));
        }
        JsonNode after = json.path("after");
        return json.path("block")
                .asObjectOpt()
                .map(block ->
                        new PlacedBlock(
                                after.path("text").asInt(0), after.path("calls").asInt(0), block));
    }

    String json() {
        if (text == 0 && calls == 0) {
            return StrictText.write(block);
        }
        ObjectNode json = StrictText.newObject();
        json.putObject("after").put("text", text).put("calls", calls);
        json.set("block", block);
        return StrictText.write(json);
    }
}
