package dev.lorimer.govern;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.tree.Tree;
import java.util.List;
import java.util.Optional;

/// A decision in full, with where it is in force.
@SuppressWarnings("DoNotCallSuggester")
public record Explanation(Decision decision, List<Clause> clauses) {
    /// One constraint.
    ///
    /// @param subjects how many files of the tree are in scope
    /// @param examples some of their paths, at most ten
    public record Clause(Constraint constraint, String rule, int subjects, List<String> examples) {}

    /// Explains the decision or the constraint that `id` names; empty when there is none.
    public static Optional<Explanation> of(DecisionSet decisions, Tree tree, String id) {
        throw new UnsupportedOperationException();
    }
}
