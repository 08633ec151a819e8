package dev.lorimer.govern.importer;

import java.util.ArrayList;
import java.util.List;

/// Regular expressions over paths, as far as patterns of paths can say the same: anchors,
/// alternatives, `.*`, `[^/]+`, escaped dots.
final class PathRegex {
    /// More alternatives than this are no list that a person wrote.
    private static final int MOST = 200;

    private PathRegex() {}

    /// The path patterns that together match what the expression is found in.
    static List<String> globs(String regex) {
        var globs = new ArrayList<String>();
        for (var one : alternatives(regex)) {
            globs.addAll(found(one, regex));
        }
        return globs.stream().distinct().toList();
    }

    /// Every choice of alternatives, without groups.
    static List<String> alternatives(String regex) {
        var open = new ArrayList<>(List.of(regex));
        var done = new ArrayList<String>();
        while (!open.isEmpty()) {
            var one = open.removeLast();
            int start = group(one);
            if (start < 0) {
                done.addAll(split(one, regex));
            } else {
                int end = close(one, start, regex);
                var inner = one.substring(start + (one.startsWith("(?:", start) ? 3 : 1), end);
                var rest = one.substring(end + 1);
                boolean optional = rest.startsWith("?");
                if (inner.startsWith("?")
                        || rest.startsWith("*")
                        || rest.startsWith("+")
                        || rest.startsWith("{")) {
                    throw refused(regex);
                }
                for (var part : split(inner, regex)) {
                    open.add(
                            one.substring(0, start) + part + (optional ? rest.substring(1) : rest));
                }
                if (optional) {
                    open.add(one.substring(0, start) + rest.substring(1));
                }
            }
            if (open.size() + done.size() > MOST) {
                throw refused(regex);
            }
        }
        return done;
    }

    /// Where the first innermost-free group begins: one without a group before it.
    private static int group(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '[') {
                i = Math.max(i, text.indexOf(']', i + 2));
            } else if (text.charAt(i) == '(') {
                return i;
            }
        }
        return -1;
    }

    private static int close(String text, int open, String regex) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\\') {
                i++;
            } else if (letter == '[') {
                i = Math.max(i, text.indexOf(']', i + 2));
            } else if (letter == '(') {
                depth++;
            } else if (letter == ')' && --depth == 0) {
                return i;
            }
        }
        throw refused(regex);
    }

    private static List<String> split(String text, String regex) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\\') {
                i++;
            } else if (letter == '[') {
                i = Math.max(i, text.indexOf(']', i + 2));
            } else if (letter == '(') {
                depth++;
            } else if (letter == ')') {
                depth--;
            } else if (letter == '|' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        if (depth != 0) {
            throw refused(regex);
        }
        return parts;
    }

    private static List<String> found(String one, String regex) {
        boolean head = one.startsWith("^");
        boolean tail = one.endsWith("$") && !one.endsWith("\\$");
        var inner = one.substring(head ? 1 : 0, one.length() - (tail ? 1 : 0));
        var glob = new StringBuilder();
        for (int i = 0; i < inner.length(); i++) {
            char letter = inner.charAt(i);
            if (letter == '^' && i == 0) {
                head = true;
            } else if (inner.startsWith(".*", i) || inner.startsWith(".+", i)) {
                glob.append('\0');
                i++;
            } else if (inner.startsWith("[^/]+", i) || inner.startsWith("[^/]*", i)) {
                glob.append('*');
                i += 4;
            } else if (inner.startsWith("[.]", i)) {
                glob.append('.');
                i += 2;
            } else if (letter == '\\'
                    && i + 1 < inner.length()
                    && !Character.isLetterOrDigit(inner.charAt(i + 1))) {
                glob.append(inner.charAt(++i));
            } else if (letter == '.') {
                // Meant as a dot nearly always; one character says the same and more.
                glob.append('?');
            } else if (Character.isLetterOrDigit(letter) || "/_-@ ~#:,&=".indexOf(letter) >= 0) {
                glob.append(letter);
            } else {
                throw refused(regex);
            }
        }
        return whole(glob.toString(), head, tail, regex);
    }

    /// Found anywhere means: anything before it, anything behind it.
    private static List<String> whole(String glob, boolean head, boolean tail, String regex) {
        var starts = new ArrayList<String>();
        var bare = glob;
        while (bare.startsWith("\0")) {
            bare = bare.substring(1);
            head = false;
        }
        while (bare.endsWith("\0")) {
            bare = bare.substring(0, bare.length() - 1);
            tail = false;
        }
        // In the middle, anything may hold slashes, which only whole names can say.
        var middle = bare.replace("/\0/", "/**/");
        if (middle.indexOf('\0') >= 0) {
            throw refused(regex);
        }
        if (head) {
            starts.add(middle);
        } else if (middle.startsWith("/")) {
            starts.add("**" + middle);
        } else {
            starts.add("**/*" + middle);
        }
        var all = new ArrayList<String>();
        for (var start : starts) {
            if (tail) {
                all.add(start);
            } else if (start.endsWith("/")) {
                all.add(start + "**");
            } else {
                all.add(start.endsWith("*") ? start : start + "*");
                all.add((start.endsWith("*") ? start : start + "*") + "/**");
            }
        }
        return all;
    }

    static Untranslated refused(String regex) {
        return new Untranslated(
                "the expression \"%s\" says more than patterns of paths can".formatted(regex));
    }
}
