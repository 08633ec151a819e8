package dev.lorimer.store;

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

    static String content(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static String hash(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
            digest.update((byte) ',');
        }
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
