package dev.lorimer.app;

import dev.lorimer.tool.CommandLine;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.ToolConfig;
import dev.lorimer.tool.ToolConfig.Parameter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A tool that an agent file declares, as written there.
///
/// @param command a shell line, or a list of program and arguments
/// @param effect `pure`, `idempotent`, `staged`, `irreversible` or `opaque`; undeclared is `opaque`
record OwnTool(
        String name,
        String description,
        JsonNode command,
        Optional<Map<String, Argument>> parameters,
        Optional<String> effect) {

    /// One argument, as written.
    record Argument(String type, Optional<String> description, Optional<Boolean> required) {}

    /// @throws IllegalArgumentException saying what does not fit
    ToolConfig config() {
        var arguments = new LinkedHashMap<String, Parameter>();
        parameters
                .orElse(Map.of())
                .forEach((key, argument) ->
                        arguments.put(
                                key,
                                new Parameter(
                                        choice(Parameter.Type.class, argument.type()),
                                        argument.description().orElse(""),
                                        argument.required().orElse(true))));
        return new ToolConfig(
                name,
                description,
                CommandLine.of(command),
                arguments,
                choice(EffectClass.class, effect.orElse("opaque")));
    }

    private <E extends Enum<E>> E choice(Class<E> type, String word) {
        return Stream.of(type.getEnumConstants())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "tool \"%s\" says \"%s\" where one of %s belongs"
                                        .formatted(name, word, choices(type))));
    }

    private static <E extends Enum<E>> String choices(Class<E> type) {
        return Stream.of(type.getEnumConstants())
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
