package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.FENCED;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.JsonText;
import dev.lorimer.journal.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// The journal in one SQLite file, for one machine. Any number of processes may have it open; each
/// run has one owner at a time.
///
/// - `journal.db` with its write-ahead log: tables `run`, `journal`, `blob`, `signal`; the
///   `sqlite3` shell reads them while runs go on
/// - `locks/`: one file per run that was ever owned, locked while its owner lives
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
    private final RunLocks locks;

    private SqliteJournal(Database database) {
        this.database = database;
        this.writer = new Writer(database);
        this.readers = new Readers(database);
        this.locks = new RunLocks(database.folder());
    }

    /// Opens the journal of a folder. Nothing is written before the first run is created: until
    /// then neither folder nor file need exist, and lists are empty.
    ///
    /// @param folder where the journal is kept
    /// @param cache where SQLite's library is unpacked once, about 1.5 MB per version, for example
    ///   `~/.cache/lorimer`; only the first journal of a process decides on it
    /// @throws JournalException `CORRUPT` when the file there is no journal, `TOO_NEW` when a newer
    ///   version wrote it, `IO` when the place cannot be used
    public static SqliteJournal open(Path folder, Path cache) {
        var database = new Database(folder.toAbsolutePath(), cache);
        database.checkPlace();
        var journal = new SqliteJournal(database);
        // Looks at the file once, so that a bad one is told now; the connection is used again.
        boolean _ = journal.readers.read(_ -> true).isPresent();
        return journal;
    }

    @Override
    public void create(RunId run, String title, Instant at) {
        writer.perform(
                title.length(),
                tables -> {
                    tables.create(run, title, at);
                    return run;
                });
    }

    @Override
    public Lease acquire(RunId run, String owner, Instant at) {
        checkKnown(run);
        // On the writer's thread, which nobody interrupts: an interrupt would drop the file lock.
        return writer.perform(owner.length(), tables -> take(tables, run, owner, at));
    }

    private Lease take(Tables tables, RunId run, String owner, Instant at) throws SQLException {
        RunRow row = tables.get(run);
        try {
            RunLocks.RunLock lock = locks.take(run).orElseThrow(() -> busy(run, row));
            boolean taken = false;
            try {
                long epoch = row.claim().epoch() + 1;
                lock.show(epoch);
                tables.claim(row, owner, at);
                taken = true;
                return new RunLease(this, run, epoch, lock);
            } finally {
                if (!taken) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw lockFailure(e);
        }
    }

    @Override
    public long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("an append needs at least one line, got none");
        }
        if (lease instanceof RunLease own && own.lock().isOver()) {
            checkOpen();
            throw new JournalException(
                    FENCED,
                    "run \"%s\" was given up by this owner, so epoch %d is over; acquire the run again"
                            .formatted(lease.run(), lease.epoch()));
        }
        var entries = new ArrayList<Append.Entry>(lines.size());
        long bytes = 0;
        for (Draft line : lines) {
            JsonText.requireObject(line.json(), "line of kind \"%s\"".formatted(line.kind()));
            Payload payload = Payload.pack(line.json());
            entries.add(new Append.Entry(line.kind(), line.at(), payload));
            bytes += payload.bytes();
        }
        var append = new Append(lease.run(), lease.epoch(), expectedSeq, entries, standing);
        return writer.perform(bytes, append::into);
    }

    @Override
    public void ensureRoom() {
        // Soon.
    }

    @Override
    public List<Line> read(RunId run, long fromSeq, long toSeq) {
        if (fromSeq < 0) {
            throw new IllegalArgumentException(
                    "line %d cannot be read; the first is 0".formatted(fromSeq));
        }
        return readers.read(tables -> lines(tables, run, fromSeq, toSeq))
                .orElseThrow(() -> Tables.unknown(run));
    }

    private static List<Line> lines(Tables tables, RunId run, long fromSeq, long toSeq)
            throws SQLException {
        RunRow row = tables.get(run);
        new Retention(tables).checkWhole(row);
        if (toSeq <= fromSeq) {
            return List.of();
        }
        var lines = new ArrayList<Line>();
        // A long string that many lines share is fetched and checked once.
        Map<String, String> contents = new HashMap<>();
        Walk.over(
                tables,
                row,
                fromSeq,
                toSeq,
                (line, hash) -> lines.add(line(tables, run, line, hash, contents)));
        return List.copyOf(lines);
    }

    private static Line line(
            Tables tables, RunId run, LineRow line, String hash, Map<String, String> contents)
            throws SQLException {
        String json =
                Payload.<SQLException>unpack(
                        line.json(),
                        blob -> {
                            String known = contents.get(blob);
                            if (known != null) {
                                return known;
                            }
                            String content =
                                    tables.content(blob)
                                            .orElseThrow(() -> lost(tables, run, line, blob));
                            contents.put(blob, content);
                            return content;
                        });
        return new Line(
                line.seq(),
                line.epoch(),
                new Draft(line.kind(), json, Instant.parse(line.at())),
                hash);
    }

    @Override
    public List<Head> runs(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a list of %d runs is impossible".formatted(limit));
        }
        return readers.read(tables -> tables.newest(limit)).orElse(List.of()).stream()
                .map(this::head)
                .toList();
    }

    @Override
    public Optional<Head> head(RunId run) {
        return readers.read(tables -> tables.find(run)).flatMap(found -> found).map(this::head);
    }

    @Override
    public void send(RunId run, String kind, String json, Instant at) {
        JsonText.requireObject(json, "signal of kind \"%s\"".formatted(kind));
        checkKnown(run);
        String text = Payload.storable(json);
        writer.perform(
                text.length(),
                tables -> {
                    new Messages(tables).send(run, kind, text, at);
                    return run;
                });
    }

    @Override
    public List<Signal> signals(RunId run, long after) {
        return readers.read(tables -> new Messages(tables).after(run, after))
                .orElseThrow(() -> Tables.unknown(run));
    }

    @Override
    public void keep(Lease lease, Snapshot snapshot) {
        JsonText.requireObject(snapshot.json(), "snapshot");
        checkKnown(lease.run());
        Payload payload = Payload.pack(snapshot.json());
        Blob body = Blob.of(payload.text());
        writer.perform(
                payload.bytes(),
                tables -> {
                    new Snapshots(tables).keep(lease, snapshot, payload, body);
                    return lease;
                });
    }

    @Override
    public Optional<Snapshot> snapshot(RunId run) {
        return readers.read(tables -> new Snapshots(tables).of(run))
                .orElseThrow(() -> Tables.unknown(run));
    }

    @Override
    public List<RunId> due(Instant now, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a list of %d runs is impossible".formatted(limit));
        }
        return readers.read(tables ->
                        tables.sql()
                                .list(
                                        "select id, epoch from run where wake_at is not null and"
                                                + " wake_at <= ? order by wake_at, nr",
                                        row -> new RunAtEpoch(new RunId(row.getString(1)), row.getLong(2)),
                                        WakeTime.text(now)))
                .orElse(List.of())
                .stream()
                .filter(run -> !isHeld(run))
                .limit(limit)
                .map(RunAtEpoch::run)
                .toList();
    }

    private record RunAtEpoch(RunId run, long epoch) {}

    private boolean isHeld(RunAtEpoch run) {
        try {
            return locks.isHeld(run.run(), run.epoch());
        } catch (IOException e) {
            throw lockFailure(e);
        }
    }

    void check(RunLease lease) {
        boolean owns =
                !lease.lock().isOver()
                        && readers.read(tables ->
                                        tables.get(lease.run()).claim().epoch() == lease.epoch())
                                .orElse(false);
        if (!owns) {
            throw new JournalException(
                    FENCED,
                    "epoch %d of run \"%s\" is over; acquire the run again"
                            .formatted(lease.epoch(), lease.run()));
        }
    }

    @Override
    public void prune(RunId run, String evidence, Instant at) {
        JsonText.requireObject(evidence, "evidence");
        RunRow seen =
                readers.read(tables -> {
                            RunRow row = tables.get(run);
                            new Retention(tables).checkWhole(row);
                            return row;
                        })
                        .orElseThrow(() -> Tables.unknown(run));
        if (isHeld(new RunAtEpoch(run, seen.claim().epoch()))) {
            throw busy(run, seen);
        }
        String text = Payload.storable(evidence);
        writer.perform(
                text.length(),
                tables -> {
                    new Retention(tables).prune(seen, text, at);
                    return run;
                });
    }

    @Override
    public Optional<String> evidence(RunId run) {
        return readers.read(tables -> new Retention(tables).evidence(tables.get(run)))
                .orElseThrow(() -> Tables.unknown(run));
    }

    @Override
    public long sweep() {
        return 0;
    }

    @Override
    public void note(String key, String json) {
        JsonText.requireObject(json, "note \"%s\"".formatted(key));
        if (key.isEmpty() || key.length() > KEY_MAX) {
            throw new IllegalArgumentException(
                    "a note's key has 1 to %d characters, not %d".formatted(KEY_MAX, key.length()));
        }
        String text = Payload.storable(json);
        writer.perform(
                text.length(),
                tables -> {
                    new Notes(tables).put(key, text);
                    return key;
                });
    }

    @Override
    public void forget(String key) {
        if (notes(key).containsKey(key)) {
            writer.perform(
                    key.length(),
                    tables -> {
                        new Notes(tables).remove(key);
                        return key;
                    });
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
        locks.close();
    }

    /// So that a wrong name makes no database where there was none.
    private void checkKnown(RunId run) {
        if (readers.read(tables -> tables.find(run)).flatMap(found -> found).isEmpty()) {
            throw Tables.unknown(run);
        }
    }

    private void checkOpen() {
        boolean _ = readers.read(_ -> true).isPresent();
    }

    private Head head(RunRow row) {
        try {
            var run = new RunId(row.birth().run());
            return new Head(
                    run,
                    row.birth().title(),
                    row.tip().status(),
                    locks.isHeld(run, row.claim().epoch())
                            ? Optional.of(row.claim().owner())
                            : Optional.empty(),
                    row.tip().nextSeq(),
                    Instant.parse(row.birth().created()),
                    Instant.parse(row.tip().updated()));
        } catch (IOException e) {
            throw lockFailure(e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw database.faults()
                    .corrupt(
                            "the row of run \"%s\" is not what was written (%s)"
                                    .formatted(row.birth().run(), e.getMessage()));
        }
    }

    private JournalException busy(RunId run, RunRow row) {
        String who;
        try {
            who =
                    locks.isHeld(run, row.claim().epoch())
                            ? "\"%s\" since %s".formatted(row.claim().owner(), row.claim().since())
                            : "a process that is just starting or ending";
        } catch (IOException e) {
            throw lockFailure(e);
        }
        return new JournalException(
                BUSY,
                "run \"%s\" is owned by %s; wait for it, or stop that process".formatted(run, who));
    }

    private JournalException lockFailure(IOException e) {
        return database.faults()
                .of(e, "locking a file in \"%s\"".formatted(database.folder().resolve("locks")));
    }

    private static JournalException lost(Tables tables, RunId run, LineRow line, String blob) {
        return tables.faults()
                .corrupt(
                        "run \"%s\" line %d: its blob %s is missing or not what was written"
                                .formatted(run, line.seq(), blob));
    }
}
