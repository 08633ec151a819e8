package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.BUSY;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Snapshot;
import dev.lorimer.journal.JournalException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is read back of a run, and what is kept in place of it, inside one transaction of the
/// caller's.
record PgHistory(PgTables tables) {
    List<Line> lines(String run, long from, long to) throws SQLException {
        PgRun row = tables.get(run);
        if (row.rest().pruned()) {
            throw PgBatch.pruned(run);
        }
        var lines = new ArrayList<Line>();
        // A long string that many lines share is fetched and checked once.
        Map<String, String> contents = new HashMap<>();
        PgWalk.over(
                tables,
                row,
                from,
                to,
                (line, hash) ->
                        lines.add(
                                new Line(
                                        line.seq(),
                                        line.epoch(),
                                        new Draft(
                                                line.kind(),
                                                whole(run, line, contents),
                                                Instant.parse(line.at())),
                                        hash)));
        return List.copyOf(lines);
    }

    void keep(PgAppend.Fence fence, Snapshot snapshot, Payload payload) throws SQLException {
        PgBatch.checkFence(tables.lock(fence.run()), fence);
        tables.keep(payload.blobs());
        refer(fence.run(), payload);
        int _ =
                sql().update(
                                "insert into snapshot (run, seq, line_hash, json, hash, stamp)"
                                        + " values (?, ?, ?, ?::json, ?, nextval"
                                        + " ('snapshot_stamp')) on conflict (run) do update set seq"
                                        + " = excluded.seq, line_hash = excluded.line_hash, json ="
                                        + " excluded.json, hash = excluded.hash, stamp ="
                                        + " excluded.stamp",
                                fence.run(),
                                snapshot.seq(),
                                PgText.plain(snapshot.hash(), "a snapshot's hash"),
                                payload.text(),
                                content(payload.text()));
    }

    /// What the last snapshot alone needed may go.
    private void refer(String run, Payload payload) throws SQLException {
        int _ = sql().update("delete from reference where run = ? and not line", run);
        int _ =
                sql().update(
                                "insert into reference (hash, run, line) select hash, ?, false from"
                                        + " unnest (?) as new (hash) where not exists (select 1"
                                        + " from reference old where old.hash = new.hash and"
                                        + " old.run = ? and old.line) order by hash on conflict do"
                                        + " nothing",
                                run,
                                payload.blobs().stream().map(Blob::hash).toArray(String[]::new),
                                run);
    }

    /// Empty also when it is damaged: it only saves time, and the inspection tells.
    Optional<Snapshot> snapshot(String run) throws SQLException {
        boolean _ = tables.get(run).rest().ended();
        Optional<Optional<Snapshot>> found =
                sql().first(
                                "select seq, line_hash, json, hash from snapshot where run = ?",
                                row -> {
                                    String json = row.getString(3);
                                    if (!content(json).equals(row.getString(4))) {
                                        return Optional.empty();
                                    }
                                    long seq = row.getLong(1);
                                    String hash = row.getString(2);
                                    return unpacked(json)
                                            .map(whole -> new Snapshot(seq, hash, whole));
                                },
                                run);
        return found.flatMap(snapshot -> snapshot);
    }

    void prune(String run, String evidence, Instant at) throws SQLException {
        PgRun row = tables.lock(run);
        if (row.rest().pruned()) {
            throw PgBatch.pruned(run);
        }
        if (!row.rest().ended()) {
            throw busy(run, "has not ended");
        }
        if (row.claim().session() > 0 && PgSession.lives(sql(), row.claim().session()) > 0) {
            throw busy(run, "is owned by \"%s\"".formatted(row.claim().owner()));
        }
        int _ = sql().update("delete from journal where run = ?", run);
        int _ = sql().update("delete from signal where run = ?", run);
        int _ = sql().update("delete from snapshot where run = ?", run);
        int _ = sql().update("delete from reference where run = ?", run);
        int _ =
                sql().update(
                                "insert into evidence (run, at, json, hash) values (?, ?, ?::json,"
                                        + " ?)",
                                run,
                                at.toString(),
                                evidence,
                                content(evidence));
        int _ = sql().update("update run set pruned = true, wake_at = null where id = ?", run);
    }

    Optional<String> evidence(String run) throws SQLException {
        boolean _ = tables.get(run).rest().ended();
        return sql().first(
                        "select json, hash from evidence where run = ?",
                        row -> {
                            String json = row.getString(1);
                            if (!content(json).equals(row.getString(2))) {
                                throw tables.faults()
                                        .corrupt(
                                                "the evidence of run \"%s\" is not what was kept"
                                                        .formatted(run));
                            }
                            return json;
                        },
                        run);
    }

    static String content(String text) {
        return Chain.content(text.getBytes(StandardCharsets.UTF_8));
    }

    private PgSql sql() {
        return tables.sql();
    }

    private String whole(String run, LineRow line, Map<String, String> contents)
            throws SQLException {
        return Payload.<SQLException>unpack(
                line.json(),
                blob -> {
                    String known = contents.get(blob);
                    if (known != null) {
                        return known;
                    }
                    String content =
                            tables.content(blob)
                                    .orElseThrow(() ->
                                            tables.faults()
                                                    .corrupt(
                                                            "run \"%s\" line %d: its blob %s is missing or not what was written"
                                                                    .formatted(
                                                                            run,
                                                                            line.seq(),
                                                                            blob)));
                    contents.put(blob, content);
                    return content;
                });
    }

    private Optional<String> unpacked(String json) throws SQLException {
        var missing = new ArrayList<String>();
        String whole =
                Payload.<SQLException>unpack(
                        json,
                        blob -> {
                            Optional<String> content = tables.content(blob);
                            if (content.isEmpty()) {
                                missing.add(blob);
                            }
                            return content.orElse("");
                        });
        return missing.isEmpty() ? Optional.of(whole) : Optional.empty();
    }

    private static JournalException busy(String run, String why) {
        return new JournalException(
                BUSY, "run \"%s\" %s; only ended runs are pruned".formatted(run, why));
    }
}
