package dev.lorimer.govern.kind;

import dev.lorimer.govern.source.Lookup;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.TreeChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one constraint saw in whole trees, and which files look at which others. Safe for use by
/// several threads.
final class Panorama {
    /// 8 trees: a base, and the last few states of what grows from it.
    private static final int VIEWS_MAX = 8;

    /// 200,000 watched names take some 20 MB; beyond, everything is looked at anew.
    private static final int WATCHED_MAX = 200_000;

    private final Map<String, View> views = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Set<String>> watchers = new HashMap<>();
    private int watched;

    /// What was seen in one tree.
    ///
    /// @param sightings by path, of those files that showed anything; never changed once it is here
    /// @param foreign files in scope that no parser understands
    record View(Map<String, Sighting> sightings, Set<String> foreign) {}

    synchronized Optional<View> view(String tree) {
        return Optional.ofNullable(views.get(tree));
    }

    synchronized void remember(String tree, View view) {
        views.put(tree, view);
        var oldest = views.keySet().iterator();
        while (views.size() > VIEWS_MAX && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        if (watched > WATCHED_MAX) {
            views.clear();
            watchers.clear();
            watched = 0;
        }
    }

    /// Remembers that what the file shows may change when an answer to its questions does.
    synchronized void watch(String path, List<Lookup> lookups) {
        for (var lookup : lookups) {
            var word =
                    switch (lookup) {
                        case Lookup.Held held -> "held " + held.type();
                        case Lookup.Beside beside -> "beside " + beside.folder();
                        case Lookup.Member member -> "member " + member.type().getLast();
                    };
            if (watchers.computeIfAbsent(word, _ -> new HashSet<>(2)).add(path)) {
                watched++;
            }
        }
    }

    /// The files whose names may mean something else after the change.
    synchronized Set<String> dependents(TreeChange change) {
        var dependents = new HashSet<String>();
        for (var file : change.files()) {
            switch (file) {
                case FileChange.Modified modified -> touched(modified.path(), false, dependents);
                case FileChange.Added added -> touched(added.path(), true, dependents);
                case FileChange.Deleted deleted -> touched(deleted.path(), true, dependents);
                case FileChange.Renamed renamed -> {
                    touched(renamed.path(), true, dependents);
                    touched(renamed.from(), true, dependents);
                }
            }
        }
        return dependents;
    }

    private void touched(String path, boolean comesOrGoes, Set<String> dependents) {
        if (!path.endsWith(".java")) {
            return;
        }
        int slash = path.lastIndexOf('/');
        var type = path.substring(slash + 1, path.length() - ".java".length());
        dependents.addAll(watchers.getOrDefault("member " + type, Set.of()));
        dependents.addAll(
                watchers.getOrDefault("beside " + path.substring(0, Math.max(0, slash)), Set.of()));
        if (comesOrGoes) {
            dependents.addAll(watchers.getOrDefault("held " + type, Set.of()));
        }
    }
}
