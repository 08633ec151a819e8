package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.ENDED;

import dev.lorimer.journal.Journal.Signal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The messages to runs.
record Messages(Tables tables) {
    /// Also wakes the run.
    void send(RunId run, String kind, String json, Instant at) throws SQLException {
        RunRow row = tables.get(run);
        if (row.rest().isOver()) {
            throw new JournalException(
                    ENDED,
                    "run \"%s\" has ended (%s) and takes no more messages; start a new one"
                            .formatted(run, row.tip().status()));
        }
        long id = 1 + row.rest().newest();
        var signal = new SignalRow(id, kind, at.toString(), json);
        tables.sql()
                .update(
                        "insert into signal (id, run, kind, at, json, hash) values (?, ?, ?, ?, ?,"
                                + " ?)",
                        signal.id(),
                        run.value(),
                        signal.kind(),
                        signal.at(),
                        signal.json(),
                        Chain.signal(run.value(), signal));
        tables.sql()
                .update(
                        "update tip set newest = ?, wake_at = ? where nr = ?",
                        id,
                        WakeTime.NOW,
                        row.birth().nr());
    }

    List<Signal> after(RunId run, long after) throws SQLException {
        // Asked at every step of a run: more of its row than that it is there would be read in
        // vain.
        if (tables.sql().first("select 1 from run where id = ?", _ -> run, run.value()).isEmpty()) {
            throw Tables.unknown(run);
        }
        return tables.sql()
                .list(
                        "select id, kind, at, json, hash from signal where run = ? and id > ? order"
                                + " by id",
                        row -> {
                            var signal = SignalRow.of(row);
                            if (!Chain.signal(run.value(), signal).equals(Column.text(row, 5))) {
                                throw tables.faults()
                                        .corrupt(
                                                "signal %d of run \"%s\" is not what was sent"
                                                        .formatted(signal.id(), run));
                            }
                            return new Signal(
                                    signal.id(),
                                    signal.kind(),
                                    signal.json(),
                                    Instant.parse(signal.at()));
                        },
                        run.value(),
                        after);
    }
}
