package dev.lorimer.store;

import java.time.Duration;

/// How a journal is kept.
///
/// @param lease how long an owner that exists, but gives no sign of life, keeps his runs
/// @param sync how SQLite syncs; anything but `full` loses acknowledged lines in a power failure
record Settings(Duration lease, Sync sync) {
    /// Below this a busy machine would make owners look dead.
    private static final Duration LEASE_MIN = Duration.ofMillis(500);

    /// Beyond this nobody would wait for a run to be taken over.
    private static final Duration LEASE_MAX = Duration.ofHours(1);

    /// 15 s is what Kubernetes' leader election takes for a lease: long enough for a pause of the
    /// machine, short enough for somebody who waits.
    static final Settings DEFAULT = new Settings(Duration.ofSeconds(15), Sync.FULL);

    /// SQLite's words for it.
    enum Sync {
        FULL,
        /// For tests that must notice it.
        NORMAL
    }

    Settings {
        if (lease.compareTo(LEASE_MIN) < 0 || lease.compareTo(LEASE_MAX) > 0) {
            throw new IllegalArgumentException(
                    "a lease of %s is not between %s and %s"
                            .formatted(lease, LEASE_MIN, LEASE_MAX));
        }
    }
}
