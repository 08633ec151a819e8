package dev.lorimer.app;

import dev.lorimer.tool.CommandLine;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.ToolConfig;
import dev.lorimer.tool.ToolConfig.Parameter;
import dev.lorimer.tool.ToolConfig.Programs;
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
/// @param effect `pure`, `idempotent`, `reconcilable`, `compensable`, `staged`, `irreversible` or
///   `opaque`; undeclared is `opaque`
/// @param probe like `command`: tells whether an interrupted call happened; needed when the effect
///   is `reconcilable`
/// @param undo like `command`: takes a call back; needed when the effect is `compensable`
/// @param approve true when a person is asked before each call
record OwnTool(
        String name,
        String description,
        JsonNode command,
        Optional<Map<String, Argument>> parameters,
        Optional<String> effect,
        Optional<JsonNode> probe,
        Optional<JsonNode> undo,
        Optional<Boolean> approve) {

    OwnTool {
        // What is left out arrives as a JSON null.
        probe = probe.filter(written -> !written.isNull());
        undo = undo.filter(written -> !written.isNull());
    }

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
                new Programs(
                        line("command", command),
                        written(probe).map(written -> line("probe", written)),
                        written(undo).map(written -> line("undo", written))),
                arguments,
                choice(EffectClass.class, effect.orElse("opaque")));
    }

    /// True when a person is asked before each call.
    boolean asksFirst() {
        return approve.orElse(false);
    }

    /// What is left out comes back from the journal as a null of JSON's own.
    private static Optional<JsonNode> written(Optional<JsonNode> line) {
        return line.filter(given -> !given.isNull());
    }

    private CommandLine line(String key, JsonNode written) {
        try {
            return CommandLine.of(written);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "tool \"%s\", %s: %s".formatted(name, key, e.getMessage()), e);
        }
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
