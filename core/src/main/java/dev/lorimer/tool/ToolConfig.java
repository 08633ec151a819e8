package dev.lorimer.tool;

import com.google.re2j.Pattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A tool as a user declares it in a configuration: commands with parameters.
///
/// Throws [IllegalArgumentException] when parameters can not be told apart, or when the effect
/// class and the commands do not go together.
///
/// @param parameters by name, in the order in which the model is told of them
public record ToolConfig(
        String name,
        String description,
        Programs programs,
        Map<String, Parameter> parameters,
        EffectClass effect) {
    private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    /// A tool that can neither ask nor undo.
    public ToolConfig(
            String name,
            String description,
            CommandLine command,
            Map<String, Parameter> parameters,
            EffectClass effect) {
        this(name, description, Programs.of(command), parameters, effect);
    }

    public ToolConfig {
        Deeds.check(name, effect, programs.probe().isPresent(), programs.undo().isPresent());
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        var variables = new TreeMap<String, String>();
        for (String parameter : parameters.keySet()) {
            if (!PARAMETER_NAME.matches(parameter)) {
                throw new IllegalArgumentException(
                        "tool \"%s\": parameter \"%s\" is not of letters, digits, \"_\" and \"-\", starting with a letter, at most 64; rename it"
                                .formatted(name, parameter));
            }
            String other = variables.put(variable(parameter), parameter);
            if (other != null) {
                throw new IllegalArgumentException(
                        "tool \"%s\": parameters \"%s\" and \"%s\" are both passed as %s; rename one"
                                .formatted(name, other, parameter, variable(parameter)));
            }
        }
    }

    /// The environment variable that carries the argument.
    static String variable(String parameter) {
        return "ARG_" + parameter.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /// What is run for a call; all get the same environment.
    ///
    /// @param perform does what the call asks
    /// @param probe tells by its exit code whether an interrupted call happened: 0 yes, 1 no,
    ///   anything else that it can not tell; only reads
    /// @param undo takes a call back, if it happened; exit code 0 when nothing of it is left
    public record Programs(
            CommandLine perform, Optional<CommandLine> probe, Optional<CommandLine> undo) {
        public static Programs of(CommandLine perform) {
            return new Programs(perform, Optional.empty(), Optional.empty());
        }
    }

    /// @param description for the model; may be empty
    public record Parameter(Type type, String description, boolean required) {
        /// Lower case in configuration and schema.
        public enum Type {
            STRING,
            INTEGER,
            NUMBER,
            BOOLEAN,
            /// A list of strings: several providers refuse a list that does not say of what.
            ARRAY,
            OBJECT
        }
    }
}
