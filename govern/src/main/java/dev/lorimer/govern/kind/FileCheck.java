package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.TreeEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;

/// Looks at one file at a time for what a constraint forbids.
final class FileCheck {
    private final Constraint constraint;
    private final Subjects subjects;

    FileCheck(Constraint constraint, Subjects subjects) {
        this.constraint = constraint;
        this.subjects = subjects;
    }

    /// Whether the file has to be parsed to look at it.
    boolean needsFacts(Side side, String path) {
        return side.understands(path)
                && switch (constraint.rule()) {
                    case Rule.Dependency _, Rule.ApiUse _, Rule.Library _ -> true;
                    case Rule.Pattern pattern ->
                            pattern.forms().stream().anyMatch(Rule.Form::needsSyntax);
                    case Rule.Change _, Rule.FileHistory _, Rule.Budget _ -> false;
                };
    }

    /// Whether the rule is about syntax, and the file is in a language that no parser here
    /// understands.
    boolean isForeign(Side side, String path) {
        return !side.understands(path)
                && switch (constraint.rule()) {
                    case Rule.Dependency _, Rule.ApiUse _ -> true;
                    case Rule.Pattern pattern ->
                            !constraint.scope().chosen().languages().isEmpty()
                                    && pattern.forms().stream().anyMatch(Rule.Form::needsSyntax);
                    case Rule.Library _, Rule.Change _, Rule.FileHistory _, Rule.Budget _ -> false;
                };
    }

    /// What the path shows, when it is in scope. What can't be read and might break the rule is a
    /// gap.
    Sighting lookIfSubject(Side side, String path) {
        var entry = side.tree().entry(path);
        if (entry.isEmpty()) {
            return Sighting.nothing();
        }
        if (entry.get().isGitlink()) {
            return subjects.mayLieBelow(path)
                    ? Sighting.gap(
                            path,
                            0,
                            "\"%s\" is a commit of another repository, whose files can't be judged here; judge them there, or exclude the path"
                                    .formatted(path))
                    : Sighting.nothing();
        }
        if (!subjects.mayInclude(side, path)) {
            return Sighting.nothing();
        }
        return entry.get().isLink() ? link(side, path) : file(side, path);
    }

    private Sighting file(Side side, String path) {
        return switch (side.content(path)) {
            case Content.Bytes _ ->
                    subjects.include(side, path) ? look(side, path) : Sighting.nothing();
            case Content.TooLarge large ->
                    mayBeSubject(side, path)
                            ? Sighting.gap(
                                    path,
                                    0,
                                    "\"%s\" has %s bytes, more than the %s that are read; split it, or exclude the path"
                                            .formatted(path, large.bytes(), Content.BYTES_MAX))
                            : Sighting.nothing();
            case Content.Unreadable absent ->
                    mayBeSubject(side, path)
                            ? Sighting.gap(
                                    path,
                                    0,
                                    "\"%s\" can't be read: %s; exclude the path, or mend the repository"
                                            .formatted(path, absent.why()))
                            : Sighting.nothing();
        };
    }

    private boolean mayBeSubject(Side side, String path) {
        return !subjects.needPackage() || subjects.seemsIncluded(side, path);
    }

    private Sighting look(Side side, String path) {
        boolean chosen = !constraint.scope().chosen().languages().isEmpty();
        return switch (constraint.rule()) {
            case Rule.Dependency rule ->
                    new CodeCheck(rule.forbidden(), rule.allowed()).look(side, path);
            case Rule.ApiUse rule ->
                    new CodeCheck(rule.forbidden(), rule.allowed()).look(side, path);
            case Rule.Pattern rule -> new PatternCheck(rule).look(side, path, chosen);
            case Rule.Library rule -> new LibraryCheck(rule).look(side, path);
            case Rule.Change _, Rule.FileHistory _, Rule.Budget _ -> Sighting.nothing();
        };
    }

    /// A link is judged as the file that it points to, when that is in scope itself. Code from
    /// elsewhere can't be judged.
    private Sighting link(Side side, String path) {
        boolean code = needsFacts(side, path) || Subjects.isPom(path);
        var target = target(side, path);
        boolean judged =
                target.isPresent()
                        && side.tree().isFile(target.get())
                        && subjects.include(side, target.get());
        return code && !judged && mayBeSubject(side, path)
                ? Sighting.gap(
                        path,
                        0,
                        "\"%s\" is a symbolic link to code out of the rule's sight; put the file itself there"
                                .formatted(path))
                : Sighting.nothing();
    }

    /// Where a link leads within the tree.
    private static Optional<String> target(Side side, String path) {
        if (!side.tree().entry(path).map(TreeEntry::isLink).orElse(false)
                || !(side.tree().content(path) instanceof Content.Bytes found)) {
            return Optional.empty();
        }
        var steps = new String(found.bytes(), StandardCharsets.UTF_8);
        var names = new ArrayDeque<String>();
        var whole = path.substring(0, path.lastIndexOf('/') + 1) + steps;
        for (var step : whole.split("/", -1)) {
            if (step.equals("..") && names.pollLast() == null) {
                return Optional.empty();
            } else if (!step.equals("..") && !step.equals(".") && !step.isEmpty()) {
                names.addLast(step);
            }
        }
        return steps.startsWith("/") ? Optional.empty() : Optional.of(String.join("/", names));
    }
}
