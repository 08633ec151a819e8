package dev.lorimer.store;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;

/// Ownership of a run through one journal.
final class PgLease implements Journal.Lease {
    private final RunId run;
    private final long epoch;
    private final long session;
    private final PgOwnership ownership;
    private volatile boolean over;

    /// @param session under which it was taken; a later one of the same journal does not own it
    PgLease(RunId run, long epoch, long session, PgOwnership ownership) {
        this.run = run;
        this.epoch = epoch;
        this.session = session;
        this.ownership = ownership;
    }

    @Override
    public RunId run() {
        return run;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public void check() {
        ownership.check(this);
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            ownership.giveUp(this);
        }
    }

    long session() {
        return session;
    }

    boolean isOf(PgOwnership other) {
        return ownership == other;
    }

    boolean isOver() {
        return over;
    }
}
