package dev.lorimer.workspace;

import dev.lorimer.govern.git.GitResult;
import dev.lorimer.govern.tree.TreeEntry;
import dev.lorimer.workspace.Landing.Landed;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Landing in a plain folder. A file may be written when it still is what the run started from, or
/// is what it will be already: so a landing that was cut short is finished by landing again.
final class FolderLanding {
    private final Checkout checkout;
    private final Place place;
    private final Path folder;

    FolderLanding(Checkout checkout) {
        this.checkout = checkout;
        this.place = checkout.place();
        this.folder = place.topFolder();
    }

    Landed land(String result) {
        if (!Files.isDirectory(folder)) {
            throw new WorkspaceException(
                    Kind.UNUSABLE,
                    "the folder \"" + folder + "\" is gone; put it back, then land again");
        }
        List<String> touched = Landing.changedPaths(checkout, place.base(), result);
        Set<String> offBase = differing(place.base(), touched);
        Set<String> offResult = differing(result, touched);
        List<String> colliding =
                touched.stream()
                        .filter(path -> offBase.contains(path) && offResult.contains(path))
                        .toList();
        if (!colliding.isEmpty()) {
            throw new WorkspaceException(
                    Kind.CONFLICT,
                    "since the run started, somebody else has changed "
                            + Landing.named(colliding)
                            + " in \""
                            + folder
                            + "\"; move those aside, or take the run's change as a patch");
        }
        List<String> missing = touched.stream().filter(offResult::contains).toList();
        if (missing.isEmpty()) {
            return new Landed.Already();
        }
        apply(result, missing);
        return new Landed.Applied(missing);
    }

    /// Which of these paths are not on disk what they are in the tree.
    private Set<String> differing(String treeish, List<String> paths) {
        Path index = place.homeFolder().draft(place.run());
        Sweep.delete(index);
        Plumbing git = checkout.repository().on(folder, index);
        git.text("read-tree", treeish);
        NavigableSet<String> inTree = new TreeSet<>(git.records("ls-files", "-z"));
        Set<String> differing = new HashSet<>();
        List<String> present = new ArrayList<>();
        for (String path : paths) {
            Optional<Path> file = reachable(path);
            boolean exists =
                    file.isPresent() && Files.exists(file.get(), LinkOption.NOFOLLOW_LINKS);
            if (exists && !Files.isDirectory(file.get(), LinkOption.NOFOLLOW_LINKS)) {
                present.add(path);
            } else if (inTree.contains(path) || (exists && !isFolder(path, inTree, paths))) {
                differing.add(path);
            }
        }
        if (!present.isEmpty()) {
            GitResult added =
                    git.feeding(present)
                            .tryRun(
                                    "add",
                                    "--force",
                                    "--pathspec-from-file=-",
                                    "--pathspec-file-nul");
            if (added.exit() != 0) {
                throw new WorkspaceException(
                        Kind.CONFLICT,
                        "the files of \""
                                + folder
                                + "\" can not be compared: "
                                + Plumbing.complaint(added)
                                + "; make them readable, then land again");
            }
            Set<String> asked = Set.copyOf(present);
            git.records("diff-index", "--cached", "-z", "--name-only", "--no-renames", treeish)
                    .stream()
                    .filter(asked::contains)
                    .forEach(differing::add);
        }
        Sweep.delete(index);
        return differing;
    }

    /// A folder in the tree too, in which everything on disk is among `paths`.
    private boolean isFolder(String path, NavigableSet<String> inTree, List<String> paths) {
        String below = inTree.ceiling(path + "/");
        if (below == null || !below.startsWith(path + "/")) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder.resolve(path))) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .allMatch(file -> paths.contains(folder.relativize(file).toString()));
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }

    /// Empty when a symbolic link or a file lies on the way: then what is behind it is another
    /// folder's.
    private Optional<Path> reachable(String path) {
        Path at = folder;
        String[] names = path.split("/");
        for (int i = 0; i + 1 < names.length; i++) {
            at = at.resolve(names[i]);
            if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
        }
        return Optional.of(at.resolve(names[names.length - 1]));
    }

    private void apply(String result, List<String> paths) {
        SortedMap<String, TreeEntry> files = checkout.tree(result).files();
        Path staging = place.homeFolder().path().resolve("landing-" + place.run());
        Sweep.delete(staging);
        try {
            Files.createDirectories(staging);
            List<String> written = paths.stream().filter(files::containsKey).toList();
            List<String> removed = paths.stream().filter(path -> !files.containsKey(path)).toList();
            stage(result, written, staging);
            // Removals first: a file may become a folder.
            for (String path : removed) {
                remove(path);
            }
            for (String path : written) {
                put(staging.resolve(path), folder.resolve(path));
            }
        } catch (IOException e) {
            throw new WorkspaceException(
                    Kind.FAILED,
                    "landing in \""
                            + folder
                            + "\" was cut short ("
                            + e.getMessage()
                            + "); check the disk and the rights there, then land again: it goes on"
                            + " where it stopped",
                    e);
        } finally {
            Sweep.delete(staging);
        }
    }

    /// Writes the files beside, as git would check them out.
    private void stage(String result, List<String> paths, Path staging) {
        if (paths.isEmpty()) {
            return;
        }
        Path index = place.homeFolder().draft(place.run());
        Plumbing git = checkout.repository().on(staging, index).patiently();
        git.text("read-tree", "--reset", result);
        git.feeding(paths).text("checkout-index", "--quiet", "--force", "-z", "--stdin");
        Sweep.delete(index);
    }

    private void remove(String path) throws IOException {
        Path file = folder.resolve(path);
        if (reachable(path).isEmpty()) {
            return;
        }
        Files.deleteIfExists(file);
        for (Path above = file.getParent(); !above.equals(folder); above = above.getParent()) {
            try {
                Files.deleteIfExists(above);
            } catch (DirectoryNotEmptyException _) {
                return;
            }
        }
    }

    private static void put(Path staged, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(staged, LinkOption.NOFOLLOW_LINKS)) {
            keepRights(file, staged);
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

    /// Who may read and write stays as it was; whether it can be run is the tree's to say.
    private static void keepRights(Path old, Path staged) throws IOException {
        Set<PosixFilePermission> rights = new HashSet<>(Files.getPosixFilePermissions(old));
        boolean runs = Files.isExecutable(staged);
        boolean ran = rights.contains(PosixFilePermission.OWNER_EXECUTE);
        if (runs != ran) {
            rights = Files.getPosixFilePermissions(staged);
        }
        Files.setPosixFilePermissions(staged, rights);
    }
}
