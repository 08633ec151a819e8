package dev.lorimer.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/// The hashes that make a change of any stored byte visible.
///
/// A hash is SHA-256, in lower-case hex, over the parts in order, each as its length in UTF-8 bytes
/// in decimal, a colon, the bytes and a comma, so that no two different records look alike:
///
/// - of a run without lines: `lorimer-run-1`, id, title, time of creation
/// - of a line: `lorimer-line-1`, the hash before it, run, seq, epoch, kind, status, time, stored
///   text
/// - of a signal: `lorimer-signal-1`, id, run, kind, time, text
/// - of a note: `lorimer-note-1`, key, text
///
/// A local chain shows accidents and edits by hand; somebody who may write the file can compute it
/// anew, so evidence must keep a head hash elsewhere.
final class Chain {
    /// Of any length.
    private static final int DIGITS_MAX = 10;

    private Chain() {}

    /// Where a run ends.
    ///
    /// @param hash of the last line, or the chain's root
    /// @param nr of the last line in the table; 0 for none
    record Head(long nextSeq, String hash, long nr) {}

    static String root(RunRow.Birth birth) {
        return hash("lorimer-run-1", birth.run(), birth.title(), birth.created());
    }

    static String link(String before, String run, LineRow line) {
        return hex(link(before, run, line, utf8(line.json())));
    }

    /// The bytes of the hash.
    ///
    /// @param json the line's text, in UTF-8
    static byte[] link(String before, String run, LineRow line, byte[] json) {
        return digest(
                utf8("lorimer-line-1"),
                utf8(before),
                utf8(run),
                utf8(Long.toString(line.seq())),
                utf8(Long.toString(line.epoch())),
                utf8(line.kind()),
                utf8(line.status()),
                utf8(line.at()),
                json);
    }

    static String signal(String run, SignalRow signal) {
        return hash(
                "lorimer-signal-1",
                Long.toString(signal.id()),
                run,
                signal.kind(),
                signal.at(),
                signal.json());
    }

    static String note(String key, String json) {
        return hash("lorimer-note-1", key, json);
    }

    /// A hash as it is stored.
    static byte[] bytes(String hash) {
        return HexFormat.of().parseHex(hash);
    }

    /// A hash as it was stored.
    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String content(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static String hash(String... parts) {
        return hex(digest(Stream.of(parts).map(Chain::utf8).toArray(byte[][]::new)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length + DIGITS_MAX + 2;
        }
        // In one piece, since each update of the digest has a price.
        byte[] record = new byte[length];
        int end = 0;
        for (byte[] part : parts) {
            byte[] size = utf8(Integer.toString(part.length));
            System.arraycopy(size, 0, record, end, size.length);
            end += size.length;
            record[end] = ':';
            System.arraycopy(part, 0, record, end + 1, part.length);
            end += part.length + 1;
            record[end] = ',';
            end++;
        }
        MessageDigest digest = sha256();
        digest.update(record, 0, end);
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every java platform has sha-256", e);
        }
    }
}
