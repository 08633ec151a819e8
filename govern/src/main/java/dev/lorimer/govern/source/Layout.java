package dev.lorimer.govern.source;

import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// In which folders of a tree there is a Java file of some name. Never changes.
final class Layout {
    private static final String JAVA = ".java";

    private final Map<String, List<String>> folders;

    private Layout(Map<String, List<String>> folders) {
        this.folders = folders;
    }

    static Layout of(Tree tree) {
        var folders = new HashMap<String, List<String>>();
        for (var path : tree.files().keySet()) {
            if (path.endsWith(JAVA)) {
                folders.computeIfAbsent(name(path), _ -> new ArrayList<>(1)).add(folder(path));
            }
        }
        folders.replaceAll((_, all) -> all.stream().sorted().toList());
        return new Layout(folders);
    }

    /// The layout of the tree after a change, from that of the tree before it.
    Layout after(TreeChange change) {
        if (change.files().stream().allMatch(FileChange.Modified.class::isInstance)) {
            return this;
        }
        var later = new HashMap<>(folders);
        for (var file : change.files()) {
            switch (file) {
                case FileChange.Added added -> add(later, added.path());
                case FileChange.Deleted deleted -> remove(later, deleted.path());
                case FileChange.Renamed renamed -> {
                    remove(later, renamed.from());
                    add(later, renamed.path());
                }
                case FileChange.Modified _ -> {}
            }
        }
        return new Layout(later);
    }

    private static void add(Map<String, List<String>> folders, String path) {
        if (path.endsWith(JAVA)) {
            // A list may belong to an earlier layout, too.
            var all = new ArrayList<>(folders.getOrDefault(name(path), List.of()));
            all.add(folder(path));
            all.sort(null);
            folders.put(name(path), List.copyOf(all));
        }
    }

    private static void remove(Map<String, List<String>> folders, String path) {
        if (path.endsWith(JAVA)) {
            var left =
                    folders.getOrDefault(name(path), List.of()).stream()
                            .filter(folder -> !folder.equals(folder(path)))
                            .toList();
            folders.put(name(path), left);
        }
    }

    /// The folders that hold a file of that name, in one order however the layout was made.
    List<String> folders(String name) {
        return folders.getOrDefault(name, List.of());
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
