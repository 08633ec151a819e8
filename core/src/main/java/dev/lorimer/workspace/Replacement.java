package dev.lorimer.workspace;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Puts staged files into a folder, each at once: a reader sees the old file or the new one.
///
/// @param folder where they go
/// @param staging where they are, under the same paths
record Replacement(Path folder, Path staging) {
    /// False when a symbolic link or a file lies on the way: what is behind a link is another
    /// folder's.
    static boolean isReachable(Path folder, String path) {
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            Path above = folder.resolve(path.substring(0, end));
            if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    /// Removes the file, and the folders that are empty then.
    void remove(String path) throws IOException {
        if (!isReachable(folder, path)) {
            return;
        }
        Files.deleteIfExists(folder.resolve(path));
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            try {
                Files.deleteIfExists(folder.resolve(path.substring(0, end)));
            } catch (DirectoryNotEmptyException _) {
                return;
            }
        }
    }

    void put(String path) throws IOException {
        Path staged = staging.resolve(path);
        Path file = folder.resolve(path);
        int end = path.lastIndexOf('/');
        Files.createDirectories(end < 0 ? folder : folder.resolve(path.substring(0, end)));
        if (isRegular(file) && isRegular(staged)) {
            keepRights(file, staged);
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            removeEmpty(file);
        }
        try {
            Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            // Another disk: written beside the file first, then put in its place at once.
            Path beside = file.resolveSibling("." + file.getFileName() + ".lorimer-landing");
            Files.copy(
                    staged,
                    beside,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// @throws IOException when something is in it after all
    private static void removeEmpty(Path emptied) throws IOException {
        try (Stream<Path> folders = Files.walk(emptied)) {
            for (Path inner : folders.sorted(Comparator.reverseOrder()).toList()) {
                if (!Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS)) {
                    throw new DirectoryNotEmptyException(emptied.toString());
                }
                Files.delete(inner);
            }
        }
    }

    private static boolean isRegular(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /// Who may read and write stays as it was; whether it can be run is the tree's to say.
    private static void keepRights(Path old, Path staged) throws IOException {
        Set<PosixFilePermission> rights = new HashSet<>(Files.getPosixFilePermissions(old));
        var run =
                List.of(
                        PosixFilePermission.OWNER_EXECUTE,
                        PosixFilePermission.GROUP_EXECUTE,
                        PosixFilePermission.OTHERS_EXECUTE);
        Set<PosixFilePermission> wanted = Files.getPosixFilePermissions(staged);
        rights.removeAll(run);
        wanted.retainAll(run);
        rights.addAll(wanted);
        Files.setPosixFilePermissions(staged, rights);
    }
}
