package dev.lorimer.govern;

import dev.lorimer.govern.Finding.Kind;
import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.Force;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Severity;
import dev.lorimer.govern.kind.Charge;
import dev.lorimer.govern.kind.Gap;
import dev.lorimer.govern.kind.Outcome;
import dev.lorimer.govern.kind.RuleText;
import dev.lorimer.govern.tree.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns what one constraint has to say into findings.
final class Findings {
    /// 300 characters are about 75 tokens; with title, reason and remedy a finding stays below 300.
    static final int MESSAGE_MAX = 300;

    private final Decision decision;
    private final Constraint constraint;
    private final Phase phase;
    private final Severity severity;

    /// @param severity what a violation counts as; as a rule, the constraint's own
    Findings(Decision decision, Constraint constraint, Phase phase, Severity severity) {
        this.decision = decision;
        this.constraint = constraint;
        this.phase = phase;
        this.severity = severity;
    }

    /// A finding, and the identities of the charges that it is made of.
    record Said(Finding finding, List<String> identities) {}

    List<Said> of(Outcome outcome) {
        var findings = new ArrayList<Said>();
        grouped(outcome.charges())
                .forEach(charges ->
                        findings.add(
                                new Said(
                                        violation(charges),
                                        charges.stream().map(Charge::identity).toList())));
        outcome.gaps().forEach(gap -> findings.add(new Said(incomplete(gap), List.of())));
        return findings;
    }

    /// Several uses of one thing in one line are one finding.
    private static List<List<Charge>> grouped(List<Charge> charges) {
        Map<List<Object>, List<Charge>> groups = new LinkedHashMap<>();
        for (var charge : charges) {
            var violation = charge.violation();
            var key = List.<Object>of(violation.file(), violation.line(), violation.target());
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(charge);
        }
        return List.copyOf(groups.values());
    }

    private Finding violation(List<Charge> charges) {
        var first = charges.getFirst();
        var identities = charges.stream().map(Charge::identity).sorted().toList();
        return new Finding(
                law(limited(severity)),
                Kind.VIOLATION,
                new Place(first.violation().file(), first.violation().line()),
                oneLine(first.violation().message(), MESSAGE_MAX),
                advice(),
                identities.size() == 1 ? first.identity() : hash(identities));
    }

    /// A rule that could not be decided weighs as much as the phase says, and never more than the
    /// rule itself.
    private Finding incomplete(Gap gap) {
        return new Finding(
                law(least(undecided(phase), limited(severity))),
                Kind.INCOMPLETE,
                new Place(gap.file(), gap.line()),
                oneLine(gap.message(), MESSAGE_MAX),
                new Advice(decision.why(), "make the rule decidable, or have a person look at it"),
                hash(List.of(constraint.id(), "incomplete", gap.file(), gap.message())));
    }

    /// What "could not be decided" counts as: nobody passes a gate unseen, and nothing lands
    /// undecided.
    static Severity undecided(Phase phase) {
        return switch (phase) {
            case CI -> Severity.DENY;
            case CONTEXT, TOOL, EDIT, FINISH, DRIFT -> Severity.ASK;
        };
    }

    static String hash(List<String> parts) {
        var hash = new Sha256();
        parts.forEach(hash::add);
        return hash.hex().substring(0, 32);
    }

    /// On one line, cut to a length.
    static String oneLine(String text, int max) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return out.length() <= max ? out.toString() : out.substring(0, max - 1) + "…";
    }

    private Law law(Severity severity) {
        return new Law(
                constraint.id(), decision.title(), severity, decision.force() == Force.SHADOW);
    }

    private Advice advice() {
        return new Advice(decision.why(), oneLine(RuleText.remedy(constraint), MESSAGE_MAX));
    }

    private Severity limited(Severity severity) {
        return decision.force() == Force.WARNING ? least(severity, Severity.WARN) : severity;
    }

    private static Severity least(Severity one, Severity other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
