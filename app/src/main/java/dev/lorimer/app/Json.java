package dev.lorimer.app;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Answers as JSON.
final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final JsonMapper LINE = JsonMapper.builder().build();

    private Json() {}

    static String text(Object value) {
        return MAPPER.writeValueAsString(value) + "\n";
    }

    /// A JSON object from text; nothing when the text is something else.
    static Optional<JsonNode> object(String text) {
        try {
            return Optional.of(LINE.readTree(text)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// What was written by [#line].
    static <T> T read(String text, Class<T> type) {
        return LINE.readValue(text, type);
    }

    /// On one line.
    static String line(Object value) {
        return LINE.writeValueAsString(value);
    }
}
