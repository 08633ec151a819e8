package dev.lorimer.govern.tree;

/// What happened to one path.
public sealed interface FileChange {
    record Added(String path) implements FileChange {}

    record Deleted(String path) implements FileChange {}

    /// Another content, or another mode.
    record Modified(String path) implements FileChange {}

    /// The same file under another path, perhaps with some lines changed.
    record Renamed(String from, String path) implements FileChange {}

    /// The path after the change; of a deleted file, the one it had.
    String path();
}
