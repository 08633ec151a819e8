package dev.lorimer.workspace;

import dev.lorimer.govern.git.GitResult;
import dev.lorimer.workspace.Landing.Landed;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        Listing tree = checkout.listing(treeish);
        Set<String> differing = new HashSet<>();
        List<String> present = new ArrayList<>();
        for (String path : paths) {
            boolean reachable = Replacement.isReachable(folder, path);
            Path file = folder.resolve(path);
            boolean isFolder = reachable && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
            boolean exists = reachable && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            if (exists && !isFolder) {
                present.add(path);
            } else if (tree.has(path)
                    || (isFolder && !(tree.isFolder(path) && holdsOnly(file, paths)))) {
                differing.add(path);
            }
        }
        differing.addAll(changed(treeish, present));
        return differing;
    }

    /// As git sees it, so that the folder's own attributes and rights count as they do in a tree.
    private Set<String> changed(String treeish, List<String> present) {
        if (present.isEmpty()) {
            return Set.of();
        }
        Path index = place.homeFolder().draft(place.run());
        Sweep.delete(index);
        Plumbing git = checkout.repository().on(folder, index);
        git.text("read-tree", treeish);
        GitResult added =
                git.feeding(present)
                        .tryRun("add", "--force", "--pathspec-from-file=-", "--pathspec-file-nul");
        if (added.exit() != 0) {
            throw new WorkspaceException(
                    Kind.CONFLICT,
                    "the files of \""
                            + folder
                            + "\" can not be compared: "
                            + Plumbing.complaint(added)
                            + "; make them readable, then land again");
        }
        Set<String> changed =
                new HashSet<>(
                        git.records(
                                "diff-index",
                                "--cached",
                                "-z",
                                "--name-only",
                                "--no-renames",
                                treeish));
        Sweep.delete(index);
        changed.retainAll(Set.copyOf(present));
        return changed;
    }

    private boolean holdsOnly(Path within, List<String> paths) {
        try (Stream<Path> files = Files.walk(within)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .allMatch(file -> paths.contains(folder.relativize(file).toString()));
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }

    private void apply(String result, List<String> paths) {
        Listing tree = checkout.listing(result);
        List<String> written = paths.stream().filter(tree::has).toList();
        Path staging = place.homeFolder().path().resolve("landing-" + place.run());
        Sweep.delete(staging);
        try {
            Files.createDirectories(staging);
            stage(result, written, staging);
            var replacement = new Replacement(folder, staging);
            // Removals first: a file may become a folder.
            for (String path : paths) {
                if (!tree.has(path)) {
                    replacement.remove(path);
                }
            }
            for (String path : written) {
                replacement.put(path);
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
}
