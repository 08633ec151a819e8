package dev.lorimer.workspace;

import dev.lorimer.govern.git.GitResult;
import dev.lorimer.workspace.Landing.Landed;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Landing in a git checkout. The merge is computed among git's objects first; the user's files are
/// touched by one last step, moving forward to its result, which git does whole or not at all.
final class Merge {
    /// Files in a checkout's git directory that say that something is under way there.
    private static final List<String> UNDER_WAY =
            List.of(
                    "MERGE_HEAD",
                    "CHERRY_PICK_HEAD",
                    "REVERT_HEAD",
                    "rebase-merge",
                    "rebase-apply",
                    "BISECT_LOG");

    private final Checkout checkout;
    private final InstantSource clock;
    private final Plumbing user;

    Merge(Checkout checkout, InstantSource clock) {
        this.checkout = checkout;
        this.clock = clock;
        this.user = Plumbing.ofUser(checkout.place().topFolder());
    }

    Landed land(String result) {
        String head = user.text("rev-parse", "HEAD^{commit}");
        if (user.succeeds("merge-base", "--is-ancestor", result, head)) {
            return new Landed.Already();
        }
        refuseWhenUnderWay();
        boolean fastForward = user.succeeds("merge-base", "--is-ancestor", head, result);
        String target = fastForward ? result : merged(head, result);
        refuseWhenDirty(Landing.changedPaths(checkout, head, target));
        GitResult moved =
                user.tryRun(
                        "-c",
                        "submodule.recurse=false",
                        "merge",
                        "--ff-only",
                        "--quiet",
                        "--no-stat",
                        "--no-verify-signatures",
                        "--no-overwrite-ignore",
                        "--no-autostash",
                        target);
        if (moved.exit() != 0) {
            throw new WorkspaceException(
                    Kind.CONFLICT,
                    "\""
                            + checkout.place().branch()
                            + "\" can not be landed in \""
                            + checkout.place().top()
                            + "\": "
                            + Plumbing.complaint(moved)
                            + "; commit, move or stash those files, then land again");
        }
        return new Landed.Merged(target, fastForward);
    }

    private void refuseWhenUnderWay() {
        Path own = checkout.place().topFolder().resolve(user.text("rev-parse", "--git-dir"));
        Optional<String> sign =
                UNDER_WAY.stream().filter(name -> Files.exists(own.resolve(name))).findFirst();
        if (sign.isPresent()) {
            throw new WorkspaceException(
                    Kind.CONFLICT,
                    "\""
                            + checkout.place().top()
                            + "\" is in the middle of something ("
                            + sign.get()
                            + "); finish or abort that, then land again");
        }
    }

    /// A merge commit of both, made without touching any file.
    private String merged(String head, String result) {
        GitResult merge =
                user.tryRun(
                        "merge-tree",
                        "--write-tree",
                        "--name-only",
                        "--no-messages",
                        "-z",
                        head,
                        result);
        List<String> records = Plumbing.records(merge.bytes());
        if (merge.exit() == 1) {
            List<String> files =
                    records.subList(1, records.size()).stream()
                            .filter(name -> !name.isEmpty())
                            .distinct()
                            .toList();
            throw new WorkspaceException(
                    Kind.CONFLICT,
                    "newer commits on your branch and \""
                            + checkout.place().branch()
                            + "\" change the same places in "
                            + Landing.named(files)
                            + "; merge by hand with \"git merge "
                            + checkout.place().branch()
                            + "\", or run the task again from where you are now");
        }
        if (merge.exit() != 0) {
            throw new WorkspaceException(
                    Kind.FAILED,
                    "the merge with newer commits could not be computed ("
                            + Plumbing.complaint(merge)
                            + "); it needs git 2.38 or newer: update git, or merge by hand with"
                            + " \"git merge "
                            + checkout.place().branch()
                            + "\"");
        }
        String message = "Merge " + checkout.place().branch() + "\n";
        return new Trees(checkout, clock).merge(records.getFirst(), head, result, message);
    }

    /// Names what collides better than git would; what it overlooks, git still refuses.
    private void refuseWhenDirty(List<String> touched) {
        List<String> dirty = new ArrayList<>();
        List<String> records =
                user.records(
                        "status",
                        "--porcelain=v1",
                        "-z",
                        "--no-renames",
                        "--untracked-files=all",
                        "--ignored=matching");
        for (String record : records) {
            String path = record.substring(3);
            boolean isFolder = path.endsWith("/");
            if (!isFolder && touched.stream().anyMatch(t -> isAtOrBelow(t, path))) {
                dirty.add(path);
            }
        }
        if (!dirty.isEmpty()) {
            throw new WorkspaceException(
                    Kind.CONFLICT,
                    "your uncommitted changes to "
                            + Landing.named(dirty)
                            + " would be overwritten by \""
                            + checkout.place().branch()
                            + "\"; commit, move or stash them, then land again");
        }
    }

    private static boolean isAtOrBelow(String path, String other) {
        return path.equals(other) || path.startsWith(other + "/");
    }
}
