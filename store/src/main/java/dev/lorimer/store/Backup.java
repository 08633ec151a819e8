package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.EXISTS;

import dev.lorimer.journal.JournalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/// A copy of the journal as it is at one moment, while runs go on.
///
/// @param database to be copied
record Backup(Database database) {
    /// Unfinished it has another name, so that no half copy is taken for a journal.
    private static final String PART = "journal.db.part";

    /// @param target a folder that is not there, or is empty
    void to(Path target) {
        Path file = target.resolve("journal.db");
        Path part = target.resolve(PART);
        try {
            if (Files.exists(target) && !isEmpty(target)) {
                throw new JournalException(
                        EXISTS,
                        "\"%s\" is there already; name a folder that is not".formatted(target));
            }
            Files.createDirectories(target);
            copy(part);
            sync(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            Database.sync(target);
        } catch (IOException e) {
            throw database.faults().of(e, "copying the journal to \"%s\"".formatted(target));
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    private void copy(Path part) {
        Sql sql =
                database.reader()
                        .orElseThrow(() ->
                                database.faults().missing("there is no journal to be copied"));
        try (sql) {
            // A writing pragma would be refused, but this writes only to the other file.
            sql.execute("pragma query_only = off");
            int _ = sql.update("vacuum into ?", part.toString());
        } catch (SQLException e) {
            throw database.faults().of(e);
        }
    }

    private static void sync(Path file) throws IOException {
        boolean _ =
                Uninterrupted.files(() -> {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.force(true);
                    }
                    return true;
                });
    }
}
