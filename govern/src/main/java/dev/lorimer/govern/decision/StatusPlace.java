package dev.lorimer.govern.decision;

import java.util.List;
import java.util.Locale;

/// A place in a record that says its status: for whoever changes it.
///
/// @param line from 1
/// @param text what it says there, without marks
public record StatusPlace(int line, String text) {
    /// The words in it that state the status; empty when none are known.
    public String words() {
        return StatusPhrase.of(text).words();
    }

    /// The places of the record at `path`, each with what it says, known words or not.
    public static List<StatusPlace> of(String path, String text) {
        var faults = new Faults();
        var record =
                path.toLowerCase(Locale.ROOT).endsWith(".rst")
                        ? RstRecord.read(text)
                        : MarkdownRecord.read(text, faults);
        return StatusReader.places(record, faults);
    }
}
