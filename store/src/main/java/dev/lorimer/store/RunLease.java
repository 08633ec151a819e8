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
    private final long nr;
    private final long epoch;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Chain.Head head;

    /// @param taken the run as it is since it was taken
    RunLease(SqliteJournal journal, RunId run, RunRow taken) {
        this.journal = journal;
        this.run = run;
        this.nr = taken.birth().nr();
        this.epoch = taken.claim().epoch();
        this.head = taken.tip().end();
    }

    @Override
    public RunId run() {
        return run;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    /// The run's number in the table.
    long nr() {
        return nr;
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
