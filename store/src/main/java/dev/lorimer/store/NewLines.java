package dev.lorimer.store;

import java.sql.SQLException;

/// Lines on their way into the table, numbered in the order in which they come. Within one
/// transaction nobody else gives numbers.
final class NewLines {
    private final Sql sql;
    private final Pending rows =
            new Pending(
                    "insert into journal (nr, prev, run, seq, epoch, kind, status, at, json, hash)",
                    10,
                    "");

    /// The last number given; below 0 before the first is.
    private long last = -1;

    NewLines(Sql sql) {
        this.sql = sql;
    }

    /// The number that the last of so many lines will have.
    long after(int count) throws SQLException {
        if (last < 0) {
            last = sql.number("select max(nr) from journal");
        }
        return last + count;
    }

    /// @param run the run's number
    /// @param prev the number of the run's line before it
    /// @return its own number
    long add(long run, long prev, LineRow line, String hash) throws SQLException {
        long nr = after(1);
        rows.add(
                nr,
                prev,
                run,
                line.seq(),
                line.epoch(),
                line.kind(),
                line.status(),
                line.at(),
                line.json(),
                Chain.bytes(hash));
        last = nr;
        return nr;
    }

    int size() {
        return rows.size();
    }

    void clear() {
        rows.clear();
        last = -1;
    }

    void insert() throws SQLException {
        rows.insert(sql);
    }
}
