package dev.lorimer.testing;

import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One simulated process's way to the disk. It tells the watch what it acknowledges, and misbehaves
/// as the flaw says.
final class SimStore extends ForwardingJournal {
    private final MemoryJournal process;
    private final SimWatch watch;
    private final SimFlaw flaw;
    private final Runnable interlude;
    private final Thread worker = Thread.currentThread();
    private final Map<RunId, Held> held = new HashMap<>();

    /// @param interlude called behind an append, when the process may be paused
    SimStore(MemoryJournal process, SimWatch watch, SimFlaw flaw, Runnable interlude) {
        super(process);
        this.process = process;
        this.watch = watch;
        this.flaw = flaw;
        this.interlude = interlude;
    }

    /// What a flawed store has acknowledged and not written.
    private record Held(List<Draft> lines, Standing standing) {}

    /// The process that this store belongs to.
    MemoryJournal process() {
        return process;
    }

    @Override
    public Lease acquire(RunId run, String owner, Instant at) {
        var lease = super.acquire(run, owner, at);
        watch.owned(run.value(), lease.epoch());
        watch.note("  %s owned under epoch %d".formatted(run, lease.epoch()));
        return flaw == SimFlaw.NONE ? lease : new Flawed(lease, this);
    }

    @Override
    public long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing) {
        if (holds(lines, standing)) {
            var before = held.getOrDefault(lease.run(), new Held(List.of(), standing)).lines();
            held.put(lease.run(), new Held(joined(before, lines), standing));
            watch.acknowledged(lease.run(), lines);
            return expectedSeq + lines.size();
        }
        var all = new ArrayList<Draft>();
        if (held.containsKey(lease.run())) {
            all.addAll(held.get(lease.run()).lines());
        }
        var missing = all.size();
        all.addAll(replayed(lease.run(), lines));
        var stands = all.size() > missing + lines.size() ? awake(standing) : standing;
        var next = written(lease, expectedSeq - missing, all, stands);
        held.remove(lease.run());
        watch.acknowledged(lease.run(), all.subList(missing, all.size()));
        interlude.run();
        return next;
    }

    private boolean holds(List<Draft> lines, Standing standing) {
        return switch (flaw) {
            case ACKNOWLEDGES_EARLY -> !standing.last();
            case DROPS_INTENT -> lines.size() == 1 && lines.getFirst().kind().equals("intended");
            case NONE, NO_FENCE, REPEATS_WHAT_IS_IN_DOUBT, APPROVES_TWICE -> false;
        };
    }

    private long written(Lease lease, long expectedSeq, List<Draft> lines, Standing standing) {
        var real = lease instanceof Flawed(var inner, var _) ? inner : lease;
        try {
            return super.append(real, expectedSeq, lines, standing);
        } catch (JournalException e) {
            if (flaw != SimFlaw.NO_FENCE || e.kind() != JournalException.Kind.FENCED) {
                throw e;
            }
            process.lapse(lease.run());
            var next = super.head(lease.run()).orElseThrow().entries();
            var again = super.acquire(lease.run(), "nobody", lines.getFirst().at());
            return super.append(again, next, lines, standing);
        }
    }

    /// An old approval is put under a new question.
    private List<Draft> replayed(RunId run, List<Draft> lines) {
        var last = lines.getLast();
        if (flaw != SimFlaw.APPROVES_TWICE
                || !last.kind().equals("asked")
                || !last.json().contains("\"Approval\"")) {
            return lines;
        }
        var call = last.json().replaceAll("^.*?\"call\":\"([0-9.]+)\".*$", "$1");
        if (watch.approvals(run.value(), call) == 0) {
            return lines;
        }
        var answer =
                "{\"answer\":{\"type\":\"Approve\"},\"by\":\"replay\",\"call\":\"%s\",\"note\":\"\"}"
                        .formatted(call);
        return joined(lines, List.of(new Draft("answered", answer, last.at())));
    }

    private static Standing awake(Standing standing) {
        return Standing.working(standing.status(), standing.taken());
    }

    /// What was acknowledged is written at the latest when the run is given up; a process that has
    /// died writes nothing.
    private void flush(Lease lease) {
        var late = held.remove(lease.run());
        if (late == null) {
            return;
        }
        try {
            var next = super.head(lease.run()).orElseThrow().entries();
            written(lease, next, late.lines(), late.standing());
        } catch (JournalException | MemoryJournal.SimulatedCrash e) {
            watch.note("  lost: " + late.lines());
        }
    }

    private static List<Draft> joined(List<Draft> first, List<Draft> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Override
    public void keep(Lease lease, Snapshot snapshot) {
        super.keep(lease instanceof Flawed(var inner, var _) ? inner : lease, snapshot);
    }

    /// Only the thread of the history may look: a watcher that wakes by the machine's clock would
    /// make it another one each time.
    @Override
    public List<Signal> signals(RunId run, long after) {
        return Thread.currentThread().equals(worker) ? super.signals(run, after) : List.of();
    }

    /// A lease as a flawed store would give it.
    private record Flawed(Lease inner, SimStore store) implements Lease {
        @Override
        public RunId run() {
            return inner.run();
        }

        @Override
        public long epoch() {
            return inner.epoch();
        }

        @Override
        public void check() {
            if (store.flaw != SimFlaw.NO_FENCE) {
                inner.check();
            }
        }

        @Override
        public void close() {
            store.flush(inner);
            inner.close();
        }
    }
}
