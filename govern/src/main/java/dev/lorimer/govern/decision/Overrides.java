package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.Problem.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets constraints give way to others that say so, each in a strictly narrower scope. Everything
/// else combines: the most restrictive one wins.
final class Overrides {
    private final List<Decision> decisions;
    private final Map<String, Integer> lines;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, List<Scope>> ceded = new HashMap<>();
    private final Map<String, List<Constraint>> heirs = new HashMap<>();

    Overrides(List<Decision> decisions, Map<String, Integer> lines) {
        this.decisions = decisions;
        this.lines = lines;
    }

    List<Problem> problems() {
        return problems;
    }

    List<Decision> applied() {
        for (var decision : decisions) {
            for (var constraint : decision.constraints()) {
                constraint.terms().overrides().forEach(one -> override(decision, constraint, one));
            }
        }
        return decisions.stream().map(this::giving).toList();
    }

    private void override(Decision decision, Constraint constraint, String reference) {
        var found = find(reference);
        if (found.isEmpty()) {
            wrong(
                    decision,
                    constraint,
                    "%s overrides \"%s\", but there is no such constraint; take its id from its record"
                            .formatted(constraint.id(), reference));
            return;
        }
        var wide = found.get();
        if (decision.constraints().contains(wide)) {
            wrong(
                    decision,
                    constraint,
                    "%s overrides %s of its own record; narrow the scope of that one instead"
                            .formatted(constraint.id(), wide.id()));
        } else if (!constraint.scope().actors().equals(wide.scope().actors())) {
            wrong(
                    decision,
                    constraint,
                    "%s overrides %s, but for other actors; give both the same \"actor\""
                            .formatted(constraint.id(), wide.id()));
        } else if (!ScopeRelation.isStrictlyWithin(constraint.scope(), wide.scope())) {
            wrong(
                    decision,
                    constraint,
                    "%s overrides %s, but its scope is not surely narrower; choose part of the other one's scope, by the same keys"
                            .formatted(constraint.id(), wide.id()));
        } else if (decision.force() == Force.BINDING) {
            claim(decision, constraint, wide);
        }
    }

    private void claim(Decision decision, Constraint constraint, Constraint wide) {
        for (var other : heirs.getOrDefault(wide.id(), List.of())) {
            if (ScopeRelation.meet(constraint.scope(), other.scope())) {
                wrong(
                        decision,
                        constraint,
                        "%s and %s both override %s, and their scopes overlap; keep them apart"
                                .formatted(constraint.id(), other.id(), wide.id()));
            }
        }
        heirs.computeIfAbsent(wide.id(), _ -> new ArrayList<>()).add(constraint);
        ceded.computeIfAbsent(wide.id(), _ -> new ArrayList<>()).add(constraint.scope());
    }

    private Optional<Constraint> find(String reference) {
        int hash = reference.indexOf('#');
        return RecordId.resolve(
                        reference.substring(0, hash), decisions.stream().map(Decision::id).toList())
                .flatMap(id ->
                        decisions.stream()
                                .flatMap(decision -> decision.constraints().stream())
                                .filter(one -> one.id().equals(id + reference.substring(hash)))
                                .findFirst());
    }

    private Decision giving(Decision decision) {
        return decision.constraints().stream().noneMatch(one -> ceded.containsKey(one.id()))
                ? decision
                : new Decision(
                        decision.id(),
                        decision.title(),
                        decision.standing(),
                        decision.why(),
                        decision.file(),
                        decision.constraints().stream().map(this::giving).toList());
    }

    private Constraint giving(Constraint one) {
        return new Constraint(
                one.id(),
                one.rule(),
                one.scope().ceding(ceded.getOrDefault(one.id(), List.of())),
                one.terms(),
                one.remedy(),
                one.examples());
    }

    private void wrong(Decision decision, Constraint constraint, String message) {
        problems.add(
                new Problem(
                        decision.file(),
                        lines.getOrDefault(constraint.id(), 0),
                        decision.id(),
                        Level.LAWLESS,
                        message));
    }
}
