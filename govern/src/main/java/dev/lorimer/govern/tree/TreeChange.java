package dev.lorimer.govern.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The difference between two trees, file by file, with moved files recognised as such.
public final class TreeChange {
    private final Tree before;
    private final Tree after;
    private final List<FileChange> files;
    private final Map<String, String> origins = new HashMap<>();

    private TreeChange(Tree before, Tree after, List<FileChange> files) {
        this.before = before;
        this.after = after;
        this.files = List.copyOf(files);
        for (var file : files) {
            switch (file) {
                case FileChange.Modified modified -> origins.put(modified.path(), modified.path());
                case FileChange.Renamed renamed -> origins.put(renamed.path(), renamed.from());
                case FileChange.Added _, FileChange.Deleted _ -> {}
            }
        }
    }

    /// A change that is known already.
    ///
    /// @param files all that differs, each path once
    public static TreeChange of(Tree before, Tree after, List<FileChange> files) {
        var sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(FileChange::path));
        return new TreeChange(before, after, sorted);
    }

    public static TreeChange between(Tree before, Tree after) {
        var added = new TreeSet<String>();
        var deleted = new TreeSet<String>();
        var files = new ArrayList<FileChange>();
        for (var path : after.files().keySet()) {
            var old = before.files().get(path);
            if (old == null) {
                added.add(path);
            } else if (!old.equals(after.files().get(path))) {
                files.add(new FileChange.Modified(path));
            }
        }
        before.files().keySet().stream()
                .filter(path -> !after.files().containsKey(path))
                .forEach(deleted::add);
        var renames = new Renames(before, after).among(deleted, added);
        renames.forEach(renamed -> {
            deleted.remove(renamed.from());
            added.remove(renamed.path());
        });
        files.addAll(renames);
        added.forEach(path -> files.add(new FileChange.Added(path)));
        deleted.forEach(path -> files.add(new FileChange.Deleted(path)));
        files.sort(Comparator.comparing(FileChange::path));
        return new TreeChange(before, after, files);
    }

    public Tree before() {
        return before;
    }

    public Tree after() {
        return after;
    }

    /// In the order of their paths.
    public List<FileChange> files() {
        return files;
    }

    /// The path that a changed file had before; empty for a new one.
    public Optional<String> origin(String path) {
        return Optional.ofNullable(origins.get(path));
    }
}
