package dev.lorimer.store;

import dev.lorimer.journal.JournalException;
import dev.lorimer.store.Trail.Step;
import java.sql.SQLException;
import java.util.Optional;

/// Follows a run's chain of hashes and finds the first thing that does not fit.
final class Walk {
    private final Tables tables;
    private final RunRow run;
    private Chain.Head end;
    private long epoch;

    /// Is shown each line that fits.
    @FunctionalInterface
    interface Visit {
        void line(LineRow line, String hash) throws SQLException;
    }

    private Walk(Tables tables, RunRow run) {
        this.tables = tables;
        this.run = run;
        this.end = new Chain.Head(0, Chain.root(run.birth()), 0);
    }

    /// @param fromSeq the lines before it are not looked at, but for the last of them, whose hash
    ///   is taken for granted
    /// @param toSeq the lines from here on are not looked at
    /// @throws JournalException `CORRUPT`
    static void over(Tables tables, RunRow run, long fromSeq, long toSeq, Visit visit)
            throws SQLException {
        long length = run.tip().end().nextSeq();
        long from = Math.min(fromSeq, length);
        long to = Math.clamp(toSeq, from, length);
        var trail = new Trail(tables, run);
        var walk = new Walk(tables, run);
        try {
            if (from > 0) {
                trail.each(from - 1, from, walk::take);
                walk.checkReached(from);
            }
            trail.each(from, to, step -> walk.step(step, visit));
            walk.checkReached(to);
            if (to == length) {
                walk.checkEnd();
            }
        } catch (Broken broken) {
            throw walk.tableInOrder().orElse(broken).told(tables.faults());
        }
    }

    /// The first thing that does not fit when the table is read from one end to the other, links or
    /// not: that takes long, and tells more.
    private Optional<Broken> tableInOrder() throws SQLException {
        var slow = new Walk(tables, run);
        try {
            tables.sql()
                    .each(
                            "select seq, epoch, kind, status, at, json, hash, nr, prev from journal"
                                    + " where run = ? order by seq, nr",
                            row -> slow.step(Step.of(row), (_, _) -> {}),
                            run.birth().nr());
            slow.checkReached(run.tip().end().nextSeq());
            slow.checkEnd();
            return Optional.empty();
        } catch (Broken broken) {
            return Optional.of(broken);
        }
    }

    private void step(Step step, Visit visit) throws SQLException {
        LineRow line = step.line();
        if (line.seq() != end.nextSeq()) {
            throw broken(end.nextSeq(), "is missing");
        }
        if (!Chain.link(end.hash(), run.birth().run(), line).equals(step.hash())) {
            throw broken(line.seq(), "is not what was written: its hash does not fit");
        }
        if (line.epoch() < epoch || line.epoch() > run.claim().epoch()) {
            throw broken(line.seq(), "is of epoch %d, out of order".formatted(line.epoch()));
        }
        if (step.prev() != end.nr()) {
            throw broken(line.seq(), "is not linked to the line before it");
        }
        take(step);
        visit.line(line, step.hash());
    }

    private void take(Step step) {
        end = new Chain.Head(step.line().seq() + 1, step.hash(), step.nr());
        epoch = step.line().epoch();
    }

    private void checkReached(long seq) {
        if (end.nextSeq() < seq) {
            throw broken(end.nextSeq(), "is missing");
        }
    }

    private void checkEnd() {
        if (!end.equals(run.tip().end())) {
            throw broken(
                    Math.max(end.nextSeq() - 1, 0),
                    "does not fit the run's row, one of them is not what was written");
        }
    }

    private Broken broken(long seq, String how) {
        return new Broken("run \"%s\" line %d %s".formatted(run.birth().run(), seq, how));
    }

    /// Ends a walk.
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Broken(String what) {
            super(what);
        }

        JournalException told(Faults faults) {
            return faults.corrupt(String.valueOf(getMessage()));
        }
    }
}
