package dev.lorimer.govern;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Force;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.kind.RuleText;
import dev.lorimer.govern.kind.Territory;
import dev.lorimer.govern.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What the author of a change has to know before the work.
///
/// @param rules in the order of the constraints' ids
public record Brief(List<Rule> rules) {
    /// One constraint in force.
    ///
    /// @param constraint its id
    /// @param title of its decision
    /// @param rule what it forbids, on one line
    public record Rule(String constraint, String title, String rule, Advice advice) {}

    /// The constraints in force whose scope matches the files that `task` names, by path, file name
    /// or type name; when it names none that exist, every constraint whose scope matches any file
    /// at all. Constraints whose phases leave `context` out are not told.
    public static Brief of(DecisionSet decisions, Tree tree, String task) {
        var territory = new Territory(tree);
        var named = NamedFiles.in(task, tree);
        var rules = new ArrayList<Rule>();
        for (var decision : decisions.decisions()) {
            for (var constraint : decision.constraints()) {
                boolean matches =
                        named.isEmpty()
                                ? territory.count(constraint, 1) > 0
                                : named.stream()
                                        .anyMatch(path -> territory.includes(constraint, path));
                if (isTold(decision, constraint) && matches) {
                    rules.add(rule(decision, constraint));
                }
            }
        }
        rules.sort(Comparator.comparing(Rule::constraint));
        return new Brief(List.copyOf(rules));
    }

    private static boolean isTold(Decision decision, Constraint constraint) {
        boolean inForce = decision.force() == Force.BINDING || decision.force() == Force.WARNING;
        return inForce && constraint.terms().phases().contains(Phase.CONTEXT);
    }

    private static Rule rule(Decision decision, Constraint constraint) {
        return new Rule(
                constraint.id(),
                decision.title(),
                RuleText.of(constraint),
                new Advice(decision.why(), RuleText.remedy(constraint)));
    }
}
