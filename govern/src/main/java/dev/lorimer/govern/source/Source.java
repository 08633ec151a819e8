package dev.lorimer.govern.source;

import java.nio.charset.StandardCharsets;

/// The text of one file.
public record Source(String path, String text) {
    /// Decodes UTF-8; bytes that are none become replacement characters, a byte order mark is
    /// dropped.
    public static Source of(String path, byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        return new Source(path, text.startsWith("\uFEFF") ? text.substring(1) : text);
    }
}
