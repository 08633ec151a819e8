package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.decision.Requirement;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Targets;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.TreeEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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
                    case Rule.Dependency _,
                            Rule.Layers _,
                            Rule.Independent _,
                            Rule.Acyclic _,
                            Rule.ApiUse _,
                            Rule.Library _ ->
                            true;
                    case Rule.Ownership _, Rule.ApiCompat _ -> isJava(path);
                    case Rule.Require require ->
                            isJava(path) && require.each() instanceof Requirement.Each.Declarations;
                    case Rule.Pattern pattern ->
                            pattern.forms().stream().anyMatch(Rule.Form::needsSyntax);
                    case Rule.Change _,
                            Rule.FileHistory _,
                            Rule.Budget _,
                            Rule.Trace _,
                            Rule.Content _,
                            Rule.Check _ ->
                            false;
                };
    }

    /// Whether what one file lacks may hang on any other.
    boolean looksAround() {
        return constraint.rule() instanceof Rule.Require require
                && RequireCheck.looksAround(require);
    }

    /// Whether the file is to be remembered as one that could break the rule, since a change of
    /// another one may alter what it shows.
    boolean hangsOnOthers(String path) {
        return looksAround()
                || (constraint.rule() instanceof Rule.Library && Subjects.mayBuild(path));
    }

    /// Words without which no file can break the rule.
    Needles needles() {
        return Needles.of(constraint.rule());
    }

    /// Whether the rule is about syntax, and the file is in a language that no parser here
    /// understands.
    boolean isForeign(Side side, String path) {
        return switch (constraint.rule()) {
            case Rule.Dependency _,
                    Rule.Layers _,
                    Rule.Independent _,
                    Rule.Acyclic _,
                    Rule.ApiUse _ ->
                    !side.understands(path);
            // These read Java beyond its facts.
            case Rule.Require require ->
                    require.each() instanceof Requirement.Each.Declarations && !isJava(path);
            case Rule.Ownership _ -> !OwnershipCheck.isMigration(path) && !isJava(path);
            case Rule.Pattern pattern ->
                    !side.understands(path)
                            && !constraint.scope().chosen().languages().isEmpty()
                            && pattern.forms().stream().anyMatch(Rule.Form::needsSyntax);
            case Rule.Library _,
                    Rule.Change _,
                    Rule.FileHistory _,
                    Rule.Budget _,
                    Rule.ApiCompat _,
                    Rule.Trace _,
                    Rule.Content _,
                    Rule.Check _ ->
                    false;
        };
    }

    private static boolean isJava(String path) {
        return Language.of(path).equals(Optional.of(Language.JAVA));
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
            case Rule.Dependency rule when rule.forbidden().isEmpty() ->
                    CodeCheck.only(
                                    rule.allowed(),
                                    constraint.scope().chosen().packages(),
                                    rule.unless())
                            .look(side, path);
            case Rule.Dependency rule ->
                    new CodeCheck(rule.forbidden(), rule.allowed(), rule.unless()).look(side, path);
            case Rule.Layers rule -> layer(rule, side, path);
            case Rule.Require rule -> new RequireCheck(rule).look(side, path);
            case Rule.Ownership rule -> new OwnershipCheck(rule).look(side, path);
            case Rule.Content rule -> new ContentCheck(rule).look(side, path);
            case Rule.ApiUse rule ->
                    new CodeCheck(rule.forbidden(), rule.allowed(), rule.unless()).look(side, path);
            case Rule.Pattern rule -> new PatternCheck(rule).look(side, path, chosen);
            case Rule.Library rule -> new LibraryCheck(rule).look(side, path);
            case Rule.Independent rule ->
                    new SliceCheck(
                                    rule.slice(),
                                    "%s depends on %s (by %s), and neither may use the other")
                            .look(side, path);
            case Rule.Acyclic rule -> CycleCheck.edges(rule.slice()).look(side, path);
            case Rule.Change _,
                    Rule.FileHistory _,
                    Rule.Budget _,
                    Rule.ApiCompat _,
                    Rule.Trace _,
                    Rule.Check _ ->
                    Sighting.nothing();
        };
    }

    /// A file may use nothing of the layers above its own.
    private static Sighting layer(Rule.Layers rule, Side side, String path) {
        var place = side.packageOf(path);
        var above = new ArrayList<NamePattern>();
        for (var layer : rule.layers()) {
            if (layer.packages().stream().anyMatch(one -> one.matches(place))) {
                return new CodeCheck(
                                new Targets(List.copyOf(above), List.of(), List.of()),
                                new Targets(layer.packages(), List.of(), List.of()))
                        .look(side, path);
            }
            above.addAll(layer.packages());
        }
        return Sighting.nothing();
    }

    /// A link is judged as what it points to, when that is in scope itself, or is text that can be
    /// read from here. Anything else could hide behind a link, so it is a gap.
    private Sighting link(Side side, String path) {
        if (!mayBeSubject(side, path)) {
            return Sighting.nothing();
        }
        var target = target(side, path);
        if (target.isEmpty()) {
            return hidden(path);
        }
        if (side.tree().isFile(target.get())) {
            if (subjects.include(side, target.get())) {
                return Sighting.nothing();
            }
            return readsText() && !needsFacts(side, path) ? look(side, target.get()) : hidden(path);
        }
        return folder(side, path, target.get());
    }

    private boolean readsText() {
        return constraint.rule() instanceof Rule.Pattern
                || constraint.rule() instanceof Rule.Content;
    }

    /// A linked folder hides what would be in scope where the link is, and is not where it lies.
    private Sighting folder(Side side, String path, String target) {
        var prefix = target.isEmpty() ? "" : target + "/";
        var below = side.tree().files().subMap(prefix, prefix + Character.MAX_VALUE).keySet();
        boolean hides =
                below.stream()
                        .anyMatch(file ->
                                subjects.mayInclude(
                                                side, path + "/" + file.substring(prefix.length()))
                                        && !subjects.include(side, file));
        return below.isEmpty() || hides ? hidden(path) : Sighting.nothing();
    }

    private static Sighting hidden(String path) {
        return Sighting.gap(
                path,
                0,
                "\"%s\" is a symbolic link to something out of the rule's sight; put the file itself there, or exclude the path"
                        .formatted(path));
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
