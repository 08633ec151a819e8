package dev.lorimer.tool;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;

/// Makes text from outside fit for a model: bounded, and free of what a reader would not see.
public final class ResultText {
    /// 64 KB, about 16,000 tokens: a result must not crowd out the conversation it is read in.
    public static final int BYTES_MAX = 64 * 1024;

    /// Room for the notes about what was left out.
    private static final int NOTES_BYTES = 256;

    private static final Pattern ESCAPES =
            Pattern.compile(
                    "\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|\u001b[PX^_][^\u001b]*\u001b\\\\|\u001b[ -/]*[0-~]");

    private ResultText() {}

    /// The text without terminal escapes, control and invisible characters, with `\n` as line end,
    /// cut in the middle to at most 64 KB. A last line says what was removed, a line in the middle
    /// how much was left out.
    public static String of(String text) {
        var clean = new StringBuilder(text.length());
        int removed = clean(ESCAPES.matcher(text).replaceAll(""), clean);
        String bounded = cut(clean.toString());
        return removed == 0
                ? bounded
                : bounded
                        + (bounded.endsWith("\n") ? "" : "\n")
                        + "("
                        + removed
                        + (removed == 1 ? " control or invisible character" : CHARACTERS)
                        + " removed)";
    }

    private static final String CHARACTERS = " control or invisible characters";

    /// The text as one line of at most `charsMax` characters, cleaned alike.
    public static String line(String text, int charsMax) {
        String start = head(text, Math.multiplyExact(charsMax, 4));
        var clean = new StringBuilder(start.length());
        clean(ESCAPES.matcher(start).replaceAll(""), clean);
        String line = clean.toString().replace('\n', ' ').replace('\t', ' ').strip();
        boolean whole = line.length() <= charsMax && start.length() == text.length();
        return whole ? line : head(line, charsMax - 1) + "…";
    }

    /// At most `charsMax` characters from the start, never half of a surrogate pair.
    static String head(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
        return text.substring(0, end);
    }

    /// True when the text holds something that [#of] would remove.
    static boolean hidesCharacters(String text) {
        return clean(text, new StringBuilder(text.length())) > 0;
    }

    private static int clean(String text, StringBuilder clean) {
        int removed = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point == '\r') {
                // A lone one starts the line anew on a terminal: for a reader, a new line.
                if (i >= text.length() || text.charAt(i) != '\n') {
                    clean.append('\n');
                }
            } else if (invisible(point)) {
                removed++;
            } else {
                clean.appendCodePoint(isSurrogate(point) ? 0xFFFD : point);
            }
        }
        return removed;
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    /// Controls; zero-width, bidirectional and tag characters (the category `Cf`); and the
    /// variation selectors beyond the first sixteen, which fonts ignore and smugglers use.
    private static boolean invisible(int point) {
        return (Character.isISOControl(point) && point != '\n' && point != '\t')
                || Character.getType(point) == Character.FORMAT
                || (point >= 0xE0100 && point <= 0xE01EF);
    }

    private static String cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= BYTES_MAX - NOTES_BYTES) {
            return text;
        }
        int half = (BYTES_MAX - 2 * NOTES_BYTES) / 2;
        int headEnd = boundary(bytes, half);
        int tailStart = boundary(bytes, bytes.length - half);
        return new String(bytes, 0, headEnd, StandardCharsets.UTF_8)
                + "\n… "
                + (tailStart - headEnd)
                + " of "
                + bytes.length
                + " bytes left out …\n"
                + new String(bytes, tailStart, bytes.length - tailStart, StandardCharsets.UTF_8);
    }

    /// The start of the character that `at` lies in.
    private static int boundary(byte[] utf8, int at) {
        int start = at;
        while (start > 0 && (utf8[start] & 0xC0) == 0x80) {
            start--;
        }
        return start;
    }
}
