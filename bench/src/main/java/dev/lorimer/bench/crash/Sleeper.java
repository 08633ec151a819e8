package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.store.SqliteJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The main of a child that owns a run, works on it without a pause, and is stopped and woken from
/// outside. It ends when it is told that the run is no longer its own.
///
/// Arguments: journal, cache, run, milliseconds of a lease, port of the world, mutant or `none`. It
/// prints `owns EPOCH`, `wrote SEQ`, `acted N`, and at last `fenced append` and `fenced check`.
public final class Sleeper {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int PAUSE_MILLIS = 15;

    private Sleeper() {}

    public static void main(String[] arguments) throws InterruptedException {
        var run = new RunId(arguments[2]);
        var time = Duration.ofMillis(Long.parseLong(arguments[3]));
        int port = Integer.parseInt(arguments[4]);
        Path folder = Path.of(arguments[0]);
        try (Journal store = SqliteJournal.open(folder, Path.of(arguments[1]), time);
                Journal journal = Mutants.of(arguments[5], store)) {
            Lease lease = journal.acquire(run, "the sleeper", NOON);
            System.out.println("owns " + lease.epoch());
            boolean mayWrite = true;
            boolean mayAct = true;
            for (long n = 0; mayWrite || mayAct; n++) {
                mayWrite = mayWrite && wrote(journal, lease, n);
                mayAct = mayAct && acted(lease, port, n);
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static boolean wrote(Journal journal, Lease lease, long seq) {
        try {
            var draft = new Draft("Settled", "{\"by\":\"sleeper\",\"n\":%d}".formatted(seq), NOON);
            long _ = journal.append(lease, seq, List.of(draft), Standing.working("running", 0));
            System.out.println("wrote " + seq);
            return true;
        } catch (JournalException e) {
            System.out.println(fenced(e, "append"));
            return false;
        }
    }

    /// As a tool does: the right is checked right before the effect, and handed to the outside.
    private static boolean acted(Lease lease, int port, long n) {
        try {
            lease.check();
            String answer =
                    Contact.ask(
                            port,
                            "do fenced %s sleeper-%d %d".formatted(lease.run(), n, lease.epoch()));
            System.out.println((answer.startsWith("done ") ? "acted " : "refused ") + n);
            return true;
        } catch (JournalException e) {
            System.out.println(fenced(e, "check"));
            return false;
        }
    }

    private static String fenced(JournalException e, String what) {
        return e.kind() == JournalException.Kind.FENCED
                ? "fenced " + what
                : "failed %s %s %s".formatted(what, e.kind(), e.getMessage());
    }
}
