package dev.lorimer.store;

import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at every stored byte and writes down what does not fit.
final class Inspection {
    /// A list that is longer helps nobody.
    private static final int FINDINGS_MAX = 200;

    private final Tables tables;
    private final List<String> findings = new ArrayList<>();

    /// How many rows of table journal each run has, by its number.
    private final Map<Long, Long> rows = new HashMap<>();

    @FunctionalInterface
    private interface Look {
        void at() throws SQLException;
    }

    private Inspection(Tables tables) {
        this.tables = tables;
    }

    static List<String> of(Tables tables) {
        var inspection = new Inspection(tables);
        inspection.look(inspection::pages);
        inspection.look(inspection::strays);
        inspection.look(inspection::runs);
        inspection.look(inspection::blobs);
        inspection.look(inspection::signals);
        inspection.look(inspection::snapshots);
        inspection.look(inspection::notes);
        return List.copyOf(inspection.findings);
    }

    /// A place that cannot even be read is a finding, and no reason to look no further.
    private void look(Look look) {
        try {
            look.at();
        } catch (SQLException e) {
            add(String.valueOf(tables.faults().of(e).getMessage()));
        } catch (JournalException e) {
            add(String.valueOf(e.getMessage()));
        }
    }

    private void pages() throws SQLException {
        tables.sql()
                .each(
                        "pragma integrity_check(" + FINDINGS_MAX + ")",
                        row -> {
                            String answer = String.valueOf(row.getString(1));
                            if (!answer.equals("ok")) {
                                damaged(
                                        "\"%s\": %s"
                                                .formatted(
                                                        tables.faults().file(),
                                                        answer.replaceAll("\\s+", " ")));
                            }
                        });
    }

    /// Run by run, so that one that is damaged hides no other.
    private void runs() throws SQLException {
        List<RunRow> rows = tables.sql().list(RunRow.SELECT + "order by r.nr", RunRow::of);
        for (RunRow run : rows) {
            look(() -> lines(run));
            look(() -> rest(run));
        }
    }

    private void lines(RunRow run) throws SQLException {
        long expected = 1;
        if (run.rest().life() == RunRow.Life.PRUNED) {
            Optional<LineRow> evidence = new Retention(tables).evidence(run);
            if (evidence.isPresent()) {
                references(run, evidence.get());
            }
        } else {
            Walk.over(tables, run, 0, Long.MAX_VALUE, (line, _) -> references(run, line));
            expected = run.tip().end().nextSeq();
        }
        long found = rows.getOrDefault(run.birth().nr(), 0L);
        if (found != expected) {
            damaged(
                    "run \"%s\" has %d rows in table journal that are none of its %d lines"
                            .formatted(run.birth().run(), found - expected, expected));
        }
    }

    private void rest(RunRow run) throws SQLException {
        RunRow.Rest rest = run.rest();
        String name = run.birth().run();
        long newest =
                tables.sql()
                        .first(
                                "select max(id) from signal where run = ?",
                                row -> row.getLong(1),
                                name)
                        .orElse(0L);
        if (newest > rest.newest()) {
            damaged("run \"%s\" knows nothing of message %d".formatted(name, newest));
        }
        if (rest.isOver() && (rest.wake().isPresent() || rest.child().isPresent())) {
            damaged("run \"%s\" has ended and waits for something".formatted(name));
        }
        if (rest.child().filter(child -> !isName(child)).isPresent()) {
            damaged("run \"%s\" waits for a run that cannot be".formatted(name));
        }
    }

