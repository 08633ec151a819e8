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
        return digest(run.value() + "/" + call);
    }

    /// What an approval is bound to: the tool's name and its arguments, whatever their spelling.
    static String call(Phase.Call call) {
        return digest(Doubt.of(call));
    }

    /// The same for equal calls with equal results.
    static String outcome(Phase.Call call, String result) {
        return digest(Doubt.of(call) + "\n" + result);
    }

    private static String digest(String text) {
        try {
            var bytes =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
