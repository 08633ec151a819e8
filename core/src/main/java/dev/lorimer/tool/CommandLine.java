package dev.lorimer.tool;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// A command as it is written: a line for the shell, or a program with its arguments.
public sealed interface CommandLine {
    /// Program and arguments.
    List<String> argv();

    /// Run by `sh -c`.
    record Line(String text) implements CommandLine {
        public Line {
            if (text.isBlank()) {
                throw new IllegalArgumentException("the command is empty; give a shell line");
            }
            checkNoNul(text);
        }

        @Override
        public List<String> argv() {
            return List.of("sh", "-c", text);
        }
    }

    /// Run as it is, with no shell in between.
    record Argv(List<String> argv) implements CommandLine {
        public Argv {
            argv = List.copyOf(argv);
            if (argv.isEmpty() || argv.getFirst().isBlank()) {
                throw new IllegalArgumentException(
                        "the command is empty; give the program first, then its arguments");
            }
            argv.forEach(CommandLine::checkNoNul);
        }
    }

    /// A JSON string is a line, a JSON list of strings an argv.
    ///
    /// @throws IllegalArgumentException when it is neither
    static CommandLine of(JsonNode json) {
        if (json.isString()) {
            return new Line(json.asString());
        }
        if (json.isArray() && json.valueStream().allMatch(JsonNode::isString)) {
            return new Argv(json.valueStream().map(JsonNode::asString).toList());
        }
        throw new IllegalArgumentException(
                "the command must be a string or a list of strings, got " + Json.brief(json, 80));
    }

    private static void checkNoNul(String part) {
        if (part.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the command contains a NUL character, which no program can be given");
        }
    }
}
