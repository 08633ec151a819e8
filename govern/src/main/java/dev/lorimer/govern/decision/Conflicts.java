package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.Problem.Level;
import dev.lorimer.govern.decision.Requirement.Demand;
import dev.lorimer.govern.decision.Requirement.Each;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds constraints of which no code can satisfy both. A conflict is never resolved in silence: it
/// is an error that names both records.
final class Conflicts {
    private record Bound(Decision decision, Constraint constraint) {}

    private final List<Bound> bound = new ArrayList<>();
    private final Map<String, Integer> lines;
    private final List<Problem> problems = new ArrayList<>();

    /// @param decisions with their force; those that are off can't be in conflict
    Conflicts(List<Decision> decisions, Map<String, Integer> lines) {
        this.lines = lines;
        for (var decision : decisions) {
            if (decision.force() != Force.OFF) {
                decision.constraints().forEach(one -> bound.add(new Bound(decision, one)));
            }
        }
    }

    List<Problem> problems() {
        for (int i = 0; i < bound.size(); i++) {
            for (int j = i + 1; j < bound.size(); j++) {
                pair(bound.get(i), bound.get(j));
            }
        }
        layers();
        return problems;
    }

    private void pair(Bound one, Bound other) {
        if (one.constraint().rule() instanceof Rule.Ownership a
                && other.constraint().rule() instanceof Rule.Ownership b) {
            tables(one, a, other, b);
        }
        if (!ScopeRelation.meet(one.constraint().scope(), other.constraint().scope())) {
            return;
        }
        required(one, other);
        required(other, one);
        allowed(one, other);
        allowed(other, one);
    }

    private void required(Bound one, Bound other) {
        if (one.constraint().rule() instanceof Rule.Require require) {
            impossible(require.each(), require.demand(), other.constraint().rule())
                    .ifPresent(what ->
                            report(
                                    one,
                                    other,
                                    "%s requires %s, and %s forbids it where their scopes meet"
                                            .formatted(
                                                    one.constraint().id(),
                                                    what,
                                                    other.constraint().id())));
        }
        if (one.constraint().rule() instanceof Rule.Content wanted
                && other.constraint().rule() instanceof Rule.Content refused) {
            wanted.required().stream()
                    .filter(refused.forbidden()::contains)
                    .findFirst()
                    .ifPresent(setting ->
                            report(
                                    one,
                                    other,
                                    "%s requires %s, and %s forbids it where their scopes meet"
                                            .formatted(
                                                    one.constraint().id(),
                                                    setting instanceof Rule.Setting.Value value
                                                            ? "key " + value.key()
                                                            : "a text",
                                                    other.constraint().id())));
        }
    }

    /// What the demand asks for and the rule forbids, in every way in which it could be met.
    private static Optional<String> impossible(Each each, Demand demand, Rule rule) {
        return switch (demand) {
            case Demand.AllOf all ->
                    all.demands().stream()
                            .flatMap(one -> impossible(each, one, rule).stream())
                            .findFirst();
            case Demand.AnyOf any -> {
                var ways = any.demands().stream().map(one -> impossible(each, one, rule)).toList();
                yield ways.stream().allMatch(Optional::isPresent)
                        ? ways.getFirst()
                        : Optional.empty();
            }
            case Demand.Annotated annotated ->
                    allForbidden(annotated.annotations(), one -> isForbidden(each, one, rule));
            case Demand.Subtype subtype ->
                    allForbidden(subtype.types(), one -> isForbiddenType(one, rule));
            case Demand.Calls calls ->
                    allForbidden(
                            calls.owners(),
                            one ->
                                    isForbiddenType(one, rule)
                                            || isForbiddenCall(one, calls.names(), rule));
            case Demand.Text text ->
                    rule instanceof Rule.Pattern pattern
                                    && pattern.forms().stream()
                                            .anyMatch(form ->
                                                    form instanceof Rule.Form.Text other
                                                            && other.regex().equals(text.regex()))
                            ? Optional.of("text like " + text.regex())
                            : Optional.empty();
            case Demand.Named _, Demand.Behind _, Demand.Companion _ -> Optional.empty();
        };
    }

