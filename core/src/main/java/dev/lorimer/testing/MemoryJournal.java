package dev.lorimer.testing;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.EXISTS;
import static dev.lorimer.journal.JournalException.Kind.FENCED;
import static dev.lorimer.journal.JournalException.Kind.IO;
import static dev.lorimer.journal.JournalException.Kind.UNKNOWN_RUN;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.JsonText;
import dev.lorimer.journal.RunId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

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
    private final Disk disk;
    private Plan plan = new Plan.Live();
    private boolean closed;

    public MemoryJournal() {
        this(new Disk());
    }

    private MemoryJournal(Disk disk) {
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
            disk.runs.put(run, new Stored(run, title, at));
        }
    }

    @Override
    public Lease acquire(RunId run, String owner, Instant at) {
        synchronized (disk) {
            checkAlive();
            Stored stored = stored(run);
            stored.lease.ifPresent(lease -> {
                throw new JournalException(
                        BUSY,
                        "run \"%s\" is owned by \"%s\"; wait for it, or stop that process"
                                .formatted(run, lease.owner));
            });
            stored.epoch++;
            var lease = new Owned(stored, stored.epoch, owner);
            stored.lease = Optional.of(lease);
            return lease;
        }
    }

    @Override
    public long append(Lease lease, long expectedSeq, List<Draft> lines, String status) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("an append needs at least one line, got none");
        }
        lines.forEach(line ->
                JsonText.requireObject(line.json(), "line of kind \"%s\"".formatted(line.kind())));
        synchronized (disk) {
            checkAlive();
            Stored stored = stored(lease.run());
            stored.checkFence(lease, expectedSeq);
            dieWhenPlanned(false);
            lines.forEach(line -> stored.add(line, lease.epoch()));
            stored.status = status;
            dieWhenPlanned(true);
            return stored.lines.size();
        }
    }

    @Override
    public List<Line> read(RunId run, long fromSeq) {
        if (fromSeq < 0) {
            throw new IllegalArgumentException(
                    "line %d cannot be read; the first is 0".formatted(fromSeq));
        }
        synchronized (disk) {
            checkAlive();
            List<Line> lines = stored(run).lines;
            int from = (int) Math.min(fromSeq, lines.size());
            return List.copyOf(lines.subList(from, lines.size()));
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
                    .map(Stored::head)
                    .toList();
        }
    }

    @Override
    public Optional<Head> head(RunId run) {
        synchronized (disk) {
            checkAlive();
            return Optional.ofNullable(disk.runs.get(run)).map(Stored::head);
        }
    }

    @Override
    public void send(RunId run, String kind, String json, Instant at) {
        JsonText.requireObject(json, "signal of kind \"%s\"".formatted(kind));
        synchronized (disk) {
            checkAlive();
            disk.signals++;
            stored(run).signals.add(new Signal(disk.signals, kind, json, at));
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

    private void giveAllUp() {
        disk.runs.values().forEach(stored -> stored.giveUpIfOwnedBy(this));
    }

    private Stored stored(RunId run) {
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

    /// What outlives the process. Its monitor guards all of it and the plans of those who look at
    /// it.
    private static final class Disk {
        final SequencedMap<RunId, Stored> runs = new LinkedHashMap<>();
        long signals;
    }

    private static final class Stored {
        final RunId run;
        final String title;
        final Instant created;
        final List<Line> lines = new ArrayList<>();
        final List<Signal> signals = new ArrayList<>();
        String status = QUEUED;
        long epoch;
        Optional<Owned> lease = Optional.empty();

        Stored(RunId run, String title, Instant created) {
            this.run = run;
            this.title = title;
            this.created = created;
        }

        void checkFence(Lease offered, long expectedSeq) {
            if (offered.epoch() != epoch || (offered instanceof Owned owned && owned.ended)) {
                throw new JournalException(
                        FENCED,
                        "run \"%s\" is at epoch %d and the append came under epoch %d, which is over; acquire the run again"
                                .formatted(run, epoch, offered.epoch()));
            }
            if (expectedSeq != lines.size()) {
                throw new JournalException(
                        FENCED,
                        "the next line of run \"%s\" is %d, but %d was offered; read the run again"
                                .formatted(run, lines.size(), expectedSeq));
            }
        }

        void add(Draft draft, long underEpoch) {
            String before = lines.isEmpty() ? run.value() : lines.getLast().hash();
            String record =
                    String.join(
                            "\n",
                            before,
                            String.valueOf(underEpoch),
                            draft.kind(),
                            draft.at().toString(),
                            draft.json());
            lines.add(new Line(lines.size(), underEpoch, draft, sha256(record)));
        }

        Head head() {
            return new Head(
                    run,
                    title,
                    status,
                    lease.map(owned -> owned.owner),
                    lines.size(),
                    created,
                    lines.isEmpty() ? created : lines.getLast().draft().at());
        }

        void giveUpIfOwnedBy(MemoryJournal process) {
            lease.filter(owned -> owned.process() == process).ifPresent(Owned::end);
        }

        private static String sha256(String text) {
            try {
                return HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every java platform has sha-256", e);
            }
        }
    }

    private final class Owned implements Lease {
        private final Stored stored;
        private final long epoch;
        private final String owner;
        private boolean ended;

        private Owned(Stored stored, long epoch, String owner) {
            this.stored = stored;
            this.epoch = epoch;
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
        public void close() {
            synchronized (disk) {
                end();
            }
        }

        private MemoryJournal process() {
            return MemoryJournal.this;
        }

        private void end() {
            ended = true;
            if (stored.lease.filter(owned -> owned == this).isPresent()) {
                stored.lease = Optional.empty();
            }
        }
    }
}
