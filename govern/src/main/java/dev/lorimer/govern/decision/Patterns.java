package dev.lorimer.govern.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/// Compares patterns with each other: whether one lies inside of another, and whether some name
/// could match both. "Inside" is only said where it is sure; "could match both" wherever it is not
/// excluded.
final class Patterns {
    /// 64: alternatives of one glob; people write two or three.
    private static final int CHOICES_MAX = 64;

    /// Stands for any number of names, in both sorts of patterns.
    private static final String ANY = "**";

    private Patterns() {}

    /// Whether every path that `narrow` matches is matched by `wide`.
    static boolean globWithin(String narrow, String wide) {
        return choices(narrow).stream()
                .allMatch(one ->
                        choices(wide).stream()
                                .anyMatch(other -> within(segments(one), segments(other))));
    }

    static boolean globsMeet(String one, String other) {
        return choices(one).stream()
                .anyMatch(
                        a -> choices(other).stream().anyMatch(b -> meet(segments(a), segments(b))));
    }

    /// Whether every name that `narrow` matches is matched by `wide`.
    static boolean nameWithin(NamePattern narrow, NamePattern wide) {
        return within(names(narrow.toString()), names(wide.toString()));
    }

    static boolean namesMeet(NamePattern one, NamePattern other) {
        return meet(names(one.toString()), names(other.toString()));
    }

    /// A text without its alternatives in braces.
    private static List<String> choices(String glob) {
        var open = List.of(glob);
        var done = new ArrayList<String>();
        while (!open.isEmpty() && open.size() + done.size() <= CHOICES_MAX) {
            var next = new ArrayList<String>();
            for (var one : open) {
                int close = one.indexOf('}');
                int start = close < 0 ? -1 : one.lastIndexOf('{', close);
                if (start < 0) {
                    done.add(one);
                } else {
                    for (var choice : one.substring(start + 1, close).split(",", -1)) {
                        next.add(one.substring(0, start) + choice + one.substring(close + 1));
                    }
                }
            }
            open = next;
        }
        return done.isEmpty() ? List.of(glob) : done;
    }

    private static List<String> segments(String glob) {
        var whole = glob.endsWith("/") ? glob + ANY : glob;
        return List.of(whole.split("/", -1));
    }

    private static List<String> names(String pattern) {
        var parts = new ArrayList<String>();
        int at = 0;
        while (at < pattern.length()) {
            if (pattern.startsWith("..", at)) {
                parts.add(ANY);
                at += 2;
            } else {
                int end = pattern.indexOf('.', at);
                int stop = end < 0 ? pattern.length() : end;
                parts.add(pattern.substring(at, stop));
                at = end >= 0 && !pattern.startsWith("..", end) ? end + 1 : stop;
            }
        }
        return parts;
    }

    private static boolean within(List<String> narrow, List<String> wide) {
        return within(narrow, wide, ANY, Patterns::wordWithin);
    }

    private static boolean meet(List<String> one, List<String> other) {
        return meet(one, other, ANY, Patterns::wordsMeet);
    }

    /// Here `*` and `?` of the narrow word are letters that only a wildcard of the wide one covers.
    private static boolean wordWithin(String narrow, String wide) {
        return within(
                letters(narrow),
                letters(wide),
                "*",
                (one, other) -> other.equals("?") || one.equals(other));
    }

    private static boolean wordsMeet(String one, String other) {
        return meet(
                letters(one),
                letters(other),
                "*",
                (a, b) -> a.equals("?") || b.equals("?") || a.equals(b));
    }

    private static List<String> letters(String word) {
        return word.codePoints().mapToObj(Character::toString).toList();
    }

    /// Fills a table from the ends, so that any number of wildcards costs no more than the product
    /// of the lengths.
    private static boolean within(
            List<String> narrow, List<String> wide, String any, BiPredicate<String, String> fits) {
        var table = new boolean[narrow.size() + 1][wide.size() + 1];
        for (int i = narrow.size(); i >= 0; i--) {
            for (int j = wide.size(); j >= 0; j--) {
                boolean more = i < narrow.size();
                if (j == wide.size()) {
                    table[i][j] = !more;
                } else if (wide.get(j).equals(any)) {
                    table[i][j] = table[i][j + 1] || (more && table[i + 1][j]);
                } else {
                    table[i][j] =
                            more
                                    && !narrow.get(i).equals(any)
                                    && fits.test(narrow.get(i), wide.get(j))
                                    && table[i + 1][j + 1];
                }
            }
        }
        return table[0][0];
    }

    private static boolean meet(
            List<String> one, List<String> other, String any, BiPredicate<String, String> fits) {
        var table = new boolean[one.size() + 1][other.size() + 1];
        for (int i = one.size(); i >= 0; i--) {
            for (int j = other.size(); j >= 0; j--) {
                boolean left = i < one.size();
                boolean right = j < other.size();
                if (!left && !right) {
                    table[i][j] = true;
                } else if (left && one.get(i).equals(any)) {
                    table[i][j] = table[i + 1][j] || (right && table[i][j + 1]);
                } else if (right && other.get(j).equals(any)) {
                    table[i][j] = table[i][j + 1] || (left && table[i + 1][j]);
                } else {
                    table[i][j] =
                            left
                                    && right
                                    && fits.test(one.get(i), other.get(j))
                                    && table[i + 1][j + 1];
                }
            }
        }
        return table[0][0];
    }
}
