package dev.lorimer.tool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Header values that come from the environment: put in where a request is sent, taken out of what
/// comes back.
final class HttpSecrets {
    /// A shorter one would be found in ordinary text by chance.
    private static final int HIDDEN_CHARS_MIN = 6;

    private static final String HIDDEN = "[secret]";

    private final Map<HttpConfig.Allowed, Map<String, String>> headers = new HashMap<>();
    private final List<String> known = new ArrayList<>();

    /// @throws IllegalArgumentException when a configured header names a variable that is not set,
    ///   or gets a value that no header can have
    HttpSecrets(HttpConfig config, Map<String, String> environment) {
        for (var entry : config.allow()) {
            var filled = new LinkedHashMap<String, String>();
            entry.headers()
                    .forEach((name, text) -> {
                        String value = filled(text, environment);
                        if (!HttpHeaders.isValue(value)) {
                            throw new IllegalArgumentException(
                                    "the header \"%s\" for \"%s\" gets a value that is not one line of printable ASCII; check its environment variable"
                                            .formatted(name, entry.site()));
                        }
                        filled.put(name.toLowerCase(Locale.ROOT), value);
                    });
            headers.put(entry, filled);
        }
        // The longest first: one secret may be a part of another.
        known.sort(Comparator.comparingInt(String::length).reversed());
    }

    /// The entry's headers with their values, by their names in lower case.
    Map<String, String> headers(HttpConfig.Allowed entry) {
        return headers.getOrDefault(entry, Map.of());
    }

    /// The text without any secret in it.
    String hide(String text) {
        String hidden = text;
        for (String secret : known) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }

    /// Like [#hide], for a text that was cut off at its end, perhaps inside a secret.
    String hideCut(String text) {
        String hidden = hide(text);
        for (String secret : known) {
            for (int length = secret.length() - 1; length >= HIDDEN_CHARS_MIN; length--) {
                if (hidden.endsWith(secret.substring(0, length))) {
                    return hidden.substring(0, hidden.length() - length) + HIDDEN;
                }
            }
        }
        return hidden;
    }

    /// The names of the environment variables in a configured value.
    ///
    /// @throws IllegalArgumentException when a `${` names none
    static List<String> variables(String text) {
        var names = new ArrayList<String>();
        int at = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", at)) {
            int end = text.indexOf('}', start);
            String name = end < 0 ? "" : text.substring(start + 2, end);
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new IllegalArgumentException(
                        "the header value \"%s\" has a \"${\" that names no environment variable; write ${NAME}"
                                .formatted(text));
            }
            names.add(name);
            at = end + 1;
        }
        return names;
    }

    private String filled(String text, Map<String, String> environment) {
        var filled = new StringBuilder();
        int at = 0;
        for (String name : variables(text)) {
            String value = environment.getOrDefault(name, "");
            if (value.isEmpty()) {
                throw new IllegalArgumentException(
                        "the environment variable \"%s\" is not set, which a header of the http tool needs; set it"
                                .formatted(name));
            }
            if (value.length() >= HIDDEN_CHARS_MIN && !known.contains(value)) {
                known.add(value);
            }
            int start = text.indexOf("${", at);
            filled.append(text, at, start).append(value);
            at = text.indexOf('}', start) + 1;
        }
        return filled.append(text.substring(at)).toString();
    }
}
