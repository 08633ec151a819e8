package dev.lorimer.command;

/// What a person and a model can both see of a text: terminal controls and invisible characters are
/// taken out, since they hide one message from the reader and show another to the model.
///
/// Line ends become `\n`; tabs stay; everything else that leaves no ink and is no space is removed.
///
/// @param text what is left
/// @param removed how many characters were taken out; line ends that were rewritten do not count
public record Visible(String text, int removed) {
    /// 4,096 characters: longer than any title or link a program sets with an escape sequence. A
    /// longer or unfinished one is taken for text, so that a stray byte can not swallow the output.
    private static final int STRING_MAX = 4_096;

    private static final char ESCAPE = 0x1b;
    private static final char BELL = 0x07;

    /// Cleans `raw`, in one pass.
    public static Visible of(String raw) {
        var kept = new StringBuilder(raw.length());
        int removed = 0;
        int at = 0;
        while (at < raw.length()) {
            int hidden = hiddenAt(raw, at);
            if (hidden > 0) {
                removed += raw.codePointCount(at, at + hidden);
                at += hidden;
                continue;
            }
            int point = raw.codePointAt(at);
            int length = Character.charCount(point);
            if (point == '\r') {
                kept.append('\n');
                length = raw.startsWith("\n", at + 1) ? 2 : 1;
            } else if (point == 0x2028 || point == 0x2029 || point == 0x85) {
                kept.append('\n');
            } else {
                kept.appendCodePoint(point);
            }
            at += length;
        }
        return new Visible(kept.toString(), removed);
    }

    /// How many characters from here on show nothing; 0 when this one is to be kept.
    private static int hiddenAt(String raw, int at) {
        int point = raw.codePointAt(at);
        if (point == ESCAPE) {
            return 1 + sequenceAfterEscape(raw, at + 1);
        }
        if (point == 0x9b) {
            return 1 + controlSequence(raw, at + 1);
        }
        if (point == 0x90 || point == 0x98 || (point >= 0x9d && point <= 0x9f)) {
            return 1 + controlString(raw, at + 1);
        }
        return isInvisible(point) ? Character.charCount(point) : 0;
    }

    /// Length of the rest of an ANSI (ECMA-48) sequence whose ESC stands just before `at`.
    private static int sequenceAfterEscape(String raw, int at) {
        if (at >= raw.length()) {
            return 0;
        }
        char kind = raw.charAt(at);
        return switch (kind) {
            case '[' -> 1 + controlSequence(raw, at + 1);
            case ']', 'P', 'X', '^', '_' -> 1 + controlString(raw, at + 1);
            default -> shortSequence(raw, at);
        };
    }

    /// Parameters and intermediates up to one final byte, as in `31m`.
    private static int controlSequence(String raw, int from) {
        int at = from;
        while (at < raw.length() && raw.charAt(at) >= 0x20 && raw.charAt(at) <= 0x3f) {
            at++;
        }
        boolean ended = at < raw.length() && raw.charAt(at) >= 0x40 && raw.charAt(at) <= 0x7e;
        return ended ? at + 1 - from : 0;
    }

    /// Everything up to BEL or the string terminator, as in a window title.
    private static int controlString(String raw, int from) {
        int end = Math.min(raw.length(), from + STRING_MAX);
        for (int at = from; at < end; at++) {
            char here = raw.charAt(at);
            if (here == BELL || here == 0x9c) {
                return at + 1 - from;
            }
            if (here == ESCAPE) {
                return raw.startsWith("\\", at + 1) ? at + 2 - from : 0;
            }
        }
        return 0;
    }

    /// Intermediates and one final byte, as in `(B`.
    private static int shortSequence(String raw, int from) {
        int at = from;
        while (at < raw.length() && raw.charAt(at) >= 0x20 && raw.charAt(at) <= 0x2f) {
            at++;
        }
        boolean ended = at < raw.length() && raw.charAt(at) >= 0x30 && raw.charAt(at) <= 0x7e;
        return ended ? at + 1 - from : 0;
    }

    private static boolean isInvisible(int point) {
        if (point == '\n' || point == '\t' || point == '\r' || point == 0x85) {
            return false;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE -> true;
            case Character.FORMAT -> !isVisibleFormat(point);
            default -> isBlankMark(point) || isUnassignedTag(point);
        };
    }

    /// Number and verse signs of Arabic, Syriac and Kaithi: format characters that do print.
    private static boolean isVisibleFormat(int point) {
        return (point >= 0x0600 && point <= 0x0605)
                || point == 0x06dd
                || point == 0x070f
                || point == 0x0890
                || point == 0x0891
                || point == 0x08e2
                || point == 0x110bd
                || point == 0x110cd;
    }

    /// Letters and marks that Unicode calls default-ignorable: fillers, joiners, variation
    /// selectors. The 256 variation selectors are enough to write hidden bytes behind any letter.
    private static boolean isBlankMark(int point) {
        return point == 0x034f
                || point == 0x115f
                || point == 0x1160
                || point == 0x17b4
                || point == 0x17b5
                || (point >= 0x180b && point <= 0x180f)
                || point == 0x3164
                || (point >= 0xfe00 && point <= 0xfe0f)
                || point == 0xffa0;
    }

    /// The plane of tags and variation selectors, assigned or not: nothing in it prints.
    private static boolean isUnassignedTag(int point) {
        return point >= 0xe0000 && point <= 0xe0fff;
    }
}
