package dev.lorimer.govern.tree;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The name that git gives to a file's content, so that trees in memory and in a repository can be
/// compared.
final class BlobId {
    /// As many digits as SHA-256 has; a repository that uses it has longer ids than the usual ones.
    private static final int LONG_DIGITS = 64;

    private BlobId() {}

    /// The id in a repository with SHA-1, which is the usual one.
    static String of(byte[] content) {
        return of(content, "SHA-1");
    }

    /// The id in a repository that uses this algorithm.
    static String of(byte[] content, String algorithm) {
        try {
            var digest = MessageDigest.getInstance(algorithm);
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(
                    "this Java lacks " + algorithm + ", which every Java must have", missing);
        }
    }

    /// The algorithm of the repository that an id is from.
    static String algorithm(String id) {
        return id.length() == LONG_DIGITS ? "SHA-256" : "SHA-1";
    }
}
