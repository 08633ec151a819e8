package dev.lorimer.govern.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads YAML into pieces that know their lines. Refuses what makes YAML ambiguous: a key given
/// twice, aliases.
final class YamlReader {
    private final JsonParser parser;
    private final int offset;
    private final Faults faults;

    private YamlReader(JsonParser parser, int offset, Faults faults) {
        this.parser = parser;
        this.offset = offset;
        this.faults = faults;
    }

    /// All documents of `text`, whose first line is line `firstLine` of its file. What is wrong
    /// goes to `faults`; a document after a syntax error is lost.
    static List<Yaml> read(String text, int firstLine, Faults faults) {
        var documents = new ArrayList<Yaml>();
        try (var parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            var reader = new YamlReader(parser, firstLine - 1, faults);
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                documents.add(reader.value(token));
            }
        } catch (JacksonException wrong) {
            int line =
                    Optional.ofNullable(wrong.getLocation())
                                    .map(TokenStreamLocation::getLineNr)
                                    .orElse(1)
                            + firstLine
                            - 1;
            faults.error(
                    line,
                    "this is no YAML: %s; mend the indentation or the quotes"
                            .formatted(
                                    Lines.shortened(
                                            String.valueOf(wrong.getOriginalMessage()), 160)));
        }
        return documents;
    }

    private Yaml value(JsonToken token) {
        int line = line();
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            faults.error(
                    line,
                    "alias \"*%s\" is not read here; write the value out"
                            .formatted(parser.getString()));
            return new Yaml.Scalar("", Yaml.Type.NOTHING, line);
        }
        return switch (token) {
            case START_OBJECT -> mapping(line);
            case START_ARRAY -> sequence(line);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(Yaml.Type.NUMBER, line);
            case VALUE_TRUE, VALUE_FALSE -> scalar(Yaml.Type.TRUTH, line);
            case VALUE_NULL -> new Yaml.Scalar("", Yaml.Type.NOTHING, line);
            case VALUE_STRING,
                    VALUE_EMBEDDED_OBJECT,
                    PROPERTY_NAME,
                    END_OBJECT,
                    END_ARRAY,
                    NOT_AVAILABLE ->
                    scalar(Yaml.Type.TEXT, line);
        };
    }

    private Yaml.Scalar scalar(Yaml.Type type, int line) {
        return new Yaml.Scalar(parser.getString(), type, line);
    }

    private Yaml mapping(int line) {
        var entries = new ArrayList<Yaml.Entry>();
        Map<String, Integer> seen = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            int keyLine = line();
            var value = value(parser.nextToken());
            var first = seen.putIfAbsent(key, keyLine);
            if (first == null) {
                entries.add(new Yaml.Entry(key, keyLine, value));
            } else {
                faults.error(
                        keyLine,
                        "key \"%s\" is given twice, first in line %s; keep one of the two"
                                .formatted(key, first));
            }
        }
        return new Yaml.Mapping(List.copyOf(entries), line);
    }

    private Yaml sequence(int line) {
        var items = new ArrayList<Yaml>();
        for (var token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            items.add(value(token));
        }
        return new Yaml.Sequence(List.copyOf(items), line);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr() + offset;
    }
}
