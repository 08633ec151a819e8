package dev.lorimer.govern.decision;

import java.util.List;

/// A piece of YAML that knows its line, counted from 1 in the file that it stands in.
sealed interface Yaml {
    int line();

    /// A scalar, as written.
    record Scalar(String text, Type type, int line) implements Yaml {}

    record Sequence(List<Yaml> items, int line) implements Yaml {}

    record Mapping(List<Entry> entries, int line) implements Yaml {}

    record Entry(String key, int line, Yaml value) {}

    enum Type {
        TEXT,
        NUMBER,
        TRUTH,
        NOTHING
    }

    /// What this is, for people.
    default String described() {
        return switch (this) {
            case Scalar scalar ->
                    switch (scalar.type()) {
                        case TEXT ->
                                "the text \"%s\"".formatted(Lines.shortened(scalar.text(), 60));
                        case NUMBER -> "the number " + scalar.text();
                        case TRUTH -> "the truth value " + scalar.text();
                        case NOTHING -> "empty";
                    };
            case Sequence _ -> "a list";
            case Mapping _ -> "a mapping";
        };
    }
}
