package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.EXISTS;
import static dev.lorimer.journal.JournalException.Kind.FENCED;
import static dev.lorimer.journal.JournalException.Kind.UNKNOWN_RUN;

import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tables, inside one transaction of the caller's.
///
/// Lines, blobs and runs that go on working are gathered and written with [#flush]; until then
/// nobody sees them.
///
/// @param faults words for what is found damaged
/// @param tips to be moved on together; empty for a write that is done by itself
record Tables(Sql sql, Faults faults, NewLines lines, Pending blobs, Optional<Tips> tips) {
    private static final Pending.Form BLOBS =
            new Pending.Form(
                    "insert into blob (hash, codec, size, body)",
                    "(?, ?, ?, ?)",
                    " on conflict (hash) do nothing");

    private Tables(Sql sql, Faults faults, Optional<Tips> tips) {
        this(sql, faults, new NewLines(sql), new Pending(BLOBS), tips);
    }

    /// For one write, or for reading.
    Tables(Sql sql, Faults faults) {
        this(sql, faults, Optional.empty());
    }

    /// For many writes in one transaction.
    static Tables shared(Sql sql, Faults faults) {
        return new Tables(sql, faults, Optional.of(new Tips()));
    }

    /// @return false when a run is not as somebody took it to be, so that nothing of this counts
    boolean flush() throws SQLException {
        int _ = blobs.write(sql);
        lines.insert();
        return tips.isEmpty() || tips.get().write(sql);
    }

    void discard() {
        blobs.clear();
        lines.clear();
        tips.ifPresent(Tips::clear);
    }

    /// Grows with each change, gathered or done.
    long written() {
        return sql.changes() + lines.size() + blobs.size() + tips.map(Tips::size).orElse(0);
    }

    void create(RunId run, String title, Instant at) throws SQLException {
        if (find(run).isPresent()) {
            throw new JournalException(
                    EXISTS, "run \"%s\" is there already; choose another name".formatted(run));
        }
        sql.update(
                "insert into run (id, title, created_at, owner, owned_at) values (?, ?, ?, '', '')",
                run.value(),
                title,
                at.toString());
        sql.update(
                "insert into tip (nr, epoch, session, next_seq, last_nr, newest, ended) values"
                        + " ((select nr from run where id = ?), 0, 0, 0, 0, 0, 0)",
                run.value());
    }

    /// Makes `owner` the run's owner under the epoch after the one it has: compare and set.
    ///
    /// @param seen the run as it was when its owner was found dead
    /// @param beat the last one of that owner; below 0 when he cannot beat any more. A session that
    ///   was cleared away meanwhile beats no more either
    /// @return the claim that was there, with the epoch after it
    RunRow claim(RunRow seen, long beat, RunRow.Claim by) throws SQLException {
        int changed =
                sql.update(
                        "update tip set epoch = epoch + 1, session = ? where nr = ? and epoch = ?"
                                + " and session = ? and (? < 0 or ifnull(? = (select beat from"
                                + " session where id = ?), 1))",
                        by.session(),
                        seen.birth().nr(),
                        seen.claim().epoch(),
                        seen.claim().session(),
                        beat,
                        beat,
                        seen.claim().session());
        if (changed == 1) {
            sql.update(
                    "update run set owner = ?, owned_at = ? where nr = ?",
                    by.owner(),
                    by.since(),
                    seen.birth().nr());
        }
        RunRow now = get(new RunId(seen.birth().run()));
        if (changed != 1) {
            throw busy(now);
        }
        return now;
    }

    /// The run is owned by nobody, unless somebody else has it by now.
    void giveUp(long nr, long epoch) throws SQLException {
        sql.update("update tip set session = 0 where nr = ? and epoch = ?", nr, epoch);
    }

    Optional<RunRow> find(RunId run) throws SQLException {
        return sql.first(RunRow.SELECT + "where r.id = ?", RunRow::of, run.value());
    }

    /// @throws JournalException `UNKNOWN_RUN`
    RunRow get(RunId run) throws SQLException {
        return find(run).orElseThrow(() -> unknown(run));
    }

    /// The last ones created, newest first.
    List<RunRow> newest(int limit) throws SQLException {
        return sql.list(RunRow.SELECT + "order by r.nr desc limit ?", RunRow::of, limit);
    }

    /// The content under that hash; empty when it is gone or changed.
    Optional<String> content(String hash) throws SQLException {
        return sql.first(
                        "select codec, size, body from blob where hash = ?",
                        row ->
                                Blob.stored(
                                        hash,
                                        Column.text(row, 1),
                                        row.getLong(2),
                                        Column.body(row, 3)),
                        Chain.bytes(hash))
                .flatMap(blob -> blob.flatMap(Blob::text));
    }

    void keep(Blob blob) {
        blobs.add(Chain.bytes(blob.hash()), blob.codec().word(), blob.size(), blob.body());
    }

    static JournalException busy(RunRow run) {
        return new JournalException(
                BUSY,
                "run \"%s\" is owned by \"%s\" since %s; wait for it, or stop that process"
                        .formatted(run.birth().run(), run.claim().owner(), run.claim().since()));
    }

    static JournalException fenced(RunRow run, long epoch) {
        return new JournalException(
                FENCED,
                "run \"%s\" is at epoch %d and this came under epoch %d, which is over; acquire the run again"
                        .formatted(run.birth().run(), run.claim().epoch(), epoch));
    }

    static JournalException unknown(RunId run) {
        return new JournalException(
                UNKNOWN_RUN,
                "there is no run \"%s\"; list the runs for their names".formatted(run));
    }
}
