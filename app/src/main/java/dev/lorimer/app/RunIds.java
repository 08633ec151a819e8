package dev.lorimer.app;

import dev.lorimer.journal.RunId;
import java.security.SecureRandom;

/// Names of runs: short to type, random enough for one repository.
final class RunIds {
    /// 32^6, a thousand million names: among ten thousand runs the next is new but for one chance
    /// in a hundred thousand, and then the journal refuses it.
    private static final int LETTERS = 6;

    /// Without the pairs that people misread: l and 1, o and 0.
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private RunIds() {}

    static RunId fresh() {
        return new RunId("r-" + letters(LETTERS));
    }

    /// Four letters: a million schedules of one name.
    static String tag() {
        return letters(4);
    }

    private static String letters(int count) {
        var random = new SecureRandom();
        var name = new StringBuilder();
        for (var i = 0; i < count; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}
