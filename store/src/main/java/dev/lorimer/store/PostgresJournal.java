package dev.lorimer.store;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.JsonText;
import dev.lorimer.journal.RunId;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// The journal in PostgreSQL, for many machines. Any number of processes may have it open; each run
/// has one owner at a time.
///
/// Tables `run`, `journal`, `blob`, `signal`, `snapshot`, `evidence`, `note` in a schema of their
/// own; `psql` reads them while runs go on. JSON is kept to the letter in columns of type `json`;
/// the view `entry` shows the lines with `jsonb`.
///
/// A line is acknowledged after its transaction was committed with `synchronous_commit`. One writer
/// thread puts what comes in at once into one transaction; readers do not wait for it. When the
/// connection is lost during a commit, the writer finds out what was kept; when it cannot, all
/// further appends are refused until the journal is opened again. A server that is started again
/// within 20 s is waited for.
///
/// Who owns a run gives signs of life by the server's clock; no clock of the owner's counts. When
/// they stop, because the process died, was paused, or lost the network, its runs are free after
/// [PostgresConfig#lease]. That a connection is gone is no such end: its process may still be at
/// work.
///
/// It takes up to eight connections. Strings above 1024 characters are kept once, by their content.
/// All that was appended comes back to the letter; only an unpaired half of a surrogate pair comes
/// back spelled as its escape. Texts other than JSON must not have the character 0.
public final class PostgresJournal implements Journal {
    /// More would wait for the server's disk together.
    private static final int READERS = 3;

    private static final int WRITERS = 3;

    private static final int KEY_MAX = 200;

    private final PgServer server;
    private final PgWriter appends;
    private final PgHands writers;
    private final PgHands readers;
    private final PgOwnership ownership;
    private final PgRoom room;

    private PostgresJournal(PgServer server) {
        this.server = server;
        this.appends = new PgWriter(server);
        this.writers = new PgHands(server, "journal-hand-", WRITERS, server::writer);
        this.readers = new PgHands(server, "journal-reader-", READERS, server::reader);
        this.ownership = new PgOwnership(server, writers, readers);
        this.room = new PgRoom(writers);
    }

    /// Opens the journal of a schema; makes schema and tables when they are missing.
    ///
    /// @throws JournalException `IO` when the server cannot be used, `TOO_NEW` when a newer version
    ///   made the tables, `CORRUPT` when those that are there are no journal
    public static PostgresJournal open(PostgresConfig config) {
        var server = PgServer.of(config);
        var journal = new PostgresJournal(server);
        try {
            // The first connection without patience: a wrong address is told at once.
            server.writer().close();
            boolean _ =
                    journal.writers.perform(sql -> {
                        new PgSchema(sql, config, server.faults()).prepare();
                        return true;
                    });
            return journal;
        } catch (SQLException e) {
            journal.close();
            throw server.faults().of(e);
        } catch (JournalException e) {
            journal.close();
            throw e;
        }
    }

    @Override
    public void create(RunId run, String title, Instant at) {
        String plain = PgText.plain(title, "a title");
        write(sql -> tables(sql).create(run.value(), plain, at));
    }

    @Override
    public Lease acquire(RunId run, String owner, Instant at) {
        return ownership.acquire(run, PgText.plain(owner, "an owner"), at);
    }

