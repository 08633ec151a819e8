package dev.lorimer.store;

import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Snapshot;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// What runs fold to, one per run. Long strings are shared with the lines they come from; the rest
/// is compressed as a whole.
record Snapshots(Tables tables) {
    /// A snapshot as it is stored.
    ///
    /// @param text the packed JSON; empty when it is not what was written
    record Row(long seq, String lineHash, Optional<String> text) {
        /// Columns `seq, line_hash, hash, codec, size, body`, in this order.
        ///
        /// @param first the place of the first of them, from 1 on
        static Row of(ResultSet row, int first) throws SQLException {
            return new Row(
                    row.getLong(first),
                    Column.text(row, first + 1),
                    Blob.stored(
                                    Column.text(row, first + 2),
                                    Column.text(row, first + 3),
                                    row.getLong(first + 4),
                                    Column.body(row, first + 5))
                            .flatMap(Blob::text));
        }
    }

    static final String COLUMNS = "seq, line_hash, hash, codec, size, body";

    /// @param payload of the snapshot's JSON
    void keep(Lease lease, Snapshot snapshot, Payload payload, Blob body) throws SQLException {
        RunRow row = tables.get(lease.run());
        if (!row.claim().holds(lease.epoch())) {
            throw Tables.fenced(row, lease.epoch());
        }
        payload.blobs().forEach(tables::keep);
        tables.sql()
                .update(
                        "insert or replace into snapshot (nr, stamp, seq, line_hash, hash, codec,"
                                + " size, body) values ((select nr from run where id = ?),"
                                + " (select coalesce(max(nr), 0) from journal), ?, ?, ?, ?, ?, ?)",
                        lease.run().value(),
                        snapshot.seq(),
                        snapshot.hash(),
                        body.hash(),
                        body.codec().word(),
                        body.size(),
                        body.body());
    }

    /// One that is damaged counts as lost: it only saves time, and the inspection names it.
    Optional<Snapshot> of(RunId run) throws SQLException {
        tables.get(run);
        Optional<Row> row =
                tables.sql()
                        .first(
                                "select "
                                        + COLUMNS
                                        + " from snapshot where nr = (select nr from run where id = ?)",
                                found -> Row.of(found, 1),
                                run.value());
        return row.isEmpty() ? Optional.empty() : whole(row.get());
    }

    /// Empty when a part of it is missing or not what was written.
    Optional<Snapshot> whole(Row row) throws SQLException {
        if (row.text().isEmpty()) {
            return Optional.empty();
        }
        try {
            String json = Payload.<SQLException>unpack(row.text().get(), this::content);
            return Optional.of(new Snapshot(row.seq(), row.lineHash(), json));
        } catch (JournalException e) {
            return switch (e.kind()) {
                case CORRUPT -> Optional.empty();
                default -> throw e;
            };
        }
    }

    private String content(String hash) throws SQLException {
        return tables.content(hash)
                .orElseThrow(() -> tables.faults().corrupt("blob %s is missing".formatted(hash)));
    }
}
