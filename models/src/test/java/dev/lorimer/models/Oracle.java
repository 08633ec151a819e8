package dev.lorimer.models;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One wire, read without the codecs: as short as can be, knowing nothing of how they work. What
/// both say alike is likely true.
interface Oracle {
    /// What a recorded answer says; empty when it is none of this wire's replies.
    Optional<PlainReading> reply(Recorded recorded);

    /// The turn in which a request's body carries an answer, with the results after it; empty when
    /// it does not. Read from recorded requests and from those that we write.
    Optional<PlainTurn> turn(JsonNode request, PlainReading answer);

    /// The name of the model that was asked.
    default String model(JsonNode request) {
        return request.path("body").path("model").asString("m");
    }

    /// The response that a file with an answer and no request stands for.
    default ObjectNode response(JsonNode file) {
        ObjectNode response = StrictText.newObject().put("status", 200);
        if (file.has("body")) {
            response.set("body", file.path("body"));
            return response;
        }
        var stream = new StringBuilder();
        for (JsonNode chunk : file.path("chunks")) {
            String name = chunk.path("type").asString("");
            stream.append(name.isEmpty() ? "" : "event: " + name + "\n")
                    .append(Given.sse(chunk.toString()));
        }
        return response.put("sse", stream.toString());
    }

    /// Whether the answer is an error, though its status is 200.
    default boolean failed(Recorded recorded) {
        return !recorded.response().has("body_base64")
                && Plain.pieces(recorded).stream()
                        .anyMatch(piece -> piece.path("error").isObject());
    }

    /// How many bytes of a stream a reader needs to have before it can know the reply to be whole.
    default int wholeFrom(Recorded recorded) {
        return recorded.text().stripTrailing().getBytes(StandardCharsets.UTF_8).length;
    }
}
