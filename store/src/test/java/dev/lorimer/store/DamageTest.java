package dev.lorimer.store;

import static dev.lorimer.store.Place.NOON;
import static dev.lorimer.store.Place.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is changed behind the journal's back is found, named and not served.
final class DamageTest {
    private static final String HEALTHY = "healthy";

    @TempDir Path temp;
    private Place place;

    @BeforeEach
    void fill() {
        place = new Place(temp.resolve("journal"));
        try (SqliteJournal journal = place.open()) {
            var run = new RunId(HEALTHY);
            journal.create(run, "another", NOON);
            try (Lease lease = journal.acquire(run, "me", NOON)) {
                journal.append(lease, 0, Place.drafts(2), Standing.working("running", 0));
            }
        }
        place.filled(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update journal set json = '{\"n\":4}' where seq = 3 and run = 2 | 3",
                "update journal set json = 'x' where seq = 3 and run = 2 | 3",
                "update journal set json = '' where seq = 0 and run = 2 | 0",
                "update journal set kind = 'Other' where seq = 2 and run = 2 | 2",
                "update journal set status = 'done' where seq = 2 and run = 2 | 2",
                "update journal set status = 'done' where seq = 5 and run = 2 | 5",
                "update journal set at = '2026-11-23T12:00:09Z' where seq = 1 and run = 2 | 1",
                "update journal set at = 'yesterday' where seq = 1 and run = 2 | 1",
                "update journal set epoch = 2 where seq = 4 and run = 2 | 4",
                "update journal set hash = zeroblob(32) where seq = 4 and run = 2 | 4",
                "update journal set hash = zeroblob(0) where seq = 5 and run = 2 | 5",
                "update journal set seq = 9 where seq = 3 and run = 2 | 3",
                "update journal set seq = -1 where seq = 0 and run = 2 | 0",
                "update journal set run = 1 where seq = 3 and run = 2 | 3",
                "delete from journal where seq = 0 and run = 2 | 0",
                "delete from journal where seq = 3 and run = 2 | 3",
                "delete from journal where seq = 5 and run = 2 | 5",
                "delete from journal where run = 2 | 0",
                "update journal set prev = 0 where seq = 3 and run = 2 | 3",
                "update journal set prev = nr where seq = 3 and run = 2 | 3",
                "update journal set prev = 99 where seq = 5 and run = 2 | 5",
                "update journal set nr = 99 where seq = 3 and run = 2 | 4",
                "update tip set last_nr = 0 where nr = 2 | 5",
                "update tip set last_nr = last_nr - 1 where nr = 2 | 5",
                "update tip set last_nr = 99 where nr = 2 | 5",
                "update journal set json = (select json from journal where seq = 1 and run = 1) where seq = 2 and run = 2 | 2",
                "update tip set next_seq = 5 where nr = 2 | 5",
                "update tip set next_seq = 7 where nr = 2 | 6",
                "update run set title = 'b title' where id = 'fix-the-parser' | 0",
                "update run set created_at = '2026-11-23T12:00:01Z' where id = 'fix-the-parser' | 0",
                "update tip set epoch = 0 where nr = 2 | 0",
                "update blob set body = zeroblob(9) | 5",
                "update blob set body = cast(replace(hex(body), '1', '2') as blob) | 5",
                "update blob set codec = 'plain' | 5",
                "update blob set codec = 'zstd' | 5",
                "update blob set size = size + 1 | 5",
                "update blob set size = 2000000000 | 5",
                "update blob set size = -1 | 5",
                "update blob set hash = zeroblob(32) | 5",
                "delete from blob | 5",
            })
    void an_edit_of_any_column_is_found_and_its_line_named(String edit, long line)
            throws SQLException {
        assertThat(place.edit(edit)).isPositive();

        try (SqliteJournal journal = place.open()) {
            JournalException failure =
                    catchThrowableOfType(JournalException.class, () -> journal.read(RUN, 0));
            assertThat(failure.kind()).isEqualTo(JournalException.Kind.CORRUPT);
            assertThat(failure)
                    .hasMessageContaining("run \"fix-the-parser\" line " + line)
                    .hasMessageContaining("doctor")
                    .hasMessageContaining("backup");
            assertThat(journal.inspect()).isNotEmpty().allMatch(finding -> !finding.contains("\n"));
        }
    }

    @Test
    void damage_in_one_run_hides_no_other() throws SQLException {
        place.edit("update journal set json = '{}' where seq = 1 and run = 2");

        try (SqliteJournal journal = place.open()) {
            assertThat(journal.read(new RunId(HEALTHY), 0)).hasSize(2);
            assertThat(journal.runs(9)).hasSize(2);
            assertThat(journal.inspect())
                    .singleElement()
                    .asString()
                    .contains("run \"fix-the-parser\" line 1 is not what was written");
        }
    }

