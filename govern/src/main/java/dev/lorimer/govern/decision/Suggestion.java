package dev.lorimer.govern.decision;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Guesses what a misspelt word was meant to be.
final class Suggestion {
    private Suggestion() {}

    /// ` did you mean "x"?` with a leading semicolon when some known word is close, else nothing.
    static String clause(String word, Collection<String> known) {
        return closest(word, known).map("; did you mean \"%s\"?"::formatted).orElse("");
    }

    /// The known word that takes the fewest edits to reach, when that are at most a third of its
    /// letters.
    static Optional<String> closest(String word, Collection<String> known) {
        return known.stream()
                .filter(one -> edits(word, one) <= Math.max(1, one.length() / 3))
                .min(
                        Comparator.<String>comparingInt(one -> edits(word, one))
                                .thenComparing(one -> one));
    }

    static int edits(String one, String other) {
        if (one.length() > 64) {
            return Integer.MAX_VALUE;
        }
        var row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
