package dev.lorimer.workspace;

import dev.lorimer.govern.git.GitResult;
import dev.lorimer.govern.tree.TreeEntry;
import dev.lorimer.workspace.Place.OriginKind;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A workspace in a git worktree of its own, on the branch `lorimer/<run>`. The user's files,
/// index, branches and `HEAD` are never touched; their repository gains objects, that branch, and
/// the ref `refs/lorimer/kept/<run>`, which holds on to every tree. For a folder without git, all
/// of that lies in a repository beside the worktree.
///
/// Not part of a tree: what the repository or the user ignores, and the usual build output that the
/// base does not track (see [Excludes]) unless an edit names it. Submodules stay what they are in
/// the base: empty folders that can not be changed.
///
/// One owner at a time; calls from several threads take turns.
public final class GitWorkspace implements Workspace {
    private final Checkout checkout;
    private final Trees trees;
    private final String baseTree;
    private final Set<String> submodules;
    private final Set<String> named = new TreeSet<>();
    private String last;

    private GitWorkspace(Checkout checkout, InstantSource clock) {
        this.checkout = checkout;
        this.trees = new Trees(checkout, clock);
        Place place = checkout.place();
        Plumbing git = checkout.repository();
        baseTree = git.text("rev-parse", place.base() + "^{tree}");
        last = git.text("rev-parse", place.keptRef() + "^{tree}");
        submodules = checkout.listing(baseTree).submodules();
    }

    /// Makes a workspace for a new run.
    ///
    /// @param run 1 to 100 letters, digits, `-` and `_`
    /// @throws WorkspaceException `UNUSABLE` when the run has one already or the folder can not be
    ///   worked on
    public static GitWorkspace create(Origin origin, Home home, String run, InstantSource clock) {
        return switch (origin) {
            case Origin.Repository repository -> {
                var place =
                        new Place(
                                OriginKind.REPOSITORY,
                                repository.top().toString(),
                                repository.prefix(),
                                home.path().toString(),
                                run,
                                repository.head());
                yield new GitWorkspace(Checkout.create(repository.gitDirectory(), place), clock);
            }
            case Origin.Folder folder -> {
                Place place = new Shadow(home).take(folder, run, clock);
                yield new GitWorkspace(Checkout.create(home.shadow(), place), clock);
            }
        };
    }

    /// Opens the workspace of an earlier process. Its files are left as they are; where the folder
    /// was deleted it is there again, empty, for [#restore].
    ///
    /// @throws WorkspaceException `UNUSABLE` when the repository is gone or the run was discarded
    public static GitWorkspace reopen(Place place, InstantSource clock) {
        var checkout = Checkout.reopen(gitDirectory(place), place);
        checkout.unlock();
        return new GitWorkspace(checkout, clock);
    }

    /// The repository of a workspace that need not be open.
    ///
    /// @throws WorkspaceException `UNUSABLE` when it is gone
    public static Path gitDirectory(Place place) {
        return switch (place.origin()) {
            case FOLDER -> place.homeFolder().shadow();
            case REPOSITORY -> {
                Path top = place.topFolder();
                Plumbing git = Plumbing.ofUser(top);
                if (!Files.isDirectory(top) || !git.succeeds("rev-parse", "--git-common-dir")) {
                    throw new WorkspaceException(
                            Kind.UNUSABLE,
                            "\""
                                    + top
                                    + "\" was a git checkout when run \""
                                    + place.run()
                                    + "\" started and is none now; put it back, or start a new run");
                }
                yield git.gitDirectory();
            }
        };
    }

    /// All that a later process needs to open this workspace.
    public Place place() {
        return checkout.place();
    }

    /// The repository's folder; commands that call git need to read it.
    public Path gitDirectory() {
        return checkout.gitDirectory();
    }

    /// The top of the worktree, of which [#directory] is a part: what commands may write.
    public Path root() {
        return place().worktree();
    }

    @Override
    public Path directory() {
        return root().resolve(place().prefix());
    }

    @Override
    public String baseTree() {
        return baseTree;
    }

