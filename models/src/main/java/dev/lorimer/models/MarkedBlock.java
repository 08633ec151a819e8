package dev.lorimer.models;

import dev.lorimer.model.Message;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a text or a call of a reply had beside its text, or its name and arguments: citations, who
/// called, or only that it began here. As a private part:
/// `{"after":{"text":LETTERS,"calls":COUNT},"letters":LETTERS,"members":{…}}` for a text of so many
/// letters, and the same without `letters` for a call.
///
/// @param text how many letters of the message's text came before it
/// @param calls how many of its calls
/// @param letters of the text that is marked; empty for a call
record MarkedBlock(int text, int calls, Optional<Integer> letters, ObjectNode members) {
    /// The part as a mark, or empty when it was written under another key or is none.
    static Optional<MarkedBlock> read(Message.PrivatePart part, String key) {
        return part.key().equals(key)
                ? StrictText.object(part.json()).flatMap(MarkedBlock::read)
                : Optional.empty();
    }

    private static Optional<MarkedBlock> read(ObjectNode json) {
        JsonNode after = json.path("after");
        JsonNode letters = json.path("letters");
        return json.path("members")
                .asObjectOpt()
                .filter(_ -> !json.has("type"))
                .map(members ->
                        new MarkedBlock(
                                after.path("text").asInt(0),
                                after.path("calls").asInt(0),
                                letters.isInt()
                                        ? Optional.of(letters.intValue())
                                        : Optional.empty(),
                                members));
    }

    String json() {
        ObjectNode json = StrictText.newObject();
        json.putObject("after").put("text", text).put("calls", calls);
        letters.ifPresent(count -> json.put("letters", count));
        json.set("members", members);
        return StrictText.write(json);
    }
}
