package dev.lorimer.bench.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The kit's command line: names of parts, and how much of each.
///
/// @param record the page whose rows are replaced by what is found
record Options(List<String> parts, Map<String, Long> numbers, Optional<Path> record) {
    private static final Set<String> NUMBERS =
            Set.of("seed", "states", "tries", "stride", "kills", "rounds", "seconds");

    /// What is tried when nothing is said, and with `--quick`: enough to notice each mutant.
    private static final Map<String, Long> FULL =
            Map.of(
                    "seed", 1L, "states", 20_000L, "tries", 6_000L, "stride", 1L, "kills", 1_000L,
                    "rounds", 10L, "seconds", 5L);

    private static final Map<String, Long> QUICK =
            Map.of(
                    "seed", 1L, "states", 1_200L, "tries", 600L, "stride", 12L, "kills", 25L,
                    "rounds", 2L, "seconds", 2L);

    /// @throws IllegalArgumentException saying what is wrong
    static Options read(String[] arguments) {
        var parts = new ArrayList<String>();
        var numbers = new HashMap<>(List.of(arguments).contains("--quick") ? QUICK : FULL);
        Optional<Path> record = Optional.empty();
        for (int i = 0; i < arguments.length; i++) {
            String word = arguments[i];
            if (!word.startsWith("--")) {
                parts.add(word);
            } else if (word.equals("--record")) {
                record = Optional.of(Path.of(value(arguments, ++i, word)));
            } else if (NUMBERS.contains(word.substring(2))) {
                numbers.put(word.substring(2), number(value(arguments, ++i, word), word));
            } else if (!word.equals("--quick")) {
                throw new IllegalArgumentException(
                        "there is no option \"%s\"; there are --quick, --record FILE and %s"
                                .formatted(
                                        word,
                                        NUMBERS.stream()
                                                .sorted()
                                                .map(n -> "--" + n + " N")
                                                .toList()));
            }
        }
        return new Options(List.copyOf(parts), Map.copyOf(numbers), record);
    }

    long number(String name) {
        Long number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("there is no number \"%s\"".formatted(name));
        }
        return number;
    }

    private static String value(String[] arguments, int at, String option) {
        if (at >= arguments.length) {
            throw new IllegalArgumentException("%s needs a value".formatted(option));
        }
        return arguments[at];
    }

    private static long number(String text, String option) {
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "%s needs a number above 0, not \"%s\"".formatted(option, text));
    }
}
