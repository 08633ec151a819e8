package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.tree.Content;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Counts the files that a constraint is about, no further than it has to. A rule that looks at
/// nothing passes for the wrong reason.
final class SubjectCount {
    private final Constraint constraint;
    private final Subjects subjects;
    private final Docket docket;
    private final Recollection memory;

    SubjectCount(Constraint constraint, Subjects subjects, Docket docket) {
        this.constraint = constraint;
        this.subjects = subjects;
        this.docket = docket;
        memory = docket.desk().recollection();
    }

    /// The gap that too few files leave.
    Optional<Gap> gap() {
        int needed = constraint.terms().minSubjects();
        if (needed == 0) {
            return Optional.empty();
        }
        if (constraint.rule() instanceof Rule.Require require) {
            int things = things(require, needed);
            return things >= needed
                    ? Optional.empty()
                    : Optional.of(
                            new Gap(
                                    "",
                                    0,
                                    "the scope (%s) holds %s of what the rule is about (%s), but it wants at least %s, so it checks nothing here; mend the scope, or lower \"minSubjects\""
                                            .formatted(
                                                    RuleText.scope(constraint),
                                                    things,
                                                    RuleText.each(require.each()),
                                                    needed)));
        }
        if (isKnown(needed)) {
            return Optional.empty();
        }
        int guess = guessed(needed);
        int found = guess < needed && subjects.needPackage() ? counted(needed) : guess;
        return found >= needed
                ? Optional.empty()
                : Optional.of(
                        new Gap(
                                "",
                                0,
                                "the scope (%s) holds %s files, but the rule wants at least %s, so it checks nothing here; mend the scope, or lower \"minSubjects\""
                                        .formatted(RuleText.scope(constraint), found, needed)));
    }

    /// Whether those that were found in an earlier tree are enough in this one.
    private boolean isKnown(int needed) {
        var known = memory.subjects(constraint);
        return known.stream().filter(this::seems).count() >= needed
                || (subjects.needPackage()
                        && known.stream().filter(this::counts).count() >= needed);
    }

    private boolean seems(String path) {
        return sides().stream()
                .filter(side -> side.tree().files().containsKey(path))
                .findFirst()
                .filter(side -> subjects.seemsIncluded(side, path))
                .isPresent();
    }

    private boolean counts(String path) {
        return sides().stream()
                .anyMatch(side -> mayCount(side, path) && subjects.include(side, path));
    }

    /// A rule that demands something is about what it demands it of, not about files.
    private int things(Rule.Require rule, int enough) {
        var known = memory.subjects(constraint);
        int found = things(rule, known, enough);
        return found >= enough
                ? found
                : things(rule, docket.after().tree().files().keySet(), enough);
    }

    private int things(Rule.Require rule, Collection<String> among, int enough) {
        var side = docket.after();
        var check = new RequireCheck(rule);
        var needles = Needles.of(constraint.rule());
        var paths =
                among.stream()
                        .filter(path -> side.tree().isFile(path) && subjects.mayInclude(side, path))
                        .toList();
        var seen = new ArrayList<String>();
        int found = 0;
        try (var contents = side.tree().contents(paths)) {
            var each = contents.iterator();
            while (each.hasNext() && found < enough) {
                var named = each.next();
                if (named.content() instanceof Content.Bytes bytes
                        && needles.mayBeIn(named.path(), bytes.bytes())) {
                    side.keep(named.path(), named.content());
                    int more =
                            subjects.include(side, named.path())
                                    ? check.count(side, named.path())
                                    : 0;
                    found += more;
                    if (more > 0) {
                        seen.add(named.path());
                    }
                }
            }
        }
        memory.subjects(constraint, seen);
        return found;
    }

    /// A rule about changes still speaks when the last file of its scope goes; a rule about code
    /// has nothing left to say then, and that must not pass in silence.
    private List<Side> sides() {
        return switch (constraint.rule()) {
            case Rule.Change _, Rule.FileHistory _ -> List.of(docket.after(), docket.before());
            case Rule.Dependency _,
                    Rule.Layers _,
                    Rule.Independent _,
                    Rule.Acyclic _,
                    Rule.ApiUse _,
                    Rule.Pattern _,
                    Rule.Library _,
                    Rule.Require _,
                    Rule.ApiCompat _,
                    Rule.Ownership _,
                    Rule.Trace _,
                    Rule.Content _,
                    Rule.Check _,
                    Rule.Budget _ ->
                    List.of(docket.after());
        };
    }

    /// By paths alone, which is right but for packages.
    private int guessed(int enough) {
        var found = new ArrayList<String>();
        for (var side : sides()) {
            for (var path : side.tree().files().keySet()) {
                boolean again =
                        side == docket.before() && docket.after().tree().files().containsKey(path);
                if (!again && subjects.seemsIncluded(side, path)) {
                    found.add(path);
                }
                if (found.size() >= enough) {
                    memory.subjects(constraint, found);
                    return found.size();
                }
            }
        }
        return found.size();
    }

    /// By the packages that the files declare.
    private int counted(int enough) {
        var found = new TreeSet<String>();
        for (var side : sides()) {
            var open = new ArrayList<String>();
            for (var path : side.tree().files().keySet()) {
                if (mayCount(side, path)) {
                    open.add(path);
                }
            }
            try (var contents = side.tree().contents(open)) {
                var each = contents.iterator();
                while (each.hasNext() && found.size() < enough) {
                    var named = each.next();
                    side.keep(named.path(), named.content());
                    if (subjects.include(side, named.path())) {
                        found.add(named.path());
                    }
                }
            }
        }
        memory.subjects(constraint, found);
        return found.size();
    }

    private boolean mayCount(Side side, String path) {
        return Subjects.declaresPackage(path)
                && side.tree().isFile(path)
                && subjects.mayInclude(side, path);
    }
}
