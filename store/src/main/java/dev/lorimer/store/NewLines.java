package dev.lorimer.store;

import java.sql.SQLException;

/// Lines on their way into the table, numbered in the order in which they come. Within one
/// transaction nobody else gives numbers.
final class NewLines {
    /// The text comes as bytes, which it already is for its hash.
    private static final Pending.Form FORM =
            new Pending.Form(
                    "insert into journal (nr, prev, run, seq, epoch, kind, status, at, json, hash)",
                    "(?, ?, ?, ?, ?, ?, ?, ?, cast(? as text), ?)",
                    "");

    private final Sql sql;
    private final Pending rows = new Pending(FORM);

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
    long add(long run, long prev, NewLine line) throws SQLException {
        long nr = after(1);
        LineRow row = line.row();
        rows.add(
                nr,
                prev,
                run,
                row.seq(),
                row.epoch(),
                row.kind(),
                row.status(),
                row.at(),
                line.text(),
                line.hash());
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
        int _ = rows.write(sql);
    }
}
