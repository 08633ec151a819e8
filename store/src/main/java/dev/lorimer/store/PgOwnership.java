package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.FENCED;
import static dev.lorimer.journal.JournalException.Kind.IO;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Who owns which run.
final class PgOwnership implements AutoCloseable {
    private final PgServer server;
    private final PgHands writers;
    private final PgHands readers;
    private final PgSession sessions;

    PgOwnership(PgServer server, PgHands writers, PgHands readers) {
        this.server = server;
        this.writers = writers;
        this.readers = readers;
        this.sessions = new PgSession(server, writers);
    }

    Journal.Lease acquire(RunId run, String owner, Instant at) {
        // Once more when the session turns out to have been removed meanwhile.
        return tried(run, owner, at)
                .or(() -> tried(run, owner, at))
                .orElseThrow(() ->
                        new JournalException(
                                IO,
                                "run \"%s\" was not acquired: this process gave no sign of life for longer than its lease; try again"
                                        .formatted(run)));
    }

    /// Under which ownership something is asked for.
    ///
    /// @throws JournalException `FENCED` when the lease was closed
    PgAppend.Fence fence(Journal.Lease lease) {
        long session = sessions.id();
        if (lease instanceof PgLease own) {
            if (own.isOver()) {
                throw new JournalException(
                        FENCED,
                        "run \"%s\" was given up by this owner, so epoch %d is over; acquire the run again"
                                .formatted(own.run(), own.epoch()));
            }
            session = own.session();
        }
        return new PgAppend.Fence(lease.run().value(), lease.epoch(), session);
    }

    boolean gave(PgLease lease) {
        return lease.isOf(this);
    }

    /// @throws JournalException `FENCED` when the run has, or may have, another owner by now
    void check(PgLease lease) {
        PgAppend.Fence fence = fence(lease);
        boolean owned =
                readers.perform(sql ->
                        sql.holds(
                                "select exists (select 1 from run join session on session.id ="
                                        + " run.session where run.id = ? and run.epoch = ? and"
                                        + " session.id = ? and session.lease_until >"
                                        + " clock_timestamp ())",
                                fence.run(),
                                fence.epoch(),
                                fence.session()));
        if (!owned) {
            throw new JournalException(
                    FENCED,
                    "epoch %d of run \"%s\" is over: this process gave no sign of life for longer than its lease; acquire the run again"
                            .formatted(lease.epoch(), lease.run()));
        }
    }

    /// What the server cannot be told now is put right with the next sign of life.
    void giveUp(PgLease lease) {
        sessions.release(lease.run(), lease.epoch());
        try {
            int _ =
                    writers.perform(sql ->
                            sql.update(
                                    "update run set session = 0 where id = ? and epoch = ? and"
                                            + " session = ?",
                                    lease.run().value(),
                                    lease.epoch(),
                                    lease.session()));
        } catch (JournalException _) {
            sessions.doubt();
        }
    }

    @Override
    public void close() {
        sessions.close();
    }

    /// Empty when the session is gone.
    private Optional<Journal.Lease> tried(RunId run, String owner, Instant at) {
        long session = sessions.begin();
        var claimed = new AtomicLong();
        boolean done = false;
        try {
            Optional<Journal.Lease> lease =
                    writers.perform(sql -> claim(sql, session, run, owner, at, claimed));
            done = lease.isPresent();
            if (!done) {
                sessions.end(session);
            }
            return lease;
        } finally {
            if (!done && claimed.get() > 0) {
                // Whether it was committed or not: nobody got it.
                sessions.release(run, claimed.get());
                sessions.doubt();
            }
        }
    }

    private Optional<Journal.Lease> claim(
            PgSql sql, long session, RunId run, String owner, Instant at, AtomicLong claimed)
            throws SQLException {
        if (PgSession.lives(sql, session) == 0 && !sessions.beat(sql, session)) {
            return Optional.empty();
        }
        PgRun row = new PgTables(sql, server.faults()).lock(run.value());
        checkFree(sql, row, session);
        long epoch = row.claim().epoch() + 1;
        int _ =
                sql.update(
                        "update run set epoch = ?, session = ?, owner = ?, owned_at = ? where id ="
                                + " ?",
                        epoch,
                        session,
                        owner,
                        at.toString(),
                        run.value());
        // Before anybody can see the row, see PgSession.
        sessions.hold(run, epoch);
        claimed.set(epoch);
        return Optional.of(new PgLease(run, epoch, session, this));
    }

    private void checkFree(PgSql sql, PgRun row, long session) throws SQLException {
        PgRun.Claim claim = row.claim();
        boolean ours = claim.session() == session;
        long lives = claim.session() == 0 ? 0 : PgSession.lives(sql, claim.session());
        if (lives > 0 && (!ours || sessions.holds(new RunId(row.id()), claim.epoch()))) {
            throw new JournalException(
                    BUSY,
                    "run \"%s\" is owned by \"%s\" since %s; wait for it, or stop that process: its lease then ends in %d s"
                            .formatted(
                                    row.id(),
                                    claim.owner(),
                                    claim.since(),
                                    Math.ceilDiv(lives, 1_000)));
        }
    }
}
