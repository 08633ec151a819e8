package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.FENCED;
import static dev.lorimer.journal.JournalException.Kind.SIGNALLED;

import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What an append asks for.
///
/// @param working the run's number, when its owner left it at work
/// @param newest the run's last message, as its owner knows it
/// @param links the lines, chained to what the caller takes for the run's last line
/// @param blobs what the lines refer to
record Append(
        RunId run,
        OptionalLong working,
        long newest,
        long epoch,
        Links links,
        List<Blob> blobs,
        Standing standing) {
    /// What its owner knows of the run after it.
    ///
    /// @param head where the run ends
    /// @param newest its last message
    record Known(Chain.Head head, long newest) {}

    /// Does it. Whatever is refused is refused before anything is written.
    Known into(Tables tables) throws SQLException {
        if (working.isPresent() && tables.tips().isPresent() && isWorking(standing)) {
            return goOn(tables, tables.tips().get(), working.getAsLong());
        }
        RunRow row = tables.get(run);
        Retention.checkWhole(row);
        checkFence(row);
        checkMessages(row);
        Links fitting = links.after(row.tip().end(), run);
        Optional<Long> wake = wake(tables, row);
        advance(tables, row.birth().nr(), fitting);
        stand(tables, row, wake);
        return new Known(write(tables, row.birth().nr(), fitting), row.rest().newest());
    }

    /// Whether a run of that standing goes on at once, and waits for nothing.
    static boolean isWorking(Standing standing) {
        return !standing.last()
                && standing.child().isEmpty()
                && standing.wake().filter(Standing.NOW::equals).isPresent();
    }

    /// The way of nearly all appends: the run was at work and stays so, and nobody has sent it
    /// anything.
    private Known goOn(Tables tables, Tips tips, long nr) throws SQLException {
        tips.moveOn(
                nr,
                epoch,
                new Known(links.before(), newest),
                links.nextSeq(),
                tables.lines().after(links.lines().size()));
        return new Known(write(tables, nr, links), newest);
    }

    private void checkFence(RunRow row) {
        if (!row.claim().holds(epoch)) {
            throw Tables.fenced(row, epoch);
        }
        if (row.tip().end().nextSeq() != links.before().nextSeq()) {
            throw new JournalException(
                    FENCED,
                    "the next line of run \"%s\" is %d, but %d was offered; read the run again"
                            .formatted(run, row.tip().end().nextSeq(), links.before().nextSeq()));
        }
    }

    private void checkMessages(RunRow row) {
        if (standing.last() && row.rest().newest() > standing.taken()) {
            throw new JournalException(
                    SIGNALLED,
                    "a message for run \"%s\" came before its end; take it first".formatted(run));
        }
    }

    private Chain.Head write(Tables tables, long runNr, Links fitting) throws SQLException {
        blobs.forEach(tables::keep);
        long last = fitting.before().nr();
        for (NewLine line : fitting.lines()) {
            last = tables.lines().add(runNr, last, line);
        }
        return new Chain.Head(fitting.nextSeq(), fitting.lastHash(), last);
    }

    /// The fence proper: compare and set. What was checked before is only there for the words.
    private void advance(Tables tables, long runNr, Links fitting) throws SQLException {
        int changed =
                tables.sql()
                        .update(
                                "update tip set next_seq = ?, last_nr = ? where nr = ? and epoch = ?"
                                        + " and next_seq = ? and session <> 0",
                                fitting.nextSeq(),
                                tables.lines().after(fitting.lines().size()),
                                runNr,
                                epoch,
                                links.before().nextSeq());
        if (changed != 1) {
            throw new JournalException(
                    FENCED,
                    "run \"%s\" was changed by somebody else; read it again".formatted(run));
        }
    }

    /// Only what changes is written, since each write of these columns is one of an index too.
    private void stand(Tables tables, RunRow row, Optional<Long> wake) throws SQLException {
        var rest =
                new RunRow.Rest(
                        wake,
                        standing.child().map(RunId::value),
                        row.rest().newest(),
                        standing.last() ? RunRow.Life.ENDED : RunRow.Life.OPEN);
        if (!rest.equals(row.rest())) {
            tables.sql()
                    .update(
                            "update tip set wake_at = ?, child = ?, ended = ? where nr = ?",
                            rest.wake(),
                            rest.child(),
                            rest.life().stored(),
                            row.birth().nr());
        }
        if (standing.last()) {
            tables.sql()
                    .update(
                            "update tip set wake_at = ? where child = ?",
                            WakeTime.NOW,
                            run.value());
        }
    }

    private Optional<Long> wake(Tables tables, RunRow row) throws SQLException {
        if (standing.last()) {
            return Optional.empty();
        }
        boolean called = row.rest().newest() > standing.taken() || hasChildEnded(tables);
        return called ? Optional.of(WakeTime.NOW) : standing.wake().map(WakeTime::nanos);
    }

    private boolean hasChildEnded(Tables tables) throws SQLException {
        Optional<RunRow> child =
                standing.child().isEmpty() ? Optional.empty() : tables.find(standing.child().get());
        return child.filter(row -> row.rest().isOver()).isPresent();
    }
}
