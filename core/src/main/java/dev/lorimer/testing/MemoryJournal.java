package dev.lorimer.testing;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.ENDED;
import static dev.lorimer.journal.JournalException.Kind.EXISTS;
import static dev.lorimer.journal.JournalException.Kind.FULL;
import static dev.lorimer.journal.JournalException.Kind.IO;
import static dev.lorimer.journal.JournalException.Kind.UNKNOWN_RUN;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.JsonText;
import dev.lorimer.journal.RunId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A journal in memory for tests: the same promises as the stores (see [JournalContract]), and it
/// can die on command.
///
/// One object stands for one process; [#another] is a second process looking at the same lines.
///
/// ```java
/// journal.crashAfter(3);
/// assertThrows(MemoryJournal.SimulatedCrash.class, () -> run.go());
/// journal.revive();
/// ```
public final class MemoryJournal implements Journal {
    /// As in the stores: short enough for an index, long enough for a path.
    private static final int KEY_MAX = 200;

    private final MemoryDisk disk;
    private Plan plan = new Plan.Live();
    private boolean closed;

    public MemoryJournal() {
        this(new MemoryDisk());
    }

    private MemoryJournal(MemoryDisk disk) {
        this.disk = disk;
    }

    /// Another process with the same lines in view; neither dies with the other.
    public MemoryJournal another() {
        return new MemoryJournal(disk);
    }

    /// Dies right after the `appends`-th append from now became durable; its caller never hears of
    /// it. From then on every call throws [SimulatedCrash], until [#revive].
    ///
    /// @param appends 1 or more
    public void crashAfter(int appends) {
        plan(new Plan.Dying(atLeastOne(appends), true));
    }

    /// As [#crashAfter], but the `appends`-th append is lost.
    public void crashBefore(int appends) {
        plan(new Plan.Dying(atLeastOne(appends), false));
    }

    /// Dies now, in the middle of whatever its caller was doing.
    public void die() {
        synchronized (disk) {
            plan = new Plan.Dead();
            giveAllUp();
        }
        throw new SimulatedCrash();
    }

    /// The process is started again: all that was durable is there, what it owned is owned by
    /// nobody.
    public void revive() {
        synchronized (disk) {
            plan = new Plan.Live();
            closed = false;
        }
    }

    @Override
    public void create(RunId run, String title, Instant at) {
        synchronized (disk) {
            checkAlive();
            if (disk.runs.containsKey(run)) {
                throw new JournalException(
                        EXISTS, "run \"%s\" is there already; choose another name".formatted(run));
            }
            disk.runs.put(run, new MemoryRun(run, title, at));
        }
    }

    /// The owner of the run gives no more signs of life, as a paused process: others may take the
    /// run over, and the owner finds out when he comes back.
    public void lapse(RunId run) {
        synchronized (disk) {
            stored(run).lease = Optional.empty();
        }
    }

    /// From now on the disk is full, or has room again.
    public void fill(boolean full) {
        synchronized (disk) {
            disk.full = full;
        }
    }

    @Override
    public Lease acquire(RunId run, String owner, Instant at) {
        synchronized (disk) {
            checkAlive();
            MemoryRun stored = stored(run);
            stored.lease.ifPresent(lease -> {
                throw new JournalException(
                        BUSY,
                        "run \"%s\" is owned by \"%s\"; wait for it, or stop that process"
                                .formatted(run, lease.owner()));
            });
            stored.epoch++;
            var lease = new MemoryLease(this, stored, owner);
            stored.lease = Optional.of(lease);
            return lease;
        }
    }

