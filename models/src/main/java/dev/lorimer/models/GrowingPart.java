package dev.lorimer.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// A JSON object that arrives in pieces: some of its strings grow, other members come once. Kept in
/// buffers until asked for, since a long thought has thousands of pieces.
final class GrowingPart {
    private final ObjectNode members;
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private final Set<String> growing;

    GrowingPart(ObjectNode first, Set<String> growing) {
        this.members = StrictText.newObject();
        this.growing = growing;
        grow(first);
    }

    void grow(ObjectNode piece) {
        piece.forEachEntry((name, value) -> {
            if (growing.contains(name) && value.isString()) {
                append(name, value.stringValue());
            } else if (!value.isNull() || !members.has(name)) {
                members.set(name, value);
            }
        });
    }

    void append(String name, String text) {
        String before = members.path(name).asString("");
        texts.computeIfAbsent(name, _ -> new StringBuilder(before)).append(text);
        // Holds the member's place in the order, which is the order it is sent back in.
        members.put(name, "");
    }

    boolean has(String name) {
        return members.has(name);
    }

    boolean same(String name, ObjectNode piece) {
        return members.path(name).equals(piece.path(name));
    }

    ObjectNode json() {
        texts.forEach((name, text) -> members.put(name, text.toString()));
        return members;
    }
}
