package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.Rule.Unless;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Variants of a constraint, each with one clause less or a wider scope. A set of examples that can
/// tell none of them from the constraint does not say what the author meant.
public final class RuleMutants {
    private final Constraint constraint;
    private final List<Mutant> mutants = new ArrayList<>();

    private RuleMutants(Constraint constraint) {
        this.constraint = constraint;
    }

    /// One variant.
    ///
    /// @param what in what it differs, for people
    public record Mutant(String what, Constraint constraint) {}

    /// Every variant, in a fixed order. Clauses that take the rule's whole meaning with them are
    /// left out: without those it could not fail, and an example that must fail shows that.
    public static List<Mutant> of(Constraint constraint) {
        var mutants = new RuleMutants(constraint);
        mutants.clauses(constraint.rule());
        mutants.scopes();
        return List.copyOf(mutants.mutants);
    }

    private void clauses(Rule rule) {
        switch (rule) {
            case Rule.Dependency one -> {
                if (!one.forbidden().isEmpty()) {
                    targets(
                            "forbid",
                            one.forbidden(),
                            left -> new Rule.Dependency(left, one.allowed(), one.unless()));
                    targets(
                            "allow",
                            one.allowed(),
                            left -> new Rule.Dependency(one.forbidden(), left, one.unless()));
                }
                exceptions(
                        one.unless(),
                        left -> new Rule.Dependency(one.forbidden(), one.allowed(), left));
            }
            case Rule.ApiUse one -> {
                targets(
                        "forbid",
                        one.forbidden(),
                        left -> new Rule.ApiUse(left, one.allowed(), one.unless()));
                targets(
                        "allow",
                        one.allowed(),
                        left -> new Rule.ApiUse(one.forbidden(), left, one.unless()));
                exceptions(
                        one.unless(),
                        left -> new Rule.ApiUse(one.forbidden(), one.allowed(), left));
            }
            case Rule.Pattern one -> pattern(one);
            case Rule.Library one -> library(one);
            case Rule.Layers one ->
                    each(
                            "layer",
                            one.layers().size() > 2 ? one.layers() : List.of(),
                            Rule.Layers::new);
            case Rule.FileHistory one -> {
                for (var kind : Rule.ChangeKind.values()) {
                    if (!one.allowed().contains(kind) && one.allowed().size() < 3) {
                        var more = new java.util.HashSet<>(one.allowed());
                        more.add(kind);
                        add(
                                "with change " + Words.of(kind) + " allowed",
                                new Rule.FileHistory(java.util.Set.copyOf(more), one.order()));
                    }
                }
                if (one.order().isPresent() && one.allowed().size() < 4) {
                    add(
                            "without order",
                            new Rule.FileHistory(one.allowed(), java.util.Optional.empty()));
                }
            }
            case Rule.Content one -> {
                each(
                        "forbidden value",
                        one.forbidden(),
                        left -> new Rule.Content(left, one.required(), one.secrets()));
                each(
                        "required value",
                        one.required(),
                        left -> new Rule.Content(one.forbidden(), left, one.secrets()));
            }
            case Rule.Ownership one ->
                    each(
                            "owner",
                            one.holdings(),
                            left ->
                                    new Rule.Ownership(
                                            left, one.accesses(), one.unknown(), one.asks()));
            case Rule.Require one -> {
                if (one.demand() instanceof Requirement.Demand.AnyOf any) {
                    each(
                            "alternative",
                            any.demands(),
                            left ->
                                    new Rule.Require(
                                            one.each(), new Requirement.Demand.AnyOf(left)));
                } else if (one.demand() instanceof Requirement.Demand.AllOf all) {
                    each(
                            "demand",
                            all.demands(),
                            left ->
                                    new Rule.Require(
                                            one.each(), new Requirement.Demand.AllOf(left)));
                }
            }
            case Rule.Trace one -> {
                var sequence = one.sequence();
                if (sequence.steps().size() > 1) {
                    each(
                            "step",
                            sequence.steps(),
                            left ->
                                    new Rule.Trace(
                                            new Sequence(
                                                    sequence.labels(),
                                                    left,
                                                    sequence.clearedBy())));
                }
                each(
                        "way to clear",
                        sequence.clearedBy(),
                        left ->
                                new Rule.Trace(
                                        new Sequence(sequence.labels(), sequence.steps(), left)));
            }
            case Rule.Independent _,
                    Rule.Acyclic _,
                    Rule.Change _,
                    Rule.Budget _,
                    Rule.ApiCompat _,
                    Rule.Check _ -> {}
        }
    }

