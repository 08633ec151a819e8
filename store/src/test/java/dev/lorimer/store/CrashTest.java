package dev.lorimer.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Head;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.RunId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real processes, really killed, on disks that are really full.
@Timeout(120)
final class CrashTest {
    private static final int RUNS = 8;

    @TempDir Path temp;

    @Test
    void what_was_acknowledged_survives_kill_9_and_the_next_owner_takes_over_at_once()
            throws Exception {
        var place = new Place(temp.resolve("journal"));
        Map<String, Long> acknowledged = new HashMap<>();
        for (int round = 0; round < 3; round++) {
            Process process = start("append", place, Place.CACHE, String.valueOf(RUNS)).start();
            try (BufferedReader out = process.inputReader()) {
                int lines = 40 + 35 * round;
                for (int i = 0; i < lines; i++) {
                    note(acknowledged, out.readLine());
                }
                String words = "pid " + process.pid();
                try (SqliteJournal journal = place.open()) {
                    assertThat(journal.head(new RunId("run-0")).flatMap(Head::owner))
                            .contains(words);
                }
                // By its handle: the process itself would close its output as well.
                process.toHandle().destroyForcibly();
                out.lines().forEach(line -> note(acknowledged, line));
            }
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            checkAll(place, acknowledged);
        }
        assertThat(acknowledged).hasSize(RUNS);
    }

    @Test
    void a_full_disk_keeps_what_was_acknowledged_and_refuses_the_rest() throws Exception {
        Path disk = Files.createDirectories(temp.resolve("disk"));
        String script =
                """
                mount -t tmpfs -o size=8m tmpfs "$1" || exit 77
                shift; "$@"; cp -r "%s/journal" "%s/kept"
                """
                        .formatted(disk, temp);
        List<String> out = starved(script, disk, new Place(disk.resolve("journal")));

        assertThat(out.get(1)).startsWith("refused FULL no space is left for ");
        assertThat(out.get(2)).startsWith("again FULL the journal has stopped at an earlier");
        long acknowledged = Long.parseLong(out.getFirst().substring("acknowledged ".length()));
        assertThat(acknowledged).isGreaterThan(50);
        assertThat(out.get(3)).isEqualTo("read " + acknowledged);
        assertThat(out.get(4)).startsWith("room FULL the disk of ").contains("make room on it");
        checkAll(new Place(temp.resolve("kept")), Map.of("run-0", acknowledged));
    }

    @Test
    void a_disk_that_refuses_to_write_is_told_from_a_full_one() throws Exception {
        var place = new Place(temp.resolve("journal"));
        // Blocks of 512 or 1024 bytes, as the shell likes it: a limit of some megabytes.
        List<String> out = starved("ulimit -f 4000 || exit 77; shift; \"$@\"", temp, place);

        assertThat(out.get(1)).startsWith("refused IO the disk refused an access to ");
        long acknowledged = Long.parseLong(out.getFirst().substring("acknowledged ".length()));
        assertThat(out.get(3)).isEqualTo("read " + acknowledged);
        checkAll(place, Map.of("run-0", acknowledged));
    }

    @Test
    void a_read_only_disk_is_refused_at_the_start() throws Exception {
        var place = new Place(temp.resolve("journal")).filled(2);
        List<String> out =
                starved(
                        "mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" || exit 77;"
                                + " shift; \"$@\"",
                        place.folder(),
                        place);

        assertThat(out)
                .singleElement()
                .asString()
                .startsWith("refused IO the folder ")
                .contains("is read-only");
    }

    @Test
    void processes_that_start_at_once_unpack_the_library_once_and_leave_nothing_else()
            throws Exception {
        var place = new Place(temp.resolve("journal")).filled(2);
        Path cache = temp.resolve("cache");
        Path scratch = Files.createDirectories(temp.resolve("scratch"));
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 4; i++) {
            ProcessBuilder builder = start("list", place, cache);
            builder.command().add(1, "-Djava.io.tmpdir=" + scratch);
            processes.add(builder.start());
        }
        for (Process process : processes) {
            assertThat(process.inputReader().lines()).containsExactly("runs 1");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        try (Stream<Path> files = Files.walk(cache);
                Stream<Path> left = Files.list(scratch)) {
            assertThat(files.filter(Files::isRegularFile))
                    .singleElement()
                    .asString()
                    .contains("sqlitejdbc");
            assertThat(left.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.contains("sqlite"));
        }
    }

    @Test
    void without_a_cache_folder_the_driver_goes_its_own_way() throws Exception {
        var place = new Place(temp.resolve("journal")).filled(2);
        Path file = Files.createFile(temp.resolve("file"));

        Process process = start("list", place, file.resolve("below")).start();

        assertThat(process.inputReader().lines()).containsExactly("runs 1");
    }

    /// Every acknowledged line is there as it was written, the storage is sound and no run is
    /// owned.
    private static void checkAll(Place place, Map<String, Long> acknowledged) {
        try (SqliteJournal journal = place.open()) {
            assertThat(journal.inspect()).isEmpty();
            acknowledged.forEach((name, count) -> {
                var run = new RunId(name);
                List<Draft> lines = journal.read(run, 0).stream().map(Line::draft).toList();
                assertThat(lines.size()).isGreaterThanOrEqualTo(count.intValue());
                for (int seq = 0; seq < lines.size(); seq += 2) {
                    assertThat(lines.subList(seq, seq + 2))
                            .containsExactly(Worker.small(seq), Worker.large(seq));
                }
                assertThat(journal.head(run).flatMap(Head::owner)).isEqualTo(Optional.empty());
                try (Lease lease = journal.acquire(run, "the next", Place.NOON)) {
                    assertThat(lease.epoch()).isPositive();
                }
            });
        }
    }

    private static void note(Map<String, Long> acknowledged, String line) {
        // The kill may cut the last line short.
        if (line.matches("run-\\d+ \\d+")) {
            String[] words = line.split(" ", 2);
            acknowledged.merge(words[0], Long.valueOf(words[1]), Math::max);
        }
    }

    /// What a worker says that runs behind a shell script, in a mount namespace of its own.
    ///
    /// @param target the script's first argument; the worker's command line follows
    private static List<String> starved(String script, Path target, Place place) throws Exception {
        ProcessBuilder worker = start("fill", place, Place.CACHE);
        var command =
                new ArrayList<>(
                        List.of("unshare", "--mount", "sh", "-c", script, "sh", target.toString()));
        command.addAll(worker.command());
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException _) {
            assumeTrue(false, "skipped: this machine has no unshare");
            return List.of();
        }
        List<String> out;
        try (var reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            out = reader.lines().filter(line -> !line.startsWith("SLF4J")).toList();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assumeTrue(
                process.exitValue() == 0,
                () -> "skipped: needs the right to mount, so run as root: " + out);
        return out;
    }

    static ProcessBuilder start(String what, Place place, Path cache, String... more) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Worker.class.getName(),
                                what,
                                place.folder().toString(),
                                cache.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    }
}
