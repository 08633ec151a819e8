package dev.lorimer.govern.author;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The lines of a record with what ends each, so that one can be changed and all others stay as
/// they are, byte for byte.
///
/// Bytes are held as characters of the same number, since a file may hold bytes that are no text.
final class RecordLines {
    private static final String MARK = latin("\uFEFF");

    private final List<String> lines;

    private RecordLines(List<String> lines) {
        this.lines = lines;
    }

    static RecordLines of(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var lines = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean last = letter == '\n' || (letter == '\r' && !text.startsWith("\n", i + 1));
            if (last) {
                lines.add(text.substring(start, i + 1));
                start = i + 1;
            }
        }
        lines.add(text.substring(start));
        return new RecordLines(lines);
    }

    /// Whether a line is what marks the line above it as a title, in reStructuredText.
    static boolean isAdornment(String line) {
        var bare = line.strip();
        return bare.length() >= 3
                && !Character.isLetterOrDigit(bare.charAt(0))
                && bare.chars().allMatch(c -> c == bare.charAt(0));
    }

    RecordLines copy() {
        return new RecordLines(new ArrayList<>(lines));
    }

    byte[] bytes() {
        return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    int size() {
        return lines.size();
    }

    /// The line of that number, from 1, without its end and without the file's byte order mark.
    String line(int number) {
        var line = lines.get(number - 1);
        var bare = line.substring(0, line.length() - ending(line).length());
        return number == 1 && bare.startsWith(MARK) ? bare.substring(MARK.length()) : bare;
    }

    void set(int number, String text) {
        var old = lines.get(number - 1);
        var mark = number == 1 && old.startsWith(MARK) ? MARK : "";
        lines.set(number - 1, mark + text + ending(old));
    }

    /// Puts new lines behind the line of that number; 0 puts them at the top.
    ///
    /// @param texts of any characters
    void insert(int after, List<String> texts) {
        var end = usualEnding();
        var added = new ArrayList<String>();
        for (var text : texts) {
            added.add(latin(text) + end);
        }
        if (after == 0) {
            boolean marked = lines.getFirst().startsWith(MARK);
            if (marked) {
                lines.set(0, lines.getFirst().substring(MARK.length()));
                added.set(0, MARK + added.getFirst());
            }
        } else if (ending(lines.get(after - 1)).isEmpty()) {
            lines.set(after - 1, lines.get(after - 1) + end);
            var last = added.removeLast();
            added.add(last.substring(0, last.length() - end.length()));
        }
        lines.addAll(after, added);
    }

    /// The number of the line that ends the front matter; 0 when there is none.
    int frontMatterEnd() {
        if (!line(1).stripTrailing().equals("---")) {
            return 0;
        }
        for (int i = 2; i <= size(); i++) {
            var bare = line(i).stripTrailing();
            if (bare.equals("---") || bare.equals("...")) {
                return i;
            }
        }
        return 0;
    }

    /// Any text in the characters used here.
    static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private String usualEnding() {
        var first = ending(lines.getFirst());
        return first.isEmpty() ? "\n" : first;
    }

    private static String ending(String line) {
        if (line.endsWith("\r\n")) {
            return "\r\n";
        }
        return line.endsWith("\n") ? "\n" : line.endsWith("\r") ? "\r" : "";
    }
}
