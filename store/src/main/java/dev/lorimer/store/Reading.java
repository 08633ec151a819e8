package dev.lorimer.store;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One call's way through the lines of a run, put together as they were written.
final class Reading {
    private final Tables tables;
    private final RunId run;

    /// A long string that many lines share is fetched and checked once.
    private final Map<String, String> contents = new HashMap<>();

    Reading(Tables tables, RunId run) {
        this.tables = tables;
        this.run = run;
    }

    List<Line> lines(long fromSeq, long toSeq) throws SQLException {
        RunRow row = tables.get(run);
        Retention.checkWhole(row);
        if (toSeq <= fromSeq) {
            return List.of();
        }
        var lines = new ArrayList<Line>();
        Walk.over(tables, row, fromSeq, toSeq, (line, hash) -> lines.add(line(line, hash)));
        return List.copyOf(lines);
    }

    Optional<String> evidence() throws SQLException {
        Optional<LineRow> line = new Retention(tables).evidence(tables.get(run));
        return line.isEmpty() ? Optional.empty() : Optional.of(json(line.get()));
    }

    private Line line(LineRow line, String hash) throws SQLException {
        return new Line(
                line.seq(),
                line.epoch(),
                new Draft(line.kind(), json(line), Instant.parse(line.at())),
                hash);
    }

    private String json(LineRow line) throws SQLException {
        return Payload.<SQLException>unpack(line.json(), blob -> content(line, blob));
    }

    private String content(LineRow line, String blob) throws SQLException {
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
                                                        .formatted(run, line.seq(), blob)));
        contents.put(blob, content);
        return content;
    }
}
