package dev.lorimer.govern.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value as JavaScript and JSON write it down, as long as it is a literal: nothing is run.
sealed interface Literal {
    int line();

    record Text(String value, int line) implements Literal {}

    record Items(List<Literal> items, int line) implements Literal {}

    record Entries(Map<String, Literal> entries, int line) implements Literal {}

    /// What only running the file would tell.
    record Code(String text, int line) implements Literal {}

    default Optional<Literal> at(String key) {
        return this instanceof Entries all
                ? Optional.ofNullable(all.entries().get(key))
                : Optional.empty();
    }

    default List<Literal> items() {
        return this instanceof Items(List<Literal> all, int _) ? all : List.of(this);
    }

    /// The text that this is.
    default String text() {
        return switch (this) {
            case Text text -> text.value();
            case Code code ->
                    throw new Untranslated(
                            "\"%s\" is code, of which only running it would tell the value"
                                    .formatted(code.text()));
            case Items _, Entries _ ->
                    throw new Untranslated("a list or an object stands where a text is needed");
        };
    }

    /// The value that a file gives away: all of a JSON file, else what follows `module.exports =`
    /// or `export default`.
    static Literal of(String text) {
        return new Reading(text).file();
    }

    /// Reads from left to right; takes time linear in the text.
    final class Reading {
        private static final int DEPTH_MAX = 100;

        private final String text;
        private int at;
        private int line = 1;

        Reading(String text) {
            this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        }

        Literal file() {
            for (var mark : List.of("module.exports", "export default")) {
                int found = text.indexOf(mark);
                if (found >= 0) {
                    move(found + mark.length());
                    blank();
                    if (at < text.length() && text.charAt(at) == '=') {
                        at++;
                    }
                    return value(0);
                }
            }
            return value(0);
        }

        private void move(int to) {
            while (at < to) {
                line += text.charAt(at++) == '\n' ? 1 : 0;
            }
        }

        private void blank() {
            while (at < text.length()) {
                if (text.startsWith("//", at)) {
                    int end = text.indexOf('\n', at);
                    move(end < 0 ? text.length() : end);
                } else if (text.startsWith("/*", at)) {
                    int end = text.indexOf("*/", at + 2);
                    move(end < 0 ? text.length() : end + 2);
                } else if (Character.isWhitespace(text.charAt(at))) {
                    move(at + 1);
                } else {
                    return;
                }
            }
        }

        private char next() {
            blank();
            return at < text.length() ? text.charAt(at) : '\0';
        }

        private Literal value(int depth) {
            char letter = next();
            int start = line;
            if (depth > DEPTH_MAX) {
                throw new Untranslated("it is nested more than %s deep".formatted(DEPTH_MAX));
            }
            return switch (letter) {
                case '{' -> entries(depth, start);
                case '[' -> items(depth, start);
                case '"', '\'', '`' -> sum(start);
                default -> code(start);
            };
        }

        private Literal entries(int depth, int start) {
            at++;
            var all = new LinkedHashMap<String, Literal>();
            while (next() != '}') {
                if (at >= text.length()) {
                    throw new Untranslated("an object in line %s has no end".formatted(start));
                }
                if (next() == ',') {
                    at++;
                } else if (text.startsWith("...", at)) {
                    int here = line;
                    all.put("..." + all.size(), code(here));
                } else {
                    var key = key();
                    if (next() == ':') {
                        at++;
                        all.put(key, value(depth + 1));
                    } else {
                        all.put(key, new Code(key, line));
                    }
                }
            }
            at++;
            return new Entries(all, start);
        }

        private String key() {
            char letter = next();
            if (letter == '"' || letter == '\'') {
                return string();
            }
            int start = at;
            while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
                at++;
            }
            if (at == start) {
                throw new Untranslated("line %s is no literal that can be read".formatted(line));
            }
            return text.substring(start, at);
        }

        private Literal items(int depth, int start) {
            at++;
            var all = new ArrayList<Literal>();
            while (next() != ']') {
                if (at >= text.length()) {
                    throw new Untranslated("a list in line %s has no end".formatted(start));
                }
                if (next() == ',') {
                    at++;
                } else {
                    all.add(value(depth + 1));
                }
            }
            at++;
            return new Items(all, start);
        }

        /// Texts that are put together with a plus sign.
        private Literal sum(int start) {
            int first = at;
            var all = new StringBuilder(string());
            while (next() == '+') {
                at++;
                char letter = next();
                if (letter != '"' && letter != '\'' && letter != '`') {
                    code(start);
                    return new Code(shortened(first), start);
                }
                all.append(string());
            }
            if (",}])".indexOf(next()) < 0 && next() != '\0' && next() != ';') {
                code(start);
                return new Code(shortened(first), start);
            }
            return new Text(all.toString(), start);
        }

        private String string() {
            char quote = text.charAt(at);
            move(at + 1);
            var out = new StringBuilder();
            while (at < text.length() && text.charAt(at) != quote) {
                char letter = text.charAt(at);
                if (quote == '`' && text.startsWith("${", at)) {
                    throw new Untranslated(
                            "line %s holds a template with code in it".formatted(line));
                }
                if (letter == '\\' && at + 1 < text.length()) {
                    escape(out);
                } else {
                    out.append(letter);
                    move(at + 1);
                }
            }
            at++;
            return out.toString();
        }

        private void escape(StringBuilder out) {
            char letter = text.charAt(at + 1);
            if (letter == 'u' && at + 5 < text.length()) {
                out.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
                at += 6;
                return;
            }
            switch (letter) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case '\n' -> {}
                default -> out.append(letter);
            }
            move(at + 2);
        }

        /// Everything up to the comma or bracket that ends it; words and numbers are texts.
        private Literal code(int start) {
            int first = at;
            int depth = 0;
            while (at < text.length()) {
                char letter = text.charAt(at);
                if (letter == '"' || letter == '\'') {
                    string();
                    continue;
                }
                if (depth == 0 && ",}];".indexOf(letter) >= 0) {
                    break;
                }
                depth += "({[".indexOf(letter) >= 0 ? 1 : ")}]".indexOf(letter) >= 0 ? -1 : 0;
                move(at + 1);
            }
            var bare = text.substring(first, at).strip();
            boolean plain =
                    List.of("true", "false", "null").contains(bare)
                            || (!bare.isEmpty()
                                    && bare.chars()
                                            .allMatch(c ->
                                                    Character.isDigit(c) || c == '.' || c == '-'));
            if (bare.isEmpty()) {
                throw new Untranslated("line %s is no literal that can be read".formatted(start));
            }
            return plain ? new Text(bare, start) : new Code(shortened(first), start);
        }

        private String shortened(int first) {
            var bare = text.substring(first, at).strip().replace('\n', ' ');
            return bare.length() > 60 ? bare.substring(0, 59) + "…" : bare;
        }
    }
}
