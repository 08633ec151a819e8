package dev.lorimer.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/// A journal that owns runs, or did, as it was read at some moment.
///
/// @param lease after how long without a beat it may be taken for dead
/// @param beat raised as long as it lives
/// @param age of the last beat by this machine's clock; below 0 after that was put back
record SessionRow(long id, Duration lease, long beat, Duration age) {
    /// The clock is the database's own, so that all who share the file go by one.
    static final String ALL =
            "select id, lease_ms, beat, cast(unixepoch('subsec') * 1000 as integer) - beat_at from"
                    + " session";

    /// How many beats a lease has: one may come late, and two more, before anybody wonders.
    static final int BEATS = 5;

    /// Columns as in [#ALL].
    static SessionRow of(ResultSet row) throws SQLException {
        return new SessionRow(
                row.getLong(1),
                Duration.ofMillis(row.getLong(2)),
                row.getLong(3),
                Duration.ofMillis(row.getLong(4)));
    }

    /// By the clock alone. It may have been changed, so nobody is taken for dead for that.
    boolean isFresh() {
        return age.abs().compareTo(lease) <= 0;
    }

    /// How long a silent one is watched before it is taken for dead.
    Duration watch() {
        return lease.dividedBy(BEATS).multipliedBy(2);
    }
}
