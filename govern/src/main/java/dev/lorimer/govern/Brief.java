package dev.lorimer.govern;

import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.tree.Tree;
import java.util.List;

/// What the author of a change has to know before the work.
///
/// @param rules in the order of the constraints' ids
@SuppressWarnings("DoNotCallSuggester")
public record Brief(List<Rule> rules) {
    /// One constraint in force.
    ///
    /// @param constraint its id
    /// @param title of its decision
    /// @param rule what it forbids, on one line
    public record Rule(String constraint, String title, String rule, Advice advice) {}

    /// The constraints in force whose scope matches the files that `task` names, by path, file name
    /// or type name; when it names none that exist, every constraint whose scope matches any file
    /// at all.
    public static Brief of(DecisionSet decisions, Tree tree, String task) {
        throw new UnsupportedOperationException();
    }
}
