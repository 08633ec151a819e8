package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.IO;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.lorimer.journal.JournalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// Brings a database of an older format to the newest one, in one transaction: whoever dies in it
/// leaves the old one.
///
/// @param folder the journal's
record Migration(Path folder, Faults faults) {
    private static final System.Logger LOG = System.getLogger("dev.lorimer.store");

    /// @param sql a connection that may write
    void run(Sql sql) throws SQLException {
        sql.execute("begin immediate");
        try {
            // Another process may have been faster.
            if (sql.number("pragma user_version") == 1) {
                checkUnowned(sql);
                for (String statement : Schema.from1To2()) {
                    sql.execute(statement);
                }
                sql.execute("pragma user_version = 2");
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "journal brought to a newer format folder={0} from=1 to=2",
                        folder);
            }
            sql.execute("commit");
        } catch (SQLException | JournalException e) {
            sql.execute("rollback");
            throw e;
        }
    }

    /// Format 1 had a lock file for each run, held by its owner, who knows nothing of sessions.
    private void checkUnowned(Sql sql) throws SQLException {
        List<String> runs =
                sql.list("select id from run where epoch > 0", row -> Column.text(row, 1));
        for (String run : runs) {
            if (isLocked(folder.resolve("locks").resolve(run + ".lock"))) {
                throw new JournalException(
                        IO,
                        "an older version works on run \"%s\" of \"%s\"; stop it, then open the journal again"
                                .formatted(run, folder));
            }
        }
    }

    private boolean isLocked(Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            // Nobody in this process locks this file, so closing it drops no lock of ours.
            return Uninterrupted.files(() -> {
                try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
                    return channel.tryLock(0, 1, true) == null;
                }
            });
        } catch (IOException e) {
            throw faults.of(e, "looking at \"%s\"".formatted(file));
        }
    }
}
