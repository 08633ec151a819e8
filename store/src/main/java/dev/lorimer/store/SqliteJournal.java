package dev.lorimer.store;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JsonText;
import dev.lorimer.journal.RunId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;

/// The journal in one SQLite file, for one machine. Any number of processes may have it open; each
/// run has one owner at a time.
///
/// - `journal.db` with its write-ahead log: tables `run`, `tip`, `journal`, `blob`, `signal`,
///   `snapshot`, `note`, `session`; the `sqlite3` shell reads them while runs go on
/// - `sessions.lock`: one byte per process that owns runs, locked while it lives. When it dies its
///   runs are free at once; when it is stopped or hangs they are free after the lease
///
/// A line is acknowledged after its transaction was synced. One writer thread puts what comes in at
/// once into one transaction; readers do not wait for it. When the disk fails or is full, nothing
/// of the batch is kept and all further writes are refused until the journal is opened again;
/// reading goes on.
///
/// Strings above 1024 characters are kept once, by their content. All that was appended comes back
/// to the letter; only an unpaired half of a surrogate pair comes back spelled as its escape.
///
/// The folder must be on a local disk: file locks of network file systems cannot be relied on.
public final class SqliteJournal implements Journal {
    /// Short enough for an index, long enough for a path.
    private static final int KEY_MAX = 200;

    private final Database database;
    private final Writer writer;
    private final Readers readers;
    private final Sessions sessions;
    private final Ownership ownership;
    private final AtomicLong sent = new AtomicLong();

    private SqliteJournal(Database database, Duration lease) {
        this.database = database;
        this.writer = new Writer(database);
        this.readers = new Readers(database);
        this.sessions = new Sessions(database.folder(), database.faults(), lease);
        this.ownership = new Ownership(writer, readers, sessions);
    }

    /// Opens the journal of a folder, with leases of 15 s; see [#open(Path, Path, Duration)].
    public static SqliteJournal open(Path folder, Path cache) {
        return open(folder, cache, Settings.DEFAULT);
    }

    /// Opens the journal of a folder. Nothing is written before the first run is created: until
    /// then neither folder nor file need exist, and lists are empty. A journal of an older format
    /// is brought to the newest one.
    ///
    /// @param folder where the journal is kept
    /// @param cache where SQLite's library is unpacked once, about 1.5 MB per version, for example
    ///   `~/.cache/lorimer`; only the first journal of a process decides on it
    /// @param lease how long an owner that is stopped or hangs keeps his runs, 0.5 s to 1 h; he
    ///   gives a sign of life five times in it. An owner that dies loses them at once
    /// @throws dev.lorimer.journal.JournalException `CORRUPT` when the file there is no journal,
    ///   `TOO_NEW` when a newer version wrote it, `IO` when the place cannot be used
    /// @throws IllegalArgumentException when the lease is out of bounds
    public static SqliteJournal open(Path folder, Path cache, Duration lease) {
        return open(folder, cache, new Settings(lease, Settings.Sync.FULL));
    }

    static SqliteJournal open(Path folder, Path cache, Settings settings) {
        var database = new Database(folder.toAbsolutePath(), cache, settings.sync());
        database.checkPlace();
        var journal = new SqliteJournal(database, settings.lease());
        // Looks at the file once, so that a bad one is told now; the connection is used again.
        journal.checkOpen();
        return journal;
    }

    @Override
    public void create(RunId run, String title, Instant at) {
        perform(title.length(), tables -> tables.create(run, title, at));
    }

    @Override
    public Lease acquire(RunId run, String owner, Instant at) {
        long before = sent();
        return new RunLease(this, run, ownership.acquire(run, owner, at), before);
    }

    void check(RunLease lease) {
        ownership.check(lease);
    }

    void giveUp(RunLease lease) {
        ownership.giveUp(lease);
    }

