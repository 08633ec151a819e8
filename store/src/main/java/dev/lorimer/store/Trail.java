package dev.lorimer.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// The lines of a run in order, found by the links from each to the one before it. Every
/// [Schema#ANCHOR]-th line can be found directly, so a block of so many is followed backwards and
/// then told forwards.
///
/// @param tables where they are
/// @param run whose they are
record Trail(Tables tables, RunRow run) {
    /// A line as it lies there.
    ///
    /// @param nr of the row
    /// @param prev the number of the row before it, as this one says
    record Step(long nr, long prev, LineRow line, String hash) {
        /// Columns `seq, epoch, kind, status, at, json, hash, nr, prev`, in this order.
        static Step of(ResultSet row) throws SQLException {
            return new Step(row.getLong(8), row.getLong(9), LineRow.of(row), Column.hash(row, 7));
        }
    }

    @FunctionalInterface
    interface Visit {
        void step(Step step) throws SQLException;
    }

    private static final String BACKWARDS =
            """
            with recursive back(nr, prev, seq) as (
              select nr, prev, seq from journal where nr = ? and run = ?
              union all
              select j.nr, j.prev, j.seq from back b join journal j on j.nr = b.prev
              where b.seq > ? and j.seq = b.seq - 1 and j.run = ?)
            select j.seq, j.epoch, j.kind, j.status, j.at, j.json, j.hash, j.nr, j.prev
            from back b join journal j on j.nr = b.nr where j.seq <= ? order by j.seq\
            """;

    private static final String REMOVAL =
            """
            delete from journal where nr in (
            with recursive back(nr, prev, seq) as (
              select nr, prev, seq from journal where nr = ? and run = ?
              union all
              select j.nr, j.prev, j.seq from back b join journal j on j.nr = b.prev
              where j.seq = b.seq - 1 and j.run = ?)
            select nr from back)\
            """;

    /// Tells the lines from `from` up to, not including, `to`. Where a link is broken some are left
    /// out.
    ///
    /// @param to at most the run's length
    void each(long from, long to, Visit visit) throws SQLException {
        long first = from;
        while (first < to) {
            long end = Math.min((first / Schema.ANCHOR + 1) * Schema.ANCHOR, to);
            for (Step step : block(first, end)) {
                visit.step(step);
            }
            first = end;
        }
    }

    /// Removes all lines.
    void remove() throws SQLException {
        long nr = run.birth().nr();
        tables.sql().update(REMOVAL, run.tip().end().nr(), nr, nr);
    }

    /// Within one block.
    private List<Step> block(long from, long to) throws SQLException {
        long nr = run.birth().nr();
        return tables.sql().list(BACKWARDS, Step::of, entry(to), nr, from, nr, to - 1);
    }

    /// The number of a row from which that line's predecessors can be reached.
    private long entry(long to) throws SQLException {
        long anchor = (to + Schema.ANCHOR - 1) / Schema.ANCHOR * Schema.ANCHOR;
        if (anchor >= run.tip().end().nextSeq()) {
            return run.tip().end().nr();
        }
        return tables.sql()
                .first(
                        "select prev from journal where run = ? and seq = ? and seq % "
                                + Schema.ANCHOR
                                + " = 0",
                        row -> row.getLong(1),
                        run.birth().nr(),
                        anchor)
                .orElse(0L);
    }
}
