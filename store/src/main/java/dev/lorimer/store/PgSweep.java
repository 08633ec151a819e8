package dev.lorimer.store;

import java.sql.SQLException;
import java.util.Optional;

/// Removes contents that no run refers to any more, some at a time.
///
/// @param writers whose connections it uses
record PgSweep(PgHands writers) {
    /// To be called before a content is looked for that a new line refers to: from then on to the
    /// end of the transaction nothing is swept.
    static final String HOLD =
            "select pg_advisory_xact_lock_shared (hashtextextended ('lorimer.sweep.' ||"
                    + " current_schema (), 0))";

    /// Waits for the end of all transactions that hold, and keeps others from it.
    private static final String SWEEP =
            "select pg_advisory_xact_lock (hashtextextended ('lorimer.sweep.' || current_schema (),"
                    + " 0))";

    /// So many take some milliseconds, for which those who append with contents wait.
    private static final int SLICE = 5_000;

    /// @param bytes removed so far
    /// @param from the last hash looked at; empty when there are no more
    private record Slice(long bytes, Optional<String> from) {}

    /// About how many bytes are free for new content.
    long all() {
        var done = new Slice(0, Optional.of(""));
        while (done.from().isPresent()) {
            Slice before = done;
            done = writers.perform(sql -> next(sql, before));
        }
        return done.bytes();
    }

    private static Slice next(PgSql sql, Slice before) throws SQLException {
        String from = before.from().orElse("");
        sql.execute(SWEEP);
        Optional<String> to =
                sql.first(
                        "select hash from blob where hash > ? order by hash offset ? limit 1",
                        row -> row.getString(1),
                        from,
                        SLICE - 1);
        long bytes =
                sql.number(
                        "with gone as (delete from blob where hash > ? and (? = '' or hash <= ?)"
                                + " and not exists (select 1 from reference where reference.hash ="
                                + " blob.hash) returning length (body) as bytes) select coalesce"
                                + " (sum (bytes), 0)::bigint from gone",
                        from,
                        to.orElse(""),
                        to.orElse(""));
        return new Slice(before.bytes() + bytes, to);
    }
}