    @Override
    public synchronized String snapshot() {
        requireFiles();
        Plumbing git = checkout.files();
        track(git, git.tryRun("add", "--all", "--", "."));
        addNamed(git);
        String tree = git.text("write-tree");
        if (!tree.equals(last)) {
            Nested.refuse(git, last, tree, submodules);
            trees.keep(tree);
            last = tree;
        }
        for (String path : submodules) {
            Nested.refuseFilesIn(root().resolve(path), path);
        }
        return tree;
    }

    private void requireFiles() {
        if (!Files.isDirectory(root(), LinkOption.NOFOLLOW_LINKS)) {
            throw new WorkspaceException(
                    Kind.FAILED,
                    "the workspace \"" + root() + "\" was deleted; restore one of its trees");
        }
    }

    private static void track(Plumbing git, GitResult added) {
        boolean unseen = added.error().contains("could not open directory");
        if (added.exit() != 0 || unseen) {
            throw new WorkspaceException(
                    Kind.UNTRACKABLE,
                    "something in \""
                            + git.git().folder()
                            + "\" can not be part of a tree: "
                            + Plumbing.complaint(added)
                            + "; remove it, make it readable, or have git ignore it");
        }
    }

    /// Files that edits named are part of the tree although they look like build output.
    private void addNamed(Plumbing git) {
        List<String> present =
                named.stream()
                        .filter(path ->
                                Files.isRegularFile(
                                        root().resolve(path), LinkOption.NOFOLLOW_LINKS))
                        .toList();
        if (!present.isEmpty()) {
            track(
                    git,
                    git.feeding(present)
                            .tryRun(
                                    "add",
                                    "--force",
                                    "--pathspec-from-file=-",
                                    "--pathspec-file-nul"));
        }
        named.clear();
    }

    @Override
    public synchronized String preview(String tree, List<Edit> edits) {
        Listing files = checkout.listing(tree);
        Plumbing git = checkout.draft();
        Map<String, String> lines = new TreeMap<>();
        List<String> created = new ArrayList<>();
        for (Edit edit : edits) {
            String path = EditPath.resolve(place().prefix(), edit.path(), files);
            Optional<String> mode = files.at(path).map(TreeEntry::mode);
            if (mode.isEmpty()) {
                if (trees.ignores(path)) {
                    continue;
                }
                created.add(path);
            }
            String blob =
                    git.feeding(edit.content().getBytes(StandardCharsets.UTF_8))
                            .text("hash-object", "-w", "--stdin", "--path=" + path);
            lines.put(path, mode.orElse("100644") + " " + blob + "\t" + path);
        }
        if (lines.isEmpty()) {
            return tree;
        }
        git.text("read-tree", tree);
        git.feeding(List.copyOf(lines.values())).text("update-index", "-z", "--index-info");
        String would = git.text("write-tree");
        if (!would.equals(tree)) {
            trees.keep(would);
        }
        named.addAll(created);
        return would;
    }

    @Override
    public synchronized void restore(String tree) {
        Listing files = checkout.listing(tree);
        checkout.unlock();
        if (!Files.isDirectory(root(), LinkOption.NOFOLLOW_LINKS)) {
            Sweep.delete(root());
        } else {
            Sweep.allBut(root(), files.files(), files.submodules());
        }
        checkout.repair();
        Plumbing git = checkout.files().patiently();
        if (!git.succeeds("read-tree", "--reset", tree)) {
            // An index that can not be read is made anew.
            Sweep.delete(place().homeFolder().index(place().run()));
            git.text("read-tree", tree);
        }
        git.text("checkout-index", "--quiet", "--force", "--all", "--index");
        Modes.usual(place().homeFolder().path()).apply(root());
        named.clear();
    }

    @Override
    public String diff(String before, String after, int bytesMax) {
        return trees.diff(before, after, bytesMax);
    }

    @Override
    public List<FileChange> changes(String before, String after) {
        return trees.changes(before, after);
    }

    @Override
    public synchronized String commit(String tree, String message) {
        String commit = trees.commit(tree, message);
        return checkout.ofRepository() ? commit : tree;
    }
}
