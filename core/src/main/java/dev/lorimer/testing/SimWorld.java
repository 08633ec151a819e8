package dev.lorimer.testing;

import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool.Attempt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// The world outside of a simulated harness: it counts every effect by the key that the call
/// brought, and knows at any time what is true.
final class SimWorld {
    private final SimWatch watch;
    private final Map<String, Deed> deeds = new HashMap<>();
    private long effects;

    SimWorld(SimWatch watch) {
        this.watch = watch;
    }

    /// What became of one call.
    private static final class Deed {
        int attempts;
        int done;
        int undone;

        boolean stands() {
            return done > undone;
        }
    }

    /// The key that each attempt at a call must bring: computed here once more, since the promise
    /// is that it depends on nothing but run and call.
    static String key(String run, String call) {
        try {
            var bytes =
                    MessageDigest.getInstance("SHA-256")
                            .digest((run + "/" + call).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every java platform has sha-256", e);
        }
    }

    /// A tool has begun.
    void attempt(Attempt attempt) {
        deed(attempt.key()).attempts++;
    }

    /// The effect happens.
    void act(String tool, EffectClass effect, Attempt attempt) {
        watch.acting(tool, attempt);
        var deed = deed(attempt.key());
        if (effect == EffectClass.IDEMPOTENT && deed.stands()) {
            // The world keeps the tool's promise: the same key counts once.
            return;
        }
        deed.done++;
        effects++;
        watch.hold(
                deed.done - deed.undone <= 1,
                "I1",
                "%s of run %s (key %s) took effect %d times"
                        .formatted(tool, attempt.marker(), attempt.key(), deed.done));
        if (effect != EffectClass.COMPENSABLE) {
            watch.hold(
                    deed.done == 1,
                    "I1",
                    "%s of run %s (key %s) took effect %d times"
                            .formatted(tool, attempt.marker(), attempt.key(), deed.done));
        }
    }

    /// Nothing of the call is left, whether there was anything or not.
    void undo(Attempt attempt) {
        watch.undoing(attempt);
        var deed = deed(attempt.key());
        deed.undone = deed.done;
    }

    /// Whether the effect of that key is there now.
    boolean stands(String key) {
        return deed(key).stands();
    }

    /// How often the effect of that key took place, undone or not.
    int done(String key) {
        return deed(key).done;
    }

    int attempts(String key) {
        return deed(key).attempts;
    }

    long effects() {
        return effects;
    }

    private Deed deed(String key) {
        return deeds.computeIfAbsent(key, _ -> new Deed());
    }
}
