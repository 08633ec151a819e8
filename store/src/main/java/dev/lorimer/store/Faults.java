package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.CORRUPT;
import static dev.lorimer.journal.JournalException.Kind.FULL;
import static dev.lorimer.journal.JournalException.Kind.IO;

import dev.lorimer.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Puts what SQLite and the disk report into words that help.
///
/// @param file the database
record Faults(Path file) {
    static final String REPAIR =
            "run the doctor command for the extent, then restore the folder from a backup";

    /// Below this an input/output error of SQLite is told as a full disk: it reports some writes
    /// that found no space, those to its shared-memory file, as plain errors. A WAL page with its
    /// frame is 16 KB, and a commit has a few.
    private static final long ROOM_MIN = 128 << 10;

    /// Whether it was only another process's turn.
    static boolean isBusy(SQLException e) {
        return kind(e) == SQLiteErrorCode.SQLITE_BUSY;
    }

    static boolean isFull(SQLException e) {
        return kind(e) == SQLiteErrorCode.SQLITE_FULL;
    }

    /// Whether a rule of the tables was broken, which concerns one write only.
    static boolean isConstraint(SQLException e) {
        return kind(e) == SQLiteErrorCode.SQLITE_CONSTRAINT;
    }

    JournalException of(SQLException e) {
        SQLiteErrorCode code = code(e);
        return switch (kind(e)) {
            case SQLITE_FULL -> full(e);
            case SQLITE_IOERR -> hasRoom() ? refused(code, e) : full(e);
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
                    new JournalException(
                            IO,
                            "another process has kept \"%s\" locked for %d s; stop it, or try again"
                                    .formatted(file, Database.BUSY_LIMIT.toSeconds()),
                            e);
            case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
                    new JournalException(
                            IO,
                            "\"%s\" cannot be opened for writing (%s); check that its folder exists and that you may write there"
                                    .formatted(file, code.name()),
                            e);
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT ->
                    new JournalException(
                            CORRUPT,
                            "\"%s\" is damaged or no database (%s); %s"
                                    .formatted(file, code.name(), REPAIR),
                            e);
            case SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH ->
                    new JournalException(
                            CORRUPT,
                            "the tables in \"%s\" are not those of a journal, or contradict each other (%s); %s"
                                    .formatted(file, oneLine(e), REPAIR),
                            e);
            default -> refused(code, e);
        };
    }

    JournalException of(IOException e, String doing) {
        return new JournalException(
                IO,
                "%s failed (%s); check the disk and that you may write there"
                        .formatted(doing, oneLine(e)),
                e);
    }

    JournalException corrupt(String what) {
        return new JournalException(CORRUPT, "%s; %s".formatted(what, REPAIR));
    }

    JournalException missing(String what) {
        return new JournalException(
                IO, "%s in \"%s\"; check the folder's name".formatted(what, file.getParent()));
    }

    JournalException closed() {
        return new JournalException(
                IO, "the journal \"%s\" has been closed; open it again".formatted(file));
    }

    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite
                ? sqlite.getResultCode()
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    private static SQLiteErrorCode kind(SQLException e) {
        // The low byte is the kind of failure; what is above tells the place within SQLite.
        return SQLiteErrorCode.getErrorCode(code(e).code & 0xff);
    }

    private JournalException full(SQLException e) {
        return new JournalException(
                FULL,
                "no space is left for \"%s\", nothing was kept; free space on its disk, then open the journal again"
                        .formatted(file),
                e);
    }

    private JournalException refused(SQLiteErrorCode code, SQLException e) {
        return new JournalException(
                IO,
                "the disk refused an access to \"%s\" (%s: %s), nothing was kept; check the disk, then open the journal again"
                        .formatted(file, code.name(), oneLine(e)),
                e);
    }

    private boolean hasRoom() {
        try {
            return Files.getFileStore(file).getUsableSpace() >= ROOM_MIN;
        } catch (IOException _) {
            // The disk does not even answer: that is no lack of space.
            return true;
        }
    }

    static String oneLine(Throwable e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
}
