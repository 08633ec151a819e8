package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.IO;

import dev.lorimer.journal.JournalException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Connections that read. Each read sees one moment of the journal and neither waits for the writer
/// nor holds it up.
final class Readers implements AutoCloseable {
    /// More than four would only wait for the two or four cores that read for them.
    private static final int CONNECTIONS_MAX = 4;

    private final Database database;
    private final Semaphore free = new Semaphore(CONNECTIONS_MAX);

    /// Guarded, as the flag, by this object's monitor.
    private final ArrayDeque<Sql> idle = new ArrayDeque<>();

    private boolean closed;

    /// What is read.
    @FunctionalInterface
    interface Work<T> {
        T on(Tables tables) throws SQLException;
    }

    Readers(Database database) {
        this.database = database;
    }

    /// Empty as long as nobody has written anything.
    <T> Optional<T> read(Work<T> work) {
        if (!Uninterrupted.await(
                Writer.LIMIT, nanos -> free.tryAcquire(nanos, TimeUnit.NANOSECONDS))) {
            throw new JournalException(
                    IO,
                    "all %d readers of \"%s\" have been busy for %d s; try again with less at once"
                            .formatted(CONNECTIONS_MAX, database.file(), Writer.LIMIT.toSeconds()));
        }
        try {
            Optional<Sql> sql = take();
            return sql.isEmpty() ? Optional.empty() : Optional.of(read(sql.get(), work));
        } finally {
            free.release();
        }
    }

    /// Closes what is idle; what is in use is closed after it.
    @Override
    public synchronized void close() {
        closed = true;
        while (!idle.isEmpty()) {
            end(idle.remove());
        }
    }

    private <T> T read(Sql sql, Work<T> work) {
        boolean sound = false;
        try {
            sql.execute("begin");
            try {
                return work.on(new Tables(sql, database.faults()));
            } finally {
                sql.execute("commit");
                sound = true;
            }
        } catch (SQLException e) {
            // Nobody knows what it left behind.
            sound = false;
            throw database.faults().of(e);
        } finally {
            if (sound) {
                giveBack(sql);
            } else {
                end(sql);
            }
        }
    }

    private Optional<Sql> take() {
        synchronized (this) {
            if (closed) {
                throw database.faults().closed();
            }
            if (!idle.isEmpty()) {
                return Optional.of(idle.remove());
            }
        }
        return database.reader();
    }

    private synchronized void giveBack(Sql sql) {
        if (closed) {
            end(sql);
        } else {
            idle.add(sql);
        }
    }

    private void end(Sql sql) {
        try {
            sql.close();
        } catch (SQLException e) {
            System.getLogger("dev.lorimer.store")
                    .log(
                            System.Logger.Level.WARNING,
                            "connection not closed file={0} reason={1}",
                            database.file(),
                            String.valueOf(e.getMessage()));
        }
    }
}
