package dev.lorimer.tool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Says in a few words what a schema takes, for messages to a model. Schemas of tools from outside
/// come here too, so nothing is taken for granted about their form.
record SchemaWords(JsonNode root) {
    /// Deeper, the words cost more than they help.
    private static final int DEPTH_MAX = 4;

    /// The arguments in short, for example `{path: string, start?: integer}`.
    String outline() {
        return outline(root, DEPTH_MAX);
    }

    private String outline(JsonNode schema, int depth) {
        JsonNode target = resolve(schema);
        if (target.has("enum")) {
            return values(target.get("enum"), "|");
        }
        List<String> choices = choices(target, depth);
        if (!choices.isEmpty()) {
            return String.join(" | ", choices);
        }
        if (depth > 0 && target.has("properties")) {
            return members(target, depth);
        }
        if (depth > 0 && target.has("items")) {
            return "[" + outline(target.get("items"), depth - 1) + "]";
        }
        return types(target).isEmpty() ? "any" : String.join(" | ", types(target));
    }

    private List<String> choices(JsonNode schema, int depth) {
        var choices = new ArrayList<String>();
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (depth > 0) {
                schema.path(keyword).forEach(choice -> choices.add(outline(choice, depth - 1)));
            }
        }
        return choices;
    }

    private String members(JsonNode schema, int depth) {
        Set<String> required = required(schema);
        return schema.get("properties").properties().stream()
                .map(member ->
                        member.getKey()
                                + (required.contains(member.getKey()) ? ": " : "?: ")
                                + outline(member.getValue(), depth - 1))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /// What a value has to be, for example `an integer` or `a string or a list of string`.
    String noun(JsonNode schema) {
        JsonNode target = resolve(schema);
        if (target.has("enum")) {
            return "one of " + values(target.get("enum"), ", ");
        }
        var nouns = new ArrayList<String>();
        for (String keyword : List.of("anyOf", "oneOf")) {
            target.path(keyword).forEach(choice -> nouns.add(noun(choice)));
        }
        types(target).forEach(type -> nouns.add(noun(type, target)));
        return nouns.isEmpty()
                ? "of the form " + outline(target, DEPTH_MAX)
                : String.join(" or ", nouns);
    }

    private String noun(String type, JsonNode schema) {
        return switch (type) {
            case "string" ->
                    schema.path("minLength").asInt(0) > 0 ? "a non-empty string" : "a string";
            case "integer" -> "an integer";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "null" -> "null";
            case "array" ->
                    schema.has("items")
                            ? (schema.path("minItems").asInt(0) > 0 ? "a non-empty" : "a")
                                    + " list of "
                                    + outline(schema.get("items"), DEPTH_MAX - 1)
                            : "a list";
            case "object" ->
                    schema.has("properties")
                            ? "an object " + outline(schema, DEPTH_MAX - 1)
                            : "an object";
            default -> "of type " + ResultText.line(type, 40);
        };
    }

    /// True when the schema has something to say about `null`, and says no.
    boolean refusesNull(JsonNode schema) {
        JsonNode target = resolve(schema);
        boolean silent = Stream.of("type", "enum", "anyOf", "oneOf").noneMatch(target::has);
        boolean allowed =
                types(target).contains("null")
                        || target.path("enum").valueStream().anyMatch(JsonNode::isNull)
                        || Stream.of("anyOf", "oneOf")
                                .flatMap(keyword -> target.path(keyword).valueStream())
                                .anyMatch(choice -> types(resolve(choice)).contains("null"));
        return !silent && !allowed;
    }

    static Set<String> required(JsonNode schema) {
        var required = new HashSet<String>();
        schema.path("required").forEach(name -> required.add(name.asString("")));
        return required;
    }

    /// What `schema` points at, when it only points.
    JsonNode resolve(JsonNode schema) {
        JsonNode at = schema;
        // Two hops are common, a ring is possible: eight end it.
        for (int hops = 0; hops < 8; hops++) {
            String reference = at.path("$ref").asString("");
            if (!reference.startsWith("#/")) {
                return at;
            }
            at = root.at(reference.substring(1));
        }
        return at;
    }

    private static List<String> types(JsonNode schema) {
        var types = new ArrayList<String>();
        JsonNode type = schema.path("type");
        if (type.isString()) {
            types.add(type.asString());
        }
        if (type.isArray()) {
            type.forEach(name -> types.add(name.asString("")));
        }
        return types;
    }

    private static String values(JsonNode constants, String separator) {
        return constants
                .valueStream()
                .map(JsonNode::toString)
                .collect(Collectors.joining(separator));
    }
}
