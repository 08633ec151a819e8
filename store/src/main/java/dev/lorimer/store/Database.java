package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.CORRUPT;
import static dev.lorimer.journal.JournalException.Kind.FULL;
import static dev.lorimer.journal.JournalException.Kind.IO;
import static dev.lorimer.journal.JournalException.Kind.TOO_NEW;

import dev.lorimer.journal.JournalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/// The database file `journal.db`: how it is opened, made and recognised.
///
/// The file is never opened but through SQLite: on POSIX systems a process that closes any
/// descriptor of a file gives up all its locks on it, SQLite's included.
///
/// @param folder where it lies
/// @param cache where SQLite's own library is unpacked
record Database(Path folder, Path cache, Settings.Sync sync) {
    /// Raised with every change of the tables that an older version could not read.
    static final int VERSION = 2;

    /// `LORM`: tells our files from other programs' databases.
    static final int APPLICATION = 0x4c4f524d;

    /// Far above any transaction of ours (a batch of 1 MB), and below [Writer#LIMIT].
    static final Duration BUSY_LIMIT = Duration.ofSeconds(30);

    /// Lines of 1 KB took 17 µs of processor time with pages of 8 KB, 21 with 16 KB, 23 with 4 KB;
    /// and each batch writes some pages for a few bytes.
    static final int PAGE_BYTES = 8 << 10;

    /// Pages in the write-ahead log before the writer copies it back himself: 64 MB.
    static final int CHECKPOINT_PAGES = 8192;

    /// What the write-ahead log is cut down to after a burst.
    private static final long LOG_BYTES = 64 << 20;

    private static final long PAUSE_MILLIS = 10;

    /// What an outcome may need: its own bytes (a result is capped far below) and as many pages of
    /// the write-ahead log, which holds each changed page again.
    static final long ROOM_MIN = 2 << 20;

    Path file() {
        return folder.resolve("journal.db");
    }

    Faults faults() {
        return new Faults(file());
    }

