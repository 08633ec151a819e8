package dev.lorimer.govern.verification;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON in one form only: keys sorted, no white space, so that equal values have equal bytes.
final class Canonical {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    private Canonical() {}

    /// @param value maps, lists, texts, numbers, truths
    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /// The same value in its one form; what is no JSON stays as it is.
    static String form(String json) {
        try {
            return MAPPER.valueToTree(MAPPER.readValue(json, Object.class)).toString();
        } catch (JacksonException e) {
            return json;
        }
    }

    /// A JSON object; nothing when the text is something else.
    static Optional<JsonNode> object(String text) {
        try {
            return Optional.of(MAPPER.readTree(text)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    static Map<String, Object> map(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
