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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
                long epoch = row.epoch() + 1;
                lock.show(epoch);
                tables.claim(row, owner, at);
                taken = true;
                return new RunLease(run, epoch, lock);
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
    public long append(Lease lease, long expectedSeq, List<Draft> lines, String status) {
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
        var entries = new ArrayList<Tables.Entry>(lines.size());
        long bytes = 0;
        for (Draft line : lines) {
            JsonText.requireObject(line.json(), "line of kind \"%s\"".formatted(line.kind()));
            Payload payload = Payload.pack(line.json());
            entries.add(new Tables.Entry(line.kind(), line.at(), payload));
            bytes += payload.bytes();
        }
        var append = new Tables.Append(lease.run(), lease.epoch(), expectedSeq, entries, status);
        return writer.perform(bytes, tables -> tables.append(append));
    }

    @Override
    public List<Line> read(RunId run, long fromSeq) {
        if (fromSeq < 0) {
            throw new IllegalArgumentException(
                    "line %d cannot be read; the first is 0".formatted(fromSeq));
        }
        return readers.read(tables -> lines(tables, run, fromSeq))
                .orElseThrow(() -> Tables.unknown(run));
    }

    private static List<Line> lines(Tables tables, RunId run, long fromSeq) throws SQLException {
        RunRow row = tables.get(run);
        var lines = new ArrayList<Line>();
        // A long string that many lines share is fetched and checked once.
        Map<String, String> contents = new HashMap<>();
        Walk.over(
                tables,
                row,
                fromSeq,
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
                    tables.send(run, kind, text, at);
                    return run;
                });
    }

    @Override
    public List<Signal> signals(RunId run, long after) {
        return readers.read(tables -> tables.signals(run, after))
                .orElseThrow(() -> Tables.unknown(run));
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
                    locks.isHeld(run, row.epoch())
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
                    locks.isHeld(run, row.epoch())
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
