package dev.lorimer.workspace;

import java.nio.file.Path;
import java.util.List;

/// The workspace of a run that touches no files.
record NoFiles() implements Workspace {
    /// What git calls the tree without entries, in every repository with SHA-1 names.
    private static final String EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    @Override
    public Path directory() {
        throw new WorkspaceException(
                WorkspaceException.Kind.UNUSABLE,
                "this run has no files; give it a workspace to use tools that read or write them");
    }

    @Override
    public String baseTree() {
        return EMPTY;
    }

    @Override
    public String snapshot() {
        return EMPTY;
    }

    @Override
    public String preview(String tree, List<Edit> edits) {
        return edits.isEmpty() ? EMPTY : directory().toString();
    }

    @Override
    public void restore(String tree) {}

    @Override
    public String diff(String before, String after, int bytesMax) {
        return "";
    }

    @Override
    public List<FileChange> changes(String before, String after) {
        return List.of();
    }

    @Override
    public String commit(String tree, String message) {
        return EMPTY;
    }
}
