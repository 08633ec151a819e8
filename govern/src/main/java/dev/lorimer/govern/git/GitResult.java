package dev.lorimer.govern.git;

import java.nio.charset.StandardCharsets;

/// What one call of git gave: its exit code, what it printed, and what it complained about.
///
/// @param exit 0 when git did what was asked
/// @param bytes standard output, whole
/// @param error standard error, the first 64 KiB
@SuppressWarnings("ArrayRecordComponent") // read once by the caller, never compared
public record GitResult(int exit, byte[] bytes, String error) {
    /// Standard output as text, without the line end that closes it.
    public String text() {
        var text = new String(bytes, StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
