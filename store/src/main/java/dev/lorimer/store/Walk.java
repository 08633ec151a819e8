package dev.lorimer.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/// Follows a run's chain from some line to its end and finds the first thing that does not fit.
final class Walk {
    private final Tables tables;
    private final RunRow run;
    private long nextSeq;
    private long epoch;
    private String hash;
    private String status;
    private String updated;

    /// Is shown each line that fits.
    @FunctionalInterface
    interface Visit {
        void line(LineRow line, String hash) throws SQLException;
    }

    private Walk(Tables tables, RunRow run) {
        this.tables = tables;
        this.run = run;
        this.hash = Chain.root(run.birth());
        this.status = dev.lorimer.journal.Journal.QUEUED;
        this.updated = run.birth().created();
    }

    /// @param fromSeq the lines before it are not looked at
    /// @param toSeq the lines from here on are not looked at
    /// @throws dev.lorimer.journal.JournalException `CORRUPT`
    static void over(Tables tables, RunRow run, long fromSeq, long toSeq, Visit visit)
            throws SQLException {
        var walk = new Walk(tables, run);
        if (fromSeq > 0) {
            walk.startBehind(Math.min(fromSeq, run.tip().nextSeq()) - 1);
        }
        tables.sql()
                .each(
                        "select seq, epoch, kind, status, at, json, hash from journal where run = ?"
                                + " and seq >= ? and seq < ? order by seq",
                        row -> walk.step(row, visit),
                        run.birth().run(),
                        walk.nextSeq,
                        toSeq);
        walk.checkEnd(toSeq);
    }

    /// Takes that line's hash for granted.
    private void startBehind(long seq) throws SQLException {
        if (seq < 0) {
            return;
        }
        boolean found =
                tables.sql()
                        .first(
                                "select seq, epoch, kind, status, at, json, hash from journal where"
                                        + " run = ? and seq = ?",
                                row -> {
                                    take(LineRow.of(row), row.getString(7));
                                    return true;
                                },
                                run.birth().run(),
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
        if (!Chain.link(hash, run.birth().run(), line).equals(stored)) {
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

    private void checkEnd(long toSeq) {
        if (nextSeq < Math.min(toSeq, run.tip().nextSeq())) {
            throw broken(nextSeq, "is missing");
        }
        if (toSeq <= run.tip().nextSeq() - 1) {
            return;
        }
        if (!new RunRow.Tip(nextSeq, hash, status, updated).equals(run.tip())) {
            throw broken(
                    Math.max(nextSeq - 1, 0),
                    "does not fit the run's row, one of them is not what was written");
        }
    }

    private RuntimeException broken(long seq, String how) {
        return tables.faults()
                .corrupt("run \"%s\" line %d %s".formatted(run.birth().run(), seq, how));
    }
}
