package dev.lorimer.bench;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import dev.lorimer.store.SqliteJournal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// 100,000 runs that wait, and 10,000 of them that wake.
///
/// @param folder for the journal
record ParkedBench(Path folder) {
    private static final int PARKED = 100_000;
    private static final int WAKING = 10_000;
    private static final int WORKERS = 200;
    private static final Instant LATER = Lines.NOON.plusSeconds(3_600);

    void print() {
        try (Journal journal = SqliteJournal.open(folder, folder.resolve("cache"))) {
            double parking = seconds(() -> inParallel(PARKED, n -> park(journal, n)));
            System.gc();
            long heap = used();
            double asked = seconds(() -> journal.due(Lines.NOON, WORKERS));
            var woken = new AtomicInteger();
            double waking = seconds(() -> wake(journal, woken));
            System.out.printf(
                    Locale.ROOT,
                    """
                    ## Parked runs

                    | what | measured |
                    |---|---|
                    | create, acquire, park and give up %d runs, %d at once | %.1f s |
                    | heap in use after it | %d MiB |
                    | ask for due runs when none of them is | %.2f ms |
                    | find, take and set to work %d runs whose time has come, %d at once | %.2f s |

                    """,
                    PARKED,
                    WORKERS,
                    parking,
                    heap >> 20,
                    asked * 1e3,
                    woken.get(),
                    WORKERS,
                    waking);
        }
    }

    private static void park(Journal journal, int n) {
        var run = new RunId("run-" + n);
        journal.create(run, "to be parked", Lines.NOON);
        try (Lease lease = journal.acquire(run, "bench", Lines.NOON)) {
            Instant wake = n % (PARKED / WAKING) == 0 ? LATER : LATER.plusSeconds(n + 1L);
            journal.append(
                    lease,
                    0,
                    List.of(new Lines(n).settled(0, 300)),
                    Standing.parked("waiting", Optional.of(wake), 0));
        }
    }

    /// As a worker does: asks for what is due, takes it, goes on with it.
    private static void wake(Journal journal, AtomicInteger woken) {
        List<RunId> due = journal.due(LATER, WORKERS);
        while (!due.isEmpty()) {
            List<RunId> batch = due;
            inParallel(
                    batch.size(),
                    n -> {
                        Lease lease = journal.acquire(batch.get(n), "worker", LATER);
                        journal.append(
                                lease,
                                1,
                                List.of(new Lines(n).settled(1, 300)),
                                Standing.working("running", 0));
                        woken.incrementAndGet();
                    });
            due = journal.due(LATER, WORKERS);
        }
    }

    private static void inParallel(int count, java.util.function.IntConsumer work) {
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WORKERS; i++) {
                threads.execute(() -> {
                    for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                        work.accept(n);
                    }
                });
            }
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
