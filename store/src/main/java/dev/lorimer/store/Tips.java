package dev.lorimer.store;

import java.sql.SQLException;

/// Runs that were at work and stay so, moved on together: one statement for all of them is the
/// fence of each. It is true only if it changed as many rows as it named.
final class Tips {
    /// The insertion never happens, since rows of this table are never deleted: each conflicts with
    /// the row that is there. What that row must look like is handed over in columns that stay as
    /// they are: `newest` for the next line, `ended` for the last one, `wake_at` for the last
    /// message.
    private static final Pending.Form FORM =
            new Pending.Form(
                    "insert into tip (nr, epoch, session, next_seq, last_nr, newest, ended, wake_at)",
                    "(?, ?, 0, ?, ?, ?, ?, ?)",
                    " on conflict (nr) do update set next_seq = excluded.next_seq, last_nr ="
                            + " excluded.last_nr where epoch = excluded.epoch and next_seq ="
                            + " excluded.newest and last_nr = excluded.ended and newest ="
                            + " excluded.wake_at and session <> 0 and"
                            + " wake_at = 0 and child is null and ended = 0");

    private final Pending rows = new Pending(FORM);

    /// @param nr the run's number
    /// @param from how it is now
    /// @param nextSeq where it ends then
    /// @param lastNr the number of its last line then
    void moveOn(long nr, long epoch, Append.Known from, long nextSeq, long lastNr) {
        rows.add(
                nr, epoch, nextSeq, lastNr, from.head().nextSeq(), from.head().nr(), from.newest());
    }

    int size() {
        return rows.size();
    }

    void clear() {
        rows.clear();
    }

    /// @return false when one of the runs is not as it was thought to be
    boolean write(Sql sql) throws SQLException {
        int count = rows.size();
        return rows.write(sql) == count;
    }
}
