package dev.lorimer.bench;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Snapshot;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import dev.lorimer.store.SqliteJournal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How long it takes to read a run again, by the length of its history: all lines, and the snapshot
/// with the lines after it.
///
/// @param folder for the journal
record ResumeBench(Path folder) {
    private static final int TAIL = 50;
    private static final int REPEATS = 9;
    private static final int CHUNK = 500;

    void print() {
        System.out.printf(
                Locale.ROOT,
                """
                ## Resume

                Lines of 1 KB, checked against their hash chain; medians of %d. The snapshot holds 20 KB, %d lines follow it.

                | lines | all lines ms | snapshot and tail ms |
                |---|---|---|
                """,
                REPEATS,
                TAIL);
        try (Journal journal = SqliteJournal.open(folder, folder.resolve("cache"))) {
            for (int length : new int[] {10, 100, 1_000, 10_000, 100_000}) {
                RunId run = filled(journal, length);
                double all = millis(() -> journal.read(run, 0).size());
                double tail = millis(() -> resumed(journal, run));
                System.out.printf(Locale.ROOT, "| %d | %.2f | %.2f |%n", length, all, tail);
            }
        }
        System.out.println();
    }

    private static int resumed(Journal journal, RunId run) {
        long from = journal.snapshot(run).map(Snapshot::seq).orElse(0L);
        return journal.read(run, from).size();
    }

    private static RunId filled(Journal journal, int length) {
        var lines = new Lines(length);
        var run = new RunId("run-" + length);
        journal.create(run, "to be read", Lines.NOON);
        try (Lease lease = journal.acquire(run, "bench", Lines.NOON)) {
            int seq = 0;
            while (seq < length) {
                List<Draft> chunk = new ArrayList<>();
                for (int n = seq; n < Math.min(length, seq + CHUNK); n++) {
                    chunk.add(lines.settled(n, 1024));
                }
                seq = (int) journal.append(lease, seq, chunk, Standing.working("running", 0));
            }
            long snapshot = Math.max(0, length - TAIL);
            journal.keep(
                    lease,
                    new Snapshot(snapshot, "measured", lines.settled(length, 20 << 10).json()));
        }
        return run;
    }

    private static double millis(java.util.function.IntSupplier work) {
        double[] times = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            int lines = work.getAsInt();
            times[i] = (System.nanoTime() - start) / 1e6;
            if (lines == 0) {
                throw new IllegalStateException("nothing was read");
            }
        }
        Arrays.sort(times);
        return times[REPEATS / 2];
    }
}
