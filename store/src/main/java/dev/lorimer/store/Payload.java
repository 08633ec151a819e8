package dev.lorimer.store;

import dev.lorimer.journal.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A JSON text as it is stored: its long strings stand in blobs, once each, and the text holds
/// references in their place, `{"$blob":"HASH","chars":N}`, with more hashes behind it, joined by
/// `+`, when the string was cut so that its pieces fill the pages. A text that is long for other
/// reasons is such a reference as a whole. All else stays as it was written, to the last space, so
/// the text that comes back is the text that went in.
///
/// An object of the caller's that looks like a reference is told apart by its name: `$blob` is
/// stored as `$$blob`, `$$blob` as `$$$blob`, and so on.
///
/// @param text what goes into the row
/// @param blobs what it refers to
record Payload(String text, List<Blob> blobs) {
    /// Longer strings go to a blob: a reference with its row costs 200 bytes.
    static final int INLINE_MAX = 1024;

    /// A text that is longer all the same goes to blobs as a whole: rows above half a page leave
    /// the rest of it empty.
    static final int TEXT_MAX = 3_500;

    /// Bodies between half a page and some pages are cut into pieces of which three fill a page;
    /// what is longer fills several pages of its own.
    private static final int BODY_MAX = 3_900;

    private static final int BODY_WHOLE = 40_000;
    private static final int PIECE = 2_600;

    /// No content is longer: a character takes at most three bytes, an unpaired half of one six.
    static final long BYTES_MAX = 6L * JsonText.CHARACTERS_MAX;

    private static final String NAME = "$blob";
    private static final String HEAD = "{\"" + NAME + "\":\"";
    private static final int HASH_LENGTH = 64;

    /// Gives a blob's content by its hash.
    @FunctionalInterface
    interface Source<E extends Exception> {
        String text(String hash) throws E;
    }

    @FunctionalInterface
    interface Visit<E extends Exception> {
        void reference(String hash) throws E;
    }

    /// @param json to be looked at
    /// @param what names the text in the error
    /// @throws IllegalArgumentException when it is not one JSON object
    static Payload checked(String json, String what) {
        if (PlainText.isObject(json)) {
            return new Payload(json, List.of());
        }
        JsonText.requireObject(json, what);
        return paged(json);
    }

    /// @param json one JSON object
    static Payload pack(String json) {
        return shortened(json, content -> List.of(Blob.of(content)));
    }

    /// For a store that puts rows into pages: nothing is left that would leave half a page empty.
    ///
    /// @param json one JSON object
    static Payload paged(String json) {
        Payload packed = shortened(json, Payload::pieces);
        if (utf8(packed.text()) <= TEXT_MAX) {
            return packed;
        }
        List<Blob> pieces = pieces(packed.text());
        return new Payload(
                reference(pieces, packed.text().length()),
                Stream.concat(packed.blobs().stream(), pieces.stream()).toList());
    }

    /// How many bytes it takes, or a few more.
    private static long utf8(String text) {
        return text.length() + 2 * text.chars().filter(c -> c >= 0x80).count();
    }

    /// @param cut makes blobs of a long string
    private static Payload shortened(String json, Function<String, List<Blob>> cut) {
        var out = new StringBuilder(Math.min(json.length(), 4 * INLINE_MAX));
        var blobs = new ArrayList<Blob>();
        int copied = 0;
        int open = json.indexOf('"');
        while (open >= 0) {
            int close = closing(json, open);
            if (isName(json, close)) {
                if (dollars(json, open + 1, close) > 0) {
                    out.append(json, copied, open + 1).append('$');
                    copied = open + 1;
                }
            } else if (close - open - 1 > INLINE_MAX) {
                List<Blob> pieces = cut.apply(escapeHalves(json.substring(open + 1, close)));
                blobs.addAll(pieces);
                out.append(json, copied, open).append(reference(pieces, close - open - 1));
                copied = close + 1;
            }
            open = json.indexOf('"', close + 1);
        }
        out.append(json, copied, json.length());
        return new Payload(escapeHalves(out.toString()), blobs);
    }

    /// A JSON text as SQLite can hold it, nothing moved out.
    static String storable(String json) {
        return escapeHalves(json);
    }

    /// About what it takes to store.
    long bytes() {
        long bytes = text.length();
        for (Blob blob : blobs) {
            bytes += blob.body().length;
        }
        return bytes;
    }

    /// Is told the hash of each reference in a text that was not paged.
    static <E extends Exception> void eachReference(String text, Visit<E> visit) throws E {
        Payload.<E>eachReference(text, _ -> "", visit);
    }

