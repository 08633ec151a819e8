package dev.lorimer.workspace;

import dev.lorimer.govern.git.GitResult;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the folder is that the user wants worked on.
public sealed interface Origin {
    /// The folder itself, as a real path.
    Path directory();

    /// A folder whose files are tracked in the last commit of a git checkout.
    ///
    /// @param top the checkout's top folder
    /// @param prefix the folder's path below the top, with `/`; empty for the top itself
    /// @param gitDirectory the repository, shared by all its checkouts
    /// @param head the commit that is checked out: a run starts from it
    /// @param uncommitted how many files of the checkout differ from it; a run does not see that
    record Repository(Path top, String prefix, Path gitDirectory, String head, int uncommitted)
            implements Origin {
        @Override
        public Path directory() {
            return top.resolve(prefix);
        }
    }

    /// Any other folder: without git, without a commit yet, or not tracked by the repository around
    /// it.
    record Folder(Path directory) implements Origin {}

    /// Looks what `directory` is. Changes nothing.
    ///
    /// @throws WorkspaceException `UNUSABLE` when it is no folder, inside a git directory, or in a
    ///   repository that git refuses to open, with the way to allow it
    static Origin at(Path directory) {
        Path real = realDirectory(directory);
        Plumbing git = Plumbing.ofUser(real);
        GitResult inside = git.tryRun("rev-parse", "--is-inside-work-tree");
        if (inside.exit() != 0) {
            if (inside.error().contains("not a git repository")) {
                return new Folder(real);
            }
            throw refused(real, inside);
        }
        if (!inside.text().equals("true")) {
            throw new WorkspaceException(
                    Kind.UNUSABLE,
                    "\""
                            + real
                            + "\" is a git directory, not a checkout; name the folder with the"
                            + " files");
        }
        GitResult head = git.tryRun("rev-parse", "--quiet", "--verify", "HEAD^{commit}");
        if (head.exit() != 0) {
            return new Folder(real);
        }
        Path top = real.resolve(git.text("rev-parse", "--show-cdup")).normalize();
        String prefix = top.relativize(real).toString();
        if (!isTracked(git, prefix)) {
            return new Folder(real);
        }
        return new Repository(top, prefix, git.gitDirectory(), head.text(), changes(git));
    }

    private static Path realDirectory(Path directory) {
        try {
            Path real = directory.toRealPath();
            if (Files.isDirectory(real)) {
                return real;
            }
        } catch (IOException _) {
            // The message is the same: there is no folder to work on.
        }
        throw new WorkspaceException(
                Kind.UNUSABLE,
                "\"" + directory + "\" is not a folder; name an existing one as the workspace");
    }

    private static WorkspaceException refused(Path directory, GitResult result) {
        boolean foreign =
                result.error().contains("dubious ownership")
                        || result.error().contains("unsafe repository");
        String cure =
                foreign
                        ? "it belongs to another user: run as that user, or trust it with \"git config"
                                + " --global --add safe.directory <its top folder>\""
                        : "repair the repository and try again";
        return new WorkspaceException(
                Kind.UNUSABLE,
                "git does not open the repository around \""
                        + directory
                        + "\" ("
                        + Plumbing.complaint(result)
                        + "); "
                        + cure);
    }

    private static boolean isTracked(Plumbing git, String prefix) {
        if (prefix.isEmpty()) {
            return true;
        }
        List<String> entries = git.records("ls-tree", "-z", "--full-tree", "HEAD", "--", prefix);
        return entries.size() == 1 && entries.getFirst().startsWith("040000 tree ");
    }

    private static int changes(Plumbing git) {
        return git.records(
                        "status",
                        "--porcelain=v1",
                        "-z",
                        "--no-renames",
                        "--untracked-files=normal")
                .size();
    }
}