    private void pattern(Rule.Pattern rule) {
        if (rule.forms().size() > 1) {
            each("form", rule.forms(), left -> new Rule.Pattern(left, rule.unless()));
        }
        exceptions(rule.unless(), left -> new Rule.Pattern(rule.forms(), left));
    }

    private void exceptions(Unless unless, Function<Unless, Rule> rule) {
        each(
                "exception",
                unless.paths(),
                left -> rule.apply(new Unless(left, unless.annotations(), unless.types())));
        each(
                "exception",
                unless.annotations(),
                left -> rule.apply(new Unless(unless.paths(), left, unless.types())));
        each(
                "exception",
                unless.types(),
                left -> rule.apply(new Unless(unless.paths(), unless.annotations(), left)));
    }

    private void library(Rule.Library rule) {
        boolean several = rule.artifacts().size() + rule.code().packages().size() > 1;
        if (several) {
            each(
                    "forbidden artifact",
                    rule.artifacts(),
                    left -> new Rule.Library(left, rule.allowed(), rule.code(), rule.transitive()));
            each(
                    "forbidden package",
                    rule.code().packages(),
                    left ->
                            new Rule.Library(
                                    rule.artifacts(),
                                    rule.allowed(),
                                    new Targets(left, List.of(), List.of()),
                                    rule.transitive()));
        }
        if (!rule.artifacts().isEmpty()) {
            each(
                    "allowed artifact",
                    rule.allowed(),
                    left ->
                            new Rule.Library(
                                    rule.artifacts(), left, rule.code(), rule.transitive()));
        }
    }

    private void targets(String list, Targets all, Function<Targets, Rule> rule) {
        boolean several =
                all.packages().size() + all.types().size() + all.methods().size() > 1
                        || list.equals("allow");
        if (several) {
            each(
                    list + " package",
                    all.packages(),
                    left -> rule.apply(new Targets(left, all.types(), all.methods())));
            each(
                    list + " type",
                    all.types(),
                    left -> rule.apply(new Targets(all.packages(), left, all.methods())));
            each(
                    list + " method",
                    all.methods(),
                    left -> rule.apply(new Targets(all.packages(), all.types(), left)));
        }
    }

    /// One variant for each item left out.
    private <T> void each(String what, List<T> items, Function<List<T>, Rule> rule) {
        for (int i = 0; i < items.size(); i++) {
            var left = new ArrayList<>(items);
            left.remove(i);
            var item =
                    items.get(i) instanceof Record ? "number " + (i + 1) : items.get(i).toString();
            add("without %s %s".formatted(what, item), rule.apply(List.copyOf(left)));
        }
    }

    private void scopes() {
        var scope = constraint.scope();
        var chosen = scope.chosen();
        if (!chosen.paths().isEmpty()) {
            widened(
                    "with every path in scope",
                    new Selector(
                            List.of(), chosen.packages(), chosen.modules(), chosen.languages()));
        }
        if (!chosen.packages().isEmpty()) {
            widened(
                    "with every package in scope",
                    new Selector(chosen.paths(), List.of(), chosen.modules(), chosen.languages()));
        }
        if (!chosen.modules().isEmpty()) {
            widened(
                    "with every module in scope",
                    new Selector(chosen.paths(), chosen.packages(), List.of(), chosen.languages()));
        }
        for (int i = 0; i < scope.excluded().size(); i++) {
            var left = new ArrayList<>(scope.excluded());
            left.remove(i);
            scoped(
                    "without exclude" + (scope.excluded().size() > 1 ? " number " + (i + 1) : ""),
                    new Scope(chosen, List.copyOf(left), scope.actors(), scope.ceded()));
        }
    }

    private void widened(String what, Selector chosen) {
        var scope = constraint.scope();
        scoped(what, new Scope(chosen, scope.excluded(), scope.actors(), scope.ceded()));
    }

    private void scoped(String what, Scope scope) {
        mutants.add(
                new Mutant(
                        what,
                        new Constraint(
                                constraint.id(),
                                constraint.rule(),
                                scope,
                                constraint.terms(),
                                constraint.remedy(),
                                constraint.examples())));
    }

    private void add(String what, Rule rule) {
        mutants.add(
                new Mutant(
                        what,
                        new Constraint(
                                constraint.id(),
                                rule,
                                constraint.scope(),
                                constraint.terms(),
                                constraint.remedy(),
                                constraint.examples())));
    }
}
