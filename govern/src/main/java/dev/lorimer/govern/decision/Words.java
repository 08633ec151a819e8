package dev.lorimer.govern.decision;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The words of the constraint language that stand for the values of an enum: lower case, hyphens
/// between parts.
public final class Words {
    private Words() {}

    /// The value that `text` stands for.
    ///
    /// @throws IllegalArgumentException with the words that there are
    static <E extends Enum<E>> E read(String key, String text, Class<E> values) {
        for (var value : values.getEnumConstants()) {
            if (of(value).equals(text)) {
                return value;
            }
        }
        var known = all(values);
        throw new IllegalArgumentException(
                "unknown word \"%s\" for \"%s\"%s; known words: %s"
                        .formatted(
                                Lines.shortened(text, 60),
                                key,
                                Suggestion.clause(text, known),
                                String.join(", ", known)));
    }

    /// The word for a value.
    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> List<String> all(Class<E> values) {
        return Arrays.stream(values.getEnumConstants()).map(Words::of).toList();
    }
}
