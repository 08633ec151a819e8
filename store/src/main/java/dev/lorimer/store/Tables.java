package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.EXISTS;
import static dev.lorimer.journal.JournalException.Kind.FENCED;
import static dev.lorimer.journal.JournalException.Kind.UNKNOWN_RUN;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tables, inside one transaction of the caller's.
///
/// @param faults words for what is found damaged
record Tables(Sql sql, Faults faults) {
    /// A line on its way into the table.
    record Entry(String kind, Instant at, Payload payload) {}

    /// What an append asks for.
    record Append(RunId run, long epoch, long expectedSeq, List<Entry> entries, String status) {}

    void create(RunId run, String title, Instant at) throws SQLException {
        if (find(run).isPresent()) {
            throw new JournalException(
                    EXISTS, "run \"%s\" is there already; choose another name".formatted(run));
        }
        var birth = new RunRow.Birth(run.value(), title, at.toString());
        sql.update(
                "insert into run (id, title, status, epoch, next_seq, head_hash, owner, owned_at,"
                        + " created_at, updated_at) values (?, ?, ?, 0, 0, ?, '', '', ?, ?)",
                birth.run(),
                birth.title(),
                Journal.QUEUED,
                Chain.root(birth),
                birth.created(),
                birth.created());
    }

    /// Makes `owner` the run's owner under the epoch after the one it has.
    void claim(RunRow run, String owner, Instant at) throws SQLException {
        int changed =
                sql.update(
                        "update run set epoch = epoch + 1, owner = ?, owned_at = ? where id = ? and"
                                + " epoch = ?",
                        owner,
                        at.toString(),
                        run.birth().run(),
                        run.epoch());
        if (changed != 1) {
            throw new JournalException(
                    BUSY,
                    "run \"%s\" has just been taken by another process; wait for it, or stop it"
                            .formatted(run.birth().run()));
        }
    }

    /// The next free sequence number.
    long append(Append append) throws SQLException {
        RunRow run = get(append.run());
        checkFence(run, append);
        String hash = run.tip().hash();
        long seq = append.expectedSeq();
        for (Entry entry : append.entries()) {
            for (Blob blob : entry.payload().blobs()) {
                keep(blob);
            }
            var line =
                    new LineRow(
                            seq,
                            append.epoch(),
                            entry.kind(),
                            append.status(),
                            entry.at().toString(),
                            entry.payload().text());
            hash = Chain.link(hash, run.birth().run(), line);
            insert(run.birth().run(), line, hash);
            seq++;
        }
        advance(append, seq, hash);
        return seq;
    }

    void send(RunId run, String kind, String json, Instant at) throws SQLException {
        get(run);
        long id = sql.number("select max(id) from signal") + 1;
        var signal = new SignalRow(id, kind, at.toString(), json);
        sql.update(
                "insert into signal (id, run, kind, at, json, hash) values (?, ?, ?, ?, ?, ?)",
                signal.id(),
                run.value(),
                signal.kind(),
                signal.at(),
                signal.json(),
                Chain.signal(run.value(), signal));
    }

    List<Journal.Signal> signals(RunId run, long after) throws SQLException {
        get(run);
        return sql.list(
                "select id, kind, at, json, hash from signal where run = ? and id > ? order by id",
                row -> {
                    var signal = SignalRow.of(row);
                    if (!Chain.signal(run.value(), signal).equals(row.getString(5))) {
                        throw faults.corrupt(
                                "signal %d of run \"%s\" is not what was sent"
                                        .formatted(signal.id(), run));
                    }
                    return new Journal.Signal(
                            signal.id(), signal.kind(), signal.json(), Instant.parse(signal.at()));
                },
                run.value(),
                after);
    }

    Optional<RunRow> find(RunId run) throws SQLException {
        return sql.first(
                "select " + RunRow.COLUMNS + " from run where id = ?", RunRow::of, run.value());
    }

    /// @throws JournalException `UNKNOWN_RUN`
    RunRow get(RunId run) throws SQLException {
        return find(run).orElseThrow(() -> unknown(run));
    }

    /// The last ones created, newest first.
    List<RunRow> newest(int limit) throws SQLException {
        return sql.list(
                "select " + RunRow.COLUMNS + " from run order by nr desc limit ?",
                RunRow::of,
                limit);
    }

    /// The content under that hash; empty when it is gone or changed.
    Optional<String> content(String hash) throws SQLException {
        return sql.first(
                        "select codec, size, body from blob where hash = ?",
                        row -> Blob.stored(hash, row.getString(1), row.getLong(2), row.getBytes(3)),
                        hash)
                .flatMap(blob -> blob.flatMap(Blob::text));
    }

    static JournalException unknown(RunId run) {
        return new JournalException(
                UNKNOWN_RUN,
                "there is no run \"%s\"; list the runs for their names".formatted(run));
    }

    private static void checkFence(RunRow run, Append append) {
        if (run.epoch() != append.epoch()) {
            throw new JournalException(
                    FENCED,
                    "run \"%s\" is at epoch %d and the append came under epoch %d, which is over; acquire the run again"
                            .formatted(append.run(), run.epoch(), append.epoch()));
        }
        if (run.tip().nextSeq() != append.expectedSeq()) {
            throw new JournalException(
                    FENCED,
                    "the next line of run \"%s\" is %d, but %d was offered; read the run again"
                            .formatted(append.run(), run.tip().nextSeq(), append.expectedSeq()));
        }
    }

    private void keep(Blob blob) throws SQLException {
        sql.update(
                "insert into blob (hash, codec, size, body) values (?, ?, ?, ?) on conflict (hash)"
                        + " do nothing",
                blob.hash(),
                blob.codec().word(),
                blob.size(),
                blob.body());
    }

    private void insert(String run, LineRow line, String hash) throws SQLException {
        sql.update(
                "insert into journal (run, seq, epoch, kind, status, at, json, hash) values (?, ?,"
                        + " ?, ?, ?, ?, ?, ?)",
                run,
                line.seq(),
                line.epoch(),
                line.kind(),
                line.status(),
                line.at(),
                line.json(),
                hash);
    }

    /// The fence proper: compare and set. What was checked before is only there for the words.
    private void advance(Append append, long nextSeq, String hash) throws SQLException {
        int changed =
                sql.update(
                        "update run set next_seq = ?, head_hash = ?, status = ?, updated_at = ?"
                                + " where id = ? and epoch = ? and next_seq = ?",
                        nextSeq,
                        hash,
                        append.status(),
                        append.entries().getLast().at().toString(),
                        append.run().value(),
                        append.epoch(),
                        append.expectedSeq());
        if (changed != 1) {
            throw new JournalException(
                    FENCED,
                    "run \"%s\" was changed by somebody else; read it again"
                            .formatted(append.run()));
        }
    }
}