    private static Optional<String> allForbidden(
            List<NamePattern> names, java.util.function.Predicate<NamePattern> forbidden) {
        return names.stream().allMatch(forbidden)
                ? Optional.of(names.getFirst().toString())
                : Optional.empty();
    }

    private static boolean isForbidden(Each each, NamePattern annotation, Rule rule) {
        boolean marked =
                rule instanceof Rule.Pattern pattern
                        && each instanceof Each.Declarations declared
                        && pattern.forms().stream()
                                .anyMatch(form ->
                                        form instanceof Rule.Form.Annotated mark
                                                && mark.element() == declared.element()
                                                && covers(mark.annotations(), annotation));
        return marked || isForbiddenType(annotation, rule);
    }

    private static boolean isForbiddenType(NamePattern type, Rule rule) {
        return switch (rule) {
            case Rule.Dependency one -> forbids(one.forbidden(), one.allowed(), type);
            case Rule.ApiUse one -> forbids(one.forbidden(), one.allowed(), type);
            case Rule.Library one -> forbids(one.code(), Targets.none(), type);
            case Rule.Layers _,
                    Rule.Acyclic _,
                    Rule.Pattern _,
                    Rule.Change _,
                    Rule.FileHistory _,
                    Rule.Budget _,
                    Rule.Require _,
                    Rule.ApiCompat _,
                    Rule.Ownership _,
                    Rule.Trace _,
                    Rule.Content _,
                    Rule.Check _ ->
                    false;
        };
    }

    private static boolean isForbiddenCall(NamePattern owner, List<String> names, Rule rule) {
        return rule instanceof Rule.Pattern pattern
                && pattern.forms().stream()
                        .anyMatch(form ->
                                form instanceof Rule.Form.Call call
                                        && covers(call.owners(), owner)
                                        && (call.names().isEmpty()
                                                || (!names.isEmpty()
                                                        && call.names().containsAll(names))));
    }

    private static boolean forbids(Targets forbidden, Targets allowed, NamePattern type) {
        return holds(forbidden, type) && !holds(allowed, type);
    }

    private static boolean holds(Targets targets, NamePattern type) {
        var place = type.packageName();
        return covers(targets.types(), type)
                || (!place.isEmpty() && covers(targets.packages(), NamePattern.of(place)));
    }

    private static boolean covers(List<NamePattern> wide, NamePattern narrow) {
        return wide.stream().anyMatch(one -> Patterns.nameWithin(narrow, one));
    }

    /// A member of one rule's list of what is allowed that another rule forbids as a whole.
    private void allowed(Bound one, Bound other) {
        member(one.constraint().rule(), other.constraint().rule())
                .ifPresent(what ->
                        report(
                                one,
                                other,
                                "%s allows %s, and %s forbids it where their scopes meet"
                                        .formatted(
                                                one.constraint().id(),
                                                what,
                                                other.constraint().id())));
    }

    private static Optional<String> member(Rule one, Rule other) {
        if (one instanceof Rule.Library a && other instanceof Rule.Library b) {
            return a.allowed().stream()
                    .filter(artifact ->
                            !b.allowed().contains(artifact)
                                    && b.artifacts().stream()
                                            .anyMatch(wide -> Star.matches(wide, artifact)))
                    .findFirst();
        }
        var allowed = allowed(one);
        return Optional.<String>empty()
                .or(() ->
                        allowed.packages().stream()
                                .filter(place -> isForbiddenPackage(place, other))
                                .map(Object::toString)
                                .findFirst())
                .or(() ->
                        allowed.types().stream()
                                .filter(type -> isForbiddenType(type, other))
                                .map(Object::toString)
                                .findFirst());
    }

    private static Targets allowed(Rule rule) {
        return rule instanceof Rule.Dependency one
                ? one.allowed()
                : rule instanceof Rule.ApiUse use ? use.allowed() : Targets.none();
    }