    /// Refuses a place where no journal can be, before anybody relies on it.
    void checkPlace() {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new JournalException(
                    IO,
                    "\"%s\" is a file, but the journal needs a folder there; move it away or name another folder"
                            .formatted(folder));
        }
        if (Files.isDirectory(file())) {
            throw new JournalException(
                    IO,
                    "\"%s\" is a folder, but the journal's database belongs there; move it away"
                            .formatted(file()));
        }
        if (Files.exists(folder) && !Files.isWritable(folder)) {
            throw new JournalException(
                    IO,
                    "the folder \"%s\" is read-only, but the journal must write there; change its permissions or name another folder"
                            .formatted(folder));
        }
    }

    /// @throws JournalException `FULL` when the file system has less than [#ROOM_MIN]
    void ensureRoom() {
        Path place = folder;
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        long room;
        try {
            room = Files.getFileStore(place).getUsableSpace();
        } catch (IOException e) {
            throw faults().of(e, "asking for the free space of \"%s\"".formatted(place));
        }
        if (room < ROOM_MIN) {
            throw new JournalException(
                    FULL,
                    "the disk of \"%s\" has %d bytes left, fewer than the %d that an outcome may need; make room on it"
                            .formatted(folder, room, ROOM_MIN));
        }
    }

    /// A connection that cannot write; empty as long as nobody has written anything.
    Optional<Sql> reader() {
        if (!Files.exists(file())) {
            return Optional.empty();
        }
        try {
            Sql sql = connection(false);
            boolean current = false;
            long version;
            try {
                version = version(sql);
                current = version == VERSION;
            } finally {
                if (!current) {
                    sql.close();
                }
            }
            if (current) {
                return Optional.of(sql);
            }
            if (version == 0) {
                return Optional.empty();
            }
        } catch (SQLException e) {
            throw faults().of(e);
        }
        close(writer());
        return reader();
    }

    private void close(Sql sql) {
        try {
            sql.close();
        } catch (SQLException e) {
            throw faults().of(e);
        }
    }

    /// The connection that writes; makes the database when there is none.
    Sql writer() {
        try {
            makeFolder();
            Sql sql = connection(true);
            try {
                long version = version(sql);
                if (version == 0) {
                    make(sql);
                }
                switchOn(sql);
                if (version > 0 && version < VERSION) {
                    new Migration(folder, faults()).run(sql);
                }
                return sql;
            } catch (SQLException | JournalException e) {
                sql.close();
                throw e;
            }
        } catch (SQLException e) {
            throw faults().of(e);
        }
    }

    private Sql connection(boolean writing) throws SQLException {
        NativeLibrary.prepare(cache);
        var config = new SQLiteConfig();
        config.setBusyTimeout((int) BUSY_LIMIT.toMillis());
        config.setGetGeneratedKeys(false);
        if (!writing) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        // As an URI, since the driver would take a question mark in a plain path for an option.
        Connection connection =
                config.createConnection("jdbc:sqlite:" + file().toAbsolutePath().toUri());
        try {
            var sql = new Sql(connection);
            if (!writing) {
                sql.execute("pragma query_only = on");
            }
            return sql;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// 0 for an empty file: its maker died before, or is about to fill it.
    private long version(Sql sql) throws SQLException {
        sql.execute("begin");
        long application = sql.number("pragma application_id");
        long version = sql.number("pragma user_version");
        boolean empty =
                application == 0
                        && version == 0
                        && sql.number("select count(*) from sqlite_schema") == 0;
        sql.execute("commit");
        if (empty) {
            return 0;
        }
        if (application != APPLICATION || version < 1) {
            throw new JournalException(
                    CORRUPT,
                    "\"%s\" is a database, but not one of this program; move it away or name another folder"
                            .formatted(file()));
        }
        if (version > VERSION) {
            throw new JournalException(
                    TOO_NEW,
                    "\"%s\" has format %d and this version knows formats up to %d; use the newer version that wrote it"
                            .formatted(file(), version, VERSION));
        }
        return version;
    }

    private void make(Sql sql) throws SQLException {
        sql.execute("pragma page_size = " + PAGE_BYTES);
        // Only a new file can be told: so that space can be given back later.
        sql.execute("pragma auto_vacuum = incremental");
        logAhead(sql);
        sql.execute("begin immediate");
        // Another process may have been faster.
        if (!isMadeMeanwhile(sql)) {
            for (String table : Schema.made()) {
                sql.execute(table);
            }
            sql.execute("pragma application_id = " + APPLICATION);
            sql.execute("pragma user_version = " + VERSION);
        }
        sql.execute("commit");
    }

    private static boolean isMadeMeanwhile(Sql sql) throws SQLException {
        return sql.number("pragma user_version") > 0;
    }

    /// Settings that belong to a connection.
    private void switchOn(Sql sql) throws SQLException {
        logAhead(sql);
        sql.execute("pragma synchronous = " + sync);
        // On macOS a plain fsync leaves the bytes in the drive's cache.
        sql.execute("pragma fullfsync = on");
        sql.execute("pragma checkpoint_fullfsync = on");
        sql.execute("pragma wal_autocheckpoint = " + CHECKPOINT_PAGES);
        sql.execute("pragma journal_size_limit = " + LOG_BYTES);
        sql.execute("pragma foreign_keys = off");
    }

    /// Two processes that make the database at once can meet here, and SQLite does not wait then.
    private void logAhead(Sql sql) throws SQLException {
        long end = System.nanoTime() + BUSY_LIMIT.toNanos();
        while (true) {
            try {
                sql.execute("pragma journal_mode = wal");
                return;
            } catch (SQLException e) {
                if (!Faults.isBusy(e) || System.nanoTime() > end) {
                    throw e;
                }
                Uninterrupted.sleep(Duration.ofMillis(PAUSE_MILLIS));
            }
        }
    }

    private void makeFolder() {
        if (Files.isDirectory(folder)) {
            return;
        }
        var missing = new ArrayList<Path>();
        for (Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
            missing.add(at);
        }
        try {
            Files.createDirectories(folder);
            for (Path made : missing) {
                sync(made.resolve(".."));
            }
        } catch (IOException e) {
            throw faults().of(e, "making the folder \"%s\"".formatted(folder));
        }
    }

    /// Without this a power failure could take the new folder away, and all that is in it.
    static void sync(Path parent) throws IOException {
        Uninterrupted.files(() -> {
            try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (AccessDeniedException _) {
                // Windows cannot sync folders and needs not.
            }
            return parent;
        });
    }
}
