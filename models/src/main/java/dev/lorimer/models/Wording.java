package dev.lorimer.models;

import java.util.Optional;

/// Text of others, made fit for a one-line message.
final class Wording {
    /// A message is read in a terminal line or two.
    static final int MESSAGE_LETTERS_MAX = 300;

    private Wording() {}

    /// `before "theirs" after`, at most [#MESSAGE_LETTERS_MAX] letters: theirs gives way.
    ///
    /// @param theirs what the provider said; the key in it, should a server echo it, is masked
    ///   before anything is cut, so that no half of it survives
    static String message(String before, String theirs, String after, Optional<ApiKey> key) {
        String masked = key.map(k -> k.mask(theirs)).orElse(theirs);
        int room = MESSAGE_LETTERS_MAX - before.length() - after.length() - 4;
        String quoted = shortened(line(masked), Math.max(20, room));
        String whole = quoted.isEmpty() ? before + after : before + " \"" + quoted + "\"" + after;
        return shortened(whole, MESSAGE_LETTERS_MAX);
    }

    /// On one line, without control and invisible characters: a message must not steer a terminal.
    static String line(String text) {
        var line = new StringBuilder();
        text.codePoints().forEach(point -> line.appendCodePoint(visible(point)));
        return line.toString().strip().replaceAll(" {2,}", " ");
    }

    private static int visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    ' ';
            case Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> 0xFFFD;
            default -> point;
        };
    }

    static String shortened(String text, int lettersMax) {
        if (text.length() <= lettersMax) {
            return text;
        }
        int end = lettersMax - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