    @Test
    void a_row_that_belongs_to_no_line_is_never_served_and_is_found() throws SQLException {
        place.edit(
                "insert into journal select 99, prev, run, 7, epoch, kind, status, at, json, hash"
                        + " from journal where seq = 5");

        try (SqliteJournal journal = place.open();
                Lease lease = journal.acquire(RUN, "me", NOON)) {
            journal.append(lease, 6, Place.drafts(3), Standing.working("running", 0));
            assertThat(journal.read(RUN, 0).stream().map(Journal.Line::seq))
                    .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
            assertThat(journal.inspect())
                    .singleElement()
                    .asString()
                    .contains("1 rows in table journal that are none of its 9 lines");
        }
    }

    @Test
    void a_write_to_a_damaged_run_leaves_nothing_and_the_other_runs_go_on() throws SQLException {
        place.edit("update tip set newest = 0 where nr = 2");

        try (SqliteJournal journal = place.open();
                Lease sound = journal.acquire(new RunId(HEALTHY), "me", NOON)) {
            assertThat(journal.inspect())
                    .singleElement()
                    .asString()
                    .contains("knows nothing of message 1");
            assertThatThrownBy(() -> journal.send(RUN, "answer", "{}", NOON))
                    .hasMessageContaining("contradict each other");
            assertThat(journal.append(sound, 2, Place.drafts(2), Standing.working("running", 0)))
                    .isEqualTo(4);
            assertThat(journal.read(sound.run(), 0)).hasSize(4);
        }
        assertThat(place.ask("select newest from tip where nr = 2")).isEqualTo("0");
    }

    @Test
    void two_lines_that_changed_places_are_found() throws SQLException {
        place.edit("update journal set seq = 100 where seq = 1 and run = 2");
        place.edit("update journal set seq = 1 where seq = 2 and run = 2");
        place.edit("update journal set seq = 2 where seq = 100 and run = 2");

        try (SqliteJournal journal = place.open()) {
            assertThatThrownBy(() -> journal.read(RUN, 0))
                    .hasMessageContaining("line 1 is not what was written");
        }
    }

    @Test
    void a_missing_tail_is_found_even_by_who_reads_only_what_is_new() throws SQLException {
        place.edit("delete from journal where seq >= 4 and run = 2");

        try (SqliteJournal journal = place.open()) {
            for (long from : new long[] {3, 4, 5, 6, 7}) {
                assertThatThrownBy(() -> journal.read(RUN, from))
                        .as("from %d", from)
                        .hasMessageContaining("is missing");
            }
        }
    }

    @Test
    void a_missing_run_is_found_by_the_inspection() throws SQLException {
        place.edit("delete from run where id = 'fix-the-parser'");

        try (SqliteJournal journal = place.open()) {
            assertThat(journal.inspect())
                    .hasSize(2)
                    .allMatch(finding -> finding.contains("which is missing"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update signal set json = '{\"yes\":false}'",
                "update signal set kind = 'cancel'",
                "update signal set at = 'never'",
                "update signal set id = 77",
                "update signal set hash = ''",
                "update signal set run = 'healthy'",
            })
    void a_changed_signal_is_found(String edit) throws SQLException {
        place.edit(edit);

        try (SqliteJournal journal = place.open()) {
            List<RunId> runs = List.of(RUN, new RunId(HEALTHY));
            assertThatThrownBy(() -> runs.forEach(run -> journal.signals(run, 0)))
                    .hasMessageContaining("is not what was sent");
            assertThat(journal.inspect())
                    .isNotEmpty()
                    .allMatch(finding -> finding.contains("signal") || finding.contains("message"));
        }
    }

    @Test
    void an_unreadable_row_of_a_run_is_named() throws SQLException {
        place.edit("update run set created_at = 'once upon a time' where id = 'healthy'");

        try (SqliteJournal journal = place.open()) {
            assertThatThrownBy(() -> journal.runs(9))
                    .hasMessageContaining("the row of run \"healthy\" is not what was written");
        }
    }

    /// A flipped bit may lie in unused space; but what is served is what was written.
    @Test
    void a_flipped_bit_is_never_served() throws IOException, SQLException {
        long seed = 7;
        var random = new Random(seed);
        place.edit("vacuum");
        byte[] sound = Files.readAllBytes(place.file());
        var expected = new ArrayList<>();
        try (SqliteJournal journal = place.open()) {
            expected.addAll(journal.read(RUN, 0));
        }
        int found = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bytes = sound.clone();
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            var damaged = new Place(temp.resolve("flip" + i));
            Files.createDirectories(damaged.folder());
            Files.write(damaged.file(), bytes);
            try (SqliteJournal journal = damaged.open()) {
                assertThat(journal.read(RUN, 0)).as("seed %d flip %d", seed, i).isEqualTo(expected);
            } catch (JournalException e) {
                assertThat(e.kind())
                        .as("seed %d flip %d: %s", seed, i, e.getMessage())
                        .isIn(
                                JournalException.Kind.CORRUPT,
                                JournalException.Kind.TOO_NEW,
                                JournalException.Kind.UNKNOWN_RUN);
                found++;
            }
        }
        assertThat(found).isPositive();
    }
}
