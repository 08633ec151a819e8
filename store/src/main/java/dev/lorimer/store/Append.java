package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.FENCED;
import static dev.lorimer.journal.JournalException.Kind.SIGNALLED;

import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an append asks for.
record Append(RunId run, long epoch, long expectedSeq, List<Entry> entries, Standing standing) {
    /// A line on its way into the table.
    record Entry(String kind, Instant at, Payload payload) {}

    /// The next free sequence number. Whatever is refused is refused before anything is written.
    long into(Tables tables) throws SQLException {
        RunRow row = tables.get(run);
        checkFence(row);
        checkMessages(row);
        String hash = row.tip().hash();
        long seq = expectedSeq;
        for (Entry entry : entries) {
            for (Blob blob : entry.payload().blobs()) {
                tables.keep(blob);
            }
            var line =
                    new LineRow(
                            seq,
                            epoch,
                            entry.kind(),
                            standing.status(),
                            entry.at().toString(),
                            entry.payload().text());
            hash = Chain.link(hash, run.value(), line);
            insert(tables, line, hash);
            seq++;
        }
        advance(tables, seq, hash);
        stand(tables, row);
        return seq;
    }

    private void checkFence(RunRow row) {
        if (row.claim().epoch() != epoch || row.claim().session() == 0) {
            throw new JournalException(
                    FENCED,
                    "run \"%s\" is at epoch %d and the append came under epoch %d, which is over; acquire the run again"
                            .formatted(run, row.claim().epoch(), epoch));
        }
        if (row.tip().nextSeq() != expectedSeq) {
            throw new JournalException(
                    FENCED,
                    "the next line of run \"%s\" is %d, but %d was offered; read the run again"
                            .formatted(run, row.tip().nextSeq(), expectedSeq));
        }
    }

    private void checkMessages(RunRow row) {
        if (standing.last() && row.rest().newest() > standing.taken()) {
            throw new JournalException(
                    SIGNALLED,
                    "a message for run \"%s\" came before its end; take it first".formatted(run));
        }
    }

    private void insert(Tables tables, LineRow line, String hash) throws SQLException {
        tables.sql()
                .update(
                        "insert into journal (run, seq, epoch, kind, status, at, json, hash) values"
                                + " (?, ?, ?, ?, ?, ?, ?, ?)",
                        run.value(),
                        line.seq(),
                        line.epoch(),
                        line.kind(),
                        line.status(),
                        line.at(),
                        line.json(),
                        hash);
    }

    /// The fence proper: compare and set. What was checked before is only there for the words.
    private void advance(Tables tables, long nextSeq, String hash) throws SQLException {
        int changed =
                tables.sql()
                        .update(
                                "update run set next_seq = ?, head_hash = ?, status = ?, updated_at"
                                        + " = ? where id = ? and epoch = ? and next_seq = ?",
                                nextSeq,
                                hash,
                                standing.status(),
                                entries.getLast().at().toString(),
                                run.value(),
                                epoch,
                                expectedSeq);
        if (changed != 1) {
            throw new JournalException(
                    FENCED, "run \"%s\" was changed by somebody else; read it again".formatted(run));
        }
    }

    /// Only what changes is written, since each write of these columns is one of an index too.
    private void stand(Tables tables, RunRow row) throws SQLException {
        var rest =
                new RunRow.Rest(
                        wake(tables, row),
                        standing.child().map(RunId::value),
                        row.rest().newest(),
                        standing.last());
        if (!rest.equals(row.rest())) {
            tables.sql()
                    .update(
                            "update run set wake_at = ?, child = ?, ended = ? where id = ?",
                            rest.wake().orElse(null),
                            rest.child().orElse(null),
                            rest.ended() ? 1 : 0,
                            run.value());
        }
        if (standing.last()) {
            tables.sql().update("update run set wake_at = ? where child = ?", WakeTime.NOW, run.value());
        }
    }

    private Optional<String> wake(Tables tables, RunRow row) throws SQLException {
        if (standing.last()) {
            return Optional.empty();
        }
        boolean called = row.rest().newest() > standing.taken() || hasChildEnded(tables);
        return called ? Optional.of(WakeTime.NOW) : standing.wake().map(WakeTime::text);
    }

    private boolean hasChildEnded(Tables tables) throws SQLException {
        Optional<RunRow> child =
                standing.child().isEmpty() ? Optional.empty() : tables.find(standing.child().get());
        return child.filter(row -> row.rest().ended()).isPresent();
    }
}
