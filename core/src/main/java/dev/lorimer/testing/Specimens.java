package dev.lorimer.testing;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// What the promises are made of.
final class Specimens {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");
    static final RunId RUN = new RunId("fix-the-parser");

    private Specimens() {}

    /// Somebody who says that he owns a run under that epoch.
    record Claim(RunId run, long epoch) implements Lease {
        @Override
        public void check() {}

        @Override
        public void close() {}
    }

    static Journal created(Journal journal) {
        journal.create(RUN, "a title", NOON);
        return journal;
    }

    static void filled(Journal journal, int lines) {
        try (Lease lease = created(journal).acquire(RUN, "filler", NOON)) {
            journal.append(lease, 0, drafts(lines), Standing.working("filled", 0));
        }
    }

    static List<Draft> drafts(int count) {
        return IntStream.range(0, count).mapToObj(Specimens::draft).toList();
    }

    static Draft draft(int n) {
        return new Draft("Kind" + n, "{\"n\":%d}".formatted(n), NOON.plusSeconds(n));
    }
}
