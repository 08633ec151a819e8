package dev.lorimer.store;

import static dev.lorimer.store.Place.NOON;
import static dev.lorimer.store.Place.RUN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.JournalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpeningTest {
    @TempDir Path temp;

    @Test
    void who_only_looks_writes_nothing() {
        var place = new Place(temp.resolve("none"));

        try (SqliteJournal journal = place.open()) {
            assertThat(journal.runs(9)).isEmpty();
            assertThat(journal.head(RUN)).isEmpty();
            assertThat(journal.inspect()).isEmpty();
        }
        assertThat(place.folder()).doesNotExist();
    }

    @Test
    void one_who_looks_before_the_first_run_sees_it_when_it_comes() {
        var place = new Place(temp.resolve("none"));

        try (SqliteJournal early = place.open()) {
            assertThat(early.runs(9)).isEmpty();
            place.filled(2);
            assertThat(early.runs(9)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "with space", "a?b=c&mode=memory#x", "100%41", "ünï ☂", "it's;--"})
    void any_folder_name_will_do(String name) {
        var place = new Place(temp.resolve(name)).filled(3);

        assertThat(place.file()).isRegularFile();
        try (SqliteJournal journal = place.open()) {
            assertThat(journal.read(RUN, 0)).hasSize(3);
        }
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(3).nextBytes(noise);
        for (byte[] content : new byte[][] {noise, "hello, world\n".repeat(99).getBytes(UTF_8)}) {
            var place = new Place(temp);
            Files.write(place.file(), content);

            assertThat(refusal(place))
                    .hasMessageContaining("is damaged or no database")
                    .hasMessageContaining(place.file().toString())
                    .returns(Kind.CORRUPT, JournalException::kind);
            assertThat(place.file()).hasBinaryContent(content);
        }
    }

    @Test
    void a_database_cut_short_is_refused_or_told_when_read() throws IOException {
        Place place = new Place(temp.resolve("whole")).filled(50);
        byte[] whole = Files.readAllBytes(place.file());
        for (int length : new int[] {50, 99, 100, 4_096, 16_384, 40_000}) {
            var cut = new Place(temp.resolve("cut" + length));
            Files.createDirectories(cut.folder());
            Files.write(cut.file(), Arrays.copyOf(whole, length));

            assertThat(
                            catchThrowableOfType(
                                    JournalException.class,
                                    () -> {
                                        try (SqliteJournal journal = cut.open()) {
                                            journal.read(RUN, 0);
                                        }
                                    }))
                    .as("cut at %d", length)
                    .returns(Kind.CORRUPT, JournalException::kind);
        }
    }

    @Test
    void the_database_of_another_program_is_refused_and_left_alone() throws SQLException {
        var place = new Place(temp);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + place.file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("create table run (id text)");
        }

        assertThat(refusal(place))
                .hasMessageContaining("not one of this program")
                .returns(Kind.CORRUPT, JournalException::kind);
        assertThat(place.ask("pragma journal_mode")).isEqualTo("delete");
    }

    @Test
    void a_newer_format_is_refused_and_named() throws SQLException {
        Place place = new Place(temp).filled(2);
        place.edit("pragma user_version = 7");

        assertThat(refusal(place))
                .hasMessageContaining("has format 7 and this version knows formats up to 2")
                .returns(Kind.TOO_NEW, JournalException::kind);
    }

    @Test
    void an_empty_file_is_filled_as_if_it_were_not_there() throws IOException {
        var place = new Place(temp);
        Files.createFile(place.file());
        try (SqliteJournal journal = place.open()) {
            assertThat(journal.runs(9)).isEmpty();
        }

        try (SqliteJournal journal = place.filled(2).open()) {
            assertThat(journal.read(RUN, 0)).hasSize(2);
        }
    }

    @Test
    void a_folder_in_the_place_of_the_file_is_refused() throws IOException {
        var place = new Place(temp);
        Files.createDirectories(place.file());

        assertThat(refusal(place))
                .hasMessageContaining("is a folder, but the journal's database belongs there")
                .returns(Kind.IO, JournalException::kind);
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_refused() throws IOException {
        var place = new Place(temp.resolve("file"));
        Files.createFile(place.folder());

        assertThat(refusal(place))
                .hasMessageContaining("is a file, but the journal needs a folder")
                .returns(Kind.IO, JournalException::kind);
    }

    @Test
    void a_place_where_nothing_can_be_made_is_told_at_the_first_write() throws IOException {
        Files.createFile(temp.resolve("file"));
        var place = new Place(temp.resolve("file").resolve("below"));

        try (SqliteJournal journal = place.open()) {
            assertThat(
                            catchThrowableOfType(
                                    JournalException.class,
                                    () -> journal.create(RUN, "title", NOON)))
                    .hasMessageContaining("making the folder")
                    .returns(Kind.IO, JournalException::kind);
        }
    }

    @Test
    void the_sqlite3_shell_reads_a_journal_that_is_in_use() throws Exception {
        Place place = new Place(temp).filled(3);
        try (SqliteJournal journal = place.open();
                var lease = journal.acquire(RUN, "me", NOON)) {
            journal.append(lease, 3, Place.drafts(1), Standing.working("running", 0));

            String answer =
                    shell(
                            place,
                            "select seq, kind, json_extract(json, '$.n') from journal where seq > 2;"
                                    + " select id, next_seq, owner from run join tip using (nr);"
                                    + " pragma integrity_check;");
            assertThat(answer).isEqualTo("3|Settled|0\nfix-the-parser|4|me\nok\n");
        }
    }

    private static String shell(Place place, String sql) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder("sqlite3", place.file().toString(), sql)
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException _) {
            assumeTrue(false, "there is no sqlite3 on this machine");
            return "";
        }
        String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return answer;
    }

    private static JournalException refusal(Place place) {
        return catchThrowableOfType(JournalException.class, () -> place.open().close());
    }
}
