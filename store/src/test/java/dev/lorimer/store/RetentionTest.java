package dev.lorimer.store;

import static dev.lorimer.store.Place.NOON;
import static dev.lorimer.store.Place.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Snapshot;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes, what stays, and what is copied.
final class RetentionTest {
    private static final RunId OTHER = new RunId("other");

    @TempDir Path temp;

    @Test
    void a_sweep_gives_back_what_a_pruned_run_held_and_keeps_what_others_share()
            throws IOException {
        var place = new Place(temp.resolve("journal"));
        try (SqliteJournal journal = place.open()) {
            Draft shared = text(1);
            ended(journal, RUN, List.of(shared, text(2), text(3)));
            ended(journal, OTHER, List.of(shared));
            List<Line> lines = journal.read(OTHER, 0);
            assertThat(journal.sweep()).isZero();

            journal.prune(RUN, "{\"lines\":3}", NOON);

            assertThat(journal.sweep()).isGreaterThan(1_000_000);
            assertThat(journal.sweep()).isZero();
            assertThat(journal.read(OTHER, 0)).isEqualTo(lines);
            assertThat(journal.evidence(RUN)).contains("{\"lines\":3}");
            assertThat(journal.inspect()).isEmpty();
        }
        assertThat(Files.size(place.file())).isLessThan(1_100_000);
    }

    @Test
    void a_sweep_takes_nothing_from_runs_that_go_on_meanwhile() throws Exception {
        var place = new Place(temp.resolve("journal"));
        try (SqliteJournal journal = place.open()) {
            journal.create(RUN, "a title", NOON);
            var going = new AtomicBoolean(true);
            var worker = Thread.ofVirtual().start(() -> work(journal, going));
            for (int i = 0; i < 12; i++) {
                var gone = new RunId("gone-" + i);
                // The same texts come and go and come again.
                ended(journal, gone, List.of(text(i % 3)));
                journal.prune(gone, "{}", NOON);
                journal.sweep();
            }
            going.set(false);
            worker.join();
            assertThat(journal.inspect()).isEmpty();
            assertThat(journal.read(RUN, 0)).isNotEmpty();
            assertThat(journal.snapshot(RUN)).isPresent();
        }
    }

    private static void work(SqliteJournal journal, AtomicBoolean going) {
        try (Lease lease = journal.acquire(RUN, "me", NOON)) {
            long seq = 0;
            while (going.get()) {
                seq =
                        journal.append(
                                lease,
                                seq,
                                List.of(text((int) seq % 3)),
                                Standing.working("running", 0));
                Line last = journal.read(RUN, seq - 1).getFirst();
                String json = text((int) seq % 3).json();
                journal.keep(lease, new Snapshot(seq, last.hash(), json));
            }
        }
    }

    @Test
    void a_backup_is_a_whole_journal_while_runs_go_on() {
        var place = new Place(temp.resolve("journal")).filled(5);
        var copy = new Place(temp.resolve("copy"));
        try (SqliteJournal journal = place.open();
                Lease lease = journal.acquire(RUN, "me", NOON)) {
            List<Line> lines = journal.read(RUN, 0);
            journal.backup(copy.folder());
            journal.append(lease, 5, Place.drafts(1), Standing.working("running", 0));
            try (SqliteJournal copied = copy.open();
                    Lease taken = copied.acquire(RUN, "another", NOON)) {
                assertThat(copied.inspect()).isEmpty();
                assertThat(copied.read(RUN, 0)).isEqualTo(lines);
                copied.append(taken, 5, Place.drafts(3), Standing.working("running", 0));
            }
            assertThat(journal.read(RUN, 0)).hasSize(6);
            assertThat(
                            catchThrowableOfType(
                                    JournalException.class, () -> journal.backup(copy.folder())))
                    .hasMessageContaining("is there already")
                    .returns(JournalException.Kind.EXISTS, JournalException::kind);
        }
    }

    private static void ended(SqliteJournal journal, RunId run, List<Draft> drafts) {
        journal.create(run, "a title", NOON);
        try (Lease lease = journal.acquire(run, "me", NOON)) {
            journal.append(lease, 0, drafts, Standing.ended("done", 0));
        }
    }

    /// New content that does not compress.
    private static Draft text(int seed) {
        var text = new StringBuilder();
        var random = new Random(seed);
        while (text.length() < 300_000) {
            text.append((char) (0x3000 + random.nextInt(1 << 15)));
        }
        return new Draft("Replied", "{\"text\":\"%s\"}".formatted(text), NOON);
    }
}
