package dev.lorimer.govern.decision;

/// Matching with `*` for any characters, also none.
public final class Star {
    private Star() {}

    /// Whether the whole of `text` matches; takes time proportional to both lengths.
    public static boolean matches(String pattern, String text) {
        int letter = 0;
        int at = 0;
        int star = -1;
        int mark = 0;
        while (at < text.length()) {
            if (letter < pattern.length() && pattern.charAt(letter) == '*') {
                star = letter++;
                mark = at;
            } else if (letter < pattern.length() && pattern.charAt(letter) == text.charAt(at)) {
                letter++;
                at++;
            } else if (star >= 0) {
                // The last star takes one character more.
                letter = star + 1;
                at = ++mark;
            } else {
                return false;
            }
        }
        return pattern.substring(letter).chars().allMatch(c -> c == '*');
    }
}
