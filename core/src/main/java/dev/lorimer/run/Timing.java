package dev.lorimer.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;

/// Time and chance, as arguments.
///
/// @param spread in [0, 1), for the jitter of waits
public record Timing(InstantSource clock, Sleeper sleeper, DoubleSupplier spread) {
    /// The machine's own.
    public static Timing system() {
        return new Timing(InstantSource.system(), Thread::sleep, Math::random);
    }

    Instant now() {
        return clock.instant();
    }

    Duration since(Instant start) {
        var took = Duration.between(start, now());
        // A clock set back must not take active time back.
        return took.isNegative() ? Duration.ZERO : took;
    }

    /// Waits.
    public interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }
}
