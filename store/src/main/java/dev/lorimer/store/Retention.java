package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.PRUNED;

import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is kept of a run when its lines go.
record Retention(Tables tables) {
    /// @param seen the run as it was when its owner was looked for; nobody has taken it since
    void prune(RunRow seen, String json, Instant at) throws SQLException {
        String run = seen.birth().run();
        RunRow row = tables.get(new RunId(run));
        checkWhole(row);
        if (!row.rest().ended() || !row.claim().equals(seen.claim())) {
            throw new JournalException(
                    BUSY,
                    "run \"%s\" has not ended or is owned; only ended runs are pruned"
                            .formatted(run));
        }
        for (String table : List.of("journal", "signal", "snapshot")) {
            tables.sql().update("delete from " + table + " where run = ?", run);
        }
        tables.sql()
                .update(
                        "insert into evidence (run, at, json, hash) values (?, ?, ?, ?)",
                        run,
                        at.toString(),
                        json,
                        Chain.evidence(run, at.toString(), json));
    }

    Optional<String> evidence(RunRow row) throws SQLException {
        String run = row.birth().run();
        return tables.sql()
                .first(
                        "select at, json, hash from evidence where run = ?",
                        kept -> {
                            String json = kept.getString(2);
                            if (!Chain.evidence(run, kept.getString(1), json)
                                    .equals(kept.getString(3))) {
                                throw tables.faults()
                                        .corrupt(
                                                "the evidence of run \"%s\" is not what was written"
                                                        .formatted(run));
                            }
                            return json;
                        },
                        run);
    }

    /// @throws JournalException `PRUNED`
    void checkWhole(RunRow row) throws SQLException {
        boolean pruned =
                row.rest().ended()
                        && tables.sql()
                                .first(
                                        "select 1 from evidence where run = ?",
                                        found -> found.getInt(1),
                                        row.birth().run())
                                .isPresent();
        if (pruned) {
            throw new JournalException(
                    PRUNED,
                    "the lines of run \"%s\" were pruned; its evidence is left"
                            .formatted(row.birth().run()));
        }
    }
}
