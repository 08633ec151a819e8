package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.ENDED;
import static dev.lorimer.journal.JournalException.Kind.EXISTS;
import static dev.lorimer.journal.JournalException.Kind.UNKNOWN_RUN;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs, lines and messages, inside one transaction of the caller's.
///
/// Whoever changes a run locks its row first, and reads what the row refers to in a later
/// statement, which sees what was committed while the lock was waited for.
///
/// @param faults words for what is found damaged
record PgTables(PgSql sql, PgFaults faults) {
    /// The server's own state for transactions that must be tried again.
    private static final String COLLISION = "40001";

    private static final String ADD =
            """
            with added as (
              insert into journal (run, seq, epoch, kind, status, at, json, hash)
              select run, seq, epoch, kind, status, at, json::json, hash
              from unnest (?, ?, ?, ?, ?, ?, ?, ?)
                as line (run, seq, epoch, kind, status, at, json, hash)
            )
            update run set next_seq = new.next_seq, head_hash = new.head_hash, status = new.status,
              updated_at = new.updated_at, child = nullif (new.child, ''), ended = new.ended,
              wake_at = case when run.newest > new.taken and not new.ended then 0
                else nullif (new.wake_at, '')::numeric end
            from unnest (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              as new (id, epoch, session, was_seq, was_hash, next_seq, head_hash, status,
                updated_at, wake_at, child, ended, taken)
            where run.id = new.id and run.epoch = new.epoch and run.session = new.session
              and run.next_seq = new.was_seq and run.head_hash = new.was_hash
              and not (new.ended and run.newest > new.taken) and not run.pruned\
            """;

    void create(String run, String title, Instant at) throws SQLException {
        var birth = new PgRun.Birth(run, title, at.toString());
        int added =
                sql.update(
                        "insert into run (id, title, status, head_hash, created_at, updated_at)"
                                + " values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing",
                        birth.run(),
                        birth.title(),
                        Journal.QUEUED,
                        birth.root(),
                        birth.created(),
                        birth.created());
        if (added != 1) {
            throw new JournalException(
                    EXISTS, "run \"%s\" is there already; choose another name".formatted(run));
        }
    }

    /// The rows of these runs, as far as they are there, locked until the transaction ends. All
    /// journals lock in the same order.
    Map<String, PgRun> lock(Collection<String> runs) throws SQLException {
        var rows = new LinkedHashMap<String, PgRun>();
        sql.each(
                "select "
                        + PgRun.COLUMNS
                        + " from run where id = any (?) order by nr for no key update",
                row -> {
                    PgRun run = PgRun.of(row);
                    rows.put(run.id(), run);
                },
                (Object) runs.toArray(String[]::new));
        return rows;
    }

    /// @throws JournalException `UNKNOWN_RUN`
    PgRun lock(String run) throws SQLException {
        return Optional.ofNullable(lock(List.of(run)).get(run)).orElseThrow(() -> unknown(run));
    }

    Optional<PgRun> find(String run) throws SQLException {
        return sql.first("select " + PgRun.COLUMNS + " from run where id = ?", PgRun::of, run);
    }

    /// @throws JournalException `UNKNOWN_RUN`
    PgRun get(String run) throws SQLException {
        return find(run).orElseThrow(() -> unknown(run));
    }

    /// Stores what was decided; see [PgBatch].
    void store(PgBatch batch) throws SQLException {
        if (batch.lines().isEmpty()) {
            return;
        }
        keep(batch.blobs());
        refer(batch.references());
        add(batch.lines(), batch.changes());
        List<String> ended =
                batch.changes().stream()
                        .map(PgBatch.Change::run)
                        .filter(run -> run.rest().ended())
                        .map(PgRun::id)
                        .toList();
        if (!ended.isEmpty()) {
            int _ =
                    sql.update(
                            "update run set wake_at = 0 where child = any (?) and not ended and"
                                    + " wake_at is distinct from 0",
                            (Object) ended.toArray(String[]::new));
        }
    }

    /// Keeps contents that are not there yet.
    void keep(Collection<Blob> blobs) throws SQLException {
        if (blobs.isEmpty()) {
            return;
        }
        // From here to the end of the transaction nothing is swept: a content that is there now
        // stays until a line refers to it.
        sql.execute(PgSweep.HOLD);
        var rows = new ArrayList<List<Object>>(blobs.size());
        for (Blob blob : blobs) {
            rows.add(List.of(blob.hash(), blob.codec().word(), blob.size(), blob.body()));
        }
        sql.updateAll(
                "insert into blob (hash, codec, size, body) values (?, ?, ?, ?) on conflict (hash)"
                        + " do nothing",
                rows.stream().sorted(PgTables::byHash).toList());
    }

    /// Two transactions that keep the same contents wait for each other in the same order.
    private static int byHash(List<Object> one, List<Object> other) {
        return one.getFirst().toString().compareTo(other.getFirst().toString());
    }

