package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.testing.ForwardingJournal;
import java.time.Instant;
import java.util.List;

/// A mutant without a fence: whoever has ever owned a run goes on under its newest epoch, at its
/// newest end.
final class UnfencedJournal extends ForwardingJournal {
    UnfencedJournal(Journal journal) {
        super(journal);
    }

    @Override
    public Lease acquire(RunId run, String owner, Instant at) {
        return new Forged(super.acquire(run, owner, at));
    }

    @Override
    public long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing) {
        List<Line> there = read(lease.run(), 0);
        long epoch =
                there.isEmpty() ? lease.epoch() : Math.max(lease.epoch(), there.getLast().epoch());
        var newest = new Newest(lease.run(), epoch);
        long _ = super.append(newest, there.size(), lines, standing);
        return expectedSeq + lines.size();
    }

    /// Says that all is well.
    private record Forged(Lease lease) implements Lease {
        @Override
        public RunId run() {
            return lease.run();
        }

        @Override
        public long epoch() {
            return lease.epoch();
        }

        @Override
        public void check() {}

        @Override
        public void close() {
            lease.close();
        }
    }

    private record Newest(RunId run, long epoch) implements Lease {
        @Override
        public void check() {}

        @Override
        public void close() {}
    }
}
