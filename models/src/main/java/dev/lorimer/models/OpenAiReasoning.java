package dev.lorimer.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a model thought, in the fields where servers of this dialect put it. Nothing here is shown
/// or understood; it goes back to the same server in the same fields.
final class OpenAiReasoning {
    private static final List<String> FIELDS = List.of("reasoning_content", "reasoning");
    private static final Set<String> TEXTS = Set.of("text", "summary");

    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private final List<GrowingPart> details = new ArrayList<>();
    private final List<Thinking> thinking = new ArrayList<>();

    /// @param members all but the list of thoughts
    private record Thinking(GrowingPart members, List<GrowingPart> thoughts) {
        ObjectNode json() {
            ObjectNode json = members.json();
            // Set first above, so that it keeps the place it came in.
            ArrayNode list = json.putArray("thinking");
            thoughts.forEach(thought -> list.add(thought.json()));
            return json;
        }
    }

    /// @param whole whether details come complete, so that none goes on with the one before it
    void take(JsonNode delta, boolean whole) {
        for (String field : FIELDS) {
            StrictText.string(delta, field).ifPresent(text -> builder(field).append(text));
        }
        for (JsonNode detail : delta.path("reasoning_details")) {
            detail.asObjectOpt().ifPresent(piece -> detail(piece, whole));
        }
    }

    private StringBuilder builder(String field) {
        return texts.computeIfAbsent(field, _ -> new StringBuilder());
    }

    /// Fragments of one detail share its type and index. Encrypted ones come whole.
    private void detail(ObjectNode detail, boolean whole) {
        boolean fragment = !whole && !detail.has("data") && !details.isEmpty();
        if (fragment
                && details.getLast().same("type", detail)
                && details.getLast().same("index", detail)
                && !details.getLast().has("signature")) {
            details.getLast().grow(detail);
        } else {
            details.add(new GrowingPart(detail, TEXTS));
        }
    }

    /// A thinking part of a content list; the pieces of a stream are joined into one part.
    ///
    /// @param whole whether the part comes complete
    void thinking(JsonNode part, boolean whole) {
        ObjectNode piece = part.asObject();
        if (thinking.isEmpty() || whole) {
            thinking.add(new Thinking(new GrowingPart(piece, Set.of()), new ArrayList<>()));
        } else {
            thinking.getLast().members().grow(piece);
        }
        List<GrowingPart> thoughts = thinking.getLast().thoughts();
        for (JsonNode thought : piece.path("thinking")) {
            ObjectNode json = thought.asObjectOpt().orElseGet(StrictText::newObject);
            if (!whole && !thoughts.isEmpty() && thoughts.getLast().same("type", json)) {
                thoughts.getLast().grow(json);
            } else {
                thoughts.add(new GrowingPart(json, TEXTS));
            }
        }
    }

    /// The members that the message gets back.
    ///
    /// @param callExtras what goes back with each call, or an empty list
    ObjectNode json(ArrayNode callExtras) {
        ObjectNode members = StrictText.newObject();
        texts.forEach((field, text) -> members.put(field, text.toString()));
        if (!details.isEmpty()) {
            ArrayNode list = members.putArray("reasoning_details");
            details.forEach(detail -> list.add(detail.json()));
        }
        if (!thinking.isEmpty()) {
            ArrayNode list = members.putArray("content");
            thinking.forEach(part -> list.add(part.json()));
        }
        if (!callExtras.isEmpty()) {
            members.set("tool_calls", callExtras);
        }
        return members;
    }
}
