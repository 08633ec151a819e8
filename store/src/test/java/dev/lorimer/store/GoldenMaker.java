package dev.lorimer.store;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Snapshot;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Makes the journal that is kept as a specimen of this format, and prints its hashes. Arguments:
/// the folder to make, and the cache for SQLite's library. To be used once, when a format is
/// released.
final class GoldenMaker {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00.123456789Z");

    private GoldenMaker() {}

    public static void main(String[] arguments) {
        try (SqliteJournal journal =
                SqliteJournal.open(Path.of(arguments[0]), Path.of(arguments[1]))) {
            for (String word :
                    List.of(
                            "queued",
                            "running",
                            "waiting",
                            "done",
                            "failed",
                            "cancelled",
                            "exhausted",
                            "called")) {
                make(journal, word);
            }
            journal.note("schedule/nightly", "{\"cron\":\"0 3 * * *\"}");
            journal.runs(99)
                    .forEach(head ->
                            journal.read(head.run(), 0)
                                    .forEach(line ->
                                            System.out.printf(
                                                    "%s %d %s%n",
                                                    head.run(), line.seq(), line.hash())));
            journal.prune(new RunId("run-failed"), "{\"lines\":3}", AT);
        }
    }

    private static void make(SqliteJournal journal, String word) {
        var run = new RunId("run-" + word);
        journal.create(run, "a run that is " + word, AT);
        if (word.equals("queued")) {
            return;
        }
        try (Lease lease = journal.acquire(run, "maker", AT)) {
            journal.append(
                    lease,
                    0,
                    List.of(
                            new Draft("Started", "{\"task\":\"find the ünï ☂\",\"n\":1.10}", AT),
                            new Draft(
                                    "Replied",
                                    "{\"text\":\"%s\",\"$blob\":\"name\"}"
                                            .formatted("plain ".repeat(300)),
                                    AT.plusSeconds(1))),
                    Standing.working("running", 0));
            journal.append(
                    lease,
                    2,
                    List.of(
                            new Draft(
                                    "Settled",
                                    "{\"out\":\"%s\"}".formatted("packed text ".repeat(800)),
                                    AT.plusSeconds(2))),
                    standing(word));
            String hash = journal.read(run, 2).getFirst().hash();
            journal.keep(lease, new Snapshot(3, hash, "{\"lines\":3}"));
        }
        if (word.equals("called")) {
            journal.send(run, "answer", "{\"yes\":true}", AT.plusSeconds(3));
            journal.send(run, "cancel", "{}", AT.plusSeconds(4));
        }
    }

    private static Standing standing(String word) {
        return switch (word) {
            case "running" -> Standing.working("running", 0);
            case "waiting", "called" -> Standing.parked("waiting", Optional.empty(), 0);
            default -> Standing.ended(word, 0);
        };
    }
}
