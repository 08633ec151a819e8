package dev.lorimer.store;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// A folder with a journal in it, for tests that look at the file as well.
record Place(Path folder) {
    static final Path CACHE = Path.of("target", "cache").toAbsolutePath();
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final RunId RUN = new RunId("fix-the-parser");

    SqliteJournal open() {
        return SqliteJournal.open(folder, CACHE);
    }

    Path file() {
        return folder.resolve("journal.db");
    }

    /// A run of that many lines, the last with a long string, and a signal.
    Place filled(int lines) {
        try (SqliteJournal journal = open()) {
            journal.create(RUN, "a title", NOON);
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                journal.append(lease, 0, drafts(lines - 1), Standing.working("running", 0));
                journal.append(lease, lines - 1, List.of(large()), Standing.working("waiting", 0));
            }
            journal.send(RUN, "answer", "{\"yes\":true}", NOON);
        }
        return this;
    }

    static List<Draft> drafts(int count) {
        return IntStream.range(0, count)
                .mapToObj(n ->
                        new Journal.Draft(
                                "Settled", "{\"n\":%d}".formatted(n), NOON.plusSeconds(n)))
                .toList();
    }

    static Draft large() {
        return new Draft("Replied", "{\"text\":\"%s\"}".formatted("long ".repeat(2_000)), NOON);
    }

    /// Changes the file behind the journal's back.
    int edit(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    String ask(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }
}
