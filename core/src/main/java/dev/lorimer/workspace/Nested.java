package dev.lorimer.workspace;

import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Repositories inside the workspace: a tree holds their commit's name, not their files, so what is
/// in them could be neither judged nor restored.
final class Nested {
    private Nested() {}

    /// Refuses a repository that the base does not have, and any change to one that it has. The
    /// index is put back to what it was.
    static void refuse(Plumbing git, String before, String after, Set<String> submodules) {
        List<String> records =
                git.records("diff-tree", "-r", "-z", "--raw", "--no-renames", before, after);
        for (int i = 0; i + 1 < records.size(); i += 2) {
            String modes = records.get(i);
            String path = records.get(i + 1);
            boolean link = modes.startsWith("160000", 8);
            if (link && !submodules.contains(path)) {
                git.text("read-tree", "--reset", before);
                throw new WorkspaceException(
                        Kind.UNTRACKABLE,
                        "\""
                                + path
                                + "\" is a git repository of its own, so its files can not be part"
                                + " of this one's tree; remove \""
                                + path
                                + "/.git\", or the folder");
            }
            if (submodules.contains(path)) {
                git.text("read-tree", "--reset", before);
                throw touched(path);
            }
        }
    }

    /// A submodule is an empty folder in a run's worktree; git would not see files put there.
    static void refuseFilesIn(Path folder, String path) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            if (files.iterator().hasNext()) {
                throw touched(path);
            }
        } catch (IOException e) {
            throw new WorkspaceException(
                    Kind.FAILED,
                    "\"" + folder + "\" can not be read (" + e.getMessage() + "); check its rights",
                    e);
        }
    }

    private static WorkspaceException touched(String path) {
        return new WorkspaceException(
                Kind.UNTRACKABLE,
                "\""
                        + path
                        + "\" is a submodule, which a run can not change; leave it the empty folder"
                        + " that it was");
    }
}
