package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.testing.ForwardingJournal;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A mutant: acknowledges an append before it is on disk.
final class EarlyJournal extends ForwardingJournal {
    private final ExecutorService later = Executors.newSingleThreadExecutor();

    EarlyJournal(Journal journal) {
        super(journal);
    }

    @Override
    public long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing) {
        later.execute(() -> super.append(lease, expectedSeq, lines, standing));
        return expectedSeq + lines.size();
    }

    @Override
    public void close() {
        later.close();
        super.close();
    }
}
