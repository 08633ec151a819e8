package dev.lorimer.govern.verification;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/// The public half of an Ed25519 key whose signatures count.
///
/// @param id SHA-256 of the encoding, in hex: what signatures name it by
/// @param encoded X.509, in Base64
public record TrustedKey(String id, String encoded) {
    /// @throws IllegalArgumentException when the text is no Base64
    public static TrustedKey of(String encoded) {
        return new TrustedKey(id(Base64.getDecoder().decode(encoded)), encoded);
    }

    private static String id(byte[] encoded) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /// Whether this key made that signature of the message.
    public boolean signed(byte[] message, byte[] signature) {
        try {
            var key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(
                                    new X509EncodedKeySpec(Base64.getDecoder().decode(encoded)));
            var check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }
}
