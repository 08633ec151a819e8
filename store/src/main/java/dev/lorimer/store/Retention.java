package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.PRUNED;

import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// What is kept of a run when its lines go: one more line, chained to the hash of the last one,
/// which its kind names.
record Retention(Tables tables) {
    private static final String KIND = "Evidence after ";

    /// @param seen the run as it was when its owner was looked for; nobody has taken it since
    void prune(RunRow seen, Payload evidence, Instant at) throws SQLException {
        String run = seen.birth().run();
        RunRow row = tables.get(new RunId(run));
        checkPrunable(row);
        if (!row.claim().equals(seen.claim())) {
            throw Tables.busy(row);
        }
        new Trail(tables, row).remove();
        tables.sql().update("delete from signal where run = ?", run);
        tables.sql().update("delete from snapshot where nr = ?", row.birth().nr());
        var line =
                new LineRow(
                        row.tip().end().nextSeq(),
                        row.claim().epoch(),
                        KIND + row.tip().end().hash(),
                        row.tip().status(),
                        at.toString(),
                        evidence.text());
        evidence.blobs().forEach(tables::keep);
        NewLine last = NewLine.after(row.tip().end().hash(), run, line);
        long nr = tables.lines().add(row.birth().nr(), 0, last);
        tables.sql()
                .update(
                        "update tip set ended = ?, last_nr = ?, wake_at = null, child = null where"
                                + " nr = ?",
                        RunRow.Life.PRUNED.stored(),
                        nr,
                        row.birth().nr());
    }

    /// @throws JournalException `PRUNED`, `BUSY`
    static void checkPrunable(RunRow row) {
        checkWhole(row);
        if (row.rest().life() == RunRow.Life.OPEN) {
            throw new JournalException(
                    BUSY,
                    "run \"%s\" has not ended (%s); only ended runs are pruned"
                            .formatted(row.birth().run(), row.tip().status()));
        }
    }

    /// The stored text; empty when the run is whole.
    Optional<LineRow> evidence(RunRow row) throws SQLException {
        if (row.rest().life() != RunRow.Life.PRUNED) {
            return Optional.empty();
        }
        Optional<LineRow> found =
                tables.sql()
                        .first(
                                "select seq, epoch, kind, status, at, json, hash from journal where"
                                        + " nr = ? and run = ?",
                                kept -> sound(row, LineRow.of(kept), Column.hash(kept, 7)),
                                row.tip().end().nr(),
                                row.birth().nr());
        if (found.isEmpty()) {
            throw tables.faults()
                    .corrupt("the evidence of run \"%s\" is missing".formatted(row.birth().run()));
        }
        return found;
    }

    private LineRow sound(RunRow row, LineRow line, String hash) {
        String run = row.birth().run();
        boolean sound =
                line.kind().startsWith(KIND)
                        && line.seq() == row.tip().end().nextSeq()
                        && Chain.link(line.kind().substring(KIND.length()), run, line).equals(hash);
        if (!sound) {
            throw tables.faults()
                    .corrupt("the evidence of run \"%s\" is not what was written".formatted(run));
        }
        return line;
    }

    /// @throws JournalException `PRUNED`
    static void checkWhole(RunRow row) {
        if (row.rest().life() == RunRow.Life.PRUNED) {
            throw new JournalException(
                    PRUNED,
                    "the lines of run \"%s\" were pruned; its evidence is left"
                            .formatted(row.birth().run()));
        }
    }
}
