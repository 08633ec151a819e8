package dev.lorimer.tool;

import java.util.ArrayList;
import java.util.List;

/// Where a passage occurs in a text; occurrences may overlap, since each one could be meant.
///
/// @param count of all of them
/// @param first the places of the first ones
record Occurrences(int count, List<Integer> first) {
    Occurrences {
        first = List.copyOf(first);
    }

    /// Knuth, Morris and Pratt's search: linear, whatever a model sends. `String.indexOf` takes
    /// hours for a long run of one letter in a longer one.
    ///
    /// @param passage not empty
    /// @param firstMax how many places to keep
    static Occurrences of(String passage, String text, int firstMax) {
        int[] fallback = fallback(passage);
        var first = new ArrayList<Integer>();
        int count = 0;
        int matched = 0;
        for (int i = 0; i < text.length(); i++) {
            while (matched > 0 && passage.charAt(matched) != text.charAt(i)) {
                matched = fallback[matched - 1];
            }
            if (passage.charAt(matched) == text.charAt(i)) {
                matched++;
            }
            if (matched == passage.length()) {
                if (count < firstMax) {
                    first.add(i + 1 - matched);
                }
                count++;
                matched = fallback[matched - 1];
            }
        }
        return new Occurrences(count, first);
    }

    /// For each length of a match, how much of it is also a start of the passage.
    private static int[] fallback(String passage) {
        int[] fallback = new int[passage.length()];
        int matched = 0;
        for (int i = 1; i < passage.length(); i++) {
            while (matched > 0 && passage.charAt(matched) != passage.charAt(i)) {
                matched = fallback[matched - 1];
            }
            if (passage.charAt(matched) == passage.charAt(i)) {
                matched++;
            }
            fallback[i] = matched;
        }
        return fallback;
    }
}
