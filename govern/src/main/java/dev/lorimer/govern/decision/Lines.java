package dev.lorimer.govern.decision;

import java.util.ArrayList;
import java.util.List;

/// Text cut down to one line.
final class Lines {
    private Lines() {}

    /// All white space runs as one blank each, none at the ends.
    static String joined(String text) {
        var words = new ArrayList<String>();
        for (int at = 0; at < text.length(); ) {
            int end = at;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                words.add(text.substring(at, end));
            }
            at = end + 1;
        }
        return String.join(" ", words);
    }

    /// On one line, with at most `max` characters.
    static String shortened(String text, int max) {
        var line = joined(text);
        if (line.length() <= max) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(max - 2)) ? max - 2 : max - 1;
        return line.substring(0, end) + "…";
    }

    /// The text's lines, whatever ends them.
    static List<String> of(String text) {
        return List.of(text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1));
    }
}
