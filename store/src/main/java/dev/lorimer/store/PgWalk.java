package dev.lorimer.store;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Follows a run's chain, line by line, and tells the first thing that does not fit.
final class PgWalk {
    private static final String COLUMNS = "seq, epoch, kind, status, at, json, hash";

    private final PgRun run;
    private final PgFaults faults;
    private long nextSeq;
    private long epoch;
    private String hash;
    private String status = Journal.QUEUED;
    private String updated;

    /// Is shown each line that fits.
    @FunctionalInterface
    interface Visit {
        void line(LineRow line, String hash) throws SQLException;
    }

    private PgWalk(PgRun run, PgFaults faults) {
        this.run = run;
        this.faults = faults;
        this.hash = run.birth().root();
        this.updated = run.birth().created();
    }

    /// The lines from `from` up to, not including, `to`. The line before the first is taken for
    /// granted; the last must be what the run's row says.
    ///
    /// @throws JournalException `CORRUPT`
    static void over(PgTables tables, PgRun run, long from, long to, Visit visit)
            throws SQLException {
        var walk = new PgWalk(run, tables.faults());
        long end = Math.min(to, run.tip().nextSeq());
        long start = Math.min(from, end);
        if (start > 0) {
            walk.startBehind(tables.sql(), start - 1);
        }
        // One that is beyond the row's count is not read over.
        long limit = to <= run.tip().nextSeq() ? end : Long.MAX_VALUE;
        tables.sql()
                .each(
                        "select "
                                + COLUMNS
                                + " from journal where run = ? and seq >= ? and seq < ? order by"
                                + " seq",
                        row -> walk.step(row, visit),
                        run.id(),
                        start,
                        limit);
        walk.checkEnd(end);
    }

    private void startBehind(PgSql sql, long seq) throws SQLException {
        boolean found =
                sql.first(
                                "select " + COLUMNS + " from journal where run = ? and seq = ?",
                                row -> {
                                    take(LineRow.of(row), row.getString(7));
                                    return true;
                                },
                                run.id(),
                                seq)
                        .orElse(false);
        if (!found) {
            throw broken(seq, "is missing");
        }
    }

    private void step(ResultSet row, Visit visit) throws SQLException {
        var line = LineRow.of(row);
        String stored = row.getString(7);
        if (line.seq() != nextSeq) {
            throw broken(nextSeq, "is missing");
        }
        if (!Chain.link(hash, run.id(), line).equals(stored)) {
            throw broken(line.seq(), "is not what was written: its hash does not fit");
        }
        if (line.epoch() < epoch || line.epoch() > run.claim().epoch()) {
            throw broken(line.seq(), "is of epoch %d, out of order".formatted(line.epoch()));
        }
        take(line, stored);
        visit.line(line, stored);
    }

    private void take(LineRow line, String stored) {
        nextSeq = line.seq() + 1;
        epoch = line.epoch();
        hash = stored;
        status = line.status();
        updated = line.at();
    }

    private void checkEnd(long end) {
        if (nextSeq < end) {
            throw broken(nextSeq, "is missing");
        }
        boolean last = end == run.tip().nextSeq();
        if (last && !new PgRun.Tip(nextSeq, hash, status, updated).equals(run.tip())) {
            throw broken(
                    Math.max(nextSeq - 1, 0),
                    "does not fit the run's row, one of them is not what was written");
        }
    }

    private JournalException broken(long seq, String how) {
        return faults.corrupt("run \"%s\" line %d %s".formatted(run.id(), seq, how));
    }
}
