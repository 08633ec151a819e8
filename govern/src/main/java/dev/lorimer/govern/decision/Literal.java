package dev.lorimer.govern.decision;

import java.util.List;

/// Finds a text that every match of an expression must hold. Where it is not sure, it finds none.
final class Literal {
    private static final int LENGTH_MIN = 3;

    private final String regex;
    private final StringBuilder run = new StringBuilder();
    private String longest = "";
    private int at;

    private Literal(String regex) {
        this.regex = regex;
    }

    static String of(String regex) {
        // Flags can make the case not matter; the rest is rare, and easy to misread.
        boolean tricky =
                List.of("(?", "\\Q", "\\x", "\\p", "\\P", "\\0", "[]", "[^]", "[[").stream()
                        .anyMatch(regex::contains);
        return tricky ? "" : new Literal(regex).found();
    }

    private String found() {
        while (at < regex.length()) {
            char letter = regex.charAt(at);
            switch (letter) {
                case '|' -> {
                    return "";
                }
                case '(' -> skip('(', ')');
                case '[' -> skip('[', ']');
                case '\\' -> escape();
                case '*', '?', '{' -> optional();
                case '+', '.', '^', '$' -> end(1);
                default -> take(letter, 1);
            }
        }
        end(0);
        return longest.length() >= LENGTH_MIN ? longest : "";
    }

    private void take(char letter, int length) {
        run.append(letter);
        at += length;
    }

    private void end(int length) {
        longest = run.length() > longest.length() ? run.toString() : longest;
        run.setLength(0);
        at += length;
    }

    /// The character before may be missing.
    private void optional() {
        run.setLength(Math.max(0, run.length() - 1));
        boolean counted = regex.charAt(at) == '{';
        int close = regex.indexOf('}', at);
        end(counted && close > 0 ? close - at + 1 : 1);
    }

    private void escape() {
        char next = at + 1 < regex.length() ? regex.charAt(at + 1) : 'x';
        if (Character.isLetterOrDigit(next)) {
            end(2);
        } else {
            take(next, 2);
        }
    }

    /// Steps over a group or a class, which may hold anything.
    private void skip(char open, char close) {
        end(0);
        int depth = 0;
        do {
            char letter = regex.charAt(at);
            if (letter == '[' && open == '(') {
                at = Math.max(at, regex.indexOf(']', at));
            }
            at += letter == '\\' ? 2 : 1;
            depth += letter == open && (open == '(' || depth == 0) ? 1 : letter == close ? -1 : 0;
        } while (depth > 0 && at < regex.length());
    }
}
