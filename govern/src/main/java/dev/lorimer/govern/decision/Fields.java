package dev.lorimer.govern.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A mapping of a constraint, read strictly: a key that is not known, and a value of another type
/// than expected, are errors on their lines.
final class Fields {
    private final Yaml.Mapping mapping;
    private final String what;
    private final Faults faults;

    private Fields(Yaml.Mapping mapping, String what, Faults faults) {
        this.mapping = mapping;
        this.what = what;
        this.faults = faults;
    }

    /// @param what the mapping for people, with its article, as in `a dependency constraint`
    /// @param known every key that may stand here
    static Fields of(Yaml.Mapping mapping, String what, List<String> known, Faults faults) {
        for (var entry : mapping.entries()) {
            if (!known.contains(entry.key())) {
                faults.error(
                        entry.line(),
                        "unknown key \"%s\" in %s%s; known keys: %s"
                                .formatted(
                                        Lines.shortened(entry.key(), 60),
                                        what,
                                        Suggestion.clause(entry.key(), known),
                                        String.join(", ", known)));
            }
        }
        return new Fields(mapping, what, faults);
    }

    int line() {
        return mapping.line();
    }

    Faults faults() {
        return faults;
    }

    boolean has(String key) {
        return value(key).isPresent();
    }

    Optional<Yaml> value(String key) {
        return mapping.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .map(Yaml.Entry::value)
                .findFirst();
    }

    int lineOf(String key) {
        return mapping.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .mapToInt(Yaml.Entry::line)
                .findFirst()
                .orElse(mapping.line());
    }

    /// A text that must not be blank.
    Optional<String> text(String key) {
        return value(key).flatMap(given -> text(key, given));
    }

    /// A text that must be there.
    Optional<String> needed(String key) {
        if (!has(key)) {
            faults.error(line(), "%s needs the key \"%s\"; add it".formatted(what, key));
        }
        return text(key);
    }

    /// Complains when the key is missing, whatever its value has to be.
    void present(String key) {
        if (!has(key)) {
            faults.error(line(), "%s needs the key \"%s\"; add it".formatted(what, key));
        }
    }

    /// One text or a list of them, each understood by `reading`; whatever it refuses is an error on
    /// its line.
    <T> List<T> each(String key, Function<String, T> reading) {
        var read = new ArrayList<T>();
        for (var item : items(key)) {
            text(key, item)
                    .flatMap(text -> understood(item.line(), text, reading))
                    .ifPresent(read::add);
        }
        return List.copyOf(read);
    }

    /// One scalar that stands in a list, understood by `reading`.
    <T> Optional<T> read(Yaml.Scalar scalar, Function<String, T> reading) {
        return text("an item", scalar).flatMap(text -> understood(scalar.line(), text, reading));
    }

    /// Every key with its value, of a mapping whose keys are names.
    List<Yaml.Entry> entries() {
        return mapping.entries();
    }

    /// The mapping under `key`, whose keys are names that the author chooses.
    Optional<Fields> named(String key, String description) {
        return value(key)
                .flatMap(given -> {
                    if (given instanceof Yaml.Mapping inner) {
                        return Optional.of(new Fields(inner, description, faults));
                    }
                    mistyped(key, given, "a mapping with names as its keys");
                    return Optional.empty();
                });
    }

    List<String> texts(String key) {
        return each(key, text -> text);
    }

    /// The mapping under `key`, which may hold only these keys.
    Optional<Fields> mapping(String key, String description, List<String> known) {
        return value(key).flatMap(given -> mapping(key, given, description, known));
    }

    /// One mapping or a list of them.
    List<Fields> mappings(String key, String description, List<String> known) {
        return items(key).stream()
                .flatMap(item -> mapping(key, item, description, known).stream())
                .toList();
    }

    boolean flag(String key, boolean otherwise) {
        var given = value(key);
        if (given.isEmpty()) {
            return otherwise;
        }
        if (given.get() instanceof Yaml.Scalar scalar && scalar.type() == Yaml.Type.TRUTH) {
            return Boolean.parseBoolean(scalar.text());
        }
        mistyped(key, given.get(), "true or false");
        return otherwise;
    }

    int count(String key, int otherwise) {
        var given = value(key);
        if (given.isEmpty()) {
            return otherwise;
        }
        if (given.get() instanceof Yaml.Scalar scalar
                && scalar.type() == Yaml.Type.NUMBER
                && scalar.text().length() < 10
                && scalar.text().chars().allMatch(Character::isDigit)) {
            return Integer.parseInt(scalar.text());
        }
        mistyped(key, given.get(), "a whole number, 0 or more");
        return otherwise;
    }

    /// One of some words, which stand for the values whose names they are.
    <E extends Enum<E>> Optional<E> word(String key, Class<E> values) {
        return each(key, text -> Words.read(key, text, values)).stream().findFirst();
    }

    /// The items of a list, or the only value.
    List<Yaml> items(String key) {
        var given = value(key);
        if (given.isEmpty()) {
            return List.of();
        }
        if (given.get() instanceof Yaml.Sequence sequence) {
            if (sequence.items().isEmpty()) {
                faults.error(
                        lineOf(key),
                        "\"%s\" in %s is an empty list; fill it, or leave the key out"
                                .formatted(key, what));
            }
            return sequence.items();
        }
        return List.of(given.get());
    }

    private <T> Optional<T> understood(int line, String text, Function<String, T> reading) {
        try {
            return Optional.of(reading.apply(text));
        } catch (IllegalArgumentException refused) {
            faults.error(line, String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<String> text(String key, Yaml given) {
        if (given instanceof Yaml.Scalar scalar
                && scalar.type() == Yaml.Type.TEXT
                && !scalar.text().isBlank()) {
            return Optional.of(scalar.text());
        }
        boolean quotable =
                given instanceof Yaml.Scalar scalar && scalar.type() != Yaml.Type.NOTHING;
        mistyped(key, given, "a text" + (quotable ? "; put it in quotes" : ""));
        return Optional.empty();
    }

    private Optional<Fields> mapping(
            String key, Yaml given, String description, List<String> known) {
        if (given instanceof Yaml.Mapping inner) {
            return Optional.of(of(inner, description, known, faults));
        }
        mistyped(
                key,
                given,
                "a mapping with the keys " + known.stream().collect(Collectors.joining(", ")));
        return Optional.empty();
    }

    void mistyped(String key, Yaml given, String wanted) {
        faults.error(
                given.line(),
                "\"%s\" in %s is %s, but has to be %s"
                        .formatted(key, what, given.described(), wanted));
    }
}