    /// Is told the hash of each reference.
    ///
    /// @param source of texts that went to blobs as a whole, and refer to others
    static <E extends Exception> void eachReference(String text, Source<E> source, Visit<E> visit)
            throws E {
        boolean whole = text.startsWith(HEAD);
        Payload.<E>unpack(
                text,
                hash -> {
                    visit.reference(hash);
                    return whole && text.contains(hash) ? source.text(hash) : "";
                });
    }

    /// The text that was packed.
    static <E extends Exception> String unpack(String text, Source<E> source) throws E {
        if (!text.contains(NAME)) {
            return text;
        }
        if (text.startsWith(HEAD)) {
            // The caller's own object of that name begins with two dollars.
            return unpack(content(text, HEAD.length(), source), source);
        }
        var out = new StringBuilder(text.length());
        int copied = 0;
        int open = text.indexOf('"');
        while (open >= 0) {
            int close = closing(text, open);
            if (isName(text, close)) {
                int dollars = dollars(text, open + 1, close);
                if (dollars == 1) {
                    int hash = open - 1 + HEAD.length();
                    out.append(text, copied, open - 1).append('"');
                    out.append(content(text, hash, source)).append('"');
                    close = text.indexOf('}', hash);
                    copied = close + 1;
                } else if (dollars > 1) {
                    out.append(text, copied, open + 1);
                    copied = open + 2;
                }
            }
            open = text.indexOf('"', close + 1);
        }
        return out.append(text, copied, text.length()).toString();
    }

    /// @param first where the first hash begins
    private static <E extends Exception> String content(String text, int first, Source<E> source)
            throws E {
        var content = new StringBuilder();
        int hash = first;
        do {
            content.append(source.text(text.substring(hash, hash + HASH_LENGTH)));
            hash += HASH_LENGTH + 1;
        } while (text.charAt(hash - 1) == '+');
        return content.toString();
    }

    private static String reference(List<Blob> pieces, int chars) {
        String hashes = pieces.stream().map(Blob::hash).collect(Collectors.joining("+"));
        return HEAD + hashes + "\",\"chars\":" + chars + "}";
    }

    private static List<Blob> pieces(String content) {
        Blob whole = Blob.of(content);
        int length = whole.body().length;
        if (length <= BODY_MAX || length > BODY_WHOLE) {
            return List.of(whole);
        }
        int count = (length + PIECE - 1) / PIECE;
        var pieces = new ArrayList<Blob>(count);
        int from = 0;
        for (int i = 1; i <= count; i++) {
            int to = (int) ((long) content.length() * i / count);
            // A pair of surrogates stays together, since half of one cannot be stored.
            to += to < content.length() && Character.isLowSurrogate(content.charAt(to)) ? 1 : 0;
            pieces.add(Blob.of(content.substring(from, to)));
            from = to;
        }
        return pieces;
    }

    /// Where the string that opens there ends. The text is known to be JSON.
    private static int closing(String json, int open) {
        int at = open + 1;
        while (json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    /// Whether the string that closes there is a member's name.
    private static boolean isName(String json, int close) {
        int at = close + 1;
        while (at < json.length() && json.charAt(at) <= ' ') {
            at++;
        }
        return at < json.length() && json.charAt(at) == ':';
    }

    /// With how many dollars the name looks like a reference's; 0 when it does not. Only names
    /// spelled without escapes do, since references are.
    private static int dollars(String json, int from, int to) {
        int at = from;
        while (at < to && json.charAt(at) == '$') {
            at++;
        }
        boolean named = to - at == NAME.length() - 1 && json.startsWith("blob", at);
        return named ? at - from : 0;
    }

    /// Half of a surrogate pair cannot be put into UTF-8: it is spelled as an escape, which is the
    /// same JSON. In JSON it can only stand in a string, and not behind an open backslash.
    private static String escapeHalves(String text) {
        int length = text.length();
        for (int at = 0; at < length; at++) {
            if (isHalf(text, at)) {
                return withEscapes(text);
            }
            at += Character.isHighSurrogate(text.charAt(at)) ? 1 : 0;
        }
        return text;
    }

    private static String withEscapes(String text) {
        var out = new StringBuilder(text.length() + 60);
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isHalf(text, at)) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
                if (Character.isHighSurrogate(c)) {
                    at++;
                    out.append(text.charAt(at));
                }
            }
        }
        return out.toString();
    }

    /// Whether a surrogate stands there alone, seen from the left.
    private static boolean isHalf(String text, int at) {
        char c = text.charAt(at);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        boolean paired =
                Character.isHighSurrogate(c)
                        && at + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(at + 1));
        return !paired;
    }
}
