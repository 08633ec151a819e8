package dev.lorimer.models;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Ids that a server did not make and will not take as they are.
final class CallIds {
    private CallIds() {}

    /// The same short id for the same long one, in every process: 29 letters of `[a-z0-9_]`.
    static String hashed(String id) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(id.getBytes(StandardCharsets.UTF_8));
            // 96 bits: a collision inside one conversation is out of the question.
            return "call_" + HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(
                    "this JDK has no SHA-256, which every JDK must have; use another", impossible);
        }
    }
}
