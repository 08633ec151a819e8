package dev.lorimer.store;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;

/// Ownership of a run through this journal.
record RunLease(SqliteJournal journal, RunId run, long epoch, RunLocks.RunLock lock)
        implements Journal.Lease {
    @Override
    public void check() {
        journal.check(this);
    }

    @Override
    public void close() {
        lock.close();
    }
}
