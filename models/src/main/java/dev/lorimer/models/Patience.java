package dev.lorimer.models;

import java.time.Duration;

/// How long a request waits at the gate for a provider's window to open before the wait becomes a
/// failure with a time to come back, on which a run parks without a thread.
///
/// @param longest of one wait
/// @param waitingMax requests that wait at once for one model
public record Patience(Duration longest, int waitingMax) {
    /// The shortest window of the big providers is a minute: whoever waits for its end and some
    /// turns of others is merely paced. 10,000 waiting requests are more than one process has runs
    /// at work.
    public static final Patience USUAL = new Patience(Duration.ofSeconds(90), 10_000);

    public Patience {
        if (longest.isNegative() || waitingMax < 1) {
            throw new IllegalArgumentException(
                    "a patience of %s for %d requests is none; give a wait from 0 up and a place"
                            .formatted(longest, waitingMax));
        }
    }
}
