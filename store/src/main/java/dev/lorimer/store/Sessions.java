package dev.lorimer.store;

import dev.lorimer.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is alive among those who own runs, this journal included.
///
/// A session is dead at once when its byte in the lock file is free: its process ended it or is no
/// more. While the byte is locked, its process exists, but may be stopped or hang. It is taken for
/// dead when its last beat is older than a lease by the clock, and it has not beaten while it was
/// watched for two beats more by a clock that nobody can change. So a change of the clock never
/// costs a live owner his runs.
final class Sessions {
    /// Nobody else can have the bytes after the last session; a damaged table may say otherwise.
    private static final int ATTEMPTS_MAX = 100;

    private final Path folder;
    private final Faults faults;
    private final Duration lease;

    /// All guarded by this object's monitor.
    private final Map<Long, Silence> silent = new HashMap<>();

    private Optional<SessionFile> file = Optional.empty();
    private long own;

    /// Since when a beat has been the last one.
    ///
    /// @param since by [System#nanoTime]
    private record Silence(long beat, long since) {}

    /// What is known of a session.
    sealed interface Pulse {
        record Beating() implements Pulse {}

        /// Being watched.
        record Silent(Duration beatEvery) implements Pulse {}

        /// @param beat the last one; a session that beats again has not gone
        record Gone(long beat) implements Pulse {}
    }

    Sessions(Path folder, Faults faults, Duration lease) {
        this.folder = folder;
        this.faults = faults;
        this.lease = lease;
    }

    static List<SessionRow> all(Sql sql) throws SQLException {
        return sql.list(SessionRow.ALL, SessionRow::of);
    }

    /// Never blocks: what is silent is watched from the first call on that meets it.
    ///
    /// @param rows of all sessions
    /// @param session 0 for none
    synchronized Pulse pulse(List<SessionRow> rows, long session) {
        if (session == 0) {
            return new Pulse.Gone(-1);
        }
        return rows.stream()
                .filter(row -> row.id() == session)
                .findFirst()
                .map(this::pulse)
                .orElse(new Pulse.Gone(-1));
    }

    boolean isAlive(List<SessionRow> rows, long session) {
        return switch (pulse(rows, session)) {
            case Pulse.Beating _, Pulse.Silent _ -> true;
            case Pulse.Gone _ -> false;
        };
    }

    private Pulse pulse(SessionRow row) {
        if (!isLocked(row.id())) {
            silent.remove(row.id());
            return new Pulse.Gone(row.beat());
        }
        if (row.isFresh()) {
            silent.remove(row.id());
            return new Pulse.Beating();
        }
        long now = System.nanoTime();
        Silence known = silent.get(row.id());
        if (known == null || known.beat() != row.beat()) {
            silent.put(row.id(), new Silence(row.beat(), now));
            return known == null
                    ? new Pulse.Silent(row.lease().dividedBy(SessionRow.BEATS))
                    : new Pulse.Beating();
        }
        return now - known.since() > row.watch().toNanos()
                ? new Pulse.Gone(row.beat())
                : new Pulse.Silent(row.lease().dividedBy(SessionRow.BEATS));
    }

    private boolean isLocked(long session) {
        if (file.isEmpty() && !Files.exists(folder.resolve("sessions.lock"))) {
            return false;
        }
        try {
            return entered().isLocked(session);
        } catch (IOException e) {
            throw lockFailure(e);
        }
    }

    /// The number of this journal's own session, which begins with the first call.
    ///
    /// @param owner who asks, for people
    synchronized long own(Writer writer, String owner) {
        if (own != 0) {
            return own;
        }
        own = writer.perform(owner.length(), tables -> begin(tables.sql(), owner));
        writer.beat(
                lease.dividedBy(SessionRow.BEATS),
                tables ->
                        tables.sql()
                                .update(
                                        "update session set beat = beat + 1, beat_at ="
                                                + " cast(unixepoch('subsec') * 1000 as integer)"
                                                + " where id = ?",
                                        own));
        return own;
    }

    /// On the writer's thread, while the caller's holds the monitor.
    private long begin(Sql sql, String owner) throws SQLException {
        long last = sql.number("select max(id) from session");
        try {
            SessionFile bytes = entered();
            for (SessionRow row : all(sql)) {
                // The last one stays, so that no number is given twice.
                if (row.id() != last && !bytes.isLocked(row.id())) {
                    sql.update("delete from session where id = ?", row.id());
                }
            }
            long id = last + 1;
            while (!bytes.lock(id)) {
                id++;
                if (id > last + ATTEMPTS_MAX) {
                    throw new IOException(
                            "strangers have locked all bytes from %d on".formatted(last));
                }
            }
            sql.update(
                    "insert into session (id, owner, lease_ms, beat, beat_at) values (?, ?, ?, 0,"
                            + " cast(unixepoch('subsec') * 1000 as integer))",
                    id,
                    owner,
                    lease.toMillis());
            return id;
        } catch (IOException e) {
            throw lockFailure(e);
        }
    }

    /// Ends this journal's own session: from now on its runs are owned by nobody.
    synchronized void end() {
        if (file.isEmpty()) {
            return;
        }
        try {
            file.get().unlock(own);
            file.get().leave();
            file = Optional.empty();
        } catch (IOException e) {
            throw lockFailure(e);
        }
    }

    private SessionFile entered() throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(SessionFile.enter(folder));
        }
        return file.get();
    }

    private JournalException lockFailure(IOException e) {
        return faults.of(e, "locking \"%s\"".formatted(folder.resolve("sessions.lock")));
    }
}
