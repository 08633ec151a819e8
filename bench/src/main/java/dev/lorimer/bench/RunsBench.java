package dev.lorimer.bench;

import dev.lorimer.context.Window;
import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.model.Message;
import dev.lorimer.model.Model;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import dev.lorimer.run.Agent;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Recorded;
import dev.lorimer.run.Run;
import dev.lorimer.run.Scene;
import dev.lorimer.run.Timing;
import dev.lorimer.run.Worker;
import dev.lorimer.store.SqliteJournal;
import dev.lorimer.tool.BuiltInTools;
import dev.lorimer.tool.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/// Whole runs on the SQLite journal: how long a resume takes after so many entries, and what very
/// many parked runs cost and how fast they wake. Prints Markdown.
///
/// Arguments: a folder on the disk to be measured; how many runs are parked (100000); how many are
/// woken (10000).
public final class RunsBench {
    private static final int[] LENGTHS = {10, 100, 1_000, 10_000, 100_000};
    private static final int ROUNDS = 15;
    private static final int CHUNK = 500;

    /// Runs that work at once while they are woken.
    private static final int PARALLEL = 64;

    private final Path folder;

    private RunsBench(Path folder) {
        this.folder = folder;
    }

    /// @param arguments see above
    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory(Path.of(arguments[0]), "runs-bench");
        var parked = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
        var woken = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
        try {
            var bench = new RunsBench(folder);
            bench.resumes();
            bench.parks(parked, woken);
        } finally {
            remove(folder);
        }
    }

    private Journal journal(String name) {
        return SqliteJournal.open(folder.resolve(name), folder.resolve("cache"));
    }

    /// The same run, taken over again and again by a process that has just opened its journal.
    private void resumes() throws InterruptedException {
        System.out.println("## Resume of a run, by the length of its history\n");
        System.out.printf(
                Locale.ROOT,
                "Median of %d: open the journal, own the run, know its state, give it up.\n%n",
                ROUNDS);
        System.out.println(
                "| entries | first resume, no snapshot (ms) | resume (ms) | against 100 entries |");
        System.out.println("|---:|---:|---:|---:|");
        var hundred = 1.0;
        for (var length : LENGTHS) {
            var name = "resume-" + length;
            history(name, length);
            var first = millis(name);
            var all = new ArrayList<Double>();
            for (var round = 0; round < ROUNDS; round++) {
                all.add(millis(name));
            }
            var median = all.stream().sorted().toList().get(ROUNDS / 2);
            hundred = length == 100 ? median : hundred;
            var ratio = length < 100 ? "" : String.format(Locale.ROOT, "%.2f", median / hundred);
            System.out.printf(
                    Locale.ROOT, "| %,d | %.1f | %.1f | %s |%n", length, first, median, ratio);
        }
    }

    private double millis(String name) throws InterruptedException {
        var started = System.nanoTime();
        try (var journal = journal(name)) {
            var state = run(journal, Timing.system()).proceed(new RunId("long"), () -> false);
            if (state.start().isEmpty()) {
                throw new IllegalStateException("the run was not found");
            }
        }
        return (System.nanoTime() - started) / 1e6;
    }

    /// Turns of one call with a result of 1 KB.
    ///
    /// @param entries even, so that the last one is a reply that asks to wait
    private void history(String name, int entries) {
        var id = new RunId("long");
        try (var journal = journal(name)) {
            journal.create(id, "bench", Instant.EPOCH);
            try (var lease = journal.acquire(id, "bench", Instant.EPOCH)) {
                var drafts = new ArrayList<Draft>();
                var seq = 0L;
                for (var at = 0; at < entries; at++) {
                    drafts.add(Recorded.draft(entry(at), Instant.EPOCH));
                    if (drafts.size() == CHUNK || at == entries - 1) {
                        var standing = Standing.parked("waiting", Optional.empty(), 0);
                        seq = journal.append(lease, seq, List.copyOf(drafts), standing);
                        drafts.clear();
                    }
                }
            }
        }
    }

    private static Entry entry(int at) {
        if (at == 0) {
            return new Entry.Started(
                    new Entry.Task("measure"),
                    "",
                    new Entry.Briefing("none", ""),
                    Entry.Limits.DEFAULT,
                    List.of(),
                    JsonNodeFactory.instance.objectNode());
        }
        var turn = (at + 1) / 2;
        return at % 2 == 1 ? replied(turn) : settled(turn, at);
    }

    private static Entry settled(int turn, int at) {
        return new Entry.Settled(
                turn + ".1",
                Tool.Result.done(("result " + at + " ").repeat(80)),
                "",
                Optional.empty(),
                Duration.ZERO);
    }

    private static Entry replied(int turn) {
        return replied("call-" + turn, "wait", "{\"seconds\":3600,\"reason\":\"bench\"}");
    }

    private static Entry.Replied replied(String id, String name, String arguments) {
        var call = new Message.ToolCall(id, name, arguments);
        return new Entry.Replied(
                new Message.Assistant("", List.of(call), List.of()),
                Reply.Usage.NONE,
                Reply.Stop.CALLS,
                "bench",
                Duration.ZERO);
    }

    /// Runs that each wait for an hour; then the hour is over for some of them.
    private void parks(int parked, int woken) throws Exception {
        System.out.printf(Locale.ROOT, "\n## %,d parked runs\n%n", parked);
        var now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
        InstantSource clock = now::get;
        var timing = new Timing(clock, Thread::sleep, () -> 0.5);
        var later = now.get().plus(Duration.ofDays(1));
        // The last ones wait a day longer.
        for (var at : List.of(parked - woken, woken)) {
            var first = at == woken ? 0 : woken;
            now.set(first == 0 ? later.minus(Duration.ofDays(1)) : later);
            queue(timing, first, at);
            work(timing, PARALLEL);
        }
        var used = heap();
        now.set(later.minus(Duration.ofDays(1)).plus(Duration.ofHours(1)));
        var started = System.nanoTime();
        work(timing, PARALLEL);
        var seconds = (System.nanoTime() - started) / 1e9;
        try (var journal = journal("parked")) {
            var done =
                    journal.runs(Integer.MAX_VALUE).stream()
                            .filter(head -> head.status().equals("done"))
                            .count();
            System.out.println("| | |\n|---|---:|");
            System.out.printf(
                    Locale.ROOT,
                    "| heap used with all of them parked, journal open (MB) | %.1f |%n",
                    used / 1e6);
            System.out.printf(Locale.ROOT, "| runs woken, gone on with and ended | %,d |%n", done);
            System.out.printf(Locale.ROOT, "| seconds for these | %.1f |%n", seconds);
            System.out.printf(Locale.ROOT, "| runs a second | %.0f |%n", done / seconds);
        }
    }

    private void queue(Timing timing, int first, int count) throws InterruptedException {
        try (var journal = journal("parked")) {
            var threads = new ArrayList<Thread>();
            for (var worker = 0; worker < PARALLEL; worker++) {
                var start = first + worker;
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    for (var at = start; at < first + count; at += PARALLEL) {
                                        run(journal, timing)
                                                .queue(
                                                        new RunId("r-" + at),
                                                        new Entry.Task("wait an hour"),
                                                        JsonNodeFactory.instance.objectNode());
                                    }
                                }));
            }
            for (var thread : threads) {
                thread.join();
            }
        }
    }

    private void work(Timing timing, int parallel) throws InterruptedException {
        new Worker(
                        () -> journal("parked"),
                        (journal, run, stopping) ->
                                run(journal, timing).proceed(run, stopping::get),
                        new Worker.Watch() {
                            @Override
                            public void failed(RunId run, RuntimeException why, Duration wait) {
                                throw new IllegalStateException("run " + run, why);
                            }

                            @Override
                            public void stopped(JournalException why, Duration wait) {
                                throw why;
                            }
                        },
                        timing,
                        parallel)
                .work(true);
    }

    private long heap() {
        try (var journal = journal("parked")) {
            if (!journal.due(Instant.EPOCH, 1).isEmpty()) {
                throw new IllegalStateException("a run is due that should wait");
            }
            System.gc();
            var runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }

    private static Run run(Journal journal, Timing timing) {
        var agent =
                new Agent(
                        new Waiting(),
                        Window.DEFAULT,
                        "Wait.",
                        List.of(BuiltInTools.waiting(), BuiltInTools.finish()),
                        Entry.Limits.DEFAULT);
        return new Run(journal, agent, Scene.empty(), timing, Listener.none());
    }

    /// Waits once, then asks to finish.
    private record Waiting() implements Model {
        @Override
        public String name() {
            return "bench";
        }

        @Override
        public Reply complete(Request request, Consumer<String> onText) {
            var first = request.messages().size() == 1;
            var entry =
                    first
                            ? replied("c1", "wait", "{\"seconds\":3600,\"reason\":\"bench\"}")
                            : replied("c2", "finish", "{\"summary\":\"waited\"}");
            return new Reply(entry.message(), Reply.Usage.NONE, Reply.Stop.CALLS, "bench");
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(RunsBench::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
