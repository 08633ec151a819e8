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

    private static final int NAME_CHARS_MAX = 64;

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

    /// How many letters to add, drop, change or swap with their neighbour. Longer names than any
    /// argument's are not compared: the table grows with the product of both.
    private static int distance(String left, String right) {
        if (Math.max(left.length(), right.length()) > NAME_CHARS_MAX) {
            return Integer.MAX_VALUE;
        }
        int[][] table = new int[left.length() + 1][right.length() + 1];
        for (int row = 0; row <= left.length(); row++) {
            for (int column = 0; column <= right.length(); column++) {
                table[row][column] =
                        Math.min(row, column) == 0
                                ? Math.max(row, column)
                                : cheapest(table, left, right, row, column);
            }
        }
        return table[left.length()][right.length()];
    }

    private static int cheapest(int[][] table, String left, String right, int row, int column) {
        char one = left.charAt(row - 1);
        char other = right.charAt(column - 1);
        int changed = table[row - 1][column - 1] + (one == other ? 0 : 1);
        int added = 1 + Math.min(table[row - 1][column], table[row][column - 1]);
        boolean swapped =
                row > 1
                        && column > 1
                        && one == right.charAt(column - 2)
                        && other == left.charAt(row - 2);
        int cost = Math.min(changed, added);
        return swapped ? Math.min(cost, 1 + table[row - 2][column - 2]) : cost;
    }
}
