package dev.lorimer.models;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Ids that a server did not make and will not take as they are.
final class CallIds {
    private static final int NINE = 9;

    private CallIds() {}

    /// The same id of nine letters or digits for the same longer one, in every process.
    static String nine(String id) {
        var number = new BigInteger(hashed(id).substring("call_".length()), 16);
        String letters = number.toString(Character.MAX_RADIX);
        // 46 bits: two of a thousand ids in a conversation are alike once in a hundred million.
        return "0".repeat(NINE).concat(letters).substring(letters.length());
    }

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
