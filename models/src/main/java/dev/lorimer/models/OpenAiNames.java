package dev.lorimer.models;

import dev.lorimer.model.Request.Effort;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What both of OpenAI's dialects tell from a model's name, and the words that they share.
final class OpenAiNames {
    /// Models of OpenAI's that think first, under any maker's name before theirs.
    static final String REASONERS = "(.*[/:.])?(o[1-9]|gpt-[5-9])(?!.*-chat)([-.].*)?";

    private OpenAiNames() {}

    /// The name without a maker before it, as gateways put it: `openai/gpt-5` is `gpt-5`.
    private static String bare(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1)
                .replaceFirst("^openai\\.", "");
    }

    /// Whether it is one of OpenAI's models that think first.
    static boolean reasons(String model) {
        return model.toLowerCase(Locale.ROOT).matches(REASONERS);
    }

    /// Whether it is one of OpenAI's models that never think: they refuse to be asked for it.
    static boolean talksOnly(String model) {
        return bare(model).matches("(gpt-[34]|chatgpt|gpt-[5-9][^:]*-chat).*");
    }

    /// The word for that effort. The least of it has another name in each generation.
    // https://platform.openai.com/docs/guides/reasoning
    static String effort(Effort effort, String model) {
        String name = bare(model);
        return switch (effort) {
            case MINIMAL -> {
                if (name.matches("gpt-5(-mini|-nano)?(-\\d.*)?")) {
                    yield "minimal";
                }
                yield name.matches("gpt-(5\\.|[6-9])[^a-z]*") ? "none" : "low";
            }
            case LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH -> "high";
        };
    }

    /// Whether a schema is of the kind that a provider can hold a model to letter by letter: every
    /// object says that it has these members, all of them, and no others. Asking for that with
    /// another schema is refused.
    // https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
    static boolean exact(JsonNode schema) {
        if (schema.isArray()) {
            return schema.valueStream().allMatch(OpenAiNames::exact);
        }
        if (!schema.isObject()) {
            return true;
        }
        JsonNode properties = schema.path("properties");
        boolean object = properties.isObject() || schema.path("type").asString("").equals("object");
        if (object && !closed((ObjectNode) schema, properties)) {
            return false;
        }
        return schema.valueStream().allMatch(OpenAiNames::exact);
    }

    private static boolean closed(ObjectNode schema, JsonNode properties) {
        JsonNode others = schema.path("additionalProperties");
        boolean all =
                properties.propertyNames().stream()
                        .allMatch(name ->
                                schema.path("required")
                                        .valueStream()
                                        .anyMatch(required -> required.asString("").equals(name)));
        return others.isBoolean() && !others.booleanValue() && all;
    }
}
