package dev.lorimer.store;

import dev.lorimer.journal.JournalException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks at every stored byte and writes down what does not fit. Each look is a transaction of its
/// own, so that none is open for hours.
final class PgInspection {
    /// A list that is longer helps nobody.
    private static final int FINDINGS_MAX = 200;

    /// Blobs and runs looked at in one transaction.
    private static final int SLICE = 200;

    private final PgHands readers;
    private final PgFaults faults;
    private final List<String> findings = new ArrayList<>();

    /// Says where the next slice begins; empty when there is none.
    @FunctionalInterface
    private interface Look {
        Optional<String> from(PgTables tables, String place) throws SQLException;
    }

    @FunctionalInterface
    private interface Check {
        void at() throws SQLException;
    }

    private PgInspection(PgHands readers, PgFaults faults) {
        this.readers = readers;
        this.faults = faults;
    }

    static List<String> of(PgHands readers, PgFaults faults) {
        var inspection = new PgInspection(readers, faults);
        inspection.look((tables, _) -> inspection.server(tables));
        inspection.look(inspection::runs);
        inspection.look((tables, _) -> inspection.strays(tables));
        inspection.look(inspection::blobs);
        inspection.look((tables, _) -> inspection.signals(tables));
        inspection.look((tables, _) -> inspection.notes(tables));
        return List.copyOf(inspection.findings);
    }

    /// A place that cannot even be read is a finding, and no reason to look no further.
    private void look(Look look) {
        Optional<String> place = Optional.of("");
        while (place.isPresent() && findings.size() < FINDINGS_MAX) {
            String from = place.get();
            try {
                place = readers.perform(sql -> look.from(new PgTables(sql, faults), from));
            } catch (JournalException e) {
                add(String.valueOf(e.getMessage()));
                place = Optional.empty();
            }
        }
    }

    private Optional<String> server(PgTables tables) throws SQLException {
        for (String setting : List.of("fsync", "full_page_writes")) {
            if (!tables.sql().holds("select current_setting (?) = 'on'", setting)) {
                add(
                        "the server of \"%s\" runs with %s off, so a power failure can lose what was acknowledged; turn it on in its configuration"
                                .formatted(faults.place(), setting));
            }
        }
        return Optional.empty();
    }

    /// Run by run, so that one that is damaged hides no other.
    private Optional<String> runs(PgTables tables, String from) throws SQLException {
        List<PgRun> rows =
                tables.sql()
                        .list(
                                "select "
                                        + PgRun.COLUMNS
                                        + " from run where id > ? order by id limit ?",
                                PgRun::of,
                                from,
                                SLICE);
        for (PgRun run : rows) {
            check(() -> history(tables, run));
            check(() -> snapshot(tables, run));
        }
        return rows.size() < SLICE ? Optional.empty() : Optional.of(rows.getLast().id());
    }

    private void check(Check check) throws SQLException {
        try {
            check.at();
        } catch (JournalException e) {
            add(String.valueOf(e.getMessage()));
        }
    }

    private void history(PgTables tables, PgRun run) throws SQLException {
        if (run.rest().pruned()) {
            if (new PgHistory(tables).evidence(run.id()).isEmpty()) {
                damaged("the evidence of run \"%s\" is missing".formatted(run.id()));
            }
            return;
        }
        Set<String> known = references(tables, run.id());
        PgWalk.over(
                tables,
                run,
                0,
                Long.MAX_VALUE,
                (line, _) ->
                        Payload.<SQLException>eachReference(
                                line.json(),
                                hash -> {
                                    if (!known.contains(hash)) {
                                        damaged(
                                                "run \"%s\" line %d: its blob %s is missing"
                                                        .formatted(run.id(), line.seq(), hash));
                                    }
                                }));
    }

    /// What is there of that which the run says it needs.
    private static Set<String> references(PgTables tables, String run) throws SQLException {
        return new HashSet<>(
                tables.sql()
                        .list(
                                "select hash from reference join blob using (hash) where run = ?",
                                row -> row.getString(1),
                                run));
    }

    private void snapshot(PgTables tables, PgRun run) throws SQLException {
        boolean kept =
                tables.sql()
                        .holds("select exists (select 1 from snapshot where run = ?)", run.id());
        if (kept && new PgHistory(tables).snapshot(run.id()).isEmpty()) {
            damaged("the snapshot of run \"%s\" is not what was kept".formatted(run.id()));
        }
        boolean other =
                tables.sql()
                        .holds(
                                "select exists (select 1 from snapshot s join journal l on l.run ="
                                        + " s.run and l.seq = s.seq - 1 where s.run = ? and l.hash"
                                        + " <> s.line_hash)",
                                run.id());
        if (other) {
            damaged("the snapshot of run \"%s\" is of another history".formatted(run.id()));
        }
    }

    private Optional<String> strays(PgTables tables) throws SQLException {
        for (String table : List.of("journal", "signal", "snapshot", "evidence")) {
            tables.sql()
                    .each(
                            "select run, count (*) from "
                                    + table
                                    + " where run not in (select id from run where "
                                    + (table.equals("evidence") ? "pruned" : "not pruned")
                                    + ") group by run limit "
                                    + FINDINGS_MAX,
                            row ->
                                    damaged(
                                            "%d rows of table %s belong to run \"%s\", which has none"
                                                    .formatted(
                                                            row.getLong(2),
                                                            table,
                                                            row.getString(1))));
        }
        return Optional.empty();
    }

    private Optional<String> blobs(PgTables tables, String from) throws SQLException {
        List<String> seen =
                tables.sql()
                        .list(
                                "select hash, codec, size, body from blob where hash > ? order by"
                                        + " hash limit ?",
                                row -> {
                                    String hash = row.getString(1);
                                    boolean sound =
                                            Blob.stored(
                                                            hash,
                                                            row.getString(2),
                                                            row.getLong(3),
                                                            row.getBytes(4))
                                                    .flatMap(Blob::text)
                                                    .isPresent();
                                    if (!sound) {
                                        damaged("blob %s is not what was written".formatted(hash));
                                    }
                                    return hash;
                                },
                                from,
                                SLICE);
        return seen.size() < SLICE ? Optional.empty() : Optional.of(seen.getLast());
    }

    private Optional<String> signals(PgTables tables) throws SQLException {
        tables.sql()
                .each(
                        "select id, kind, at, json, run, hash from signal order by id",
                        row -> {
                            var signal = SignalRow.of(row);
                            String run = row.getString(5);
                            if (!Chain.signal(run, signal).equals(row.getString(6))) {
                                damaged(
                                        "signal %d of run \"%s\" is not what was sent"
                                                .formatted(signal.id(), run));
                            }
                        });
        return Optional.empty();
    }

    private Optional<String> notes(PgTables tables) throws SQLException {
        tables.sql()
                .each(
                        "select key, json, hash from note",
                        row -> {
                            String key = row.getString(1);
                            if (!Chain.note(key, row.getString(2)).equals(row.getString(3))) {
                                damaged("note \"%s\" is not what was kept".formatted(key));
                            }
                        });
        return Optional.empty();
    }

    private void damaged(String what) {
        add(String.valueOf(faults.corrupt(what).getMessage()));
    }

    private void add(String finding) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(finding);
        }
    }
}
