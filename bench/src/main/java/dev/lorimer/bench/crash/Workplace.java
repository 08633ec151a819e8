package dev.lorimer.bench.crash;

import dev.lorimer.store.SqliteJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where the kit works: a folder that is thrown away, and the cache of SQLite's library.
///
/// @param folder its real path; in memory where the machine has such a place, since what is rebuilt
///   there need not survive anything
record Workplace(Path folder, Path cache) implements AutoCloseable {
    /// The largest rebuilt folder has a write-ahead log of 16 MB and two workers.
    private static final long MEMORY_MIN = 512L << 20;

    static Workplace make() throws IOException {
        Path memory = Path.of("/dev/shm");
        Path parent =
                Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > MEMORY_MIN
                        ? memory
                        : Path.of(System.getProperty("java.io.tmpdir"));
        Path folder = Files.createTempDirectory(parent, "lorimer-crash-").toRealPath();
        return new Workplace(folder, folder.resolve("cache"));
    }

    /// A new folder in it.
    Path place(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    SqliteJournal open(Path journal) {
        return SqliteJournal.open(journal, cache);
    }

    /// The command line of a child with the same classes, made to start fast.
    static List<String> java(Class<?> main, List<String> arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(arguments);
        return command;
    }

    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        remove(folder);
    }
}
