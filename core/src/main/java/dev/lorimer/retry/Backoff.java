package dev.lorimer.retry;

import java.time.Duration;
import java.util.Optional;

/// How long to wait before a request is sent again: full jitter under a ceiling that doubles.
public final class Backoff {
    /// Retries of one request before its failure counts as final. With full jitter five retries
    /// spread over half a minute on average and two minutes at most, which outlasts the restarts
    /// and load spikes that pass by themselves; what lasts longer needs a fallback or a person.
    public static final int ATTEMPTS_MAX = 5;

    /// Shorter waits hit a server that is still falling over.
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    /// Longest ceiling of the jitter; a provider's own hint may ask for more.
    public static final Duration LONGEST = Duration.ofSeconds(60);

    private Backoff() {}

    /// How long to wait before retry `attempt`.
    ///
    /// Without a hint: [SHORTEST] plus `spread` of the way to a ceiling of 2 s, 4 s, 8 s … up to
    /// [LONGEST]. With a hint: never less than the hint, plus the same jitter on top, so that many
    /// runs that were told the same moment do not all come back at that moment. A wait longer than
    /// [LONGEST] is the provider's wish: park the run rather than hold a thread.
    ///
    /// @param attempt 1 for the first retry
    /// @param retryAfter what the provider asks for, see
    ///   [dev.lorimer.model.ModelException#retryAfter]
    /// @param spread in [0, 1): from the run's seeded source, so that a replay waits alike
    public static Duration before(int attempt, Optional<Duration> retryAfter, double spread) {
        if (attempt < 1) {
            throw new IllegalArgumentException(
                    "attempt " + attempt + " is no retry; the first retry is attempt 1");
        }
        if (!(spread >= 0 && spread < 1)) {
            throw new IllegalArgumentException(
                    "spread " + spread + " is outside [0, 1); draw it from the run's source");
        }
        Duration jitter = jitter(attempt, spread);
        Duration least = retryAfter.filter(hint -> hint.compareTo(SHORTEST) > 0).orElse(SHORTEST);
        return least.plus(jitter);
    }

    private static Duration jitter(int attempt, double spread) {
        // 2^6 s is the first power above the ceiling; a larger shift would only overflow.
        long ceilingSeconds = Math.min(LONGEST.toSeconds(), 1L << Math.min(attempt, 6));
        long range = Duration.ofSeconds(ceilingSeconds).minus(SHORTEST).toMillis();
        return Duration.ofMillis((long) (range * spread));
    }
}
