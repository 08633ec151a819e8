package dev.lorimer.store;

import dev.lorimer.journal.JournalException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Looks at every stored byte and writes down what does not fit.
final class Inspection {
    /// A list that is longer helps nobody.
    private static final int FINDINGS_MAX = 200;

    private final Tables tables;
    private final List<String> findings = new ArrayList<>();

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
        inspection.look(inspection::runs);
        inspection.look(inspection::strays);
        inspection.look(inspection::blobs);
        inspection.look(inspection::signals);
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
        List<RunRow> rows =
                tables.sql().list("select " + RunRow.COLUMNS + " from run order by nr", RunRow::of);
        for (RunRow run : rows) {
            look(() -> Walk.over(tables, run, 0, Long.MAX_VALUE, (line, _) -> references(run, line)));
        }
    }

    private void references(RunRow run, LineRow line) throws SQLException {
        Payload.<SQLException>eachReference(
                line.json(),
                hash -> {
                    boolean there =
                            tables.sql()
                                    .first(
                                            "select 1 from blob where hash = ?",
                                            row -> row.getInt(1),
                                            hash)
                                    .isPresent();
                    if (!there) {
                        damaged(
                                "run \"%s\" line %d: its blob %s is missing"
                                        .formatted(run.birth().run(), line.seq(), hash));
                    }
                });
    }

    private void strays() throws SQLException {
        for (String table : List.of("journal", "signal")) {
            tables.sql()
                    .each(
                            "select run, count(*) from "
                                    + table
                                    + " where run not in (select id from run) group by run",
                            row ->
                                    damaged(
                                            "%d rows of table %s belong to run \"%s\", which is missing"
                                                    .formatted(
                                                            row.getLong(2),
                                                            table,
                                                            row.getString(1))));
        }
    }

    private void blobs() throws SQLException {
        tables.sql()
                .each(
                        "select hash, codec, size, body from blob order by nr",
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
                        });
    }

    private void signals() throws SQLException {
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
