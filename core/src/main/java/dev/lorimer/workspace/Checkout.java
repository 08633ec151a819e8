package dev.lorimer.workspace;

import dev.lorimer.govern.git.GitResult;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.workspace.Place.OriginKind;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// A run's own worktree: the folder, the entry that git keeps about it, and the index that only we
/// write. git is always told where these are; what the `.git` file in the folder says is for the
/// eyes of the run's commands alone.
///
/// @param gitDirectory the repository
/// @param place where the worktree is
record Checkout(Path gitDirectory, Place place) {
    /// Creates it from the place's base, on a branch of its own. What an earlier attempt that did
    /// not come to its end has left is replaced.
    ///
    /// @throws WorkspaceException `UNUSABLE` when the run exists already
    static Checkout create(Path gitDirectory, Place place) {
        var checkout = new Checkout(gitDirectory, place);
        Plumbing git = checkout.repository();
        if (git.succeeds("rev-parse", "--quiet", "--verify", place.keptRef())) {
            throw new WorkspaceException(
                    Kind.UNUSABLE,
                    "the workspace of run \""
                            + place.run()
                            + "\" exists already; open it again, or choose another name");
        }
        checkout.discard();
        checkout.add();
        git.text("update-ref", place.keptRef(), place.base());
        return checkout;
    }

    private void add() {
        GitResult added =
                repository()
                        .patiently()
                        .tryRun(
                                "worktree",
                                "add",
                                "--quiet",
                                "--no-track",
                                "-b",
                                place.branch(),
                                place.worktree().toString(),
                                place.base());
        if (added.exit() != 0) {
            throw new WorkspaceException(
                    Kind.FAILED,
                    "no worktree could be made for run \""
                            + place.run()
                            + "\" at \""
                            + place.worktree()
                            + "\": "
                            + Plumbing.complaint(added)
                            + "; cure that and start again (a branch named \"lorimer\" is in the"
                            + " way of \"lorimer/…\": rename it)");
        }
        prepareIndex();
    }

    /// Opens it again, and puts back what is missing of it but for the files themselves.
    static Checkout reopen(Path gitDirectory, Place place) {
        var checkout = new Checkout(gitDirectory, place);
        if (!checkout.repository()
                .succeeds("rev-parse", "--quiet", "--verify", place.keptRef() + "^{commit}")) {
            throw new WorkspaceException(
                    Kind.UNUSABLE,
                    "\""
                            + gitDirectory
                            + "\" has no \""
                            + place.keptRef()
                            + "\": the workspace of run \""
                            + place.run()
                            + "\" was discarded; start a new run");
        }
        checkout.repair();
        if (!Files.exists(place.homeFolder().index(place.run()))) {
            checkout.prepareIndex();
        }
        return checkout;
    }

    /// git on the repository, without index and files.
    Plumbing repository() {
        return Plumbing.of(gitDirectory, place.topFolder());
    }

    /// git on the run's files.
    Plumbing files() {
        Home home = place.homeFolder();
        return repository()
                .on(place.worktree(), home.index(place.run()))
                .ignoring(home.excludes(place.run()));
    }

    /// git on an index for trees that are only thought of.
    Plumbing draft() {
        return files().on(place.worktree(), place.homeFolder().draft(place.run()));
    }

    /// @throws WorkspaceException `FAILED` when there is no such tree
    Listing listing(String treeish) {
        try (GitTree tree = Plumbing.translated(() -> GitTree.of(repository().git(), treeish))) {
            return new Listing(tree.files());
        }
    }

    /// A git that died leaves a lock; nobody but us writes this index.
    void unlock() {
        Home home = place.homeFolder();
        for (Path index : List.of(home.index(place.run()), home.draft(place.run()))) {
            try {
                Files.deleteIfExists(index.resolveSibling(index.getFileName() + ".lock"));
            } catch (IOException e) {
                throw failed("its index can not be unlocked", e);
            }
        }
    }

    private void prepareIndex() {
        Home home = place.homeFolder();
        Path index = home.index(place.run());
        Path made = administration().resolve("index");
        try {
            String own = userExcludes();
            Files.writeString(
                    home.excludes(place.run()), Excludes.lines(listing(place.base()).files(), own));
            // git's own index of the new worktree knows the files' time stamps already.
            if (Files.exists(made)) {
                Files.copy(made, index, StandardCopyOption.REPLACE_EXISTING);
                return;
            }
        } catch (IOException e) {
            throw failed("its index can not be written", e);
        }
        files().text("read-tree", "--reset", place.base());
    }

    private String userExcludes() {
        GitResult named =
                Plumbing.ofUser(place.topFolder())
                        .tryRun(
                                "config",
                                "--type=path",
                                "--default",
                                "~/.config/git/ignore",
                                "--get",
                                "core.excludesFile");
        try {
            Path file = Path.of(named.text());
            return named.exit() == 0 && Files.isReadable(file) && Files.isRegularFile(file)
                    ? Files.readString(file)
                    : "";
        } catch (IOException | java.nio.file.InvalidPathException _) {
            // What the user's excludes would have said is not worth failing for.
            return "";
        }
    }

    /// What git keeps about the worktree, inside the repository.
    private Path administration() {
        return gitDirectory.resolve("worktrees").resolve(place.run());
    }

    /// Writes the worktree's `.git` file and git's entry about it as `git worktree add` does, where
    /// a command or `git worktree prune` has removed or changed them.
    void repair() {
        Path link = place.worktree().resolve(".git");
        Path entry = administration();
        try {
            Files.createDirectories(place.worktree());
            write(entry.resolve("gitdir"), link + "\n");
            write(entry.resolve("commondir"), "../..\n");
            if (!Files.exists(entry.resolve("HEAD"))) {
                write(entry.resolve("HEAD"), "ref: " + place.branchRef() + "\n");
            }
            write(link, "gitdir: " + entry + "\n");
        } catch (IOException e) {
            throw failed("its .git file can not be written", e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == text.length()
                && Files.readString(file).equals(text)) {
            return;
        }
        Sweep.delete(file);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /// Removes the worktree, its branch and all that was kept for it. Does nothing where nothing
    /// is.
    void discard() {
        Home home = place.homeFolder();
        Sweep.delete(place.worktree());
        Sweep.delete(administration());
        for (Path file :
                List.of(
                        home.index(place.run()),
                        home.draft(place.run()),
                        home.excludes(place.run()))) {
            Sweep.delete(file);
        }
        unlock();
        Plumbing git = repository();
        for (String ref : List.of(place.branchRef(), place.keptRef())) {
            if (git.succeeds("rev-parse", "--quiet", "--verify", ref)) {
                git.text("update-ref", "-d", ref);
            }
        }
    }

    private WorkspaceException failed(String what, IOException cause) {
        return new WorkspaceException(
                Kind.FAILED,
                "the workspace of run \""
                        + place.run()
                        + "\": "
                        + what
                        + " ("
                        + cause.getMessage()
                        + "); check the disk and the rights of \""
                        + place.home()
                        + "\"",
                cause);
    }

    boolean ofRepository() {
        return place.origin() == OriginKind.REPOSITORY;
    }
}
