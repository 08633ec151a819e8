package dev.lorimer.tool;

import com.google.re2j.Pattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A tool as a user declares it in a configuration: a command with parameters.
///
/// @param parameters by name, in the order in which the model is told of them
public record ToolConfig(
        String name,
        String description,
        CommandLine command,
        Map<String, Parameter> parameters,
        EffectClass effect) {
    private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    public ToolConfig {
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
