package dev.lorimer.workspace;

import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes files, whatever their rights, and never through a symbolic link. For folders that nobody
/// else is writing to at the time.
final class Sweep {
    private static final Set<PosixFilePermission> OWNED =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    /// 10: deeper folders are moved up before they are emptied, so that neither the stack nor the
    /// system's limit on the length of a path (4,096 bytes, and 255 for a name) ends the sweep.
    private static final int DEPTH_MAX = 10;

    private final Set<String> files;
    private final Set<String> folders = new HashSet<>();

    private Sweep(Set<String> files, Set<String> emptyFolders) {
        this.files = files;
        folders.addAll(emptyFolders);
        for (Set<String> paths : List.of(files, emptyFolders)) {
            for (String path : paths) {
                addParents(path);
            }
        }
    }

    private void addParents(String path) {
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (!folders.add(path.substring(0, end))) {
                return;
            }
        }
    }

    /// Removes everything below `root` but these files, these folders and `.git` at the top. What
    /// stays may still have other content. Makes the folders that stay writable.
    ///
    /// @param files paths from the root, with `/`
    /// @throws WorkspaceException `FAILED` naming what could not be removed
    static void allBut(Path root, Set<String> files, Set<String> emptyFolders) {
        try {
            new Sweep(files, emptyFolders).sweep(root, "");
        } catch (IOException e) {
            throw failed(root, e);
        }
    }

    /// Removes a file, a link or a folder with all that is in it; nothing when it is not there.
    static void delete(Path path) {
        try {
            deleteTree(path);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static WorkspaceException failed(Path path, IOException cause) {
        String reason = String.valueOf(cause.getMessage());
        return new WorkspaceException(
                Kind.FAILED,
                "\""
                        + path
                        + "\" can not be cleared ("
                        + reason.substring(0, Math.min(reason.length(), 500))
                        + "); remove it by hand, as its owner or as root, then try again",
                cause);
    }

    private void sweep(Path folder, String prefix) throws IOException {
        open(folder);
        for (Path child : children(folder)) {
            String path = prefix + child.getFileName();
            if (path.equals(".git")) {
                continue;
            }
            boolean isFolder = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
            if (isFolder && folders.contains(path)) {
                sweep(child, path + "/");
            } else if (isFolder || !files.contains(path)) {
                deleteTree(child);
            }
        }
    }

    private static void deleteTree(Path path) throws IOException {
        Deque<Path> parked = new ArrayDeque<>(List.of(path));
        for (int emptied = 0; !parked.isEmpty(); emptied++) {
            deleteTree(parked.remove(), 0, path + ".swept-" + emptied + "-", parked);
        }
    }

    private static void deleteTree(Path path, int depth, String parking, Deque<Path> parked)
            throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
            return;
        }
        open(path);
        for (Path child : children(path)) {
            if (depth == DEPTH_MAX && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                open(child);
                Path higher = Path.of(parking + parked.size());
                Files.move(child, higher);
                parked.add(higher);
            } else {
                deleteTree(child, depth + 1, parking, parked);
            }
        }
        Files.delete(path);
    }

    private static List<Path> children(Path folder) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            List<Path> children = new ArrayList<>();
            stream.forEach(children::add);
            return children;
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /// Lets the owner in again.
    private static void open(Path folder) throws IOException {
        Set<PosixFilePermission> permissions =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .permissions();
        if (!permissions.containsAll(OWNED)) {
            Set<PosixFilePermission> more = EnumSet.copyOf(OWNED);
            more.addAll(permissions);
            Files.setPosixFilePermissions(folder, more);
        }
    }
}
