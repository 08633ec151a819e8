package dev.lorimer.workspace;

import java.nio.file.Path;
import java.util.List;

/// The files a run works on. A snapshot is a git tree, named by its hash; a change is a pair of
/// them.
public interface Workspace {
    /// Where the files are. It may be a folder below the top of the trees: the part of a repository
    /// that the user named.
    Path directory();

    /// The commit or folder snapshot that the run started from, as a tree.
    String baseTree();

    /// The tree of what is on disk now, without what git ignores. Kept for ever once taken.
    ///
    /// @throws WorkspaceException `UNTRACKABLE` when something there can not be part of a tree, for
    ///   example a nested repository
    String snapshot();

    /// The tree that these edits would make of `tree`; nothing is written to the directory.
    String preview(String tree, List<Edit> edits);

    /// Makes the directory be exactly `tree`; everything else in it is removed, ignored files too.
    void restore(String tree);

    /// A unified diff between two trees, at most `bytesMax` long, with a closing line when cut.
    String diff(String before, String after, int bytesMax);

    /// What changed between two trees, in path order; paths are from the top of the trees.
    List<FileChange> changes(String before, String after);

    /// Records `tree` as one commit on the run's branch, on top of the base.
    ///
    /// @return the commit, or the tree's name for a plain folder
    String commit(String tree, String message);

    /// No files: for runs whose tools touch none. Every snapshot is the empty tree.
    static Workspace none() {
        return new NoFiles();
    }

    /// A path from [#directory], with `/`, and its whole new text.
    record Edit(String path, String content) {}

    /// @param added lines; 0 for binary files
    /// @param deleted lines; 0 for binary files
    record FileChange(String path, int added, int deleted) {}
}
