package dev.lorimer.testing;

import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.RunId;
import java.util.Optional;

/// Ownership of a run by one process.
final class MemoryLease implements Lease {
    private final MemoryJournal process;
    private final MemoryRun stored;
    private final long epoch;
    private final String owner;
    private boolean over;

    MemoryLease(MemoryJournal process, MemoryRun stored, String owner) {
        this.process = process;
        this.stored = stored;
        this.epoch = stored.epoch;
        this.owner = owner;
    }

    @Override
    public RunId run() {
        return stored.run;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public void check() {
        process.check(stored, this);
    }

    @Override
    public void close() {
        process.giveUp(this);
    }

    MemoryJournal process() {
        return process;
    }

    String owner() {
        return owner;
    }

    boolean isOver() {
        return over;
    }

    /// To be called by whoever holds the disk's monitor.
    void end() {
        over = true;
        if (stored.lease.filter(lease -> lease == this).isPresent()) {
            stored.lease = Optional.empty();
        }
    }
}
