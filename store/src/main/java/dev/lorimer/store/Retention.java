package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.PRUNED;

import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is kept of a run when its lines go: one more line, chained to the last one, so that the
/// hash in the run's row still vouches for all.
record Retention(Tables tables) {
    private static final String KIND = "Evidence";

    /// @param seen the run as it was when its owner was looked for; nobody has taken it since
    void prune(RunRow seen, Payload evidence, Instant at) throws SQLException {
        String run = seen.birth().run();
        RunRow row = tables.get(new RunId(run));
        checkPrunable(row);
        if (!row.claim().equals(seen.claim())) {
            throw Tables.busy(row);
        }
        tables.sql().update("delete from journal where run = ?", run);
        tables.sql().update("delete from signal where run = ?", run);
        tables.sql()
                .update("delete from snapshot where nr = (select nr from run where id = ?)", run);
        tables.sql()
                .update(
                        "update run set ended = ?, wake_at = null, child = null where id = ?",
                        RunRow.Life.PRUNED.ordinal(),
                        run);
        var line =
                new LineRow(
                        row.tip().nextSeq(),
                        row.claim().epoch(),
                        KIND,
                        row.tip().status(),
                        at.toString(),
                        evidence.text());
        evidence.blobs().forEach(tables::keep);
        tables.add(run, line, Chain.link(row.tip().hash(), run, line));
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
                                        + " run = ? and seq = ?",
                                kept -> sound(row, LineRow.of(kept), kept.getString(7)),
                                row.birth().run(),
                                row.tip().nextSeq());
        if (found.isEmpty()) {
            throw tables.faults()
                    .corrupt(
                            "the evidence of run \"%s\" is missing".formatted(row.birth().run()));
        }
        return found;
    }

    private LineRow sound(RunRow row, LineRow line, String hash) {
        if (!Chain.link(row.tip().hash(), row.birth().run(), line).equals(hash)) {
            throw tables.faults()
                    .corrupt(
                            "the evidence of run \"%s\" is not what was written"
                                    .formatted(row.birth().run()));
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
