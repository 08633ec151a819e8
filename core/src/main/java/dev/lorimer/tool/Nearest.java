package dev.lorimer.tool;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that was meant.
final class Nearest {
    /// Names that models bring along from the tools they were trained with.
    private static final List<List<String>> SYNONYMS =
            List.of(
                    List.of("path", "file", "filename", "dir", "directory", "folder", "cwd"),
                    List.of("command", "cmd", "script", "bash", "shell", "argv"),
                    List.of("old", "search", "find", "before", "original"),
                    List.of("new", "replace", "replacement", "after", "updated"),
                    List.of("content", "contents", "text", "body"),
                    List.of("pattern", "regex", "regexp", "query", "search"),
                    List.of("glob", "include", "filter"),
                    List.of("start", "offset", "from", "first", "begin", "line"),
                    List.of("end", "to", "last", "until"),
                    List.of("items", "todos", "tasks", "plan", "steps"),
                    List.of("summary", "message", "result", "answer"));

    private Nearest() {}

    static Optional<String> to(String name, List<String> candidates) {
        return candidates.stream()
                .filter(candidate -> distance(name, candidate) <= bound(name, candidate))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .or(() -> containing(name, candidates))
                .or(() -> synonym(name, candidates));
    }

    /// One slip in three letters is a slip; more is another word.
    private static int bound(String name, String candidate) {
        return Math.max(1, Math.min(name.length(), candidate.length()) / 3);
    }

    private static Optional<String> containing(String name, List<String> candidates) {
        String lower = name.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .filter(candidate -> candidate.length() >= 3 && name.length() >= 3)
                .filter(candidate -> lower.contains(candidate) || candidate.contains(lower))
                .findFirst();
    }

    private static Optional<String> synonym(String name, List<String> candidates) {
        String word = name.toLowerCase(Locale.ROOT);
        return SYNONYMS.stream()
                .filter(group -> group.contains(word))
                .flatMap(List::stream)
                .filter(candidates::contains)
                .findFirst();
    }

    /// Levenshtein's distance, two rows at a time; names are at most as long as a JSON key shown.
    private static int distance(String left, String right) {
        if (Math.abs(left.length() - right.length()) > 64) {
            return Integer.MAX_VALUE;
        }
        int[] above = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int change = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(
                                above[column - 1] + change,
                                1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[right.length()];
    }
}