    /// Lets a sweep know who needs what.
    private void refer(List<PgBatch.Reference> references) throws SQLException {
        if (references.isEmpty()) {
            return;
        }
        int _ =
                sql.update(
                        "insert into reference (hash, run, line) select hash, run, true from unnest"
                                + " (?, ?) as new (hash, run) order by hash, run on conflict do"
                                + " nothing",
                        references.stream().map(PgBatch.Reference::hash).toArray(String[]::new),
                        references.stream().map(PgBatch.Reference::run).toArray(String[]::new));
    }

    /// Lines and runs in one statement. The runs are the fence proper: compare and set. A message
    /// may have come since they were read, so what wakes a run is seen here.
    private void add(List<PgBatch.Line> lines, List<PgBatch.Change> changes) throws SQLException {
        var values = new ArrayList<Object>();
        values.addAll(columns(lines));
        values.addAll(changed(changes));
        int changed = sql.update(ADD, values.toArray());
        if (changed != changes.size()) {
            // As a collision of transactions: it is rolled back and tried again.
            throw new SQLException("a run was changed by somebody else", COLLISION);
        }
    }

    private static List<Object> columns(List<PgBatch.Line> lines) {
        return List.of(
                lines.stream().map(PgBatch.Line::run).toArray(String[]::new),
                lines.stream().map(line -> line.row().seq()).toArray(Long[]::new),
                lines.stream().map(line -> line.row().epoch()).toArray(Long[]::new),
                lines.stream().map(line -> line.row().kind()).toArray(String[]::new),
                lines.stream().map(line -> line.row().status()).toArray(String[]::new),
                lines.stream().map(line -> line.row().at()).toArray(String[]::new),
                lines.stream().map(line -> line.row().json()).toArray(String[]::new),
                lines.stream().map(PgBatch.Line::hash).toArray(String[]::new));
    }

    private static List<Object> changed(List<PgBatch.Change> changes) {
        List<PgRun> runs = changes.stream().map(PgBatch.Change::run).toList();
        return List.of(
                runs.stream().map(PgRun::id).toArray(String[]::new),
                runs.stream().map(run -> run.claim().epoch()).toArray(Long[]::new),
                runs.stream().map(run -> run.claim().session()).toArray(Long[]::new),
                changes.stream().map(change -> change.was().nextSeq()).toArray(Long[]::new),
                changes.stream().map(change -> change.was().hash()).toArray(String[]::new),
                runs.stream().map(run -> run.tip().nextSeq()).toArray(Long[]::new),
                runs.stream().map(run -> run.tip().hash()).toArray(String[]::new),
                runs.stream().map(run -> run.tip().status()).toArray(String[]::new),
                runs.stream().map(run -> run.tip().updated()).toArray(String[]::new),
                runs.stream().map(run -> run.rest().wake()).toArray(String[]::new),
                runs.stream().map(run -> run.rest().child()).toArray(String[]::new),
                runs.stream().map(run -> run.rest().ended()).toArray(Boolean[]::new),
                changes.stream().map(PgBatch.Change::taken).toArray(Long[]::new));
    }

    void send(String run, String kind, String json, Instant at) throws SQLException {
        PgRun row = lock(run);
        if (row.rest().ended()) {
            throw new JournalException(
                    ENDED,
                    "run \"%s\" has ended (%s) and takes no more messages; start a new one"
                            .formatted(run, row.tip().status()));
        }
        // Under the lock of the run, so that the ids of its messages grow in order of commit.
        long id = sql.number("select nextval ('signal_id')");
        var signal = new SignalRow(id, kind, at.toString(), json);
        int _ =
                sql.update(
                        "insert into signal (id, run, kind, at, json, hash) values (?, ?, ?, ?,"
                                + " ?::json, ?)",
                        signal.id(),
                        run,
                        signal.kind(),
                        signal.at(),
                        signal.json(),
                        Chain.signal(run, signal));
        int _ = sql.update("update run set newest = ?, wake_at = 0 where id = ?", id, run);
    }

    List<Journal.Signal> signals(String run, long after) throws SQLException {
        boolean _ = get(run).rest().ended();
        return sql.list(
                "select id, kind, at, json, hash from signal where run = ? and id > ? order by id",
                row -> {
                    var signal = SignalRow.of(row);
                    if (!Chain.signal(run, signal).equals(row.getString(5))) {
                        throw faults.corrupt(
                                "signal %d of run \"%s\" is not what was sent"
                                        .formatted(signal.id(), run));
                    }
                    return new Journal.Signal(
                            signal.id(), signal.kind(), signal.json(), Instant.parse(signal.at()));
                },
                run,
                after);
    }

    /// The content under that hash; empty when it is gone or changed.
    Optional<String> content(String hash) throws SQLException {
        return sql.first(
                        "select codec, size, body from blob where hash = ?",
                        row -> Blob.stored(hash, row.getString(1), row.getLong(2), row.getBytes(3)),
                        hash)
                .flatMap(blob -> blob.flatMap(Blob::text));
    }

    static JournalException unknown(String run) {
        return new JournalException(
                UNKNOWN_RUN,
                "there is no run \"%s\"; list the runs for their names".formatted(run));
    }
}
