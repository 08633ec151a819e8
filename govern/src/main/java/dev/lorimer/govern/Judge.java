package dev.lorimer.govern;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Force;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Severity;
import dev.lorimer.govern.decision.Trace;
import dev.lorimer.govern.kind.Desk;
import dev.lorimer.govern.kind.Docket;
import dev.lorimer.govern.kind.Evaluation;
import dev.lorimer.govern.kind.Gap;
import dev.lorimer.govern.kind.Outcome;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Holds changes against recorded decisions. A verdict is a function of its arguments alone: the
/// same ones give the same verdict, bit for bit. Safe for use by several threads, as far as the
/// trees are.
public final class Judge {
    private final Desk desk;

    /// A judge who reads Java only and remembers nothing beyond the process.
    ///
    /// @param expressions decides budget constraints; with [Expressions#none] those stay undecided
    public Judge(Expressions expressions) {
        this(Engines.of(expressions), FactIndex.plain());
    }

    /// @param engines what rules need from outside; what is missing leaves its rules undecided
    public Judge(Engines engines) {
        this(engines, FactIndex.plain());
    }

    /// @param index reads code, and remembers what it read: it makes verdicts faster, never others
    public Judge(Engines engines, FactIndex index) {
        desk = Desk.of(engines, index);
    }

    /// Judges the change from `before` to `after`.
    ///
    /// @param decisions the law of the base, never of the change
    public Verdict judge(DecisionSet decisions, Tree before, Tree after, Inquiry inquiry) {
        return judge(decisions, TreeChange.between(before, after), inquiry);
    }

    /// Judges a change whose files are known already.
    Verdict judge(DecisionSet decisions, TreeChange change, Inquiry inquiry) {
        var asked =
                decisions.decisions().stream()
                        .flatMap(decision ->
                                decision.constraints().stream()
                                        .filter(one -> isAsked(decision, one, inquiry))
                                        .flatMap(one ->
                                                Stream.concat(
                                                        Stream.of(one),
                                                        aside(one)
                                                                .map(Aside::constraint)
                                                                .stream())))
                        .filter(Evaluation::isAboutTrees)
                        .toList();
        var docket = Docket.of(desk, change, inquiry.trace(), asked);
        var waiving = new WaiverDesk(decisions.waivers(), docket, inquiry);
        var all = new ArrayList<Finding>();
        for (var decision : decisions.decisions()) {
            for (var constraint : decision.constraints()) {
                if (isAsked(decision, constraint, inquiry)) {
                    all.addAll(
                            waiving.left(constraint, said(decision, constraint, docket, inquiry)));
                }
            }
        }
        all.addAll(
                new LawFindings(decisions, docket.change(), inquiry.phase())
                        .all(desk.engines().expressions()));
        desk.index().flush();
        all.sort(Comparator.naturalOrder());
        var granted =
                all.stream()
                        .filter(finding -> inquiry.granted().contains(finding.identity()))
                        .toList();
        var counting =
                all.stream()
                        .filter(finding -> !inquiry.granted().contains(finding.identity()))
                        .toList();
        return verdict(
                new Evidence(
                        counting,
                        granted,
                        waiving.waived(),
                        decisions.hash(),
                        change.before().id(),
                        change.after().id()));
    }

    /// What a constraint says, and the part of it that counts with a severity of its own.
    private static List<Findings.Said> said(
            Decision decision, Constraint constraint, Docket docket, Inquiry inquiry) {
        var severity = constraint.terms().severity();
        var all =
                new ArrayList<>(
                        new Findings(decision, constraint, inquiry.phase(), severity)
                                .of(evaluated(constraint, docket)));
        aside(constraint)
                .ifPresent(other -> {
                    // What can't be decided was told once already.
                    var outcome =
                            new Outcome(evaluated(other.constraint(), docket).charges(), List.of());
                    all.addAll(
                            new Findings(
                                            decision,
                                            other.constraint(),
                                            inquiry.phase(),
                                            other.severity())
                                    .of(outcome));
                });
        return all;
    }

    /// The part of a constraint that counts with a severity of its own.
    record Aside(Constraint constraint, Severity severity) {}

    static Optional<Aside> aside(Constraint constraint) {
        return constraint
                .rule()
                .aside()
                .map(aside ->
                        new Aside(
                                new Constraint(
                                        constraint.id(),
                                        aside.rule(),
                                        constraint.scope(),
                                        constraint.terms(),
                                        constraint.remedy(),
                                        List.of()),
                                aside.severity()));
    }

    Desk desk() {
        return desk;
    }

    /// A rule whose engine breaks down is undecided; it must never pass for that, nor keep the
    /// other rules from being heard.
    private static Outcome evaluated(Constraint constraint, Docket docket) {
        try {
            return Evaluation.of(constraint, docket);
        } catch (RuntimeException | StackOverflowError failure) {
            var gap =
                    new Gap(
                            "",
                            0,
                            "the judge broke down on this rule (%s); report it, and have a person look at the change"
                                    .formatted(failure));
            return new Outcome(List.of(), List.of(gap));
        }
    }

    /// What one constraint says about an example, whoever changes it and in whatever phase.
    Outcome tried(Constraint constraint, Tree before, Tree after) {
        return tried(constraint, before, after, Trace.untold());
    }

    Outcome tried(Constraint constraint, Tree before, Tree after, Trace trace) {
        // An example is tried alone: what is remembered is about whole trees.
        return evaluated(
                constraint, Docket.example(desk, TreeChange.between(before, after), trace));
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
