package dev.lorimer.store;

import java.nio.charset.StandardCharsets;

/// Text that the database can hold.
final class PgText {
    private PgText() {}

    /// Half of a surrogate pair becomes a question mark, as in any text in UTF-8.
    ///
    /// @param what names the text in the error
    /// @throws IllegalArgumentException when it holds the character 0, which PostgreSQL cannot keep
    static String plain(String text, String what) {
        int at = text.indexOf('\0');
        if (at >= 0) {
            throw new IllegalArgumentException(
                    "%s has the character 0 at place %d, which PostgreSQL cannot keep; leave it out"
                            .formatted(what, at));
        }
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
