package dev.lorimer.govern.kind;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Looks for any of several ASCII words in bytes, by Horspool's rule: the byte under the window's
/// last place says how far the window can jump. Reads a fraction of the bytes, and needs no
/// warmed-up compiler to be fast.
final class WordSearch {
    private final byte[][] words;
    private final int window;
    private final int[] jumps = new int[256];
    private final boolean[] ends = new boolean[256];

    /// @param words each of at least one character; none at all is never found
    WordSearch(List<String> words) {
        this.words =
                words.stream()
                        .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                        .toArray(byte[][]::new);
        window = Arrays.stream(this.words).mapToInt(word -> word.length).min().orElse(1);
        Arrays.fill(jumps, window);
        for (var word : this.words) {
            ends[word[window - 1]] = true;
            for (int i = 0; i < window - 1; i++) {
                jumps[word[i]] = Math.min(jumps[word[i]], window - 1 - i);
            }
        }
    }

    boolean isIn(byte[] text) {
        if (words.length == 0) {
            return false;
        }
        int end = window - 1;
        while (end < text.length) {
            int letter = text[end] & 0xff;
            if (ends[letter] && isAnyAt(text, end - window + 1)) {
                return true;
            }
            end += jumps[letter];
        }
        return false;
    }

    private boolean isAnyAt(byte[] text, int start) {
        for (var word : words) {
            if (isAt(text, start, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] text, int start, byte[] word) {
        return start + word.length <= text.length
                && Arrays.equals(text, start, start + word.length, word, 0, word.length);
    }
}
