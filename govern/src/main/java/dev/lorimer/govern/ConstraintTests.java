package dev.lorimer.govern;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Example;
import dev.lorimer.govern.decision.RuleMutants;
import dev.lorimer.govern.decision.Trace;
import dev.lorimer.govern.kind.RuleText;
import dev.lorimer.govern.tree.MemoryTree;
import java.util.ArrayList;
import java.util.List;

/// What the examples in the decision records say about the constraints.
///
/// @param outcomes one for each example, and one for each constraint without any; in the order of
///   ids
/// @param mutants how many variants of constraints were tried: with a clause less, with a wider
///   scope
/// @param survivors those that no example tells from the constraint
public record ConstraintTests(List<Outcome> outcomes, int mutants, List<Survivor> survivors) {
    /// A variant of a constraint that shows the same on every example.
    public record Survivor(String constraint, String mutant) {}

    /// What one example showed.
    ///
    /// @param constraint its id
    /// @param example which one, as in "fail 1"; empty when there is none
    public record Outcome(
            String constraint, String example, String file, int line, Result result) {}

    /// Whether an example shows what it should.
    public sealed interface Result {
        /// The constraint decides as the example says.
        record Kept() implements Result {}

        /// It does not, for the reason given.
        record Broken(String why) implements Result {}

        /// The constraint has no example, so nobody has shown that it can fail.
        record Untested() implements Result {}
    }

    /// Judges every example of every constraint, whatever the status of its decision.
    public static ConstraintTests run(DecisionSet decisions, Judge judge) {
        var outcomes = new ArrayList<Outcome>();
        var survivors = new ArrayList<Survivor>();
        int mutants = 0;
        for (var decision : decisions.decisions()) {
            for (var constraint : decision.constraints()) {
                var own = run(decision, constraint, judge);
                outcomes.addAll(own);
                // Where the constraint itself is not as its examples say, its variants tell
                // nothing.
                if (own.stream().allMatch(one -> one.result() instanceof Result.Kept)) {
                    var variants = RuleMutants.of(constraint);
                    mutants += variants.size();
                    variants.stream()
                            .filter(mutant -> survives(mutant.constraint(), judge))
                            .map(mutant -> new Survivor(constraint.id(), mutant.what()))
                            .forEach(survivors::add);
                }
            }
        }
        return new ConstraintTests(List.copyOf(outcomes), mutants, List.copyOf(survivors));
    }

    private static boolean survives(Constraint mutant, Judge judge) {
        return mutant.examples().stream()
                .allMatch(example -> result(mutant, example, judge) instanceof Result.Kept);
    }

    /// Whether no example is broken.
    public boolean kept() {
        return outcomes.stream().noneMatch(outcome -> outcome.result() instanceof Result.Broken);
    }

    private static List<Outcome> run(Decision decision, Constraint constraint, Judge judge) {
        if (constraint.examples().isEmpty()) {
            return List.of(
                    new Outcome(constraint.id(), "", decision.file(), 0, new Result.Untested()));
        }
        var outcomes = new ArrayList<Outcome>();
        int failing = 0;
        int passing = 0;
        for (var example : constraint.examples()) {
            var name = example.breaks() ? "fail " + ++failing : "pass " + ++passing;
            outcomes.add(
                    new Outcome(
                            constraint.id(),
                            name,
                            decision.file(),
                            example.line(),
                            result(constraint, example, judge)));
        }
        return outcomes;
    }

    private static Result result(Constraint constraint, Example example, Judge judge) {
        var outcome =
                judge.tried(
                        constraint,
                        MemoryTree.of(example.before()),
                        MemoryTree.of(example.after()),
                        example.calls().isEmpty()
                                ? Trace.untold()
                                : new Trace.Told(example.calls()));
        return example.breaks() ? failing(constraint, example, outcome) : passing(outcome);
    }

    private static Result failing(
            Constraint constraint, Example example, dev.lorimer.govern.kind.Outcome outcome) {
        if (!outcome.charges().isEmpty()) {
            return new Result.Kept();
        }
        var why =
                outcome.gaps().isEmpty()
                        ? "nothing in it breaks the rule (%s)".formatted(RuleText.of(constraint))
                        : outcome.gaps().getFirst().message();
        return new Result.Broken(
                "the rule can't fail on this example, which stands at %s: %s; mend the rule or the example"
                        .formatted(
                                String.join(
                                        ", ",
                                        example.after().keySet().stream()
                                                .sorted()
                                                .map("\"%s\""::formatted)
                                                .toList()),
                                why));
    }

    private static Result passing(dev.lorimer.govern.kind.Outcome outcome) {
        if (!outcome.charges().isEmpty()) {
            return new Result.Broken(
                    "this example should pass, but %s; mend the rule or the example"
                            .formatted(outcome.charges().getFirst().violation().message()));
        }
        return outcome.gaps().isEmpty()
                ? new Result.Kept()
                : new Result.Broken(
                        "this example can't be decided: %s"
                                .formatted(outcome.gaps().getFirst().message()));
    }
}
