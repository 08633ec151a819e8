package dev.lorimer.govern;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Force;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Severity;
import dev.lorimer.govern.kind.Docket;
import dev.lorimer.govern.kind.Evaluation;
import dev.lorimer.govern.kind.Outcome;
import dev.lorimer.govern.kind.Surveys;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Holds changes against recorded decisions. A verdict is a function of its arguments alone: the
/// same ones give the same verdict, bit for bit. Safe for use by several threads, as far as the
/// trees are.
public final class Judge {
    private final Expressions expressions;
    private final FactIndex index;
    private final Surveys surveys = new Surveys();

    /// A judge who reads Java only and remembers nothing beyond the process.
    ///
    /// @param expressions decides budget constraints; with [Expressions#none] those stay undecided
    public Judge(Expressions expressions) {
        this(expressions, FactIndex.plain());
    }

    /// @param index reads code, and remembers what it read: it makes verdicts faster, never others
    public Judge(Expressions expressions, FactIndex index) {
        this.expressions = expressions;
        this.index = index;
    }

    /// Judges the change from `before` to `after`.
    ///
    /// @param decisions the law of the base, never of the change
    public Verdict judge(DecisionSet decisions, Tree before, Tree after, Inquiry inquiry) {
        var asked =
                decisions.decisions().stream()
                        .flatMap(decision ->
                                decision.constraints().stream()
                                        .filter(one -> isAsked(decision, one, inquiry)))
                        .toList();
        var court = new Docket.Court(index, surveys, asked);
        var docket = Docket.of(before, after, expressions, court, false);
        var all = new ArrayList<Finding>();
        for (var decision : decisions.decisions()) {
            for (var constraint : decision.constraints()) {
                if (isAsked(decision, constraint, inquiry)) {
                    all.addAll(
                            new Findings(decision, constraint, inquiry.phase())
                                    .of(Evaluation.of(constraint, docket)));
                }
            }
        }
        all.addAll(new LawFindings(decisions, docket.change(), inquiry.phase()).all(expressions));
        index.flush();
        all.sort(Comparator.naturalOrder());
        var granted =
                all.stream()
                        .filter(finding -> inquiry.granted().contains(finding.identity()))
                        .toList();
        var counting =
                all.stream()
                        .filter(finding -> !inquiry.granted().contains(finding.identity()))
                        .toList();
        return verdict(new Evidence(counting, granted, decisions.hash(), before.id(), after.id()));
    }

    /// What one constraint says about an example, whoever changes it and in whatever phase.
    Outcome tried(Constraint constraint, Tree before, Tree after) {
        // An example is tried alone: what is remembered is about whole trees.
        var court = new Docket.Court(index, new Surveys(), List.of(constraint));
        return Evaluation.of(constraint, Docket.of(before, after, expressions, court, true));
    }

    private static boolean isAsked(Decision decision, Constraint constraint, Inquiry inquiry) {
        return decision.force() != Force.OFF
                && speaksIn(inquiry.phase(), constraint.terms().phases())
                && constraint.scope().actors().include(inquiry.actor());
    }

    /// A tool's effect is judged before it happens or after, as the caller can; both ask the same.
    private static boolean speaksIn(Phase phase, Set<Phase> phases) {
        return switch (phase) {
            case TOOL, EDIT -> phases.contains(Phase.TOOL) || phases.contains(Phase.EDIT);
            case CONTEXT, FINISH, CI, DRIFT -> phases.contains(phase);
        };
    }

    private static Verdict verdict(Evidence evidence) {
        List<Severity> blocking =
                evidence.findings().stream()
                        .filter(Finding::blocks)
                        .map(Finding::severity)
                        .toList();
        if (blocking.contains(Severity.DENY)) {
            return new Verdict.Deny(evidence);
        }
        return blocking.isEmpty() ? new Verdict.Allow(evidence) : new Verdict.Escalate(evidence);
    }
}
