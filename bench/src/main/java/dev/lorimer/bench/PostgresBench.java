package dev.lorimer.bench;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import dev.lorimer.store.PostgresConfig;
import dev.lorimer.store.PostgresJournal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// How fast runs append to a journal in PostgreSQL, next to the floor: the same number of callers
/// with the same bytes on an append-only file, one sync for all that came in meanwhile. Rounds
/// alternate in one process, so that a noisy machine is noisy for both.
///
/// Arguments: the address of a database, user, password, a folder on the disk of the server's data,
/// seconds of a round, rounds.
public final class PostgresBench {
    private static final int[] CALLERS = {1, 200};
    private static final int TEXT = 1_000;

    private final PrintStream out;
    private final Path folder;
    private final long roundNanos;
    private final int rounds;

    private PostgresBench(PrintStream out, Path folder, int seconds, int rounds) {
        this.out = out;
        this.folder = folder;
        this.roundNanos = TimeUnit.SECONDS.toNanos(seconds);
        this.rounds = rounds;
    }

    /// What a caller does again and again; it returns when its bytes are on disk.
    @FunctionalInterface
    private interface Append {
        void once(long n) throws IOException, InterruptedException;
    }

    /// @param perSecond appends of all callers together
    /// @param p50 in microseconds, of one append
    /// @param p99 in microseconds
    private record Round(double perSecond, long p50, long p99) {}

    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException {
        if (arguments.length != 6) {
            System.err.println("arguments: URL USER PASSWORD FOLDER SECONDS ROUNDS");
            System.exit(2);
        }
        var config = PostgresConfig.of(arguments[0], arguments[1], arguments[2]);
        var bench =
                new PostgresBench(
                        System.out,
                        Path.of(arguments[3]),
                        Integer.parseInt(arguments[4]),
                        Integer.parseInt(arguments[5]));
        try (Journal journal = PostgresJournal.open(config)) {
            for (int callers : CALLERS) {
                bench.compare(journal, callers);
            }
        }
    }

    private void compare(Journal journal, int callers)
            throws IOException, InterruptedException, ExecutionException {
        var ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            Round floor = floor(callers);
            Round store = store(journal, callers, round);
            ratios[round] = store.perSecond() / floor.perSecond();
            out.printf(
                    "callers=%d round=%d floor=%.0f/s p50=%dus p99=%dus postgres=%.0f/s p50=%dus p99=%dus ratio=%.2f%n",
                    callers,
                    round,
                    floor.perSecond(),
                    floor.p50(),
                    floor.p99(),
                    store.perSecond(),
                    store.p50(),
                    store.p99(),
                    ratios[round]);
        }
        Arrays.sort(ratios);
        out.printf("callers=%d median ratio=%.2f%n", callers, ratios[rounds / 2]);
    }

    private Round store(Journal journal, int callers, int round)
            throws InterruptedException, ExecutionException, IOException {
        List<Append> appends = new ArrayList<>();
        List<Lease> leases = new ArrayList<>();
        Instant now = Instant.EPOCH;
        String prefix = "bench-" + Long.toString(System.nanoTime(), 36) + "-" + round + "-";
        for (int n = 0; n < callers; n++) {
            var run = new RunId(prefix + n);
            journal.create(run, "bench", now);
            Lease lease = journal.acquire(run, "bench", now);
            leases.add(lease);
            var texts = new Random(n);
            appends.add(seq -> {
                long _ =
                        journal.append(
                                lease,
                                seq,
                                List.of(new Draft("Settled", json(texts), now)),
                                Standing.working("running", 0));
            });
        }
        try {
            return measured(appends);
        } finally {
            leases.forEach(Lease::close);
        }
    }

    private Round floor(int callers) throws IOException, InterruptedException, ExecutionException {
        Path file = Files.createTempFile(folder, "floor", ".log");
        try (var floor = new FsyncFloor(file)) {
            List<Append> appends = new ArrayList<>();
            for (int n = 0; n < callers; n++) {
                var texts = new Random(n);
                appends.add(_ -> floor.append(json(texts).getBytes(StandardCharsets.UTF_8)));
            }
            return measured(appends);
        } finally {
            Files.delete(file);
        }
    }

    private Round measured(List<Append> appends)
            throws InterruptedException, ExecutionException, IOException {
        List<long[]> times = new ArrayList<>();
        long start = System.nanoTime();
        long end = start + roundNanos;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> futures = new ArrayList<>();
            for (Append append : appends) {
                Callable<long[]> task = () -> repeated(append, end);
                futures.add(threads.submit(task));
            }
            for (Future<long[]> future : futures) {
                times.add(future.get());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Round(
                all.length / seconds,
                all[all.length / 2] / 1_000,
                all[all.length / 100 * 99] / 1_000);
    }

    private static long[] repeated(Append append, long end)
            throws IOException, InterruptedException {
        long[] times = new long[1_024];
        int count = 0;
        while (System.nanoTime() < end) {
            long before = System.nanoTime();
            append.once(count);
            if (count == times.length) {
                times = Arrays.copyOf(times, count * 2);
            }
            times[count] = System.nanoTime() - before;
            count++;
        }
        return Arrays.copyOf(times, count);
    }

    /// What does not compress.
    private static String json(Random random) {
        var text = new StringBuilder(TEXT + 40).append("{\"tool\":\"read_file\",\"text\":\"");
        while (text.length() < TEXT) {
            text.append(Long.toString(random.nextLong() >>> 1, 36));
        }
        return text.append("\"}").toString();
    }
}
