package dev.lorimer.store;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ownership of a run through this journal.
///
/// It knows where the run ends as long as its owner appends one after the other, so that hashes are
/// computed before the writer is asked. What is appended past it makes that worthless, not wrong:
/// the writer compares.
final class RunLease implements Journal.Lease {
    private final SqliteJournal journal;
    private final RunId run;
    private final long epoch;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Chain.Head head;

    RunLease(SqliteJournal journal, RunId run, long epoch, Chain.Head head) {
        this.journal = journal;
        this.run = run;
        this.epoch = epoch;
        this.head = head;
    }

    @Override
    public RunId run() {
        return run;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    Chain.Head head() {
        return head;
    }

    void moveOn(Chain.Head to) {
        head = to;
    }

    @Override
    public void check() {
        journal.check(this);
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            journal.giveUp(this);
        }
    }
}