    @Override
    public long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("an append needs at least one line, got none");
        }
        lines.forEach(line ->
                JsonText.requireObject(line.json(), "line of kind \"%s\"".formatted(line.kind())));
        synchronized (disk) {
            checkAlive();
            MemoryRun stored = stored(lease.run());
            stored.checkFence(lease);
            stored.checkPlace(expectedSeq);
            stored.checkMessages(standing);
            ensureRoom();
            dieWhenPlanned(false);
            lines.forEach(line -> stored.add(line, lease.epoch()));
            stored.stand(standing);
            stored.child
                    .filter(child -> disk.ended(child))
                    .ifPresent(_ -> stored.wake = Optional.of(Standing.NOW));
            if (standing.last()) {
                disk.wakeParents(stored.run);
            }
            dieWhenPlanned(true);
            return stored.lines.size();
        }
    }

    @Override
    public void ensureRoom() {
        synchronized (disk) {
            if (disk.full) {
                throw new JournalException(FULL, "the disk in memory is full; make room on it");
            }
        }
    }

    @Override
    public List<Line> read(RunId run, long fromSeq, long toSeq) {
        if (fromSeq < 0) {
            throw new IllegalArgumentException(
                    "line %d cannot be read; the first is 0".formatted(fromSeq));
        }
        synchronized (disk) {
            checkAlive();
            MemoryRun stored = stored(run);
            stored.checkWhole();
            List<Line> lines = stored.lines;
            int from = (int) Math.min(fromSeq, lines.size());
            int to = Math.clamp(toSeq, from, lines.size());
            return List.copyOf(lines.subList(from, to));
        }
    }

    @Override
    public void keep(Lease lease, Snapshot snapshot) {
        JsonText.requireObject(snapshot.json(), "snapshot");
        synchronized (disk) {
            checkAlive();
            MemoryRun stored = stored(lease.run());
            stored.checkFence(lease);
            stored.snapshot = Optional.of(snapshot);
        }
    }

    @Override
    public Optional<Snapshot> snapshot(RunId run) {
        synchronized (disk) {
            checkAlive();
            return stored(run).snapshot;
        }
    }

    @Override
    public List<RunId> due(Instant now, int limit) {
        synchronized (disk) {
            checkAlive();
            return disk.runs.values().stream()
                    .filter(stored -> stored.lease.isEmpty())
                    .filter(stored -> stored.wake.filter(wake -> !wake.isAfter(now)).isPresent())
                    .sorted(Comparator.comparing(stored -> stored.wake.orElseThrow()))
                    .limit(limit)
                    .map(stored -> stored.run)
                    .toList();
        }
    }

    @Override
    public List<Head> runs(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a list of %d runs is impossible".formatted(limit));
        }
        synchronized (disk) {
            checkAlive();
            return List.copyOf(disk.runs.sequencedValues().reversed()).stream()
                    .limit(limit)
                    .map(MemoryRun::head)
                    .toList();
        }
    }

    @Override
    public Optional<Head> head(RunId run) {
        synchronized (disk) {
            checkAlive();
            return Optional.ofNullable(disk.runs.get(run)).map(MemoryRun::head);
        }
    }

    @Override
    public void send(RunId run, String kind, String json, Instant at) {
        JsonText.requireObject(json, "signal of kind \"%s\"".formatted(kind));
        synchronized (disk) {
            checkAlive();
            MemoryRun stored = stored(run);
            if (stored.last) {
                throw new JournalException(
                        ENDED,
                        "run \"%s\" has ended (%s) and takes no more messages; start a new one"
                                .formatted(run, stored.status));
            }
            disk.signals++;
            stored.signals.add(new Signal(disk.signals, kind, json, at));
            stored.wakeUp();
        }
    }

    @Override
    public List<Signal> signals(RunId run, long after) {
        synchronized (disk) {
            checkAlive();
            return stored(run).signals.stream().filter(signal -> signal.id() > after).toList();
        }
    }

    @Override
    public void prune(RunId run, String evidence, Instant at) {
        JsonText.requireObject(evidence, "evidence");
        synchronized (disk) {
            checkAlive();
            stored(run).prune(evidence);
        }
    }

    @Override
    public Optional<String> evidence(RunId run) {
        synchronized (disk) {
            checkAlive();
            return stored(run).evidence;
        }
    }

    @Override
    public long sweep() {
        return 0;
    }

    @Override
    public void note(String key, String json) {
        JsonText.requireObject(json, "note \"%s\"".formatted(key));
        if (key.isEmpty() || key.length() > KEY_MAX) {
            throw new IllegalArgumentException(
                    "a note's key has 1 to %d characters, not %d".formatted(KEY_MAX, key.length()));
        }
        synchronized (disk) {
            checkAlive();
            disk.notes.put(key, json);
        }
    }

    @Override
    public void forget(String key) {
        synchronized (disk) {
            checkAlive();
            disk.notes.remove(key);
        }
    }

    @Override
    public SortedMap<String, String> notes(String prefix) {
        synchronized (disk) {
            checkAlive();
            var found = new TreeMap<>(disk.notes);
            found.keySet().removeIf(key -> !key.startsWith(prefix));
            return found;
        }
    }

    @Override
    public List<String> inspect() {
        synchronized (disk) {
            checkAlive();
            return List.of();
        }
    }

    /// Gives up what this process owns; a dead process has nothing to give up.
    @Override
    public void close() {
        synchronized (disk) {
            closed = true;
            giveAllUp();
        }
    }

    private static int atLeastOne(int appends) {
        if (appends < 1) {
            throw new IllegalArgumentException(
                    "a crash at append %d is impossible; the next one is 1".formatted(appends));
        }
        return appends;
    }

    private void plan(Plan next) {
        synchronized (disk) {
            plan = next;
        }
    }

    private void checkAlive() {
        switch (plan) {
            case Plan.Dead _ -> throw new SimulatedCrash();
            case Plan.Live _, Plan.Dying _ -> {}
        }
        if (closed) {
            throw new JournalException(IO, "the journal in memory is closed; revive or reopen it");
        }
    }

    /// @param durable whether the append that is under way has been kept by now
    private void dieWhenPlanned(boolean durable) {
        switch (plan) {
            case Plan.Live _, Plan.Dead _ -> {}
            case Plan.Dying dying when dying.durable != durable -> {}
            case Plan.Dying dying when dying.appends > 1 ->
                    plan = new Plan.Dying(dying.appends - 1, dying.durable);
            case Plan.Dying _ -> {
                plan = new Plan.Dead();
                giveAllUp();
                throw new SimulatedCrash();
            }
        }
    }

    void check(MemoryRun stored, MemoryLease lease) {
        synchronized (disk) {
            checkAlive();
            stored.checkFence(lease);
        }
    }

    void giveUp(MemoryLease lease) {
        synchronized (disk) {
            lease.end();
        }
    }

    private void giveAllUp() {
        disk.runs.values().forEach(stored -> stored.giveUpIfOwnedBy(this));
    }

    private MemoryRun stored(RunId run) {
        return Optional.ofNullable(disk.runs.get(run))
                .orElseThrow(() ->
                        new JournalException(
                                UNKNOWN_RUN,
                                "there is no run \"%s\"; list the runs for their names"
                                        .formatted(run)));
    }

    /// The process died here, as on a kill: nobody may catch it but the test that planned it.
    public static final class SimulatedCrash extends Error {
        private static final long serialVersionUID = 1;

        private SimulatedCrash() {
            super("the process died here, as the test had planned; revive the journal to go on");
        }
    }

    /// How long this process has to live.
    private sealed interface Plan {
        record Live() implements Plan {}

        /// @param appends how many are left, the deadly one included
        /// @param durable whether the deadly one is kept
        record Dying(int appends, boolean durable) implements Plan {}

        record Dead() implements Plan {}
    }
}
