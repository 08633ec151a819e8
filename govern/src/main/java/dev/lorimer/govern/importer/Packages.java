package dev.lorimer.govern.importer;

import dev.lorimer.govern.decision.NamePattern;
import java.util.ArrayList;
import java.util.List;

/// Package patterns as ArchUnit writes them: `..` and `*` as here, and alternatives `[a|b]` and
/// groups `(*)` beside them.
final class Packages {
    private Packages() {}

    /// The patterns that together match what this one does.
    static List<String> of(String written) {
        var found = new ArrayList<String>();
        expand(written.replace("(", "").replace(")", ""), found);
        found.forEach(Packages::check);
        return found;
    }

    private static void expand(String pattern, List<String> found) {
        int open = pattern.indexOf('[');
        int close = pattern.indexOf(']', Math.max(0, open));
        if (open < 0 || close < 0) {
            found.add(pattern);
            return;
        }
        for (var one : pattern.substring(open + 1, close).split("\\|", -1)) {
            expand(pattern.substring(0, open) + one + pattern.substring(close + 1), found);
        }
    }

    private static void check(String pattern) {
        if (pattern.contains("**")) {
            throw new Untranslated("the package pattern \"%s\" holds **".formatted(pattern));
        }
        try {
            NamePattern.of(pattern);
        } catch (IllegalArgumentException wrong) {
            throw new Untranslated(String.valueOf(wrong.getMessage()));
        }
    }

    /// What of these patterns lies in packages that begin with one of the bases.
    static List<String> within(List<String> bases, List<String> patterns) {
        if (bases.isEmpty()) {
            return patterns;
        }
        var found = new ArrayList<String>();
        for (var pattern : patterns) {
            for (var base : bases) {
                within(base, pattern, found);
            }
        }
        if (found.isEmpty()) {
            throw new Untranslated(
                    "%s lies outside of the classes that are looked at (%s)"
                            .formatted(String.join(", ", patterns), String.join(", ", bases)));
        }
        return found.stream().distinct().toList();
    }

    private static void within(String base, String pattern, List<String> found) {
        if (NamePattern.of(pattern).matches(base)) {
            found.add(pattern.endsWith("..") ? base + ".." : base);
        }
        if (pattern.startsWith("..")) {
            found.add(base + pattern);
        } else if (pattern.startsWith(base + ".") || pattern.contains("*")) {
            found.add(pattern);
        }
    }
}
