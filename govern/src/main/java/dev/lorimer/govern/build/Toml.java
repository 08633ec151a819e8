package dev.lorimer.govern.build;

import java.util.ArrayList;
import java.util.List;

/// Reads as much of TOML as build files use: tables, keys, and the texts in their values, each with
/// its line. A tolerant reader: what it does not understand, it passes over. Takes time linear in
/// the text.
final class Toml {
    /// A key with all texts in its value.
    ///
    /// @param table the table's name, as in `tool.poetry.dependencies`; of an array of tables the
    ///   same
    /// @param value as written, without comments, on one line
    record Entry(String table, String key, String value, int line) {
        /// The texts of a list, or the one text that the value is, each with its line.
        List<String> texts() {
            return Toml.texts(value);
        }
    }

    private Toml() {}

    static List<Entry> entries(String text) {
        var entries = new ArrayList<Entry>();
        var lines = text.lines().toList();
        var table = "";
        for (int i = 0; i < lines.size(); i++) {
            var line = bare(lines.get(i)).strip();
            if (line.startsWith("[")) {
                table = line.replace("[", "").replace("]", "").replace("\"", "").strip();
                continue;
            }
            int equals = line.indexOf('=');
            if (equals <= 0) {
                continue;
            }
            int start = i;
            var value = new StringBuilder(line.substring(equals + 1).strip());
            int open = depth(value);
            while (open > 0 && i + 1 < lines.size()) {
                var more = bare(lines.get(++i)).strip();
                value.append('\n').append(more);
                open += depth(more);
            }
            entries.add(
                    new Entry(
                            table,
                            line.substring(0, equals).strip().replace("\"", ""),
                            value.toString(),
                            start + 1));
        }
        return entries;
    }

    /// The line without its comment.
    private static String bare(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (quote != 0) {
                quote = letter == quote ? 0 : quote;
            } else if (letter == '"' || letter == '\'') {
                quote = letter;
            } else if (letter == '#') {
                return line.substring(0, i);
            }
        }
        return line;
    }

    private static int depth(CharSequence text) {
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (quote != 0) {
                quote = letter == quote ? 0 : quote;
            } else if (letter == '"' || letter == '\'') {
                quote = letter;
            } else {
                depth += "[{".indexOf(letter) >= 0 ? 1 : "]}".indexOf(letter) >= 0 ? -1 : 0;
            }
        }
        return depth;
    }

    /// All quoted texts of a value.
    static List<String> texts(String value) {
        var texts = new ArrayList<String>();
        int at = 0;
        while (at < value.length()) {
            char letter = value.charAt(at);
            int end = letter == '"' || letter == '\'' ? value.indexOf(letter, at + 1) : -1;
            if (end > 0) {
                texts.add(value.substring(at + 1, end));
            }
            at = end > 0 ? end + 1 : at + 1;
        }
        return texts;
    }

    /// The text of a field in an inline table, `{ name = "text" }`; empty when there is none.
    static String field(String value, String name) {
        int at = value.indexOf(name);
        while (at >= 0) {
            boolean start = at == 0 || "{, \t\n".indexOf(value.charAt(at - 1)) >= 0;
            var rest = value.substring(at + name.length()).stripLeading();
            if (start && rest.startsWith("=")) {
                var texts = texts(rest.lines().findFirst().orElse(""));
                return texts.isEmpty() ? "" : texts.getFirst();
            }
            at = value.indexOf(name, at + 1);
        }
        return "";
    }
}
