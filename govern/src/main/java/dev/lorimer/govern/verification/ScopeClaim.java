package dev.lorimer.govern.verification;

import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.PathGlob;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.util.ArrayList;
import java.util.List;

/// The change touches no file but those that were meant.
public final class ScopeClaim {
    private ScopeClaim() {}

    static Claim of(Matter matter) {
        var tally = new Tally("scope");
        var before = matter.bench().tree(matter.base());
        var after = matter.bench().tree(matter.tree());
        var paths = matter.intent().map(intent -> intent.scope().paths());
        if (paths.isEmpty()) {
            tally.open("no intent says which files were meant");
            return tally.claim("");
        }
        try {
            outside(before, after, paths.get())
                    .forEach(path -> tally.fails("\"%s\" was not to be touched".formatted(path)));
        } catch (IllegalArgumentException wrong) {
            tally.open(String.valueOf(wrong.getMessage()));
        }
        int touched = TreeChange.between(before, after).files().size();
        return tally.claim(
                paths.get().isEmpty()
                        ? "%s files changed; the intent allows every file".formatted(touched)
                        : "%s files changed, all within %s"
                                .formatted(touched, String.join(", ", paths.get())));
    }

    /// The paths of a change that no pattern covers; no patterns cover all.
    ///
    /// @throws IllegalArgumentException when a pattern is none
    public static List<String> outside(Tree before, Tree after, List<String> patterns) {
        var globs = patterns.stream().map(PathGlob::of).toList();
        var outside = new ArrayList<String>();
        for (var file : TreeChange.between(before, after).files()) {
            paths(file).stream()
                    .filter(path -> globs.stream().noneMatch(glob -> glob.matches(path)))
                    .forEach(outside::add);
        }
        return globs.isEmpty() ? List.of() : List.copyOf(outside);
    }

    private static List<String> paths(FileChange file) {
        return switch (file) {
            case FileChange.Renamed(var from, var path) -> List.of(from, path);
            case FileChange.Added(var path) -> List.of(path);
            case FileChange.Modified(var path) -> List.of(path);
            case FileChange.Deleted(var path) -> List.of(path);
        };
    }
}
