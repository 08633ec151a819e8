package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.store.SqliteJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The main of a child whose threads all want the same run.
///
/// Arguments: journal, cache, run, `once` or `churn`, threads, threads that share one journal,
/// name. All start when the file `go` appears beside the journal and end when `stop` does.
///
/// - `once`: each asks once; who gets the run writes three lines and keeps it
/// - `churn`: each asks again and again; who gets the run writes some lines and gives it up
///
/// It prints `won EPOCH`, `busy`, `wrote SEQ EPOCH WORDS` for each acknowledged line, and `failed
/// ...` for whatever should not have been.
public final class Contender {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final Path folder;
    private final RunId run;
    private final boolean once;
    private final String name;

    private Contender(Path folder, RunId run, boolean once, String name) {
        this.folder = folder;
        this.run = run;
        this.once = once;
        this.name = name;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        Path cache = Path.of(arguments[1]);
        int count = Integer.parseInt(arguments[4]);
        int sharing = Integer.parseInt(arguments[5]);
        var threads = new ArrayList<Thread>();
        var journals = new ArrayList<Journal>();
        for (int n = 0; n < count; n++) {
            if (n % sharing == 0) {
                journals.add(SqliteJournal.open(folder, cache));
            }
            Journal journal = journals.getLast();
            String name = arguments[6] + "-" + n;
            var contender =
                    new Contender(
                            folder, new RunId(arguments[2]), arguments[3].equals("once"), name);
            threads.add(Thread.ofVirtual().start(() -> contender.contend(journal)));
        }
        System.out.println("ready");
        for (Thread thread : threads) {
            thread.join();
        }
        journals.forEach(Journal::close);
    }

    private void contend(Journal journal) {
        try {
            await("go");
            var random = new SplittableRandom(name.hashCode());
            do {
                turn(journal, random);
            } while (!once && !Files.exists(folder.resolve("stop")));
        } catch (InterruptedException | RuntimeException e) {
            System.out.println("failed %s %s".formatted(name, e));
        }
    }

    private void turn(Journal journal, RandomGenerator random) throws InterruptedException {
        Optional<Lease> got = own(journal);
        if (got.isEmpty()) {
            Thread.sleep(random.nextInt(20));
            return;
        }
        try (Lease lease = got.get()) {
            System.out.println("won " + lease.epoch());
            long next = journal.read(run, 0).size();
            int lines = once ? 3 : 1 + random.nextInt(4);
            for (int i = 0; i < lines; i++) {
                lease.check();
                next = write(journal, lease, next);
            }
            if (once) {
                await("stop");
            }
        }
    }

    private Optional<Lease> own(Journal journal) {
        try {
            return Optional.of(journal.acquire(run, name, NOON));
        } catch (JournalException e) {
            if (e.kind() != JournalException.Kind.BUSY) {
                throw e;
            }
            if (once) {
                System.out.println("busy");
            }
            return Optional.empty();
        }
    }

    private long write(Journal journal, Lease lease, long next) {
        String words = name + "@" + lease.epoch() + "#" + next;
        var draft = new Draft("Settled", "{\"by\":\"%s\"}".formatted(words), NOON);
        long after = journal.append(lease, next, List.of(draft), Standing.working("running", 0));
        System.out.println("wrote %d %d %s".formatted(next, lease.epoch(), words));
        return after;
    }

    private void await(String file) throws InterruptedException {
        long end = System.nanoTime() + Child.LIMIT.toNanos();
        while (!Files.exists(folder.resolve(file))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("nobody said " + file);
            }
            Thread.sleep(1);
        }
    }
}
