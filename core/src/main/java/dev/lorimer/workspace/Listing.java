package dev.lorimer.workspace;

import dev.lorimer.govern.tree.TreeEntry;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What is in a tree, by path.
final class Listing {
    private final NavigableMap<String, TreeEntry> entries;

    Listing(Map<String, TreeEntry> entries) {
        this.entries = new TreeMap<>(entries);
    }

    Optional<TreeEntry> at(String path) {
        return Optional.ofNullable(entries.get(path));
    }

    boolean has(String path) {
        return entries.containsKey(path);
    }

    /// Whether the path is a folder with something in it.
    boolean isFolder(String path) {
        String below = entries.ceilingKey(path + "/");
        return below != null && below.startsWith(path + "/");
    }

    /// Files and symbolic links.
    Set<String> files() {
        return paths(entry -> !entry.isGitlink());
    }

    Set<String> submodules() {
        return paths(TreeEntry::isGitlink);
    }

    private Set<String> paths(Predicate<TreeEntry> wanted) {
        return entries.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
