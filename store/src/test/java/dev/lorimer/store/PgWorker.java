package dev.lorimer.store;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The main of a process that owns a run until it is refused. It prints what it did, line by line.
final class PgWorker {
    static final RunId RUN = new RunId("fix-the-parser");
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private PgWorker() {}

    public static void main(String[] arguments) throws InterruptedException {
        var out = new PrintStream(System.out, true);
        var config =
                new PostgresConfig(
                        arguments[0],
                        arguments[1],
                        arguments[2],
                        arguments[3],
                        Duration.parse(arguments[4]));
        try (PostgresJournal journal = PostgresJournal.open(config)) {
            Lease lease = journal.acquire(RUN, "pid " + ProcessHandle.current().pid(), NOON);
            long seq = journal.read(RUN, 0).size();
            boolean refused = false;
            while (!refused) {
                refused = isRefused(out, "check", lease::check);
                long next = seq;
                refused |= isRefused(out, "append", () -> append(journal, lease, next));
                if (!refused) {
                    seq++;
                    out.println("appended " + seq);
                }
                Thread.sleep(20);
            }
        }
    }

    private static void append(PostgresJournal journal, Lease lease, long seq) {
        var draft = new Draft("Settled", "{\"n\":%d}".formatted(seq), NOON);
        long _ = journal.append(lease, seq, List.of(draft), Standing.working("running", 0));
    }

    private static boolean isRefused(PrintStream out, String what, Runnable action) {
        try {
            action.run();
            return false;
        } catch (JournalException e) {
            out.println("refused " + what + " " + e.kind());
            return true;
        }
    }
}
