package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.EXISTS;
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
                        "update run set epoch = epoch + 1, owner = ?, owned_at = ?, session = 1"
                                + " where id = ? and epoch = ?",
                        owner,
                        at.toString(),
                        run.birth().run(),
                        run.claim().epoch());
        if (changed != 1) {
            throw new JournalException(
                    BUSY,
                    "run \"%s\" has just been taken by another process; wait for it, or stop it"
                            .formatted(run.birth().run()));
        }
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

    void keep(Blob blob) throws SQLException {
        sql.update(
                "insert into blob (hash, codec, size, body) values (?, ?, ?, ?) on conflict (hash)"
                        + " do nothing",
                blob.hash(),
                blob.codec().word(),
                blob.size(),
                blob.body());
    }

    static JournalException unknown(RunId run) {
        return new JournalException(
                UNKNOWN_RUN,
                "there is no run \"%s\"; list the runs for their names".formatted(run));
    }
}
