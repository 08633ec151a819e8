package dev.lorimer.store;

import static dev.lorimer.store.Place.NOON;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// The main of a process that tests kill, starve or shut out. It prints what was acknowledged, line
/// by line, and how it was refused.
final class Worker {
    private Worker() {}

    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true);
        Path cache = Path.of(arguments[2]);
        try (SqliteJournal journal = SqliteJournal.open(Path.of(arguments[1]), cache)) {
            switch (arguments[0]) {
                case "append" -> append(journal, out, Integer.parseInt(arguments[3]));
                case "fill" -> fill(journal, out);
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
            seq = journal.append(lease, seq, List.of(small(seq), large(seq)), Standing.working("running", 0));
            out.println(run + " " + seq);
        }
    }

    /// Appends until it is refused, then asks once more, then reads.
    private static void fill(SqliteJournal journal, PrintStream out) {
        var run = new RunId("run-0");
        journal.create(run, "to be filled", NOON);
        Lease lease = journal.acquire(run, "me", NOON);
        long seq = 0;
        try {
            while (seq < 100_000) {
                seq = journal.append(lease, seq, List.of(small(seq), large(seq)), Standing.working("running", 0));
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
