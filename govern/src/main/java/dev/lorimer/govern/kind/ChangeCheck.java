package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeEntry;
import java.util.ArrayList;
import java.util.List;

/// Looks for changes of files that may not change without approval.
final class ChangeCheck {
    private final Rule.Change rule;
    private final Subjects subjects;

    ChangeCheck(Rule.Change rule, Subjects subjects) {
        this.rule = rule;
        this.subjects = subjects;
    }

    /// One violation for each changed file in scope. Its snippet holds the content that the change
    /// leads to, so an approval covers that content and no other.
    Sighting look(Docket docket) {
        var found = new ArrayList<Violation>();
        for (var file : docket.change().files()) {
            var touched = Touched.of(file, docket, subjects);
            if (touched.any()) {
                found.add(
                        new Violation(
                                file.path(),
                                0,
                                file.path(),
                                touched.word(),
                                entry(docket.change().before(), touched.before())
                                        + " to "
                                        + entry(docket.change().after(), file.path()),
                                "%s%s".formatted(said(file), approval())));
            }
        }
        return new Sighting(found, List.of());
    }

    private static String entry(Tree tree, String path) {
        return tree.entry(path).map(TreeEntry::toString).orElse("nothing");
    }

    private static String said(FileChange file) {
        return switch (file) {
            case FileChange.Added added -> "\"%s\" is new".formatted(added.path());
            case FileChange.Deleted deleted -> "\"%s\" is deleted".formatted(deleted.path());
            case FileChange.Modified modified -> "\"%s\" is changed".formatted(modified.path());
            case FileChange.Renamed renamed ->
                    "\"%s\" is moved to \"%s\"".formatted(renamed.from(), renamed.path());
        };
    }

    private String approval() {
        return rule.approvers().isEmpty()
                ? ""
                : "; approval: " + String.join(", ", rule.approvers());
    }

    /// Which sides of a file's change are in scope.
    ///
    /// @param before the path before the change, or the path after it when there was none
    record Touched(boolean from, boolean to, String before, String word) {
        boolean any() {
            return from || to;
        }

        static Touched of(FileChange file, Docket docket, Subjects subjects) {
            return switch (file) {
                case FileChange.Added added ->
                        new Touched(
                                false,
                                subjects.include(docket.after(), added.path()),
                                added.path(),
                                "add");
                case FileChange.Deleted deleted ->
                        new Touched(
                                subjects.include(docket.before(), deleted.path()),
                                false,
                                deleted.path(),
                                "delete");
                case FileChange.Modified modified ->
                        new Touched(
                                subjects.include(docket.before(), modified.path()),
                                subjects.include(docket.after(), modified.path()),
                                modified.path(),
                                "modify");
                case FileChange.Renamed renamed ->
                        new Touched(
                                subjects.include(docket.before(), renamed.from()),
                                subjects.include(docket.after(), renamed.path()),
                                renamed.from(),
                                "rename");
            };
        }
    }

    /// Kept together with the check because both kinds of history rules need it.
    static List<FileChange> touching(Docket docket, Subjects subjects) {
        return docket.change().files().stream()
                .filter(file -> Touched.of(file, docket, subjects).any())
                .toList();
    }
}
