package dev.lorimer.bench;

import dev.lorimer.context.Window;
import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.model.Model;
import dev.lorimer.models.Deadlines;
import dev.lorimer.models.Keys;
import dev.lorimer.models.ModelSpec;
import dev.lorimer.models.Models;
import dev.lorimer.run.Agent;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Run;
import dev.lorimer.run.Scene;
import dev.lorimer.run.Timing;
import dev.lorimer.store.SqliteJournal;
import dev.lorimer.testing.MemoryJournal;
import dev.lorimer.tool.Tools;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a turn costs beside the model: whole runs of turns with one call of a trivial tool against
/// a model server without delay, beside a bare HTTP client with a JSON library, in one process with
/// alternating rounds; and beside every [TurnPeer] on the class path. Prints Markdown.
///
/// Arguments: a folder on the disk for the journal (/var/tmp), rounds (5), seconds a round (3),
/// turns a run (20).
public final class TurnBench {
    private static final int MANY = 200;

    private final Path folder;
    private final Duration time;
    private final int turns;
    private final AtomicLong names = new AtomicLong();

    private TurnBench(Path folder, Duration time, int turns) {
        this.folder = folder;
        this.time = time;
        this.turns = turns;
    }

    /// The tool's arguments.
    ///
    /// @param key what to look up
    public record Lookup(String key) {}

    /// One run of all turns.
    @FunctionalInterface
    private interface Loop {
        void once() throws InterruptedException;
    }

    /// @param arguments see above
    public static void main(String[] arguments) throws Exception {
        Path at = Path.of(arguments.length > 0 ? arguments[0] : "/var/tmp");
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        int turns = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 20;
        Path folder = Files.createTempDirectory(at, "turn-bench");
        try {
            new TurnBench(folder, Duration.ofSeconds(seconds), turns).measure(rounds);
        } finally {
            StoreBench.remove(folder);
        }
    }

    private void measure(int rounds) throws Exception {
        var one = new LinkedHashMap<String, List<Double>>();
        var many = new LinkedHashMap<String, List<Double>>();
        var peers =
                ServiceLoader.load(TurnPeer.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        for (int round = 0; round <= rounds; round++) {
            boolean warm = round > 0;
            note("bare HTTP client and JSON", bare(1), warm, one);
            note("Lorimer, journal in memory", lorimer(1, new MemoryJournal()), warm, one);
            note("Lorimer, SQLite journal", lorimer(1, sqlite()), warm, one);
            for (var peer : peers) {
                note(peer.name(), peer(peer, 1), warm, one);
            }
            note("bare HTTP client and JSON", bare(MANY), warm, many);
            note("Lorimer, journal in memory", lorimer(MANY, new MemoryJournal()), warm, many);
            note("Lorimer, SQLite journal", lorimer(MANY, sqlite()), warm, many);
            for (var peer : peers) {
                note(peer.name(), peer(peer, MANY), warm, many);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "Turns a second, runs of %d turns, medians of %d rounds of %d s; the ratio is the median of the rounds' own.%n%n",
                turns,
                rounds,
                time.toSeconds());
        print("1 run at a time", one);
        print("%d runs at once".formatted(MANY), many);
    }

    private Journal sqlite() {
        return SqliteJournal.open(
                folder.resolve("journal-" + names.incrementAndGet()), folder.resolve("cache"));
    }

    private static void note(
            String name, double perSecond, boolean warm, Map<String, List<Double>> into) {
        System.err.printf(Locale.ROOT, "%s %.0f%n", name, perSecond);
        if (warm) {
            into.computeIfAbsent(name, _ -> new ArrayList<>()).add(perSecond);
        }
    }

    private static void print(String title, Map<String, List<Double>> all) {
        System.out.printf(
                "| %s | turns/s | time a turn, times the bare loop's |%n|---|---:|---:|%n", title);
        List<Double> bare = all.values().iterator().next();
        all.forEach((name, rates) -> {
            var ratios = new ArrayList<Double>();
            for (int round = 0; round < rates.size(); round++) {
                ratios.add(bare.get(round) / rates.get(round));
            }
            System.out.printf(
                    Locale.ROOT, "| %s | %.0f | %.2f |%n", name, median(rates), median(ratios));
        });
        System.out.println();
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    private double bare(int callers) throws Exception {
        try (var server = new StubServer();
                var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var loop = new BareLoop(client, server.url(), Turns.TASK);
            return rate(callers, () -> loop.run(turns));
        }
    }

    private double peer(TurnPeer peer, int callers) throws Exception {
        try (var server = new StubServer()) {
            var loop = peer.at(server.url(), Turns.TASK, Turns::looked);
            return rate(callers, () -> loop.run(turns));
        }
    }

    private double lorimer(int callers, Journal journal) throws Exception {
        try (journal;
                var server = new StubServer();
                var models =
                        new Models(
                                new Keys(_ -> Optional.empty(), Optional.empty()),
                                Deadlines.USUAL,
                                InstantSource.system())) {
            Model model =
                    models.open(
                            ModelSpec.parse("openai:stub", Optional.of(server.url().toString())));
            var agent =
                    new Agent(
                            model,
                            Window.DEFAULT,
                            "Look things up.",
                            List.of(
                                    Tools.reading(
                                            "lookup",
                                            "looks up a key",
                                            Lookup.class,
                                            asked -> Turns.looked(asked.key()))),
                            new Entry.Limits(turns, Long.MAX_VALUE, Duration.ofHours(1)));
            return rate(
                    callers,
                    () -> {
                        var run =
                                new Run(
                                        journal,
                                        agent,
                                        Scene.empty(),
                                        Timing.system(),
                                        Listener.none());
                        var id = new RunId("r-" + names.incrementAndGet());
                        var state =
                                run.start(
                                        id,
                                        new Entry.Task(Turns.TASK),
                                        JsonNodeFactory.instance.objectNode());
                        if (state.spend().turns() != turns) {
                            throw new IllegalStateException("the run ended early: " + state);
                        }
                    });
        }
    }

    /// Turns a second, whole runs only.
    private double rate(int callers, Loop loop) throws Exception {
        var runs = new AtomicLong();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var works = new ArrayList<Future<?>>();
            for (int caller = 0; caller < callers; caller++) {
                works.add(
                        threads.submit(() -> {
                            while (System.nanoTime() < end) {
                                loop.once();
                                runs.incrementAndGet();
                            }
                            return true;
                        }));
            }
            for (var work : works) {
                work.get();
            }
        }
        return runs.get() * turns / ((System.nanoTime() - start) / 1e9);
    }
}
