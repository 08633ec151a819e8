package dev.lorimer.govern.source;

import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.TreeChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which files asked about which others to be understood. It may name a file that asks no longer,
/// and never leaves out one that does. Safe for use by several threads.
final class Watch {
    /// 2 million questions take some 100 MB: a repository of 20,000 files.
    private static final int QUESTIONS_MAX = 2_000_000;

    private final Map<String, List<String>> askers = new HashMap<>();
    private int questions;
    private int era;

    synchronized int era() {
        return era;
    }

    /// Remembers that what the file says may change when an answer to its questions does.
    synchronized void add(String path, List<Lookup> lookups) {
        if (questions > QUESTIONS_MAX) {
            askers.clear();
            questions = 0;
            era++;
        }
        for (var lookup : lookups) {
            var about =
                    switch (lookup) {
                        case Lookup.Held held -> "held " + held.type();
                        case Lookup.Beside beside -> "beside " + beside.folder();
                        case Lookup.Member member -> "member " + member.type().getLast();
                    };
            var known = askers.computeIfAbsent(about, _ -> new ArrayList<>(1));
            // Most files come back as they were; then their last question is the list's last.
            if (known.isEmpty() || !known.getLast().equals(path)) {
                known.add(path);
                questions++;
            }
        }
    }

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
        dependents.addAll(askers.getOrDefault("member " + type, List.of()));
        dependents.addAll(
                askers.getOrDefault("beside " + path.substring(0, Math.max(0, slash)), List.of()));
        if (comesOrGoes) {
            dependents.addAll(askers.getOrDefault("held " + type, List.of()));
        }
    }
}
