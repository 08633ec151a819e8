package dev.lorimer.govern.git;

import dev.lorimer.govern.git.GitException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Predicate;

/// The files of a working tree as they are now, untracked ones included and ignored ones left out,
/// as a git tree that the user's repository never sees: index and new objects live in a temporary
/// folder until this is closed.
public final class WorktreeSnapshot implements AutoCloseable {
    private final Path scratch;
    private final Git git;
    private final String tree;

    private WorktreeSnapshot(Path scratch, Git git, String tree) {
        this.scratch = scratch;
        this.git = git;
        this.tree = tree;
    }

    /// Takes the snapshot of the working tree that `git` stands in.
    ///
    /// @throws GitException when there is no working tree, or git can't read a file of it
    public static WorktreeSnapshot of(Git git) {
        var top = Path.of(git.text("rev-parse", "--show-toplevel"));
        Path scratch = scratch();
        try {
            var apart = git.at(top).with(environment(git, scratch));
            showHidden(apart, top);
            apart.text(
                    "-c",
                    "core.safecrlf=false",
                    "-c",
                    "core.untrackedCache=false",
                    "-c",
                    "core.ignoreStat=false",
                    "-c",
                    "core.trustctime=true",
                    "-c",
                    "core.checkStat=default",
                    "-c",
                    "advice.addEmbeddedRepo=false",
                    "add",
                    "--all",
                    "--",
                    ".");
            return new WorktreeSnapshot(scratch, apart, apart.text("write-tree"));
        } catch (RuntimeException failure) {
            remove(scratch);
            throw failure;
        }
    }

    /// git with the snapshot's objects in reach, beside all those of the repository. Only while
    /// this is open.
    public Git git() {
        return git;
    }

    /// The id of the snapshot's tree.
    public String tree() {
        return tree;
    }

    /// Deletes the temporary folder, and with it every object that only the snapshot had.
    @Override
    public void close() {
        remove(scratch);
    }

    private static Path scratch() {
        try {
            var folder = Files.createTempDirectory("lorimer-snapshot-");
            Files.createDirectory(folder.resolve("objects"));
            return folder;
        } catch (IOException failure) {
            throw new GitException(
                    Kind.MISSING,
                    "no temporary folder can be made for the snapshot; free some disk",
                    failure);
        }
    }

    private static Map<String, String> environment(Git git, Path scratch) {
        var folder = git.folder();
        var index = folder.resolve(git.text("rev-parse", "--git-path", "index"));
        var objects =
                folder.resolve(git.text("rev-parse", "--git-path", "objects"))
                        .toAbsolutePath()
                        .normalize();
        var copy = scratch.resolve("index");
        try {
            if (Files.exists(index)) {
                // git takes an entry as unchanged only when it is older than the index, so the copy
                // keeps the index's time.
                Files.copy(index, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException failure) {
            throw new GitException(
                    Kind.UNREADABLE, "the index \"%s\" can't be copied".formatted(index), failure);
        }
        return Map.of(
                "GIT_INDEX_FILE", copy.toString(),
                "GIT_OBJECT_DIRECTORY", scratch.resolve("objects").toString(),
                "GIT_ALTERNATE_OBJECT_DIRECTORIES", quoted(objects.toString()));
    }

    /// git splits this variable at colons, unless a path stands in double quotes.
    private static String quoted(String path) {
        if (path.indexOf(':') < 0 && path.indexOf('"') < 0) {
            return path;
        }
        return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// "Assume unchanged" and "skip" marks in the index would hide files that lie changed on disk;
    /// the copy drops them.
    private static void showHidden(Git git, Path top) {
        var listed =
                new String(git.bytes("ls-files", "-v", "-z"), StandardCharsets.UTF_8)
                        .split("\0", -1);
        unmark(git, "--no-assume-unchanged", listed, line -> Character.isLowerCase(line.charAt(0)));
        unmark(
                git,
                "--no-skip-worktree",
                listed,
                line ->
                        Character.toUpperCase(line.charAt(0)) == 'S'
                                && Files.exists(
                                        top.resolve(line.substring(2)), LinkOption.NOFOLLOW_LINKS));
    }

    private static void unmark(Git git, String option, String[] listed, Predicate<String> hidden) {
        var paths = new StringBuilder();
        for (var line : listed) {
            if (line.length() > 2 && hidden.test(line)) {
                paths.append(line, 2, line.length()).append('\0');
            }
        }
        if (!paths.isEmpty()) {
            git.feeding(paths.toString().getBytes(StandardCharsets.UTF_8))
                    .text("update-index", option, "-z", "--stdin");
        }
    }

    private static void remove(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException _) {
            // The system clears its temporary folder; an answer already given must not fail for it.
        }
    }
}
