package dev.lorimer.store;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;

/// Ownership of a run through this journal.
record RunLease(RunId run, long epoch, RunLocks.RunLock lock) implements Journal.Lease {
    @Override
    public void close() {
        lock.close();
    }
}
