package dev.lorimer.govern.tree;

import java.util.ArrayList;
import java.util.List;

/// A pattern over paths without alternatives, name by name: a hundred times faster than the same as
/// an expression.
final class NamesGlob {
    /// 64 alternatives: more are left to the expression.
    private static final int FORMS_MAX = 64;

    private static final String ANY = "**";

    private final String[] names;

    private NamesGlob(List<String> names) {
        this.names = names.toArray(String[]::new);
    }

    /// The patterns of which a path has to match one; none where the pattern can't be said so.
    static List<NamesGlob> of(String glob) {
        if (glob.indexOf('\\') >= 0 || glob.indexOf('?') >= 0) {
            return List.of();
        }
        var forms = new ArrayList<NamesGlob>();
        for (var text : alternatives(glob)) {
            var names = new ArrayList<>(List.of(text.split("/", -1)));
            if (names.stream().anyMatch(name -> name.contains(ANY) && !name.equals(ANY))) {
                return List.of();
            }
            // At the end they stand for at least one name.
            if (names.getLast().equals(ANY)) {
                names.add("*");
            }
            forms.add(new NamesGlob(names));
        }
        return List.copyOf(forms);
    }

    /// The pattern with each choice of alternatives; none where there are too many.
    private static List<String> alternatives(String glob) {
        var open = new ArrayList<>(List.of(glob));
        var done = new ArrayList<String>();
        while (!open.isEmpty()) {
            var text = open.removeLast();
            int close = text.indexOf('}');
            if (close < 0) {
                done.add(text);
                continue;
            }
            // The first one that closes has none inside of it.
            int start = text.lastIndexOf('{', close);
            for (var choice : text.substring(start + 1, close).split(",", -1)) {
                if (choice.endsWith(ANY) && close + 1 < text.length()) {
                    // With more behind the bracket these stand for at least one name.
                    return List.of();
                }
                open.add(text.substring(0, start) + choice + text.substring(close + 1));
            }
            if (open.size() + done.size() > FORMS_MAX) {
                return List.of();
            }
        }
        return done;
    }

    boolean matches(String path) {
        int part = 0;
        int at = 0;
        int star = -1;
        int mark = 0;
        while (at <= path.length()) {
            int slash = path.indexOf('/', at);
            int end = slash < 0 ? path.length() : slash;
            if (part < names.length && names[part].equals(ANY)) {
                star = part++;
                mark = at;
            } else if (part < names.length && fits(names[part], path, at, end)) {
                part++;
                at = end + 1;
            } else if (star >= 0) {
                // What stands for any names takes one more.
                part = star + 1;
                int next = path.indexOf('/', mark);
                mark = (next < 0 ? path.length() : next) + 1;
                at = mark;
            } else {
                return false;
            }
        }
        while (part < names.length && names[part].equals(ANY)) {
            part++;
        }
        return part == names.length;
    }

    /// Whether the name from `from` to `to` fits; a star in it stands for any characters.
    private static boolean fits(String name, String path, int from, int to) {
        int letter = 0;
        int at = from;
        int star = -1;
        int mark = 0;
        while (at < to) {
            if (letter < name.length() && name.charAt(letter) == '*') {
                star = letter++;
                mark = at;
            } else if (letter < name.length() && name.charAt(letter) == path.charAt(at)) {
                letter++;
                at++;
            } else if (star >= 0) {
                letter = star + 1;
                at = ++mark;
            } else {
                return false;
            }
        }
        while (letter < name.length() && name.charAt(letter) == '*') {
            letter++;
        }
        return letter == name.length();
    }
}
