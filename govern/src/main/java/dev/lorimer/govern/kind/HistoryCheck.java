package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Regex;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Rule.ChangeKind;
import dev.lorimer.govern.decision.Words;
import dev.lorimer.govern.kind.ChangeCheck.Touched;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.TreeEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks for files that changed in a way that their history does not allow, and for new ones out of
/// order.
final class HistoryCheck {
    private final Rule.FileHistory rule;
    private final Subjects subjects;

    HistoryCheck(Rule.FileHistory rule, Subjects subjects) {
        this.rule = rule;
        this.subjects = subjects;
    }

    Sighting look(Docket docket) {
        var found = new ArrayList<Violation>();
        var added = new ArrayList<String>();
        for (var file : docket.change().files()) {
            var touched = Touched.of(file, docket, subjects);
            if (!touched.any()) {
                continue;
            }
            var kind = kind(file, touched);
            if (!rule.allowed().contains(kind)) {
                found.add(refused(docket, file, kind));
            } else if (kind == ChangeKind.ADD || kind == ChangeKind.RENAME) {
                added.add(file.path());
            }
        }
        rule.order().ifPresent(order -> found.addAll(outOfOrder(docket, order.key(), added)));
        return new Sighting(found, List.of());
    }

    /// A file that moves over the border of the scope comes or goes.
    private static ChangeKind kind(FileChange file, Touched touched) {
        return switch (file) {
            case FileChange.Added _ -> ChangeKind.ADD;
            case FileChange.Deleted _ -> ChangeKind.DELETE;
            case FileChange.Modified _ -> ChangeKind.MODIFY;
            case FileChange.Renamed _ ->
                    touched.from() && touched.to()
                            ? ChangeKind.RENAME
                            : touched.to() ? ChangeKind.ADD : ChangeKind.DELETE;
        };
    }

    private Violation refused(Docket docket, FileChange file, ChangeKind kind) {
        var allowed =
                rule.allowed().stream().sorted().map(Words::of).collect(Collectors.joining(", "));
        var done =
                switch (kind) {
                    case ADD -> "is new";
                    case MODIFY -> "is changed";
                    case DELETE -> "is deleted";
                    case RENAME -> "is moved";
                };
        var from = file instanceof FileChange.Renamed renamed ? renamed.from() : file.path();
        return new Violation(
                file.path(),
                0,
                file.path(),
                Words.of(kind),
                docket.change()
                        .after()
                        .entry(file.path())
                        .map(TreeEntry::toString)
                        .orElse("nothing"),
                "\"%s\" %s, but files here may only change by: %s".formatted(from, done, allowed));
    }

    private List<Violation> outOfOrder(Docket docket, Regex key, List<String> added) {
        var found = new ArrayList<Violation>();
        var highest =
                docket.change().before().files().keySet().stream()
                        .filter(path -> subjects.include(docket.before(), path))
                        .flatMap(path -> key(key, path).stream())
                        .max(OrderKey::compareTo);
        var fresh = new ArrayList<OrderKey>();
        for (var path : added) {
            var own = key(key, path);
            if (own.isEmpty()) {
                found.add(
                        order(
                                path,
                                "no key",
                                "\"%s\" has no key of the form %s in its name"
                                        .formatted(path, key)));
            } else if (highest.isPresent() && own.get().compareTo(highest.get()) <= 0) {
                found.add(
                        order(
                                path,
                                highest.get().text(),
                                "\"%s\" has key %s, but %s is there already, and new keys have to be above it"
                                        .formatted(path, own.get().text(), highest.get().text())));
            } else if (fresh.stream().anyMatch(other -> other.compareTo(own.get()) == 0)) {
                found.add(
                        order(
                                path,
                                "twin",
                                "\"%s\" has key %s, as another new file has"
                                        .formatted(path, own.get().text())));
            } else {
                fresh.add(own.get());
            }
        }
        return found;
    }

    private static Violation order(String path, String target, String message) {
        return new Violation(path, 0, path, target, "order", message);
    }

    /// The key stands in the file's name; where the expression names folders, in the path.
    private static Optional<OrderKey> key(Regex regex, String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        return regex.group(name).or(() -> regex.group(path)).map(OrderKey::new);
    }
}
