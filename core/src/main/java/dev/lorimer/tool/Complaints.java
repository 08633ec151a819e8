package dev.lorimer.tool;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts what the validator found into words a model can act on: what is missing first, then what is
/// wrong, then what is unknown.
record Complaints(JsonNode schema, SchemaWords words) {
    /// Enough of a wrong value to recognise it.
    private static final int VALUE_CHARS_MAX = 80;

    /// Keywords of which one branch has to hold: what each branch misses says less than what the
    /// branches take.
    private static final Set<String> CHOICES = Set.of("anyOf", "oneOf");

    private static final Set<String> UNKNOWN =
            Set.of("additionalProperties", "unevaluatedProperties");

    private record Complaint(int rank, String text) {}

    List<String> about(Schema compiled, ObjectNode arguments) {
        List<Error> errors = compiled.validate(arguments);
        var complaints = new LinkedHashSet<Complaint>();
        for (Error error : errors) {
            complaints.add(complaint(error, errors, arguments));
        }
        return complaints.stream()
                .sorted(Comparator.comparingInt(Complaint::rank))
                .map(Complaint::text)
                .toList();
    }

    private Complaint complaint(Error error, List<Error> all, ObjectNode arguments) {
        Optional<Complaint> choice = choice(error, arguments);
        if (choice.isPresent()) {
            return choice.get();
        }
        if (error.getKeyword().equals("required")) {
            return new Complaint(0, place(error, error.getProperty()) + " is missing");
        }
        if (UNKNOWN.contains(error.getKeyword()) && error.getProperty() != null) {
            return new Complaint(2, unknown(error, all));
        }
        return new Complaint(1, place(error, "") + " " + wrong(error));
    }

    private String unknown(Error error, List<Error> all) {
        String name = error.getProperty();
        JsonNode object = error.getInstanceNode();
        List<String> free =
                words.resolve(at(error.getEvaluationPath(), lastOf(error)))
                        .path("properties")
                        .propertyStream()
                        .map(member -> member.getKey())
                        .filter(candidate -> !object.has(candidate))
                        .toList();
        return "unknown argument "
                + place(error, name)
                + Nearest.to(name, free)
                        .or(() -> onlyMissing(error, all))
                        .map(meant -> " (did you mean \"" + meant + "\"?)")
                        .orElse("");
    }

    /// Where one name too few and one too many meet, the one was meant for the other.
    private static Optional<String> onlyMissing(Error unknown, List<Error> all) {
        var missing = new ArrayList<String>();
        int others = 0;
        for (Error error : all) {
            if (error.getInstanceLocation().equals(unknown.getInstanceLocation())) {
                if (error.getKeyword().equals("required")) {
                    missing.add(error.getProperty());
                } else if (UNKNOWN.contains(error.getKeyword())) {
                    others++;
                }
            }
        }
        return missing.size() == 1 && others == 1
                ? Optional.of(missing.getFirst())
                : Optional.empty();
    }

    private String wrong(Error error) {
        String value = Json.brief(error.getInstanceNode(), VALUE_CHARS_MAX);
        // A hundred-digit bound or an endless pattern would drown the message.
        String bound = Json.brief(error.getSchemaNode(), 2 * VALUE_CHARS_MAX);
        return switch (error.getKeyword()) {
            case "type", "enum" ->
                    "must be "
                            + words.noun(at(error.getEvaluationPath(), lastOf(error)))
                            + ", got "
                            + value;
            case "const" -> "must be " + bound + ", got " + value;
            case "minimum" -> "must be at least " + bound + ", got " + value;
            case "maximum" -> "must be at most " + bound + ", got " + value;
            case "exclusiveMinimum" -> "must be above " + bound + ", got " + value;
            case "exclusiveMaximum" -> "must be below " + bound + ", got " + value;
            case "multipleOf" -> "must be a multiple of " + bound + ", got " + value;
            case "minLength" -> "must have at least " + bound + " characters, got " + value;
            case "maxLength" -> "must have at most " + bound + " characters, got " + value;
            case "minItems" -> "must have at least " + bound + " entries, got " + value;
            case "maxItems" -> "must have at most " + bound + " entries, got " + value;
            case "pattern" -> "must match the pattern " + bound + ", got " + value;
            case "format" ->
                    "must be a valid " + error.getSchemaNode().asString("") + ", got " + value;
            default -> ResultText.line(error.getMessage(), 2 * VALUE_CHARS_MAX) + ", got " + value;
        };
    }

    private Optional<Complaint> choice(Error error, ObjectNode arguments) {
        NodePath path = error.getEvaluationPath();
        int steps = 0;
        for (int i = 0; i < path.getNameCount(); i++) {
            String keyword = path.getName(i);
            if (CHOICES.contains(keyword)) {
                JsonNode value = value(arguments, error.getInstanceLocation(), steps);
                return Optional.of(
                        new Complaint(
                                1,
                                place(error.getInstanceLocation(), steps, "")
                                        + " must be "
                                        + words.noun(at(path, i))
                                        + ", got "
                                        + Json.brief(value, VALUE_CHARS_MAX)));
            }
            switch (keyword) {
                case "properties", "patternProperties", "prefixItems" -> {
                    steps++;
                    i++;
                }
                case "items", "contains", "additionalProperties", "unevaluatedProperties" ->
                        steps++;
                case "allOf" -> i++;
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static int lastOf(Error error) {
        return error.getEvaluationPath().getNameCount() - 1;
    }

    /// The schema that the first `names` parts of an evaluation path lead to.
    private JsonNode at(NodePath path, int names) {
        JsonNode at = schema;
        for (int i = 0; i < names; i++) {
            at =
                    switch (path.getElement(i)) {
                        case Integer index -> at.path(index);
                        case Object name when name.equals("$ref") -> words.resolve(at);
                        case Object name ->
                                at.isArray() && name.toString().matches("[0-9]{1,9}")
                                        ? at.path(Integer.parseInt(name.toString()))
                                        : at.path(name.toString());
                    };
        }
        return at;
    }

    private static JsonNode value(JsonNode arguments, NodePath location, int names) {
        JsonNode at = arguments;
        for (int i = 0; i < names; i++) {
            at =
                    location.getElement(i) instanceof Integer index
                            ? at.path(index)
                            : at.path(location.getName(i));
        }
        return at;
    }

    private static String place(Error error, String property) {
        NodePath location = error.getInstanceLocation();
        return place(location, location.getNameCount(), property);
    }

    /// For example `"items[0].status"`.
    private static String place(NodePath location, int names, String property) {
        var place = new StringBuilder();
        for (int i = 0; i < names; i++) {
            if (location.getElement(i) instanceof Integer index) {
                place.append('[').append(index).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(location.getName(i));
            }
        }
        if (!property.isEmpty()) {
            place.append(place.isEmpty() ? "" : ".").append(property);
        }
        return place.isEmpty()
                ? "the arguments"
                : "\"" + ResultText.line(place.toString(), VALUE_CHARS_MAX) + "\"";
    }
}
