package dev.lorimer.models;

import dev.lorimer.model.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A JSON Schema in the part of the language that servers can hold a model to: every object closed,
/// no recursion, no bounds. What a bound says goes into the description, where the model reads it;
/// whoever needs it held checks the reply (see [FormedReplies]).
// https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations
final class ClosedSchema {
    private static final Set<String> KEPT =
            Set.of(
                    "type",
                    "enum",
                    "const",
                    "title",
                    "description",
                    "default",
                    "required",
                    "format");

    /// Names that hold schemas by name.
    private static final Set<String> MAPS = Set.of("properties", "$defs", "definitions");

    /// Words of which a closed object could hold none.
    private static final Set<String> OPEN =
            Set.of("patternProperties", "unevaluatedProperties", "propertyNames", "allOf");

    private static final Set<String> FORMATS =
            Set.of(
                    "date-time",
                    "time",
                    "date",
                    "duration",
                    "email",
                    "hostname",
                    "uri",
                    "ipv4",
                    "ipv6",
                    "uuid");

    /// The server refuses schemas with more members that may be left out, or more unions.
    private static final int OPTIONAL_MAX = 24;

    private static final int UNIONS_MAX = 16;

    private static final class Unsayable extends Exception {}

    private final JsonNode root;
    private final Deque<String> following = new ArrayDeque<>();
    private final Set<String> sound = new HashSet<>();
    private int optional;
    private int unions;

    private ClosedSchema(JsonNode root) {
        this.root = root;
    }

    /// Empty when the form can not be said in this part of the language.
    static Optional<ObjectNode> of(Request.Form form) {
        Optional<ObjectNode> schema = StrictText.object(form.schema());
        try {
            return schema.isPresent()
                    ? Optional.of(new ClosedSchema(schema.get()).root(schema.get()))
                    : Optional.empty();
        } catch (Unsayable open) {
            return Optional.empty();
        }
    }

    private ObjectNode root(ObjectNode schema) throws Unsayable {
        if (!schema.path("type").asString("").equals("object")) {
            throw new Unsayable();
        }
        ObjectNode closed = closed(schema);
        if (optional > OPTIONAL_MAX || unions > UNIONS_MAX) {
            throw new Unsayable();
        }
        return closed;
    }

    private ObjectNode closed(JsonNode schema) throws Unsayable {
        if (!(schema instanceof ObjectNode object) || !saysSomething(object)) {
            throw new Unsayable();
        }
        ObjectNode closed = StrictText.newObject();
        var bounds = new StringBuilder();
        for (var member : object.properties()) {
            member(member.getKey(), member.getValue(), closed, bounds);
        }
        if (object.has("properties") || object.path("type").asString("").equals("object")) {
            close(object, closed);
        }
        unions += object.path("type").isArray() || closed.has("anyOf") ? 1 : 0;
        if (!bounds.isEmpty()) {
            String said = closed.path("description").asString("");
            closed.put("description", said + (said.isEmpty() ? "" : " ") + "(" + bounds + ")");
        }
        return closed;
    }

    private static boolean saysSomething(ObjectNode schema) {
        return schema.has("type")
                || schema.has("enum")
                || schema.has("const")
                || schema.has("$ref")
                || schema.has("anyOf")
                || schema.has("oneOf");
    }

    private void member(String name, JsonNode value, ObjectNode closed, StringBuilder bounds)
            throws Unsayable {
        if (OPEN.contains(name)) {
            throw new Unsayable();
        }
        if (MAPS.contains(name)) {
            ObjectNode map = closed.putObject(name);
            for (var one : value.properties()) {
                map.set(one.getKey(), closed(one.getValue()));
            }
        } else if (name.equals("items")) {
            closed.set(name, closed(value));
        } else if (name.equals("anyOf") || name.equals("oneOf")) {
            var choices = closed.putArray("anyOf");
            for (JsonNode choice : value) {
                choices.add(closed(choice));
            }
        } else if (name.equals("$ref")) {
            closed.put(name, followed(value.asString("")));
        } else if (KEPT.contains(name) && !unknownFormat(name, value)) {
            closed.set(name, value);
        } else if (!name.equals("$schema")
                && !name.equals("$id")
                && !name.equals("additionalProperties")) {
            bounds.append(bounds.isEmpty() ? "" : ", ").append(name).append(": ").append(value);
        }
    }

    private static boolean unknownFormat(String name, JsonNode value) {
        return name.equals("format") && !FORMATS.contains(value.asString(""));
    }

    /// Goes where the reference leads, to find out whether it comes back.
    private String followed(String reference) throws Unsayable {
        boolean local = reference.matches("#/(\\$defs|definitions)/[^/~%]+");
        if (!local || following.contains(reference)) {
            throw new Unsayable();
        }
        if (sound.contains(reference)) {
            return reference;
        }
        following.push(reference);
        int optionalBefore = optional;
        int unionsBefore = unions;
        closed(root.at(reference.substring(1)));
        // Counted where it is defined.
        optional = optionalBefore;
        unions = unionsBefore;
        following.pop();
        sound.add(reference);
        return reference;
    }

    private void close(ObjectNode schema, ObjectNode closed) throws Unsayable {
        JsonNode more = schema.path("additionalProperties");
        boolean map = more.isObject() || (more.isBoolean() && more.booleanValue());
        if (map || !schema.has("properties")) {
            throw new Unsayable();
        }
        closed.put("additionalProperties", false);
        int required = schema.path("required").size();
        optional += Math.max(0, schema.path("properties").size() - required);
    }
}
