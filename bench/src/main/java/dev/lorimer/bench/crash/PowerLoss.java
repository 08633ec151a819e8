package dev.lorimer.bench.crash;

import dev.lorimer.bench.crash.Disk.Loss;
import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Power loss: records what a process that uses a journal does to its disk, then rebuilds what a
/// failure after each single operation could have left, opens that with the real store, and holds
/// it against what had been acknowledged by then.
final class PowerLoss {
    /// Failures with random sectors, beside the one that loses all and the one that loses nothing.
    private static final int TORN = 3;

    /// Operations after the first checkpoint that are all looked at: the checkpoint itself and the
    /// first transactions that write the log anew from its start.
    private static final long WINDOW = 150;

    /// No more are looked for; one is enough to find the cause.
    private static final int FINDINGS_MAX = 20;

    private final Workplace workplace;
    private final Plan plan;
    private final SplittableRandom random;
    private final Path rebuilt;
    private final List<String> findings = new ArrayList<>();
    private long states;
    private long lossy;
    private long operations;
    private String lastSafe = "";

    /// What is recorded.
    ///
    /// @param mutant `none`; `early`; or `normal`, where syncs of the write-ahead log do nothing
    /// @param share of the operations after which the power fails; around the first time that the
    ///   log is copied back while runs go on it fails after each
    record Plan(long seed, int runs, int steps, int rounds, String mutant, double share) {
        /// Some runs at once, closed and opened again: every kind of call, a few hundred
        /// operations.
        static Plan brief(long seed, String mutant) {
            return new Plan(seed, 3, 6, 2, mutant, 1);
        }

        /// Until the write-ahead log is full and copied back while runs go on, and some way beyond.
        static Plan lengthy(long seed) {
            return new Plan(seed, 4, 120, 1, "none", 0.02);
        }
    }

    /// What came of it.
    ///
    /// @param states rebuilt, opened and checked
    /// @param lossy how many of them broke a promise
    record Outcome(
            long operations, long acknowledged, long states, long lossy, List<String> findings) {
        Outcome plus(Outcome other) {
            var all = new ArrayList<>(findings);
            all.addAll(other.findings);
            return new Outcome(
                    operations + other.operations,
                    acknowledged + other.acknowledged,
                    states + other.states,
                    lossy + other.lossy,
                    all.subList(0, Math.min(all.size(), FINDINGS_MAX)));
        }

        static final Outcome NONE = new Outcome(0, 0, 0, 0, List.of());
    }

    private PowerLoss(Workplace workplace, Plan plan, Path rebuilt) {
        this.workplace = workplace;
        this.plan = plan;
        this.rebuilt = rebuilt;
        this.random = new SplittableRandom(plan.seed());
    }

    /// Records one process and checks all that its failures could leave.
    ///
    /// @param statesMax where to stop
    static Outcome of(Workplace workplace, Plan plan, long statesMax)
            throws IOException, InterruptedException {
        Path place = workplace.place("power-" + plan.mutant() + "-" + plan.seed());
        try {
            Path root = Files.createDirectories(place.resolve("disk"));
            Path log = place.resolve("strace.log");
            Path ledger = root.resolve("ledger");
            record(workplace, plan, root.resolve("journal"), ledger, log);
            var check = new PowerLoss(workplace, plan, place.resolve("rebuilt"));
            return check.all(root, ledger, log, statesMax);
        } finally {
            Workplace.remove(place);
        }
    }

