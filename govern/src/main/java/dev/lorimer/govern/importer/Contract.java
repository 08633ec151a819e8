package dev.lorimer.govern.importer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One contract of import-linter, as its file has it.
///
/// @param keys each with its values
record Contract(String name, int line, Map<String, List<String>> keys) {
    List<String> all(String key) {
        return keys.getOrDefault(key, List.of());
    }

    Optional<String> one(String key) {
        return all(key).stream().findFirst();
    }

    boolean flag(String key) {
        return one(key).map(text ->
                        List.of("true", "1", "yes", "on").contains(text.toLowerCase(Locale.ROOT)))
                .orElse(false);
    }

    String type() {
        return one("type").orElse("");
    }
}
