package dev.lorimer.store;

import static dev.lorimer.store.Place.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Snapshot;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// The main of a process that tests kill, starve or shut out. It prints what was acknowledged, line
/// by line, and how it was refused.
final class Worker {
    /// Short, so that tests of stopped processes need not wait long.
    static final Duration LEASE = Duration.ofSeconds(1);

    private Worker() {}

    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true);
        Path cache = Path.of(arguments[2]);
        try (SqliteJournal journal = SqliteJournal.open(Path.of(arguments[1]), cache, LEASE)) {
            switch (arguments[0]) {
                case "append" -> append(journal, out, Integer.parseInt(arguments[3]));
                case "fill" -> fill(journal, out);
                case "hold" -> hold(journal, out);
                case "contend" -> contend(journal, out, Integer.parseInt(arguments[3]));
                case "list" -> out.println("runs " + journal.runs(10).size());
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        } catch (JournalException e) {
            out.println("refused " + e.kind() + " " + e.getMessage());
        }
    }

    /// Appends to that many runs at once until it is killed.
    private static void append(SqliteJournal journal, PrintStream out, int runs) {
        for (int n = 0; n < runs; n++) {
            var run = new RunId("run-" + n);
            Thread.startVirtualThread(() -> appendTo(journal, out, run));
        }
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void appendTo(SqliteJournal journal, PrintStream out, RunId run) {
        if (journal.head(run).isEmpty()) {
            journal.create(run, "to be killed", NOON);
        }
        Lease lease = journal.acquire(run, "pid " + ProcessHandle.current().pid(), NOON);
        long seq = journal.read(run, 0).size();
        while (true) {
            seq =
                    journal.append(
                            lease,
                            seq,
                            List.of(small(seq), large(seq)),
                            Standing.working("running", 0));
            out.println(run + " " + seq);
        }
    }

    /// Owns the runs `held` and `kept`, and does with each what the lines of its input say.
    private static void hold(SqliteJournal journal, PrintStream out) {
        List<Lease> leases =
                List.of(
                        journal.acquire(new RunId("held"), "the first", NOON),
                        journal.acquire(new RunId("kept"), "the first", NOON));
        out.println("held");
        new BufferedReader(new InputStreamReader(System.in, UTF_8))
                .lines()
                .forEach(order ->
                        out.println(
                                leases.stream()
                                        .map(lease -> done(journal, lease, order))
                                        .collect(Collectors.joining(" "))));
    }

    private static String done(SqliteJournal journal, Lease lease, String order) {
        try {
            switch (order) {
                case "append" ->
                        journal.append(lease, 0, List.of(small(0)), Standing.working("running", 0));
                case "check" -> lease.check();
                case "keep" -> journal.keep(lease, new Snapshot(0, "none", "{}"));
                default -> throw new IllegalArgumentException(order);
            }
            return "done";
        } catch (JournalException e) {
            return e.kind().name();
        }
    }

    /// Many ask for each run that a line of the input names, at once.
    private static void contend(SqliteJournal journal, PrintStream out, int contenders) {
        out.println("ready");
        new BufferedReader(new InputStreamReader(System.in, UTF_8))
                .lines()
                .forEach(name -> out.println(won(journal, new RunId(name), contenders)));
    }

    private static String won(SqliteJournal journal, RunId run, int contenders) {
        var won = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < contenders; i++) {
                var _ =
                        threads.submit(() -> {
                            try {
                                won.add("epoch" + journal.acquire(run, "contender", NOON).epoch());
                            } catch (JournalException e) {
                                if (e.kind() != JournalException.Kind.BUSY) {
                                    won.add(String.valueOf(e.getMessage()));
                                }
                            }
                        });
            }
        }
        return won.isEmpty() ? "none" : String.join(" ", won);
    }

    /// Appends until it is refused, then asks once more, then reads.
    private static void fill(SqliteJournal journal, PrintStream out) {
        var run = new RunId("run-0");
        journal.create(run, "to be filled", NOON);
        Lease lease = journal.acquire(run, "me", NOON);
        long seq = 0;
        try {
            while (seq < 100_000) {
                seq =
                        journal.append(
                                lease,
                                seq,
                                List.of(small(seq), large(seq)),
                                Standing.working("running", 0));
            }
        } catch (JournalException e) {
            out.println("acknowledged " + seq);
            out.println("refused " + e.kind() + " " + e.getMessage());
        }
        try {
            journal.append(lease, seq, List.of(small(seq)), Standing.working("running", 0));
        } catch (JournalException e) {
            out.println("again " + e.kind() + " " + e.getMessage());
        }
        out.println("read " + journal.read(run, 0).size());
        try {
            journal.ensureRoom();
            out.println("room");
        } catch (JournalException e) {
            out.println("room " + e.kind() + " " + e.getMessage());
        }
    }

    static Draft small(long seq) {
        return new Draft("Intended", "{\"n\":%d}".formatted(seq), NOON);
    }

    /// New content that does not compress well, so that the disk fills.
    static Draft large(long seq) {
        var text = new StringBuilder();
        var random = new java.util.Random(seq);
        while (text.length() < 3_000) {
            text.append(Long.toHexString(random.nextLong()));
        }
        return new Draft("Settled", "{\"n\":%d,\"text\":\"%s\"}".formatted(seq + 1, text), NOON);
    }
}
