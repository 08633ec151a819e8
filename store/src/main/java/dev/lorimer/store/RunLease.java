package dev.lorimer.store;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import java.util.OptionalLong;
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
    private volatile boolean atWork;

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

    boolean isOf(SqliteJournal other) {
        return journal == other;
    }

    /// The run's number in the table.
    long nr() {
        return nr;
    }

    Chain.Head head() {
        return head;
    }

    /// @param working whether the run goes on at once
    void moveOn(Chain.Head to, boolean working) {
        head = to;
        atWork = working;
    }

    /// The run's number, when all that was appended to it last left it at work.
    OptionalLong working() {
        return atWork ? OptionalLong.of(nr) : OptionalLong.empty();
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