    @Override
    public long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("an append needs at least one line, got none");
        }
        var rows = new ArrayList<LineRow>(lines.size());
        var blobs = new ArrayList<Blob>();
        long bytes = 0;
        for (Draft line : lines) {
            Payload payload = Payload.checked(line.json(), "line of kind \"" + line.kind() + '"');
            rows.add(
                    new LineRow(
                            expectedSeq + rows.size(),
                            lease.epoch(),
                            line.kind(),
                            standing.status(),
                            Moment.text(line.at()),
                            payload.text()));
            blobs.addAll(payload.blobs());
            bytes += payload.bytes();
        }
        // A lease that is not ours knows nothing.
        Optional<RunLease> own =
                lease instanceof RunLease known && known.isOf(this)
                        ? Optional.of(known)
                        : Optional.empty();
        Optional<RunLease> fitting =
                own.filter(mine -> mine.known().head().nextSeq() == expectedSeq);
        Append.Known before =
                fitting.map(RunLease::known)
                        .orElseGet(() -> new Append.Known(new Chain.Head(expectedSeq, "", 0), 0));
        var append =
                new Append(
                        lease.run(),
                        fitting.map(RunLease::working).orElseGet(OptionalLong::empty),
                        before.newest(),
                        lease.epoch(),
                        Links.of(lease.run(), before.head(), rows),
                        blobs,
                        standing);
        long sentBefore = sent();
        Append.Known end = writer.perform(bytes, append::into);
        own.ifPresent(mine -> mine.moveOn(end, sentBefore, Append.isWorking(standing)));
        return end.head().nextSeq();
    }

    @Override
    public void ensureRoom() {
        database.ensureRoom();
    }

    @Override
    public List<Line> read(RunId run, long fromSeq, long toSeq) {
        if (fromSeq < 0) {
            throw new IllegalArgumentException(
                    "line %d cannot be read; the first is 0".formatted(fromSeq));
        }
        return readers.read(tables -> new Reading(tables, run).lines(fromSeq, toSeq))
                .orElseThrow(() -> Tables.unknown(run));
    }

    @Override
    public void keep(Lease lease, Snapshot snapshot) {
        Payload payload = Payload.checked(snapshot.json(), "snapshot");
        Blob body = Blob.of(payload.text());
        perform(
                payload.bytes(),
                tables -> new Snapshots(tables).keep(lease, snapshot, payload, body));
    }

    @Override
    public Optional<Snapshot> snapshot(RunId run) {
        return readers.read(tables -> new Snapshots(tables).of(run))
                .orElseThrow(() -> Tables.unknown(run));
    }

    @Override
    public List<RunId> due(Instant now, int limit) {
        checkLimit(limit);
        return limit == 0 ? List.of() : ownership.due(now, limit);
    }

    @Override
    public List<Head> runs(int limit) {
        checkLimit(limit);
        return readers.read(tables -> heads(tables, tables.newest(limit))).orElse(List.of());
    }

    @Override
    public Optional<Head> head(RunId run) {
        return readers.read(tables -> heads(tables, tables.find(run).stream().toList()))
                .flatMap(heads -> heads.stream().findFirst());
    }

    @Override
    public void send(RunId run, String kind, String json, Instant at) {
        JsonText.requireObject(json, "signal of kind \"%s\"".formatted(kind));
        checkKnown(run);
        String text = Payload.storable(json);
        perform(text.length(), tables -> new Messages(tables).send(run, kind, text, at));
        sent.incrementAndGet();
    }

    /// How many messages were sent through this object, to any run: owners in the same process see
    /// them at once.
    long sent() {
        return sent.get();
    }

    @Override
    public List<Signal> signals(RunId run, long after) {
        return readers.read(tables -> new Messages(tables).after(run, after))
                .orElseThrow(() -> Tables.unknown(run));
    }

    @Override
    public void prune(RunId run, String evidence, Instant at) {
        Payload payload = Payload.checked(evidence, "evidence");
        RunRow seen =
                readers.read(tables -> tables.get(run)).orElseThrow(() -> Tables.unknown(run));
        Retention.checkPrunable(seen);
        RunRow free = ownership.unowned(run);
        perform(payload.bytes(), tables -> new Retention(tables).prune(free, payload, at));
    }

    @Override
    public Optional<String> evidence(RunId run) {
        return readers.read(tables -> new Reading(tables, run).evidence())
                .orElseThrow(() -> Tables.unknown(run));
    }

    @Override
    public long sweep() {
        return new Sweep(writer, readers).run();
    }

    /// Copies the journal as it is at one moment to another folder, while runs go on. The copy is a
    /// journal like this one; nobody owns its runs.
    ///
    /// @param target a folder that is not there, or is empty
    /// @throws dev.lorimer.journal.JournalException `EXISTS` when it is not empty; `IO` when there
    ///   is no journal yet or the place cannot be used, `FULL`
    public void backup(Path target) {
        checkOpen();
        new Backup(database).to(target.toAbsolutePath());
    }

    private void checkOpen() {
        boolean _ = readers.read(_ -> true).isPresent();
    }

    @Override
    public void note(String key, String json) {
        JsonText.requireObject(json, "note \"%s\"".formatted(key));
        if (key.isEmpty() || key.length() > KEY_MAX) {
            throw new IllegalArgumentException(
                    "a note's key has 1 to %d characters, not %d".formatted(KEY_MAX, key.length()));
        }
        String text = Payload.storable(json);
        perform(text.length(), tables -> new Notes(tables).put(key, text));
    }

    @Override
    public void forget(String key) {
        if (notes(key).containsKey(key)) {
            perform(key.length(), tables -> new Notes(tables).remove(key));
        }
    }

    @Override
    public SortedMap<String, String> notes(String prefix) {
        return readers.read(tables -> new Notes(tables).startingWith(prefix))
                .orElseGet(Collections::emptySortedMap);
    }

    @Override
    public List<String> inspect() {
        return readers.read(Inspection::of).orElse(List.of());
    }

    @Override
    public void close() {
        writer.close();
        readers.close();
        sessions.end();
    }

    /// What is done, and only its refusal matters.
    @FunctionalInterface
    private interface Deed {
        void on(Tables tables) throws SQLException;
    }

    private void perform(long bytes, Deed deed) {
        boolean _ =
                writer.perform(
                        bytes,
                        tables -> {
                            deed.on(tables);
                            return true;
                        });
    }

    private static void checkLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a list of %d runs is impossible".formatted(limit));
        }
    }

    /// So that a wrong name makes no database where there was none.
    private void checkKnown(RunId run) {
        if (readers.read(tables -> tables.find(run)).flatMap(found -> found).isEmpty()) {
            throw Tables.unknown(run);
        }
    }

    private List<Head> heads(Tables tables, List<RunRow> rows) throws SQLException {
        List<SessionRow> all = Sessions.all(tables.sql());
        return rows.stream().map(row -> head(row, ownership.isOwned(row, all))).toList();
    }

    private Head head(RunRow row, boolean owned) {
        try {
            return new Head(
                    new RunId(row.birth().run()),
                    row.birth().title(),
                    row.tip().status(),
                    owned ? Optional.of(row.claim().owner()) : Optional.empty(),
                    row.tip().end().nextSeq(),
                    Instant.parse(row.birth().created()),
                    Instant.parse(row.tip().updated()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw database.faults()
                    .corrupt(
                            "the row of run \"%s\" is not what was written (%s)"
                                    .formatted(row.birth().run(), e.getMessage()));
        }
    }
}
