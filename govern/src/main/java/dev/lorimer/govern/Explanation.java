package dev.lorimer.govern;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.kind.RuleText;
import dev.lorimer.govern.kind.Territory;
import dev.lorimer.govern.tree.Tree;
import java.util.List;
import java.util.Optional;

/// A decision in full, with where it is in force.
public record Explanation(Decision decision, List<Clause> clauses) {
    private static final int FILES_SHOWN = 10;

    /// One constraint.
    ///
    /// @param rule what it forbids, on one line
    /// @param remedy how to comply
    /// @param subjects how many files of the tree are in scope, going by their folders
    /// @param files the first ten of them
    public record Clause(
            Constraint constraint, String rule, String remedy, int subjects, List<String> files) {}

    /// Explains the decision or the constraint that `id` names; empty when there is none.
    public static Optional<Explanation> of(DecisionSet decisions, Tree tree, String id) {
        int hash = id.indexOf('#');
        var territory = new Territory(tree);
        return decisions
                .find(hash < 0 ? id : id.substring(0, hash))
                .map(decision ->
                        new Explanation(
                                decision,
                                clauses(decision, hash < 0 ? "" : id.substring(hash), territory)))
                .filter(found -> hash < 0 || !found.clauses().isEmpty());
    }

    private static List<Clause> clauses(Decision decision, String suffix, Territory territory) {
        return decision.constraints().stream()
                .filter(constraint -> constraint.id().endsWith(suffix))
                .map(constraint -> {
                    var files = territory.files(constraint, Integer.MAX_VALUE);
                    return new Clause(
                            constraint,
                            RuleText.of(constraint),
                            RuleText.remedy(constraint),
                            files.size(),
                            files.stream().limit(FILES_SHOWN).toList());
                })
                .toList();
    }
}
