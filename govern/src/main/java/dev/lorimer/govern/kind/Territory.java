package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Scope;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.tree.Tree;
import java.util.List;

/// Which files of one tree lie in the scopes of constraints. Goes by paths: the package of a file
/// is taken from its folders, so that nothing has to be read. Not for several threads.
public final class Territory {
    private final Side side;

    public Territory(Tree tree) {
        side = new Side(tree, FactIndex.plain().of(tree, false), new Recollection());
    }

    /// Whether a file at `path`, which need not exist, is in scope.
    public boolean includes(Constraint constraint, String path) {
        return new Subjects(constraint).seemsIncluded(side, path);
    }

    /// Whether a finding at `path` lies in `scope`, seen from either side of a change. A finding
    /// about the change as a whole lies in a scope that covers every path.
    public static boolean covers(Constraint constraint, Scope scope, Docket docket, String path) {
        if (path.isEmpty()) {
            return scope.excluded().isEmpty()
                    && scope.chosen().paths().stream()
                            .anyMatch(glob -> glob.toString().equals("**"));
        }
        var subjects =
                new Subjects(
                        new Constraint(
                                constraint.id(),
                                new Rule.Change(List.of(), "", false),
                                scope,
                                constraint.terms(),
                                "",
                                List.of()));
        var side =
                docket.after().tree().files().containsKey(path) ? docket.after() : docket.before();
        return subjects.include(side, path);
    }

    /// How many files are in scope, counted no further than `enough`.
    public int count(Constraint constraint, int enough) {
        return files(constraint, enough).size();
    }

    /// The first files in scope.
    public List<String> files(Constraint constraint, int most) {
        var subjects = new Subjects(constraint);
        return side.tree().files().keySet().stream()
                .filter(path -> subjects.seemsIncluded(side, path))
                .limit(most)
                .toList();
    }
}