    private static boolean isName(String run) {
        try {
            return new RunId(run).value().equals(run);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private void references(RunRow run, LineRow line) throws SQLException {
        Payload.<SQLException>eachReference(
                line.json(),
                hash -> tables.content(hash).orElse("{}"),
                hash -> {
                    boolean there =
                            tables.sql()
                                    .first(
                                            "select 1 from blob where hash = ?",
                                            row -> row.getInt(1),
                                            Chain.bytes(hash))
                                    .isPresent();
                    if (!there) {
                        damaged(
                                "run \"%s\" line %d: its blob %s is missing"
                                        .formatted(run.birth().run(), line.seq(), hash));
                    }
                });
    }

    /// Also counts what each run has, to be compared with what it should have.
    private void strays() throws SQLException {
        tables.sql()
                .each(
                        "select j.run, count(*), r.nr from journal j left join run r on r.nr ="
                                + " j.run group by j.run",
                        row -> {
                            rows.put(row.getLong(1), row.getLong(2));
                            if (row.getObject(3) == null) {
                                damaged(
                                        "%d rows of table journal belong to run number %d, which is missing"
                                                .formatted(row.getLong(2), row.getLong(1)));
                            }
                        });
        tables.sql()
                .each(
                        "select nr, id from run where nr not in (select nr from tip)",
                        row ->
                                damaged(
                                        "run \"%s\" has no row in table tip"
                                                .formatted(row.getString(2))));
        tables.sql()
                .each(
                        "select run, count(*) from signal where run not in (select id from run)"
                                + " group by run",
                        row ->
                                damaged(
                                        "%d rows of table signal belong to run \"%s\", which is missing"
                                                .formatted(row.getLong(2), row.getString(1))));
    }

    private void blobs() throws SQLException {
        tables.sql()
                .each(
                        "select hash, codec, size, body from blob order by nr",
                        row -> {
                            String hash = Column.hash(row, 1);
                            boolean sound =
                                    Blob.stored(
                                                    hash,
                                                    Column.text(row, 2),
                                                    row.getLong(3),
                                                    Column.body(row, 4))
                                            .flatMap(Blob::text)
                                            .isPresent();
                            if (!sound) {
                                damaged("blob %s is not what was written".formatted(hash));
                            }
                        });
    }

    private void signals() throws SQLException {
        tables.sql()
                .each(
                        "select id, kind, at, json, run, hash from signal order by id",
                        row -> {
                            var signal = SignalRow.of(row);
                            String run = Column.text(row, 5);
                            if (!Chain.signal(run, signal).equals(Column.text(row, 6))) {
                                damaged(
                                        "signal %d of run \"%s\" is not what was sent"
                                                .formatted(signal.id(), run));
                            }
                        });
    }

    private void snapshots() throws SQLException {
        for (Kept kept :
                tables.sql()
                        .list(
                                "select s.nr, r.id, "
                                        + Snapshots.COLUMNS
                                        + " from snapshot s left join run r on r.nr = s.nr order by"
                                        + " s.nr",
                                Kept::of)) {
            look(() -> snapshot(kept));
        }
    }

    /// @param run empty when it is missing
    private record Kept(long nr, Optional<String> run, Snapshots.Row snapshot) {
        static Kept of(ResultSet row) throws SQLException {
            return new Kept(
                    row.getLong(1),
                    Optional.ofNullable(row.getString(2)),
                    Snapshots.Row.of(row, 3));
        }
    }

    private void snapshot(Kept kept) throws SQLException {
        if (kept.run().isEmpty()) {
            damaged("a snapshot belongs to run number %d, which is missing".formatted(kept.nr()));
            return;
        }
        String run = kept.run().get();
        if (new Snapshots(tables).whole(kept.snapshot()).isEmpty()) {
            damaged("the snapshot of run \"%s\" is not what was written".formatted(run));
        }
        String hash = hashBefore(tables.get(new RunId(run)), kept.snapshot().seq());
        if (!hash.equals(kept.snapshot().lineHash())) {
            damaged(
                    "the snapshot of run \"%s\" does not fit line %d"
                            .formatted(run, kept.snapshot().seq() - 1));
        }
    }

    private String hashBefore(RunRow run, long seq) throws SQLException {
        if (seq == 0) {
            return Chain.root(run.birth());
        }
        var hashes = new ArrayList<String>();
        if (seq > 0 && seq <= run.tip().end().nextSeq()) {
            new Trail(tables, run).each(seq - 1, seq, step -> hashes.add(step.hash()));
        }
        return hashes.isEmpty() ? "" : hashes.getFirst();
    }

    private void notes() throws SQLException {
        tables.sql()
                .each(
                        "select key, json, hash from note order by key",
                        row -> {
                            String key = Column.text(row, 1);
                            if (!Chain.note(key, Column.text(row, 2)).equals(Column.text(row, 3))) {
                                damaged("note \"%s\" is not what was written".formatted(key));
                            }
                        });
    }

    private void damaged(String what) {
        add(String.valueOf(tables.faults().corrupt(what).getMessage()));
    }

    private void add(String finding) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(finding);
        }
    }
}
