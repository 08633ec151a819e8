package dev.lorimer.govern.tree;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
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

    /// A change of which it is known where to look.
    ///
    /// @param touched every path that differs, and perhaps others
    public static TreeChange among(Tree before, Tree after, Collection<String> touched) {
        var added = new TreeSet<String>();
        var deleted = new TreeSet<String>();
        var files = new ArrayList<FileChange>();
        for (var path : new TreeSet<>(touched)) {
            var old = before.entry(path);
            var now = after.entry(path);
            if (old.isEmpty() && now.isPresent()) {
                added.add(path);
            } else if (old.isPresent() && now.isEmpty()) {
                deleted.add(path);
            } else if (!old.equals(now)) {
                files.add(new FileChange.Modified(path));
            }
        }
        return of(before, after, files, added, deleted);
    }

    public static TreeChange between(Tree before, Tree after) {
        var added = new TreeSet<String>();
        var deleted = new TreeSet<String>();
        var files = new ArrayList<FileChange>();
        var olds = before.files().entrySet().iterator();
        var news = after.files().entrySet().iterator();
        var old = next(olds);
        var now = next(news);
        // Both are in the order of their paths, so one pass over each tells all.
        while (old.isPresent() || now.isPresent()) {
            int order = order(old, now);
            if (order == 0 && !old.equals(now)) {
                now.ifPresent(one -> files.add(new FileChange.Modified(one.getKey())));
            } else if (order < 0) {
                old.ifPresent(one -> deleted.add(one.getKey()));
            } else if (order > 0) {
                now.ifPresent(one -> added.add(one.getKey()));
            }
            old = order <= 0 ? next(olds) : old;
            now = order >= 0 ? next(news) : now;
        }
        return of(before, after, files, added, deleted);
    }

    private static Optional<Map.Entry<String, TreeEntry>> next(
            Iterator<Map.Entry<String, TreeEntry>> entries) {
        return entries.hasNext() ? Optional.of(entries.next()) : Optional.empty();
    }

    /// Less than 0 where only the older tree has the path, more where only the newer one has.
    private static int order(
            Optional<Map.Entry<String, TreeEntry>> old,
            Optional<Map.Entry<String, TreeEntry>> now) {
        if (old.isEmpty() || now.isEmpty()) {
            return old.isEmpty() ? 1 : -1;
        }
        return old.get().getKey().compareTo(now.get().getKey());
    }

    private static TreeChange of(
            Tree before,
            Tree after,
            List<FileChange> files,
            SortedSet<String> added,
            SortedSet<String> deleted) {
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
