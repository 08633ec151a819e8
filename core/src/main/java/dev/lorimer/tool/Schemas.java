package dev.lorimer.tool;

import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes the JSON Schema of arguments from their Java types: draft 2020-12, members in order of
/// declaration, closed objects, everything required that is not optional, and no more words than
/// needed, since the model pays for each of them in each request.
final class Schemas {
    private static final String DEFINITIONS = "$defs";
    private static final String REFERENCE = "#/$defs/";

    private Schemas() {}

    /// The schema of an object with these members.
    static ObjectNode of(List<Parameter> parameters) {
        var builder = generator().buildMultipleSchemaDefinitions();
        var members = new ArrayList<ObjectNode>();
        for (Parameter parameter : parameters) {
            members.add(
                    own(parameter.rawType())
                            .orElseGet(() -> builder.createSchemaReference(parameter.valueType())));
        }
        ObjectNode definitions = builder.collectDefinitions(DEFINITIONS);

        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.MAPPER.createArrayNode();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            ObjectNode member = (ObjectNode) new Inlining(definitions).of(members.get(i));
            parameter.describe().ifPresent(describe -> annotate(member, describe));
            properties.set(parameter.name(), member);
            if (!parameter.optional()) {
                required.add(parameter.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.put("additionalProperties", false);
        addRecursive(schema, definitions);
        return schema;
    }

    private static SchemaGenerator generator() {
        var config =
                new SchemaGeneratorConfigBuilder(
                                Json.MAPPER, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                        .without(Option.SCHEMA_VERSION_INDICATOR)
                        .with(
                                Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                                Option.STANDARD_FORMATS,
                                Option.PLAIN_DEFINITION_KEYS)
                        .with(
                                new JacksonSchemaModule(
                                        JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE,
                                        JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
        config.forTypesInGeneral().withPropertySorter((_, _) -> 0);
        config.forFields()
                .withNullableCheck(_ -> false)
                .withRequiredCheck(field -> !Parameter.isOptional(field.getRawMember().getType()))
                .withCustomDefinitionProvider((field, _) ->
                        own(field.getRawMember().getType())
                                .map(CustomPropertyDefinition::new)
                                .orElse(null))
                .withInstanceAttributeOverride((node, field, _) ->
                        describe(field).ifPresent(says -> annotate(node, says)));
        return new SchemaGenerator(config.build());
    }

    private static Optional<Describe> describe(FieldScope field) {
        return field.isFakeContainerItemScope()
                ? Optional.empty()
                : Optional.ofNullable(field.getRawMember().getAnnotation(Describe.class));
    }

    private static void annotate(ObjectNode schema, Describe describe) {
        schema.setAll((ObjectNode) Json.MAPPER.readTree(describe.schema()));
        schema.put("description", describe.value());
    }

    /// Types of which the generator sees the fields, where their JSON form is meant.
    private static Optional<ObjectNode> own(Class<?> type) {
        var schema = Json.MAPPER.createObjectNode();
        if (type == OptionalInt.class || type == OptionalLong.class) {
            return Optional.of(schema.put("type", "integer"));
        }
        if (type == OptionalDouble.class) {
            return Optional.of(schema.put("type", "number"));
        }
        if (type == Path.class) {
            return Optional.of(schema.put("type", "string"));
        }
        if (type == ObjectNode.class) {
            return Optional.of(schema.put("type", "object"));
        }
        if (type == ArrayNode.class) {
            schema.put("type", "array").putObject("items");
            return Optional.of(schema);
        }
        return type == JsonNode.class ? Optional.of(schema) : Optional.empty();
    }

    private static void addRecursive(ObjectNode schema, ObjectNode definitions) {
        var kept = Json.MAPPER.createObjectNode();
        for (String name : definitions.propertyNames()) {
            if (new Inlining(definitions).reaches(definitions.get(name), name)) {
                kept.set(name, new Inlining(definitions).of(definitions.get(name)));
            }
        }
        if (!kept.isEmpty()) {
            schema.set(DEFINITIONS, kept);
        }
    }

    /// Writes definitions out where they are used, since several providers know no `$ref`; only a
    /// type that contains itself keeps its name. Also says enums in lower case, and leaves out
    /// `null`, as which an absent argument need not be written.
    private record Inlining(ObjectNode definitions) {
        JsonNode of(JsonNode schema) {
            return switch (schema) {
                case ObjectNode object -> ofObject(object);
                case ArrayNode array -> {
                    var copy = Json.MAPPER.createArrayNode();
                    array.forEach(element -> copy.add(of(element)));
                    yield copy;
                }
                default -> schema;
            };
        }

        private JsonNode ofObject(ObjectNode schema) {
            String name = name(schema);
            var copy = Json.MAPPER.createObjectNode();
            if (definitions.has(name) && !reaches(definitions.get(name), name)) {
                copy.setAll((ObjectNode) of(definitions.get(name)));
                schema.properties().stream()
                        .filter(member -> !member.getKey().equals("$ref"))
                        .forEach(member -> copy.set(member.getKey(), of(member.getValue())));
                return copy;
            }
            schema.properties()
                    .forEach(member ->
                            copy.set(member.getKey(), member(member.getKey(), member.getValue())));
            return withoutNull(copy);
        }

        private JsonNode member(String keyword, JsonNode value) {
            boolean constants = keyword.equals("enum") && value.isArray();
            return constants ? lowerCase((ArrayNode) value) : of(value);
        }

        private static ArrayNode lowerCase(ArrayNode constants) {
            var lower = Json.MAPPER.createArrayNode();
            for (JsonNode constant : constants) {
                if (constant.isString()) {
                    lower.add(constant.asString().toLowerCase(Locale.ROOT));
                } else {
                    lower.add(constant);
                }
            }
            return lower;
        }

        private static ObjectNode withoutNull(ObjectNode schema) {
            if (schema.get("type") instanceof ArrayNode types) {
                types.removeIf(type -> type.asString("").equals("null"));
                if (types.size() == 1) {
                    schema.set("type", types.get(0));
                }
            }
            if (schema.get("anyOf") instanceof ArrayNode choices) {
                choices.removeIf(choice -> choice.path("type").asString("").equals("null"));
                if (choices.size() == 1 && choices.get(0) instanceof ObjectNode only) {
                    schema.remove("anyOf");
                    schema.setAll(only);
                }
            }
            return schema;
        }

        boolean reaches(JsonNode schema, String name) {
            return reaches(schema, name, new HashSet<>());
        }

        private boolean reaches(JsonNode schema, String name, Set<String> seen) {
            String next = name(schema);
            if (next.equals(name)) {
                return true;
            }
            if (definitions.has(next) && seen.add(next)) {
                return reaches(definitions.get(next), name, seen);
            }
            for (JsonNode child : schema) {
                if (reaches(child, name, seen)) {
                    return true;
                }
            }
            return false;
        }

        /// What a `$ref` here points at, else an empty text, which is no definition's name.
        private static String name(JsonNode schema) {
            String reference = schema.path("$ref").asString("");
            return reference.startsWith(REFERENCE) ? reference.substring(REFERENCE.length()) : "";
        }
    }
}