    @Override
    public long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("an append needs at least one line, got none");
        }
        return appends.perform(PgAppend.of(ownership.fence(lease), expectedSeq, lines, standing));
    }

    @Override
    public void ensureRoom() {
        room.ensure();
    }

    @Override
    public List<Line> read(RunId run, long fromSeq, long toSeq) {
        if (fromSeq < 0) {
            throw new IllegalArgumentException(
                    "line %d cannot be read; the first is 0".formatted(fromSeq));
        }
        return readers.perform(sql -> history(sql).lines(run.value(), fromSeq, toSeq));
    }

    @Override
    public void keep(Lease lease, Snapshot snapshot) {
        JsonText.requireObject(snapshot.json(), "snapshot");
        PgAppend.Fence fence = ownership.fence(lease);
        Payload payload = Payload.pack(snapshot.json());
        write(sql -> history(sql).keep(fence, snapshot, payload));
    }

    @Override
    public Optional<Snapshot> snapshot(RunId run) {
        return readers.perform(sql -> history(sql).snapshot(run.value()));
    }

    @Override
    public List<RunId> due(Instant now, int limit) {
        return readers
                .perform(sql ->
                        sql.list(
                                "select id from run where wake_at <= ? and not exists (select 1"
                                        + " from session where session.id = run.session and"
                                        + " lease_until > clock_timestamp ()) order by wake_at, nr"
                                        + " limit ?",
                                row -> row.getString(1),
                                new BigDecimal(PgRun.seconds(now)),
                                checked(limit)))
                .stream()
                .map(RunId::new)
                .toList();
    }

    @Override
    public List<Head> runs(int limit) {
        return heads("order by nr desc limit ?", checked(limit));
    }

    @Override
    public Optional<Head> head(RunId run) {
        return heads("where id = ?", run.value()).stream().findFirst();
    }

    @Override
    public void send(RunId run, String kind, String json, Instant at) {
        JsonText.requireObject(json, "signal of kind \"%s\"".formatted(kind));
        String plain = PgText.plain(kind, "a signal's kind");
        String text = Payload.storable(json);
        write(sql -> tables(sql).send(run.value(), plain, text, at));
    }

    @Override
    public List<Signal> signals(RunId run, long after) {
        return readers.perform(sql -> tables(sql).signals(run.value(), after));
    }

    @Override
    public void prune(RunId run, String evidence, Instant at) {
        JsonText.requireObject(evidence, "evidence");
        String text = Payload.storable(evidence);
        write(sql -> history(sql).prune(run.value(), text, at));
    }

    @Override
    public Optional<String> evidence(RunId run) {
        return readers.perform(sql -> history(sql).evidence(run.value()));
    }

    @Override
    public long sweep() {
        return new PgSweep(writers).all();
    }

    @Override
    public void note(String key, String json) {
        JsonText.requireObject(json, "note \"%s\"".formatted(key));
        if (key.isEmpty() || key.length() > KEY_MAX) {
            throw new IllegalArgumentException(
                    "a note's key has 1 to %d characters, not %d".formatted(KEY_MAX, key.length()));
        }
        String plain = PgText.plain(key, "a note's key");
        String text = Payload.storable(json);
        write(sql -> new PgNotes(sql, server.faults()).keep(plain, text));
    }

    @Override
    public void forget(String key) {
        String plain = PgText.plain(key, "a note's key");
        write(sql -> new PgNotes(sql, server.faults()).forget(plain));
    }

    @Override
    public SortedMap<String, String> notes(String prefix) {
        String plain = PgText.plain(prefix, "a note's key");
        return readers.perform(sql -> new PgNotes(sql, server.faults()).all(plain));
    }

    @Override
    public List<String> inspect() {
        return PgInspection.of(readers, server.faults());
    }

    @Override
    public void close() {
        appends.close();
        ownership.close();
        writers.close();
        readers.close();
    }

    /// Whether it is one of this journal's leases.
    boolean gave(PgLease lease) {
        return ownership.gave(lease);
    }

    /// A change that answers nothing.
    @FunctionalInterface
    private interface Change {
        void on(PgSql sql) throws SQLException;
    }

    private void write(Change change) {
        boolean _ =
                writers.perform(sql -> {
                    change.on(sql);
                    return true;
                });
    }

    private PgTables tables(PgSql sql) {
        return new PgTables(sql, server.faults());
    }

    private PgHistory history(PgSql sql) {
        return new PgHistory(tables(sql));
    }

    private List<Head> heads(String which, Object value) {
        return readers.perform(sql ->
                sql.list(
                        "select "
                                + PgRun.COLUMNS
                                + ", exists (select 1 from session where session.id ="
                                + " run.session and lease_until > clock_timestamp ()) from run "
                                + which,
                        row -> head(PgRun.of(row), row.getBoolean(17)),
                        value));
    }

    private Head head(PgRun row, boolean owned) {
        try {
            return new Head(
                    new RunId(row.id()),
                    row.birth().title(),
                    row.tip().status(),
                    owned ? Optional.of(row.claim().owner()) : Optional.empty(),
                    row.tip().nextSeq(),
                    Instant.parse(row.birth().created()),
                    Instant.parse(row.tip().updated()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw server.faults()
                    .corrupt(
                            "the row of run \"%s\" is not what was written (%s)"
                                    .formatted(row.id(), e.getMessage()));
        }
    }

    private static int checked(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a list of %d runs is impossible".formatted(limit));
        }
        return limit;
    }
}
