package dev.lorimer.store;

import java.time.Instant;

/// A wake time as it is stored: nanoseconds since 1970, 0 for a run that does not wait.
final class WakeTime {
    static final long NOW = 0;

    private static final long SECOND = 1_000_000_000;

    /// The years 1677 to 2262. Who waits for a later time waits for ever.
    private static final Instant FIRST = Instant.ofEpochSecond(Long.MIN_VALUE / SECOND);

    private static final Instant LAST = Instant.ofEpochSecond(Long.MAX_VALUE / SECOND);

    private WakeTime() {}

    static long nanos(Instant at) {
        Instant within = at.isBefore(FIRST) ? FIRST : at.isAfter(LAST) ? LAST : at;
        return within.getEpochSecond() * SECOND + within.getNano();
    }
}