    private static void record(Workplace workplace, Plan plan, Path journal, Path ledger, Path log)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(Recorder.prefix(log));
        command.addAll(
                Workplace.java(
                        Scribe.class,
                        List.of(
                                journal.toString(),
                                workplace.cache().toString(),
                                ledger.toString(),
                                String.valueOf(plan.seed()),
                                String.valueOf(plan.runs()),
                                String.valueOf(plan.steps()),
                                String.valueOf(plan.rounds()),
                                plan.mutant().equals("normal") ? "none" : plan.mutant())));
        Child.Ended ended = Child.run(command);
        // A recording in which nothing happened would pass whatever is checked.
        if (ended.code() != 0 || ended.output().contains("refused ")) {
            throw new IllegalStateException(
                    "the recorded process ended with %d: %s"
                            .formatted(ended.code(), ended.output()));
        }
    }

    private Outcome all(Path root, Path ledger, Path log, long statesMax) throws IOException {
        var disk = new Disk(root.toString());
        var promises = new Promises(new Content(plan.seed()));
        var recorder = new Recorder(root, ledger);
        var deeds = new ArrayList<Deed>();
        recorder.read(log, deeds::add);
        long untilThin = 0;
        boolean acknowledged = false;
        for (Deed deed : deeds) {
            if (deed instanceof Deed.Said said) {
                promises.hear(said.line());
                acknowledged |= said.line().startsWith("kept append");
            } else if (!isVoid(deed)) {
                disk.follow(deed);
                operations++;
            }
            boolean copiedBack =
                    acknowledged
                            && deed instanceof Deed.Write write
                            && write.path().endsWith("/journal.db");
            if (copiedBack && untilThin == 0) {
                untilThin = operations + WINDOW;
            }
            boolean close = operations < untilThin || random.nextDouble() < plan.share();
            if (states < statesMax && findings.size() < FINDINGS_MAX && close) {
                fail(disk, promises, root, deed);
            }
        }
        return new Outcome(operations, promises.acknowledged(), states, lossy, findings);
    }

    /// With the mutant `normal` nobody syncs the log.
    private boolean isVoid(Deed deed) {
        return plan.mutant().equals("normal")
                && deed instanceof Deed.SyncEnds ends
                && ends.path().endsWith("-wal");
    }

    private void fail(Disk disk, Promises promises, Path root, Deed last) throws IOException {
        // A state that equals the one before it, under the same promises, is looked at once.
        String safe = disk.safeChanges() + "/" + promises.changes();
        if (!safe.equals(lastSafe)) {
            lastSafe = safe;
            check(disk, promises, root, Loss.NOTHING_SURVIVES, last);
        }
        if (disk.hasUnsafe() && !(last instanceof Deed.SyncBegins)) {
            check(disk, promises, root, Loss.ALL_SURVIVES, last);
            for (int i = 0; i < TORN; i++) {
                check(disk, promises, root, Loss.TORN, last);
            }
        }
    }

    private void check(Disk disk, Promises promises, Path root, Loss loss, Deed last)
            throws IOException {
        Disk.Found found = disk.after(loss, random);
        Workplace.remove(rebuilt);
        for (String folder : found.folders()) {
            Files.createDirectories(rebuilt.resolve(root.relativize(Path.of(folder))));
        }
        for (var file : found.files().entrySet()) {
            Files.write(rebuilt.resolve(root.relativize(Path.of(file.getKey()))), file.getValue());
        }
        Path journal = rebuilt.resolve("journal");
        states++;
        var broken = opened(journal, promises);
        if (!broken.isEmpty()) {
            lossy++;
            if (findings.size() < FINDINGS_MAX) {
                findings.add(
                        "seed %d, after operation %d (%s), %s: %s"
                                .formatted(
                                        plan.seed(),
                                        operations,
                                        name(last),
                                        loss,
                                        broken.getFirst()));
            }
        }
    }

    private List<String> opened(Path journal, Promises promises) {
        try (Journal store = workplace.open(journal)) {
            var broken = new ArrayList<>(promises.broken(store));
            if (random.nextInt(4) == 0) {
                broken.addAll(promises.goOn(store, random.nextInt(1 << 10)));
                broken.addAll(store.inspect());
            }
            return broken;
        } catch (JournalException e) {
            return List.of("%s: %s".formatted(e.kind(), e.getMessage()));
        }
    }

    private static String name(Deed deed) {
        return switch (deed) {
            case Deed.Write write ->
                    "write of %d bytes at %d of %s"
                            .formatted(
                                    write.bytes().remaining(),
                                    write.offset(),
                                    Path.of(write.path()).getFileName());
            case Deed.Resize _,
                    Deed.Open _,
                    Deed.MakeFolder _,
                    Deed.Remove _,
                    Deed.Rename _,
                    Deed.SyncBegins _,
                    Deed.SyncEnds _,
                    Deed.Said _ ->
                    deed.toString();
        };
    }
}
