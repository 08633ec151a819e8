package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.testing.ForwardingJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A mutant that drops intents: they are written together with what comes after the effect, so that
/// a process which dies in between leaves no trace of what it was about to do.
final class ForgetfulJournal extends ForwardingJournal {
    /// What was acknowledged and is not written.
    private final Map<RunId, List<Draft>> held = new ConcurrentHashMap<>();

    ForgetfulJournal(Journal journal) {
        super(journal);
    }

    @Override
    public long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing) {
        List<Draft> before = held.getOrDefault(lease.run(), List.of());
        var all = new ArrayList<>(before);
        all.addAll(lines);
        int written = all.size();
        while (written > 0 && all.get(written - 1).kind().equals("intended")) {
            written--;
        }
        held.put(lease.run(), List.copyOf(all.subList(written, all.size())));
        if (written > 0) {
            List<Draft> now = all.subList(0, written);
            long _ = super.append(lease, expectedSeq - before.size(), now, standing);
        }
        return expectedSeq + lines.size();
    }

    @Override
    public Lease acquire(RunId run, String owner, Instant at) {
        held.remove(run);
        return super.acquire(run, owner, at);
    }
}
