package dev.lorimer.store;

import static dev.lorimer.store.Place.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Head;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Signal;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Journals that older versions wrote, byte for byte as they left them; `README.md` beside them
/// tells how they were made.
final class GoldenTest {
    private static final List<String> WORDS =
            List.of(
                    "queued",
                    "running",
                    "waiting",
                    "done",
                    "failed",
                    "cancelled",
                    "exhausted",
                    "called");

    @TempDir Path temp;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_journal_of_any_format_replays_with_its_hash_chain_and_takes_more(int format)
            throws IOException {
        try (SqliteJournal journal = golden(format).open()) {
            assertThat(journal.inspect()).isEmpty();
            List<String> pruned =
                    journal.runs(99).stream()
                            .map(Head::run)
                            .filter(run -> journal.evidence(run).isPresent())
                            .map(RunId::value)
                            .toList();
            assertThat(hashes(journal))
                    .isEqualTo(
                            text("format-%d.txt".formatted(format)).stream()
                                    .filter(line -> !pruned.contains(line.split(" ", 2)[0]))
                                    .toList());
            assertThat(pruned).isEqualTo(format == 1 ? List.of() : List.of("run-failed"));
            assertThat(journal.read(new RunId("run-done"), 0).stream().map(Line::draft))
                    .containsExactly(
                            new Draft(
                                    "Started",
                                    "{\"task\":\"find the ünï ☂\",\"n\":1.10}",
                                    NOON.plusNanos(123456789)),
                            new Draft(
                                    "Replied",
                                    "{\"text\":\"%s\",\"$blob\":\"name\"}"
                                            .formatted("plain ".repeat(300)),
                                    NOON.plusNanos(1_123456789)),
                            new Draft(
                                    "Settled",
                                    "{\"out\":\"%s\"}".formatted("packed text ".repeat(800)),
                                    NOON.plusNanos(2_123456789)));
            var run = new RunId("run-running");
            try (Lease lease = journal.acquire(run, "me", NOON)) {
                assertThat(lease.epoch()).isEqualTo(2);
                journal.append(lease, 3, Place.drafts(2), Standing.working("running", 0));
            }
            assertThat(journal.read(run, 0)).hasSize(5);
            assertThat(journal.inspect()).isEmpty();
        }
    }

    @Test
    void what_was_at_work_or_has_a_message_is_due_and_what_ended_stays_so() throws IOException {
        try (SqliteJournal journal = golden(1).open()) {
            assertThat(journal.due(NOON, 99))
                    .containsExactly(new RunId("run-running"), new RunId("run-called"));
            for (String word : List.of("done", "failed", "cancelled", "exhausted")) {
                assertThat(
                                catchThrowableOfType(
                                        JournalException.class,
                                        () ->
                                                journal.send(
                                                        new RunId("run-" + word),
                                                        "answer",
                                                        "{}",
                                                        NOON)))
                        .returns(JournalException.Kind.ENDED, JournalException::kind);
            }
            var called = new RunId("run-called");
            journal.send(called, "more", "{}", NOON);
            assertThat(journal.signals(called, 0).stream().map(Signal::kind))
                    .containsExactly("answer", "cancel", "more");
            assertThat(journal.runs(99).stream().map(Head::status).toList().reversed())
                    .isEqualTo(
                            WORDS.stream()
                                    .map(word -> word.equals("called") ? "waiting" : word)
                                    .toList());
            assertThat(journal.runs(99).stream().map(Head::owner)).containsOnly(Optional.empty());
        }
    }

    @Test
    void an_older_version_at_work_keeps_its_journal() throws IOException {
        Place place = golden(1);
        Path locks = Files.createDirectories(place.folder().resolve("locks"));
        String worker = "run-running.lock";
        Process process = holder(locks.resolve(worker));
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("held");
            assertThat(catchThrowableOfType(JournalException.class, place::open))
                    .hasMessageContaining("an older version works on run \"run-running\"")
                    .returns(JournalException.Kind.IO, JournalException::kind);
        } finally {
            process.destroyForcibly().onExit().join();
        }
        try (SqliteJournal journal = place.open()) {
            assertThat(journal.runs(99)).hasSize(8);
        }
    }

    private static Process holder(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// Holds a lock file as format 1 did, until it is killed.
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (FileChannel channel =
                            FileChannel.open(
                                    Path.of(arguments[0]),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.READ,
                                    StandardOpenOption.WRITE);
                    FileLock _ = channel.lock(0, 1, false)) {
                System.out.println("held");
                Thread.sleep(60_000);
            }
        }
    }

    private static List<String> hashes(SqliteJournal journal) {
        return journal.runs(99).stream()
                .map(Head::run)
                // What was pruned vouches for itself, by the evidence that is left.
                .filter(run -> journal.evidence(run).isEmpty())
                .flatMap(run -> lines(journal, run))
                .toList();
    }

    private static Stream<String> lines(SqliteJournal journal, RunId run) {
        return journal.read(run, 0).stream()
                .map(line -> "%s %d %s".formatted(run, line.seq(), line.hash()));
    }

    private Place golden(int format) throws IOException {
        var place = new Place(Files.createDirectories(temp.resolve("format-" + format)));
        try (var in = new GZIPInputStream(resource("format-%d.db.gz".formatted(format)))) {
            Files.copy(in, place.file());
        }
        return place;
    }

    private static List<String> text(String name) throws IOException {
        try (InputStream in = resource(name)) {
            return Arrays.asList(new String(in.readAllBytes(), UTF_8).split("\n", -1)).stream()
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = GoldenTest.class.getResourceAsStream("/golden/" + name);
        if (in == null) {
            throw new IOException("no golden file " + name);
        }
        return in;
    }
}
