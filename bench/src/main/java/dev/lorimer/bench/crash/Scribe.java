package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.store.SqliteJournal;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/// The main of a child that uses a journal from several runs at once, and keeps a ledger: before
/// each call what it offers, after it what was acknowledged, each line one write.
///
/// Arguments: journal, cache, ledger, seed, runs, steps of each run, rounds (the journal is closed
/// and opened again between them), mutant or `none`.
///
/// A refusal by the disk ends the round; it is told as `refused KIND ...` on the output. A line
/// that was refused and is there all the same when the journal is opened again is told as
/// `surprise`. What was refused otherwise is a mistake and ends the process with 1.
public final class Scribe {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final Journal journal;
    private final Content content;
    private final OutputStream ledger;
    private final AtomicBoolean refused;

    /// How far each run was acknowledged, over all rounds.
    private final Map<RunId, Long> reached;

    private Scribe(
            Journal journal,
            Content content,
            OutputStream ledger,
            AtomicBoolean refused,
            Map<RunId, Long> reached) {
        this.journal = journal;
        this.content = content;
        this.ledger = ledger;
        this.refused = refused;
        this.reached = reached;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var content = new Content(Long.parseLong(arguments[3]));
        int runs = Integer.parseInt(arguments[4]);
        int steps = Integer.parseInt(arguments[5]);
        int rounds = Integer.parseInt(arguments[6]);
        var reached = new ConcurrentHashMap<RunId, Long>();
        try (var ledger = new FileOutputStream(arguments[2], true)) {
            for (int round = 0; round < rounds; round++) {
                Path folder = Path.of(arguments[0]);
                var refused = new AtomicBoolean();
                try (Journal store = SqliteJournal.open(folder, Path.of(arguments[1]));
                        Journal journal = Mutants.of(arguments[7], store)) {
                    new Scribe(journal, content, ledger, refused, reached)
                            .round(runs, steps, round);
                } catch (JournalException e) {
                    tell(e, refused);
                }
                System.out.println("round " + round + (refused.get() ? " refused" : " done"));
            }
        }
        // Threads of a store that the disk has failed must not keep the process.
        System.exit(0);
    }

    private void round(int runs, int steps, int round) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int n = 0; n < runs; n++) {
            var run = new RunId("run-" + n);
            long seed = (content.seed() * 31 + n) * 31 + round;
            threads.add(
                    Thread.ofPlatform().start(() -> work(run, steps, new SplittableRandom(seed))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void work(RunId run, int steps, RandomGenerator random) {
        try {
            if (journal.head(run).isEmpty()) {
                say("offered create %s 1", run);
                journal.create(run, "title of " + run, NOON);
                say("kept create %s 1", run);
            }
            if (journal.evidence(run).isEmpty()) {
                write(run, steps, random);
            }
        } catch (JournalException e) {
            tell(e, refused);
        }
    }

    private void write(RunId run, int steps, RandomGenerator random) {
        Lease lease = own(run);
        try {
            long next = journal.read(run, 0).size();
            if (next > reached.getOrDefault(run, 0L)) {
                System.out.println("surprise %s %d".formatted(run, next));
            }
            for (int step = 0; step < steps; step++) {
                next = append(lease, next, 1 + random.nextInt(3), random);
                switch (random.nextInt(16)) {
                    case 0 -> {
                        lease.close();
                        lease = own(run);
                    }
                    case 1, 2 -> send(run);
                    case 3 -> note(run);
                    case 4 -> keep(lease, next);
                    case 5 -> {
                        long _ = journal.sweep();
                    }
                    case 6 -> {
                        if (step > steps / 2 && random.nextInt(4) == 0) {
                            end(lease, next);
                            return;
                        }
                    }
                    default -> {}
                }
            }
        } finally {
            lease.close();
        }
    }

    private Lease own(RunId run) {
        Lease lease = journal.acquire(run, "scribe", NOON);
        say("kept epoch %s %d", run, lease.epoch());
        return lease;
    }

    private long append(Lease lease, long next, int count, RandomGenerator random) {
        RunId run = lease.run();
        long taken = newest(run);
        var standing =
                random.nextInt(4) == 0
                        ? Standing.parked("waiting", Optional.of(NOON), taken)
                        : Standing.working("running", taken);
        say("offered append %s %d", run, next + count);
        long after = journal.append(lease, next, content.lines(run, next, count), standing);
        say("kept append %s %d", run, after);
        reached.put(run, after);
        return after;
    }

    private void send(RunId run) {
        long n = journal.signals(run, 0).size() + 1L;
        say("offered send %s %d", run, n);
        journal.send(run, "word", content.message(run, n), NOON);
        say("kept send %s %d", run, n);
    }

    private void note(RunId run) {
        String key = "note/" + run;
        String before = journal.notes(key).getOrDefault(key, "");
        long n = 1;
        while (!before.isEmpty() && !before.equals(content.note(key, n))) {
            n++;
        }
        n += before.isEmpty() ? 0 : 1;
        say("offered note %s %d", key, n);
        journal.note(key, content.note(key, n));
        say("kept note %s %d", key, n);
    }

    private void keep(Lease lease, long next) {
        String hash = journal.read(lease.run(), next - 1).getLast().hash();
        journal.keep(lease, new Journal.Snapshot(next, hash, "{\"until\":%d}".formatted(next)));
    }

    private void end(Lease lease, long next) {
        RunId run = lease.run();
        say("offered append %s %d", run, next + 1);
        long after =
                journal.append(
                        lease,
                        next,
                        List.of(content.line(run, next)),
                        Standing.ended("done", newest(run)));
        say("kept append %s %d", run, after);
        lease.close();
        say("offered prune %s 1", run);
        journal.prune(run, content.evidence(run), NOON);
        say("kept prune %s 1", run);
    }

    private long newest(RunId run) {
        var signals = journal.signals(run, 0);
        return signals.isEmpty() ? 0 : signals.getLast().id();
    }

    private void say(String form, Object run) {
        say(form.formatted(run));
    }

    private void say(String form, Object run, long n) {
        say(form.formatted(run, n));
    }

    private void say(String line) {
        try {
            ledger.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tell(JournalException e, AtomicBoolean refused) {
        switch (e.kind()) {
            case FULL, IO -> {
                refused.set(true);
                System.out.println("refused %s %s".formatted(e.kind(), e.getMessage()));
            }
            case EXISTS, UNKNOWN_RUN, BUSY, FENCED, SIGNALLED, ENDED, PRUNED, CORRUPT, TOO_NEW -> {
                System.out.println("mistaken %s %s".formatted(e.kind(), e.getMessage()));
                System.exit(1);
            }
        }
    }
}
