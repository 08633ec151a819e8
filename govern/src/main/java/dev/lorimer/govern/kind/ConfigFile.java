package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// The values of a configuration file, by their dotted keys; items of a list go by their number.
final class ConfigFile {
    private ConfigFile() {}

    /// @param line from 1
    record Value(String key, String text, int line) {}

    /// What reading gave.
    sealed interface Read {
        record Values(List<Value> values) implements Read {}

        record Broken(String why, int line) implements Read {}
    }

    /// Whether files with this name can be read here.
    static boolean isOne(String path) {
        return Language.of(path)
                .filter(List.of(Language.YAML, Language.JSON, Language.PROPERTIES)::contains)
                .isPresent();
    }

    static Read read(String path, String text) {
        return switch (Language.of(path).orElse(Language.PROPERTIES)) {
            case YAML -> tree(new YAMLFactory().createParser(ObjectReadContext.empty(), text));
            case JSON -> tree(new JsonFactory().createParser(ObjectReadContext.empty(), text));
            default -> new Read.Values(properties(text));
        };
    }

    private static Read tree(JsonParser given) {
        var values = new ArrayList<Value>();
        try (var parser = given) {
            Deque<Level> levels = new ArrayDeque<>();
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> levels.push(new Level(key(levels), false));
                    case START_ARRAY -> levels.push(new Level(key(levels), true));
                    case END_OBJECT, END_ARRAY -> levels.pop();
                    case PROPERTY_NAME -> levels.element().name = parser.currentName();
                    case VALUE_STRING,
                            VALUE_NUMBER_INT,
                            VALUE_NUMBER_FLOAT,
                            VALUE_TRUE,
                            VALUE_FALSE,
                            VALUE_NULL,
                            VALUE_EMBEDDED_OBJECT,
                            NOT_AVAILABLE ->
                            values.add(
                                    new Value(
                                            key(levels),
                                            token == JsonToken.VALUE_NULL
                                                    ? ""
                                                    : String.valueOf(parser.getString()),
                                            parser.currentTokenLocation().getLineNr()));
                }
            }
        } catch (JacksonException wrong) {
            int line = Optional.ofNullable(wrong.getLocation()).map(at -> at.getLineNr()).orElse(1);
            return new Read.Broken(String.valueOf(wrong.getOriginalMessage()), Math.max(1, line));
        }
        return new Read.Values(List.copyOf(values));
    }

    private static String key(Deque<Level> levels) {
        if (levels.isEmpty()) {
            return "";
        }
        var level = levels.element();
        var last = level.list ? String.valueOf(level.count++) : level.name;
        return level.prefix.isEmpty() ? last : level.prefix + "." + last;
    }

    private static final class Level {
        private final String prefix;
        private final boolean list;
        private int count;
        private String name = "";

        Level(String prefix, boolean list) {
            this.prefix = prefix;
            this.list = list;
        }
    }

    private static List<Value> properties(String text) {
        var values = new ArrayList<Value>();
        var lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int first = i;
            var line = new StringBuilder(lines.get(i).stripLeading());
            while (line.toString().endsWith("\\") && i + 1 < lines.size()) {
                line.setLength(line.length() - 1);
                line.append(lines.get(++i).stripLeading());
            }
            var whole = line.toString();
            int end = 0;
            while (end < whole.length() && "=: \t".indexOf(whole.charAt(end)) < 0) {
                end++;
            }
            if (!whole.isEmpty() && "#!".indexOf(whole.charAt(0)) < 0) {
                var rest = whole.substring(end).strip();
                boolean sign = rest.startsWith("=") || rest.startsWith(":");
                values.add(
                        new Value(
                                whole.substring(0, end),
                                sign ? rest.substring(1).strip() : rest,
                                first + 1));
            }
        }
        return values;
    }
}
