package dev.lorimer.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Files and folders that nobody but their owner may read.
final class PrivateFiles {
    private PrivateFiles() {}

    /// Makes the folder where it is not there, and closes it to others where it is.
    static void folder(Path folder) throws IOException {
        var closed = PosixFilePermissions.fromString("rwx------");
        if (!Files.isDirectory(folder)) {
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(closed));
        }
        Files.setPosixFilePermissions(folder, closed);
    }

    /// Writes a new file; it is closed to others from its first moment.
    static void create(Path file, String text) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }
}
