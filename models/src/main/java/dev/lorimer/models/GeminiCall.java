package dev.lorimer.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A call of a Gemini answer. Its arguments come as one object, or value by value, each with the
/// path of its place, long texts in pieces.
// https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling, "streaming
// function call arguments"
final class GeminiCall {
    /// One step of a path: `.name`, `['name']`, `["name"]` or `[3]`.
    private static final Pattern STEP =
            Pattern.compile(
                    "\\.([^.\\[\\]]{1,256})"
                            + "|\\[(\\d{1,6})]"
                            + "|\\['([^']{0,256})']"
                            + "|\\[\"([^\"]{0,256})\"]");

    /// Deeper arguments are an attack on whoever reads them.
    private static final int DEPTH_MAX = 100;

    private final String id;
    private final String name;
    private ObjectNode arguments = StrictText.newObject();
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private boolean open;
    private boolean insideText;

    GeminiCall(JsonNode first) {
        this.id = StrictText.string(first, "id").orElse("");
        this.name = StrictText.string(first, "name").orElse("");
        take(first);
    }

    /// The call's beginning, or what goes on with it.
    void take(JsonNode fragment) {
        JsonNode whole = fragment.path("args");
        if (whole.isObject()) {
            arguments = whole.asObject();
        } else if (!whole.isMissingNode() && !whole.isNull()) {
            throw BrokenReply.malformed("the arguments of a call are no object");
        }
        for (JsonNode piece : fragment.path("partialArgs")) {
            piece(piece);
        }
        open = fragment.path("willContinue").asBoolean(false);
    }

    private void piece(JsonNode piece) {
        String path = StrictText.string(piece, "jsonPath").orElse("");
        insideText = piece.path("willContinue").asBoolean(false);
        JsonNode text = piece.path("stringValue");
        if (text.isString()) {
            if (!texts.containsKey(path)) {
                // Holds the value's place in the order.
                set(path, text);
            }
            texts.computeIfAbsent(path, _ -> new StringBuilder()).append(text.stringValue());
        } else if (piece.has("numberValue")) {
            set(path, piece.path("numberValue"));
        } else if (piece.has("boolValue")) {
            set(path, piece.path("boolValue"));
        } else if (piece.has("nullValue")) {
            set(path, JsonNodeFactory.instance.nullNode());
        }
    }

    private void set(String path, JsonNode value) {
        if (!path.startsWith("$")) {
            throw wrong(path);
        }
        Matcher step = STEP.matcher(path).region(1, path.length());
        JsonNode at = arguments;
        int depth = 0;
        while (step.lookingAt()) {
            if (++depth > DEPTH_MAX) {
                throw wrong(path);
            }
            boolean last = step.end() == path.length();
            boolean listNext =
                    !last && path.startsWith("[", step.end()) && digit(path, step.end() + 1);
            JsonNode fresh =
                    last ? value : listNext ? StrictText.newArray() : StrictText.newObject();
            at =
                    step.group(2) == null
                            ? member(at, step, fresh, last, path)
                            : element(at, step, fresh, last, path);
            if (last) {
                return;
            }
            step.region(step.end(), path.length());
        }
        throw wrong(path);
    }

    private static boolean digit(String path, int at) {
        return at < path.length() && Character.isDigit(path.charAt(at));
    }

    private static JsonNode member(
            JsonNode at, Matcher step, JsonNode fresh, boolean last, String path) {
        ObjectNode object = at.asObjectOpt().orElseThrow(() -> wrong(path));
        String key = firstGroup(step);
        if (last || !object.has(key)) {
            object.set(key, fresh);
        }
        return object.path(key);
    }

    private static JsonNode element(
            JsonNode at, Matcher step, JsonNode fresh, boolean last, String path) {
        ArrayNode list = at.asArrayOpt().orElseThrow(() -> wrong(path));
        int index = Integer.parseInt(step.group(2));
        if (index > list.size()) {
            // A gap would be filled with values that the model has not written.
            throw wrong(path);
        }
        if (index == list.size()) {
            list.add(fresh);
        } else if (last) {
            list.set(index, fresh);
        }
        return list.path(index);
    }

    private static String firstGroup(Matcher step) {
        for (int group : new int[] {1, 3, 4}) {
            String text = step.group(group);
            if (text != null) {
                return text;
            }
        }
        throw new IllegalStateException("a step of a path without a name");
    }

    private static BrokenReply wrong(String path) {
        return BrokenReply.malformed(
                "a call has an argument at \""
                        + Wording.shortened(path, 80)
                        + "\", which is no place");
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    /// Whether more of it is to come.
    boolean open() {
        return open;
    }

    /// The arguments as JSON text.
    ///
    /// @throws BrokenReply when the last of them is not whole
    String arguments() {
        if (insideText) {
            throw BrokenReply.malformed("the reply ends inside an argument of a call");
        }
        texts.forEach(
                (path, text) -> set(path, JsonNodeFactory.instance.stringNode(text.toString())));
        return StrictText.write(arguments);
    }
}
