package dev.lorimer.govern.tree;

import com.google.re2j.Pattern;
import java.util.List;

/// A pattern over whole paths, slashes between the names: `*` any characters of one name, `?` one
/// of them, `**` any number of names (also none), `{a,b}` one of several, `\` before a character
/// that stands for itself. A pattern that ends with a slash means everything below that folder.
///
/// `**/pom.xml` also matches a `pom.xml` at the root. Matching takes time linear in the path, but
/// for the length of the pattern.
public final class PathGlob {
    private static final String SPECIAL = "*?{},\\";

    private final String text;
    private final String prefix;
    private final String suffix;
    private final Pattern whole;
    private final List<NamesGlob> forms;

    private PathGlob(String text, Pattern whole) {
        this.text = text;
        this.whole = whole;
        forms = NamesGlob.of(text.endsWith("/") ? text + "**" : text);
        prefix = text.substring(0, plainUntil(text));
        suffix = text.substring(plainFrom(text));
    }

    /// Reads a pattern.
    ///
    /// @throws IllegalArgumentException with what is wrong with it and what would be right
    public static PathGlob of(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a path pattern is empty; write ** for every path");
        }
        if (text.startsWith("/") || text.startsWith("./")) {
            throw new IllegalArgumentException(
                    "path pattern \"%s\" starts with \"%s\"; paths are relative to the repository, so leave that out"
                            .formatted(text, text.startsWith("/") ? "/" : "./"));
        }
        return new PathGlob(text, new Reading(text.endsWith("/") ? text + "**" : text).pattern());
    }

    public boolean matches(String path) {
        // The plain ends refuse nearly every path at a fraction of the cost of the whole pattern.
        return path.startsWith(prefix) && path.endsWith(suffix) && fits(path);
    }

    private boolean fits(String path) {
        if (forms.isEmpty()) {
            return whole.matches(path);
        }
        for (var form : forms) {
            if (form.matches(path)) {
                return true;
            }
        }
        return false;
    }

    /// A path that matches, with `file` where the pattern leaves everything open.
    public String sample(String file) {
        var path = new StringBuilder();
        var parts = chosen(text.endsWith("/") ? text + "**" : text).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            var name = file.substring(file.lastIndexOf('/') + 1);
            int dot = name.lastIndexOf('.');
            var stem = dot < 0 ? name : name.substring(0, dot);
            if (parts[i].equals("**") && !last) {
                continue;
            }
            path.append(
                    switch (parts[i]) {
                        case "**" -> file;
                        case "*" -> last ? name : "x";
                        default ->
                                parts[i].replace(
                                                "*", last && parts[i].startsWith("*.") ? stem : "x")
                                        .replace('?', 'x')
                                        .replace("\\", "");
                    });
            path.append(last ? "" : "/");
        }
        return path.toString();
    }

    /// The pattern with the first of each alternatives.
    private static String chosen(String glob) {
        var plain = glob;
        for (int close = plain.indexOf('}'); close >= 0; close = plain.indexOf('}')) {
            int open = plain.lastIndexOf('{', close);
            var first = plain.substring(open + 1, close).split(",", 2)[0];
            plain = plain.substring(0, open) + first + plain.substring(close + 1);
        }
        return plain;
    }

    /// Whether some path below the folder `folder` could match: used for folders whose files can't
    /// be listed.
    public boolean mayMatchBelow(String folder) {
        return matches(folder) || reachesBelow(folder);
    }

    private boolean reachesBelow(String folder) {
        var names = folder.split("/", -1);
        var parts = text.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            // Alternatives can hold slashes, so from there on anything is possible.
            if (i == names.length || parts[i].contains("**") || parts[i].contains("{")) {
                return true;
            }
            if (!parts[i].isEmpty() && !PathGlob.of(parts[i]).matches(names[i])) {
                return false;
            }
        }
        return false;
    }

    /// The pattern as it was written.
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathGlob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    private static int plainUntil(String glob) {
        int end = 0;
        while (end < glob.length() && SPECIAL.indexOf(glob.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static int plainFrom(String glob) {
        int start = glob.length();
        while (start > 0 && SPECIAL.indexOf(glob.charAt(start - 1)) < 0) {
            start--;
        }
        // **/name also matches name, so the slash after ** is not plain; nor is a trailing one.
        boolean slash = start < glob.length() && glob.charAt(start) == '/';
        return glob.endsWith("/") ? glob.length() : slash ? start + 1 : start;
    }

    /// Turns the characters of one pattern, left to right, into an expression that is matched in
    /// linear time.
    private static final class Reading {
        private final String glob;
        private final StringBuilder out = new StringBuilder();
        private int at;
        private int open;

        Reading(String glob) {
            this.glob = glob;
        }

        Pattern pattern() {
            while (at < glob.length()) {
                next(glob.charAt(at));
            }
            if (open > 0) {
                throw new IllegalArgumentException(
                        "path pattern \"%s\" opens a { and never closes it; add the }"
                                .formatted(glob));
            }
            return Pattern.compile(out.toString(), Pattern.DOTALL);
        }

        private void next(char letter) {
            switch (letter) {
                case '*' -> star();
                case '?' -> take("[^/]", 1);
                case '{' -> brace("(?:", 1);
                case '}' -> close();
                case ',' -> take(open > 0 ? "|" : ",", 1);
                case '\\' -> escaped();
                case '[', ']' ->
                        throw new IllegalArgumentException(
                                "path pattern \"%s\" holds a \"%s\", which is no pattern here; use ? or {a,b}, or put \\ before it"
                                        .formatted(glob, letter));
                default -> take(Pattern.quote(String.valueOf(letter)), 1);
            }
        }

        private void star() {
            boolean many = glob.startsWith("**", at);
            if (!many) {
                take("[^/]*", 1);
                return;
            }
            boolean starts = at == 0 || "/{,".indexOf(glob.charAt(at - 1)) >= 0;
            int end = at + 2;
            if (starts && glob.startsWith("/", end)) {
                take("(?:.*/)?", 3);
            } else if (starts && (end == glob.length() || "},".indexOf(glob.charAt(end)) >= 0)) {
                take(".*", 2);
            } else {
                throw new IllegalArgumentException(
                        "path pattern \"%s\" uses ** as a part of a name; it stands for whole names, as in a/**/b"
                                .formatted(glob));
            }
        }

        private void close() {
            if (open == 0) {
                throw new IllegalArgumentException(
                        "path pattern \"%s\" closes a } that it never opened; put \\ before it"
                                .formatted(glob));
            }
            brace(")", -1);
        }

        private void brace(String replacement, int step) {
            open += step;
            take(replacement, 1);
        }

        private void escaped() {
            if (at + 1 == glob.length()) {
                throw new IllegalArgumentException(
                        "path pattern \"%s\" ends with a single \\; write \\\\ for a backslash"
                                .formatted(glob));
            }
            take(Pattern.quote(String.valueOf(glob.charAt(at + 1))), 2);
        }

        private void take(String replacement, int letters) {
            out.append(replacement);
            at += letters;
        }
    }
}
