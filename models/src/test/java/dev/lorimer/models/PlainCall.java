package dev.lorimer.models;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A call as an oracle reads it.
///
/// @param id empty where the wire has none
/// @param arguments so that two spellings of the same JSON are equal
record PlainCall(String id, String name, String arguments) {
    private static final JsonMapper PLAIN =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    static PlainCall of(String id, String name, String arguments) {
        return new PlainCall(id, name, canonical(arguments));
    }

    /// What is no JSON stays as it is; nothing at all is an empty object.
    static String canonical(String json) {
        if (json.isBlank()) {
            return "{}";
        }
        return StrictText.tree(json)
                .map(_ ->
                        PLAIN.writeValueAsString(
                                PLAIN.treeToValue(PLAIN.readTree(json), Object.class)))
                .orElse(json);
    }

    /// Quotes in JSON text have a backslash before them, or not when they were curly.
    private String straight() {
        return Plain.straight(arguments).replace("\\\"", "\"");
    }

    /// The same call, whatever its id.
    boolean like(PlainCall other) {
        return name.equals(other.name) && straight().equals(other.straight());
    }
}
