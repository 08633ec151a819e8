package dev.lorimer.govern.verification;

/// Somebody who can sign.
public interface Signer {
    /// The id of the key; see [TrustedKey].
    String keyId();

    byte[] sign(byte[] message);
}
