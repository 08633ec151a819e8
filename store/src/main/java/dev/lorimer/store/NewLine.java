package dev.lorimer.store;

import java.nio.charset.StandardCharsets;

/// A line on its way into the table, with all that can be computed before the writer is asked.
final class NewLine {
    private final LineRow row;
    private final byte[] text;
    private final byte[] hash;
    private final String hex;

    private NewLine(LineRow row, byte[] text, byte[] hash, String hex) {
        this.row = row;
        this.text = text;
        this.hash = hash;
        this.hex = hex;
    }

    /// @param before the hash of the line before it
    /// @param run its name
    static NewLine after(String before, String run, LineRow row) {
        byte[] text = row.json().getBytes(StandardCharsets.UTF_8);
        byte[] hash = Chain.link(before, run, row, text);
        return new NewLine(row, text, hash, Chain.hex(hash));
    }

    LineRow row() {
        return row;
    }

    /// The JSON text, in UTF-8; to be changed by nobody.
    byte[] text() {
        return text;
    }

    /// To be changed by nobody.
    byte[] hash() {
        return hash;
    }

    String hex() {
        return hex;
    }
}
