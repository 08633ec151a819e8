package dev.lorimer.bench;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import dev.lorimer.store.SqliteJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// How fast the SQLite journal records, beside the floor that the disk sets, in one process with
/// alternating rounds. Prints a Markdown page; the raw rounds go to standard error.
///
/// Arguments: a folder on the disk to be measured, rounds (7), seconds a round (3), and the parts
/// to measure (`append,resume,bytes,parked`).
public final class StoreBench {
    private static final int ENTRY_BYTES = 1024;
    private static final int MANY = 200;

    /// So many texts go round, so that making them costs the callers nothing.
    private static final int TEXTS = 256;

    private final Path work;
    private final int rounds;
    private final Duration time;
    private int folders;

    private StoreBench(Path work, int rounds, Duration time) {
        this.work = work;
        this.rounds = rounds;
        this.time = time;
    }

    /// @param arguments see above
    public static void main(String[] arguments) throws IOException {
        Path work = Files.createTempDirectory(Path.of(arguments[0]), "store-bench");
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        String parts = arguments.length > 3 ? arguments[3] : "append,resume,bytes,parked";
        try {
            var bench = new StoreBench(work, rounds, Duration.ofSeconds(seconds));
            for (String part : parts.split(",", -1)) {
                switch (part) {
                    case "append" -> bench.appends();
                    case "resume" -> new ResumeBench(bench.folder()).print();
                    case "bytes" -> bench.bytes();
                    case "parked" -> new ParkedBench(bench.folder()).print();
                    default ->
                            throw new IllegalArgumentException(
                                    "there is no part \"%s\"; name append, resume, bytes or parked"
                                            .formatted(part));
                }
            }
        } finally {
            remove(work);
        }
    }

    private record Round(
            Load.Outcome manyFloor, Load.Outcome many, Load.Outcome oneFloor, Load.Outcome one) {}

    private void appends() throws IOException {
        var all = new ArrayList<Round>();
        for (int round = 0; round <= rounds; round++) {
            var measured = new Round(floor(MANY), store(MANY), floor(1), store(1));
            System.err.printf(Locale.ROOT, "round %d %s%n", round, measured);
            // The first one warms up.
            if (round > 0) {
                all.add(measured);
            }
        }
        System.out.printf(
                Locale.ROOT,
                """
                ## Appends

                %d rounds of %d s each, entries of %d bytes, medians over the rounds; ratios are medians of the rounds' own ratios.
                The floor appends the same bytes for the same number of callers to a file and syncs it with group commit.

                | | appends/s | p50 ms | p99 ms |
                |---|---|---|---|
                """,
                rounds,
                time.toSeconds(),
                ENTRY_BYTES);
        row("floor, %d callers".formatted(MANY), all, Round::manyFloor);
        row("journal, %d runs".formatted(MANY), all, Round::many);
        row("floor, 1 caller (one write, one fsync)", all, Round::oneFloor);
        row("journal, 1 run", all, Round::one);
        System.out.printf(
                Locale.ROOT,
                "%n%d runs: **%.2f** of the floor (bar: 0.6 or more). One run: p50 is **%.2f** times one fsync (bar: 2.5 or less).%n%n",
                MANY,
                median(all, r -> r.many().perSecond() / r.manyFloor().perSecond()),
                median(all, r -> (double) r.one().p50().toNanos() / r.oneFloor().p50().toNanos()));
    }

    private static void row(
            String name, List<Round> all, java.util.function.Function<Round, Load.Outcome> of) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f |%n",
                name,
                median(all, r -> of.apply(r).perSecond()),
                median(all, r -> of.apply(r).p50().toNanos() / 1e6),
                median(all, r -> of.apply(r).p99().toNanos() / 1e6));
    }

    private Load.Outcome floor(int callers) throws IOException {
        List<byte[]> texts =
                texts().stream()
                        .map(draft -> draft.json().getBytes(StandardCharsets.UTF_8))
                        .toList();
        Path folder = folder();
        try (var floor = new FsyncFloor(Files.createDirectories(folder).resolve("floor"))) {
            return new Load(callers, time)
                    .run(n -> count -> floor.append(texts.get((n + count) % TEXTS)));
        } finally {
            remove(folder);
        }
    }

    private Load.Outcome store(int callers) throws IOException {
        List<Draft> texts = texts();
        Path folder = folder();
        try (Journal journal = SqliteJournal.open(folder, work.resolve("cache"))) {
            return new Load(callers, time)
                    .run(n -> {
                        var run = new RunId("run-" + n);
                        journal.create(run, "to be measured", Lines.NOON);
                        Lease lease = journal.acquire(run, "bench", Lines.NOON);
                        return count ->
                                journal.append(
                                        lease,
                                        count,
                                        List.of(texts.get((n + count) % TEXTS)),
                                        Standing.working("running", 0));
                    });
        } finally {
            remove(folder);
        }
    }

    private void bytes() throws IOException {
        System.out.println(
                "## Bytes stored\n\n| turns of 5 KB new text | bytes stored | times the new text |\n|---|---|---|");
        for (int turns : new int[] {20, 100, 200, 400}) {
            long stored = stored(turns, 5 << 10);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %.2f |%n",
                    turns,
                    stored,
                    (double) stored / (turns * (5L << 10)));
        }
        System.out.println();
    }

    private long stored(int turns, int bytes) throws IOException {
        var lines = new Lines(turns);
        Path folder = folder();
        try (Journal journal = SqliteJournal.open(folder, work.resolve("cache"))) {
            var run = new RunId("run");
            journal.create(run, "to be measured", Lines.NOON);
            try (Lease lease = journal.acquire(run, "bench", Lines.NOON)) {
                long seq = 0;
                for (int turn = 0; turn < turns; turn++) {
                    seq =
                            journal.append(
                                    lease,
                                    seq,
                                    lines.turn(turn, bytes),
                                    Standing.working("running", 0));
                }
            }
        }
        return Files.size(folder.resolve("journal.db"));
    }

    private static List<Draft> texts() {
        var lines = new Lines(1);
        return Stream.iterate(0, n -> n + 1)
                .limit(TEXTS)
                .map(n -> lines.settled(n, ENTRY_BYTES))
                .toList();
    }

    private Path folder() {
        folders++;
        return work.resolve("f" + folders);
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> of) {
        double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
