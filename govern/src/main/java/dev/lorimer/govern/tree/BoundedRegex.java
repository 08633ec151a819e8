package dev.lorimer.govern.tree;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;

/// Bounds regular expressions of strangers: RE2J matches in linear time, but it writes counted
/// repetitions out, and nested ones multiply. `((a{1,1000}){1,1000}){1,1000}` would fill the
/// memory.
public final class BoundedRegex {
    /// Steps of the compiled program, about: the largest rule seen in a real collection of lint and
    /// secret patterns has some 4,000.
    private static final long SIZE_MAX = 100_000;

    private final String regex;
    private final ArrayDeque<Long> outer = new ArrayDeque<>();
    private long size;
    private long last;
    private int at;

    private BoundedRegex(String regex) {
        this.regex = regex;
    }

    /// Looks at an expression before it is compiled.
    ///
    /// @throws PatternSyntaxException when its repetitions make it too large
    public static void check(String regex) {
        if (new BoundedRegex(regex).size() > SIZE_MAX) {
            throw new PatternSyntaxException(
                    "its repetitions multiply to too large a pattern", regex);
        }
    }

    /// An upper estimate; whether the syntax is right is for RE2J to say.
    private long size() {
        while (at < regex.length() && size <= SIZE_MAX) {
            step(regex.charAt(at));
        }
        return outer.stream().reduce(size, Long::sum);
    }

    private void step(char letter) {
        switch (letter) {
            case '\\' -> {
                at += 2;
                atom(1);
            }
            case '[' -> {
                skipClass();
                atom(1);
            }
            case '(' -> {
                at++;
                outer.push(size);
                size = 0;
                last = 0;
            }
            case ')' -> {
                at++;
                long inner = size + 2;
                size = outer.isEmpty() ? 0 : outer.pop();
                atom(inner);
            }
            case '{' -> repeat();
            default -> {
                at++;
                atom(1);
            }
        }
    }

    private void atom(long steps) {
        last = steps;
        size += steps;
    }

    /// To behind the bracket that closes the class; one right at its start is a member.
    private void skipClass() {
        at++;
        if (at < regex.length() && regex.charAt(at) == '^') {
            at++;
        }
        if (at < regex.length() && regex.charAt(at) == ']') {
            at++;
        }
        while (at < regex.length() && regex.charAt(at) != ']') {
            at += regex.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private void repeat() {
        int end = regex.indexOf('}', at);
        var inside = end < 0 ? "" : regex.substring(at + 1, end);
        if (inside.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            long times = 1;
            for (var number : inside.split(",", -1)) {
                times = Math.max(times, number.isEmpty() ? 1 : Long.parseLong(number) + 1);
            }
            size += last * (times - 1);
            last *= times;
            at = end + 1;
        } else {
            at++;
            atom(1);
        }
    }
}
