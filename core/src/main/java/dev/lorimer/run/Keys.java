package dev.lorimer.run;

import dev.lorimer.journal.RunId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Idempotency keys: the same for every attempt at a call, in every process.
final class Keys {
    private Keys() {}

    /// @return 32 hexadecimal digits, 128 bits of SHA-256 over run and call
    static String idempotency(RunId run, String call) {
        try {
            var bytes =
                    MessageDigest.getInstance("SHA-256")
                            .digest((run.value() + "/" + call).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
