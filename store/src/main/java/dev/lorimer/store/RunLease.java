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
    private volatile Seen seen;
    private volatile boolean atWork;

    /// @param sent how many messages this process had sent to any run before it was seen
    private record Seen(Append.Known known, long sent) {}

    /// @param taken the run as it is since it was taken
    /// @param sent see [SqliteJournal#sent]
    RunLease(SqliteJournal journal, RunId run, RunRow taken, long sent) {
        this.journal = journal;
        this.run = run;
        this.nr = taken.birth().nr();
        this.epoch = taken.claim().epoch();
        this.seen = new Seen(new Append.Known(taken.tip().end(), taken.rest().newest()), sent);
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

    Append.Known known() {
        return seen.known();
    }

    /// @param sent how many messages this process had sent before
    /// @param working whether the run goes on at once
    void moveOn(Append.Known to, long sent, boolean working) {
        seen = new Seen(to, sent);
        atWork = working;
    }

    @Override
    public OptionalLong newest() {
        var last = seen;
        return last.sent() == journal.sent()
                ? OptionalLong.of(last.known().newest())
                : OptionalLong.empty();
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
