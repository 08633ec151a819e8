package dev.lorimer.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/// The permissions that this user's new files and folders get. Git remembers of a file only whether
/// it can be executed; what else a command changed is put back to these.
record Modes(Set<PosixFilePermission> file, Set<PosixFilePermission> folder) {

    /// As found on a file and a folder made in `scratch`, since Java can not ask for the umask.
    static Modes usual(Path scratch) {
        try {
            Path folder =
                    Files.createDirectory(
                            scratch.resolve("modes-" + ProcessHandle.current().pid()));
            Path file = Files.createFile(folder.resolve("file"));
            try {
                return new Modes(
                        Files.getPosixFilePermissions(file), Files.getPosixFilePermissions(folder));
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw failed(scratch, e);
        }
    }

    /// Gives everything below `top` these permissions; executable files stay executable.
    void apply(Path top) {
        try {
            Files.walkFileTree(
                    top,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path path, BasicFileAttributes attributes) throws IOException {
                            set(path, folder);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                                throws IOException {
                            if (attributes.isRegularFile()) {
                                set(path, Files.isExecutable(path) ? executable() : file);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw failed(top, e);
        }
    }

    private static void set(Path path, Set<PosixFilePermission> wanted) throws IOException {
        if (!Files.getPosixFilePermissions(path).equals(wanted)) {
            Files.setPosixFilePermissions(path, wanted);
        }
    }

    /// Whoever may read it may run it.
    private Set<PosixFilePermission> executable() {
        var all = EnumSet.copyOf(file);
        if (file.contains(PosixFilePermission.OWNER_READ)) {
            all.add(PosixFilePermission.OWNER_EXECUTE);
        }
        if (file.contains(PosixFilePermission.GROUP_READ)) {
            all.add(PosixFilePermission.GROUP_EXECUTE);
        }
        if (file.contains(PosixFilePermission.OTHERS_READ)) {
            all.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return all;
    }

    private static WorkspaceException failed(Path path, IOException e) {
        return new WorkspaceException(
                WorkspaceException.Kind.FAILED,
                "permissions below \"%s\" can not be restored (%s); check who owns it"
                        .formatted(path, e.getMessage()),
                e);
    }
}
