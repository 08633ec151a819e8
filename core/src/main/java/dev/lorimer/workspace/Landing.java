package dev.lorimer.workspace;

import dev.lorimer.workspace.WorkspaceException.Kind;
import java.time.InstantSource;
import java.util.List;

/// Brings what a run has recorded on its branch to the user: the one thing a workspace does that
/// others can see. It happens whole or not at all, and doing it again changes nothing.
public final class Landing {
    private Landing() {}

    /// What became of it.
    public sealed interface Landed {
        /// The user's branch has it now.
        ///
        /// @param commit what the user's branch points to
        /// @param fastForward false when it took a merge commit
        record Merged(String commit, boolean fastForward) implements Landed {}

        /// The plain folder has it now.
        ///
        /// @param files the paths written or removed
        record Applied(List<String> files) implements Landed {
            public Applied {
                files = List.copyOf(files);
            }
        }

        /// It was there before this call.
        record Already() implements Landed {}

        /// The run has recorded no change.
        record Nothing() implements Landed {}
    }

    /// Merges the run's branch into the branch that the user has checked out, files included: by
    /// moving it forward where that is enough, else with a merge commit. For a plain folder, writes
    /// the changed files into it, each at once.
    ///
    /// The user's uncommitted changes stay as they are.
    ///
    /// @throws WorkspaceException `CONFLICT`, naming the files, when newer commits or uncommitted
    ///   changes collide with it; everything is as before then
    public static Landed merge(Place place, InstantSource clock) {
        Checkout checkout = new Checkout(GitWorkspace.gitDirectory(place), place);
        String result = recorded(checkout);
        if (changedPaths(checkout, place.base(), result).isEmpty()) {
            return new Landed.Nothing();
        }
        return switch (place.origin()) {
            case REPOSITORY -> new Merge(checkout, clock).land(result);
            case FOLDER -> new FolderLanding(checkout).land(result);
        };
    }

    /// The run's whole change as a patch that `git apply` and `patch -p1` read, from the top of the
    /// repository. Bytes, since files need not be text in any encoding.
    public static byte[] patch(Place place) {
        Checkout checkout = new Checkout(GitWorkspace.gitDirectory(place), place);
        return checkout.repository()
                .bytes(
                        "diff-tree",
                        "-r",
                        "-p",
                        "--binary",
                        "--full-index",
                        "--no-renames",
                        "--no-color",
                        "--no-ext-diff",
                        "--no-textconv",
                        "--src-prefix=a/",
                        "--dst-prefix=b/",
                        place.base(),
                        recorded(checkout));
    }

    /// Removes the run's worktree, branch and kept trees, landed or not. Does nothing when they are
    /// gone.
    public static void discard(Place place) {
        new Checkout(GitWorkspace.gitDirectory(place), place).discard();
    }

    private static String recorded(Checkout checkout) {
        Plumbing git = checkout.repository();
        String branch = checkout.place().branchRef();
        if (!git.succeeds("rev-parse", "--quiet", "--verify", branch + "^{commit}")) {
            throw new WorkspaceException(
                    Kind.UNUSABLE,
                    "there is no branch \""
                            + checkout.place().branch()
                            + "\": run \""
                            + checkout.place().run()
                            + "\" was discarded, so there is nothing to land");
        }
        return git.text("rev-parse", branch + "^{commit}");
    }

    static List<String> changedPaths(Checkout checkout, String before, String after) {
        return checkout.repository()
                .records("diff-tree", "-r", "-z", "--name-only", "--no-renames", before, after);
    }

    /// At most ten names, then how many more.
    static String named(List<String> paths) {
        String shown =
                String.join(
                        ", ", paths.stream().limit(10).map(path -> "\"" + path + "\"").toList());
        return paths.size() > 10 ? shown + " and " + (paths.size() - 10) + " more" : shown;
    }
}
