package dev.lorimer.govern.author;

import java.util.SortedMap;
import java.util.TreeMap;

/// What is to be written: whole files by their paths, new ones and changed ones.
///
/// @param said one line for people about what that does
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Written(SortedMap<String, byte[]> files, String said) {
    /// Nothing to write, and why.
    public static Written nothing(String said) {
        return new Written(new TreeMap<>(), said);
    }

    /// The same with these lines in front, and the files behind them.
    public Written saying(String report) {
        var lines = new StringBuilder(report);
        files.keySet().forEach(path -> lines.append("\nproposed: ").append(path));
        return new Written(files, lines.toString());
    }
}
