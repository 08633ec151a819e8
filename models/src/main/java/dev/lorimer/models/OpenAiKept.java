package dev.lorimer.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a reply holds beside text, reasoning and calls: sound, pictures, citations, what the
/// server's own tools did. It is kept with the reply and not sent back, but for the name of a
/// sound, by which the server finds it again.
final class OpenAiKept {
    /// Under which name the private part holds it.
    static final String NAME = "kept";

    /// Members of a message that are read elsewhere.
    private static final Set<String> READ =
            Set.of(
                    "role",
                    "content",
                    "refusal",
                    "tool_calls",
                    "function_call",
                    "reasoning",
                    "reasoning_content",
                    "reasoning_details");

    /// What grows in a sound that is streamed.
    private static final Set<String> GROWING = Set.of("data", "transcript");

    private final Map<String, GrowingPart> objects = new LinkedHashMap<>();
    private final Map<String, ArrayNode> lists = new LinkedHashMap<>();

    void take(JsonNode delta) {
        delta.forEachEntry((name, value) -> {
            if (!READ.contains(name) && holdsText(value)) {
                keep(name, value);
            }
        });
    }

    private void keep(String name, JsonNode value) {
        if (value instanceof ObjectNode object) {
            GrowingPart before =
                    objects.computeIfAbsent(
                            name, _ -> new GrowingPart(StrictText.newObject(), GROWING));
            before.grow(object);
        } else if (value instanceof ArrayNode array) {
            lists.computeIfAbsent(name, _ -> StrictText.newArray()).addAll(array);
        }
    }

    /// A part of a content list that is neither text nor thinking.
    void part(JsonNode part) {
        lists.computeIfAbsent("content", _ -> StrictText.newArray()).add(part);
    }

    /// Some servers send every member there is, with nothing in it.
    private static boolean holdsText(JsonNode value) {
        if (value.isContainer()) {
            return value.valueStream().anyMatch(OpenAiKept::holdsText);
        }
        return !value.asString("").isEmpty() && !value.isBoolean() && !value.isNumber();
    }

    /// What the server said aloud, where it wrote nothing.
    String transcript() {
        return objects.containsKey("audio")
                ? objects.get("audio").json().path("transcript").asString("")
                : "";
    }

    /// Whether there is something in it that is an answer by itself.
    boolean answers() {
        return objects.containsKey("audio")
                || lists.containsKey("images")
                || lists.containsKey("content");
    }

    /// Adds it to the members that the message gets back.
    void addTo(ObjectNode members) {
        if (objects.isEmpty() && lists.isEmpty()) {
            return;
        }
        ObjectNode kept = members.putObject(NAME);
        objects.forEach((name, object) -> kept.set(name, object.json()));
        lists.forEach(kept::set);
        StrictText.string(kept.path("audio"), "id")
                .ifPresent(id -> members.putObject("audio").put("id", id));
    }
}