    private static boolean isForbiddenPackage(NamePattern place, Rule rule) {
        var forbidden =
                rule instanceof Rule.Dependency one
                        ? one.forbidden()
                        : rule instanceof Rule.ApiUse use ? use.forbidden() : Targets.none();
        var allowed = allowed(rule).packages();
        // An exception inside of it leaves code that satisfies both.
        boolean partly = allowed.stream().anyMatch(one -> Patterns.nameWithin(one, place));
        return covers(forbidden.packages(), place) && !covers(allowed, place) && !partly;
    }

    private void tables(Bound one, Rule.Ownership a, Bound other, Rule.Ownership b) {
        for (var mine : a.holdings()) {
            for (var theirs : b.holdings()) {
                mine.tables().stream()
                        .filter(table -> !mine.module().equals(theirs.module()))
                        .filter(table -> theirs.tables().stream().anyMatch(table::equalsIgnoreCase))
                        .forEach(table ->
                                report(
                                        one,
                                        other,
                                        "table \"%s\" belongs to %s in %s, and to %s in %s"
                                                .formatted(
                                                        table,
                                                        mine.name(),
                                                        one.constraint().id(),
                                                        theirs.name(),
                                                        other.constraint().id())));
            }
        }
    }

    /// Whether the orders of all layers together still are an order.
    private void layers() {
        Map<String, Map<String, Bound>> below = new TreeMap<>();
        for (var one : bound) {
            if (one.constraint().rule() instanceof Rule.Layers order) {
                for (int i = 0; i < order.layers().size(); i++) {
                    for (int j = i + 1; j < order.layers().size(); j++) {
                        edge(below, order.layers().get(i), order.layers().get(j), one);
                    }
                }
            }
        }
        for (var upper : below.keySet()) {
            for (var lower : new TreeSet<>(below.getOrDefault(upper, Map.of()).keySet())) {
                way(below, lower, upper)
                        .ifPresent(back -> {
                            var one = below.getOrDefault(upper, Map.of()).get(lower);
                            if (one != null && upper.compareTo(lower) < 0) {
                                report(
                                        one,
                                        back,
                                        "%s puts layer %s above %s, and %s the other way round, perhaps over others"
                                                .formatted(
                                                        one.constraint().id(),
                                                        upper,
                                                        lower,
                                                        back.constraint().id()));
                            }
                        });
            }
        }
    }

    private static void edge(
            Map<String, Map<String, Bound>> below, Rule.Layer upper, Rule.Layer lower, Bound one) {
        for (var from : upper.packages()) {
            for (var to : lower.packages()) {
                below.computeIfAbsent(from.toString(), _ -> new TreeMap<>())
                        .putIfAbsent(to.toString(), one);
            }
        }
    }

    /// The constraint that begins a way down from one layer to another.
    private static Optional<Bound> way(
            Map<String, Map<String, Bound>> below, String from, String to) {
        var seen = new TreeSet<String>();
        for (var first : below.getOrDefault(from, Map.of()).entrySet()) {
            var open = new ArrayList<>(List.of(first.getKey()));
            while (!open.isEmpty()) {
                var next = open.removeLast();
                if (next.equals(to)) {
                    return Optional.of(first.getValue());
                }
                if (seen.add(next)) {
                    open.addAll(below.getOrDefault(next, Map.of()).keySet());
                }
            }
        }
        return Optional.empty();
    }

    /// A decision that is only proposed may well be about to replace the other one.
    private void report(Bound one, Bound other, String message) {
        boolean proposed =
                one.decision().force() == Force.SHADOW || other.decision().force() == Force.SHADOW;
        boolean first = one.decision().id().compareTo(other.decision().id()) <= 0;
        var later = first ? other : one;
        var earlier = first ? one : other;
        problems.add(
                new Problem(
                        later.decision().file(),
                        lines.getOrDefault(later.constraint().id(), 0),
                        later.decision().id(),
                        proposed ? Level.WARNING : Level.LAWLESS,
                        "conflict between %s and %s (%s): %s; change one of them, or let one supersede the other"
                                .formatted(
                                        earlier.decision().id(),
                                        later.decision().id(),
                                        earlier.decision().file(),
                                        message)));
    }
}
