package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Counts the files that a constraint is about, no further than it has to. A rule that looks at
/// nothing passes for the wrong reason.
final class SubjectCount {
    private final Constraint constraint;
    private final Subjects subjects;
    private final Docket docket;

    SubjectCount(Constraint constraint, Subjects subjects, Docket docket) {
        this.constraint = constraint;
        this.subjects = subjects;
        this.docket = docket;
    }

    /// The gap that too few files leave.
    Optional<Gap> gap() {
        int needed = constraint.terms().minSubjects();
        if (needed == 0 || guessed(needed) >= needed) {
            return Optional.empty();
        }
        int found = subjects.needPackage() ? counted(needed) : guessed(needed);
        return found >= needed
                ? Optional.empty()
                : Optional.of(
                        new Gap(
                                "",
                                0,
                                "the scope (%s) holds %s files, but the rule wants at least %s, so it checks nothing here; mend the scope, or lower \"minSubjects\""
                                        .formatted(RuleText.scope(constraint), found, needed)));
    }

    /// A rule about changes still speaks when the last file of its scope goes; a rule about code
    /// has nothing left to say then, and that must not pass in silence.
    private List<Side> sides() {
        return switch (constraint.rule()) {
            case Rule.Change _, Rule.FileHistory _ -> List.of(docket.after(), docket.before());
            case Rule.Dependency _, Rule.ApiUse _, Rule.Pattern _, Rule.Library _, Rule.Budget _ ->
                    List.of(docket.after());
        };
    }

    /// By paths alone, which is right but for packages.
    private int guessed(int enough) {
        int found = 0;
        for (var side : sides()) {
            for (var path : side.tree().files().keySet()) {
                boolean again =
                        side == docket.before() && docket.after().tree().files().containsKey(path);
                if (!again && subjects.seemsIncluded(side, path) && ++found >= enough) {
                    return found;
                }
            }
        }
        return found;
    }

    /// By the packages that the files declare.
    private int counted(int enough) {
        var found = new TreeSet<String>();
        for (var side : sides()) {
            var open = new ArrayList<String>();
            for (var path : side.tree().files().keySet()) {
                if (Subjects.declaresPackage(path)
                        && side.tree().isFile(path)
                        && subjects.mayInclude(side, path)) {
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
        return found.size();
    }
}
