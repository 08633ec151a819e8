package dev.lorimer.govern.tree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 hash over a sequence of parts. Each part is preceded by its length, so no two
/// sequences run together.
public final class Sha256 {
    private final MessageDigest digest;

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(
                    "this Java has no SHA-256, which every Java must have", missing);
        }
    }

    public Sha256 add(byte[] part) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(part.length).array());
        digest.update(part);
        return this;
    }

    public Sha256 add(String part) {
        return add(part.getBytes(StandardCharsets.UTF_8));
    }

    /// 64 lower-case hexadecimal digits. The hash starts anew after this.
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
