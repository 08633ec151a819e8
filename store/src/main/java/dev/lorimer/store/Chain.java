package dev.lorimer.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        return hash(
                "lorimer-line-1",
                before,
                run,
                Long.toString(line.seq()),
                Long.toString(line.epoch()),
                line.kind(),
                line.status(),
                line.at(),
                line.json());
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
        byte[][] bytes = new byte[parts.length][];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
            length += bytes[i].length + DIGITS_MAX + 2;
        }
        // In one piece, since each update of the digest has a price.
        ByteBuffer record = ByteBuffer.allocate(length);
        for (byte[] part : bytes) {
            record.put(Integer.toString(part.length).getBytes(StandardCharsets.ISO_8859_1));
            record.put((byte) ':').put(part).put((byte) ',');
        }
        MessageDigest digest = sha256();
        digest.update(record.array(), 0, record.position());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every java platform has sha-256", e);
        }
    }
}
