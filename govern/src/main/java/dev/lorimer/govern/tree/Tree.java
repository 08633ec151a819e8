package dev.lorimer.govern.tree;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/// A file tree frozen by its hash: what a change starts from, and what it leads to.
public interface Tree {
    /// A hash of all paths, modes and contents: equal ids, equal trees.
    String id();

    /// Every path below the root, slashes between the names, in the order of its characters.
    /// Folders have no entry.
    SortedMap<String, TreeEntry> files();

    default Optional<TreeEntry> entry(String path) {
        return Optional.ofNullable(files().get(path));
    }

    /// Whether there is a plain file at `path`.
    default boolean isFile(String path) {
        return entry(path).filter(TreeEntry::isFile).isPresent();
    }

    /// The content of `path`; a path that the tree does not hold is unreadable.
    Content content(String path);

    /// The contents of many paths, in the order asked; to be closed after use. Faster than one at a
    /// time where the tree can read ahead.
    default Stream<Named> contents(Collection<String> paths) {
        return paths.stream().map(path -> new Named(path, content(path)));
    }

    /// The bytes at `path`, for a caller who knows that they are there and small.
    ///
    /// @throws IllegalArgumentException when there are none, or more than [Content#BYTES_MAX]
    default byte[] read(String path) {
        return switch (content(path)) {
            case Content.Bytes found -> found.bytes();
            case Content.TooLarge large ->
                    throw new IllegalArgumentException(
                            "\"%s\" has %s bytes, more than the %s that are read at once; exclude it or split it"
                                    .formatted(path, large.bytes(), Content.BYTES_MAX));
            case Content.Unreadable absent ->
                    throw new IllegalArgumentException(
                            "\"%s\" can't be read from tree %s: %s"
                                    .formatted(path, id(), absent.why()));
        };
    }

    /// A path with what reading it gave.
    record Named(String path, Content content) {}
}
