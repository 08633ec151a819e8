package dev.lorimer.store;

import java.util.Arrays;

/// Knows at one look most of the JSON texts that are stored as they are: one object without long
/// strings, without escapes in names, without anything unusual. It says no in case of doubt; then
/// [JsonText] and [Payload] look closer, and find the words for what is wrong.
///
/// A text of 1 KB takes a tenth of the time that the two need, and all runs on a machine share its
/// processors with the model's clients.
final class PlainText {
    /// Beyond these a closer look costs little in comparison.

    private static final int ENDLESS = 1 << 20;

    private static final int DEPTH_MAX = 32;
    private static final int NAMES_MAX = 32;
    private static final int DIGITS_MAX = 100;

    /// What stands in a string for itself, of the first 128 characters.
    private static final boolean[] PLAIN = plain();

    private final char[] text;
    private int at;
    private int depth;

    /// How many characters may take up to three bytes.
    private int wide;

    private PlainText(String json) {
        this.text = json.toCharArray();
    }

    private static boolean[] plain() {
        var plain = new boolean[0x80];
        Arrays.fill(plain, ' ', plain.length, true);
        plain['"'] = false;
        plain['\\'] = false;
        plain['$'] = false;
        return plain;
    }

    static boolean isObject(String json) {
        if (json.length() > Payload.TEXT_MAX) {
            return false;
        }
        var scan = new PlainText(json);
        scan.space();
        if (!scan.is('{') || !scan.object()) {
            return false;
        }
        scan.space();
        return scan.at == scan.text.length && json.length() + 2 * scan.wide <= Payload.TEXT_MAX;
    }

    /// From its brace on.
    private boolean object() {
        at++;
        depth++;
        // Where each name starts and ends.
        int[] names = new int[2 * NAMES_MAX];
        int count = 0;
        space();
        if (is('}')) {
            return leave();
        }
        while (depth <= DEPTH_MAX && count < NAMES_MAX) {
            int start = at + 1;
            if (!is('"') || !string(true) || isKnown(names, count, start, at - 1)) {
                return false;
            }
            names[2 * count] = start;
            names[2 * count + 1] = at - 1;
            count++;
            space();
            if (!is(':')) {
                return false;
            }
            at++;
            if (!value()) {
                return false;
            }
            if (is('}')) {
                return leave();
            }
            if (!is(',')) {
                return false;
            }
            at++;
            space();
        }
        return false;
    }

    /// From its bracket on.
    private boolean array() {
        at++;
        depth++;
        space();
        if (is(']')) {
            return leave();
        }
        while (depth <= DEPTH_MAX) {
            if (!value()) {
                return false;
            }
            if (is(']')) {
                return leave();
            }
            if (!is(',')) {
                return false;
            }
            at++;
        }
        return false;
    }

    private boolean leave() {
        at++;
        depth--;
        return true;
    }

    /// With the space around it.
    private boolean value() {
        space();
        if (at == text.length) {
            return false;
        }
        boolean sound =
                switch (text[at]) {
                    case '"' -> string(false);
                    case '{' -> object();
                    case '[' -> array();
                    case 't' -> word("true");
                    case 'f' -> word("false");
                    case 'n' -> word("null");
                    default -> number();
                };
        space();
        return sound;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!is(word.charAt(i))) {
                return false;
            }
            at++;
        }
        return true;
    }

    private boolean number() {
        int start = at;
        if (is('-')) {
            at++;
        }
        if (is('0')) {
            at++;
        } else if (!digits()) {
            return false;
        }
        if (is('.')) {
            at++;
            if (!digits()) {
                return false;
            }
        }
        if (is('e') || is('E')) {
            at++;
            if (is('+') || is('-')) {
                at++;
            }
            if (!digits()) {
                return false;
            }
        }
        return at - start <= DIGITS_MAX;
    }

    private boolean digits() {
        int start = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at > start;
    }

    /// A name with an escape or a dollar needs a closer look, a string that goes to a blob too, and
    /// so does what might be half of a pair.
    private boolean string(boolean name) {
        char[] chars = text;
        int i = at + 1;
        int end = Math.min(chars.length, i + Payload.INLINE_MAX + 1);
        while (i < end) {
            char c = chars[i];
            if (c < 0x80 && PLAIN[c]) {
                i++;
                continue;
            }
            if (c == '"') {
                at = i + 1;
                return true;
            }
            if (c < ' ' || Character.isSurrogate(c) || (name && (c == '\\' || c == '$'))) {
                return false;
            }
            wide += c < 0x80 ? 0 : 1;
            i += c == '\\' ? escape(i) : 1;
        }
        return false;
    }

    /// How long the escape there is; beyond all bounds for none.
    private int escape(int start) {
        if (start + 1 >= text.length) {
            return ENDLESS;
        }
        return switch (text[start + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
            case 'u' -> isHex(start + 2) ? 6 : ENDLESS;
            default -> ENDLESS;
        };
    }

    private boolean isHex(int start) {
        if (start + 4 > text.length) {
            return false;
        }
        for (int i = start; i < start + 4; i++) {
            char c = text[i];
            if (Character.digit(c, 16) < 0 || c >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private boolean isKnown(int[] names, int count, int start, int end) {
        for (int i = 0; i < count; i++) {
            if (names[2 * i + 1] - names[2 * i] == end - start
                    && same(names[2 * i], start, end - start)) {
                return true;
            }
        }
        return false;
    }

    private boolean same(int one, int other, int length) {
        for (int i = 0; i < length; i++) {
            if (text[one + i] != text[other + i]) {
                return false;
            }
        }
        return true;
    }

    private void space() {
        while (at < text.length
                && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    private boolean is(char c) {
        return at < text.length && text[at] == c;
    }
}
