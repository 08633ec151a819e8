package dev.lorimer.govern.decision;

import dev.lorimer.govern.tree.PathGlob;
import java.util.List;
import java.util.function.BiPredicate;

/// How the scopes of two constraints lie to each other.
final class ScopeRelation {
    private ScopeRelation() {}

    /// Whether `narrow` surely lies inside of `wide` and leaves something of it out.
    static boolean isStrictlyWithin(Scope narrow, Scope wide) {
        return isWithin(narrow.chosen(), wide.chosen())
                && (!isWithin(wide.chosen(), narrow.chosen())
                        || !texts(wide).containsAll(texts(narrow)));
    }

    private static List<String> texts(Scope scope) {
        return scope.excluded().stream()
                .map(one ->
                        "%s %s %s %s"
                                .formatted(
                                        one.paths(),
                                        one.packages(),
                                        one.modules(),
                                        one.languages().stream().sorted().toList()))
                .toList();
    }

    /// Whether some file could lie in both.
    static boolean meet(Scope one, Scope other) {
        var a = one.chosen();
        var b = other.chosen();
        return meet(a.paths(), b.paths(), ScopeRelation::globsMeet)
                && meet(a.packages(), b.packages(), Patterns::namesMeet)
                && meet(a.modules(), b.modules(), ScopeRelation::modulesMeet)
                && meet(List.copyOf(a.languages()), List.copyOf(b.languages()), (x, y) -> x == y)
                && !isLeftOut(a, other)
                && !isLeftOut(b, one)
                && one.ceded().stream().noneMatch(ceded -> isWithin(b, ceded.chosen()))
                && other.ceded().stream().noneMatch(ceded -> isWithin(a, ceded.chosen()));
    }

    /// Whether everything chosen is excluded by the other scope.
    private static boolean isLeftOut(Selector chosen, Scope other) {
        return other.excluded().stream()
                .anyMatch(out ->
                        (!chosen.paths().isEmpty()
                                        && all(chosen.paths(), out.paths(), ScopeRelation::globIn))
                                || (!chosen.packages().isEmpty()
                                        && all(
                                                chosen.packages(),
                                                out.packages(),
                                                Patterns::nameWithin))
                                || (!chosen.languages().isEmpty()
                                        && out.languages().containsAll(chosen.languages()))
                                || (!chosen.modules().isEmpty()
                                        && out.modules().containsAll(chosen.modules())));
    }

    private static boolean isWithin(Selector narrow, Selector wide) {
        return within(narrow.paths(), wide.paths(), ScopeRelation::globIn)
                && within(narrow.packages(), wide.packages(), Patterns::nameWithin)
                && within(narrow.modules(), wide.modules(), ScopeRelation::moduleIn)
                && within(
                        List.copyOf(narrow.languages()),
                        List.copyOf(wide.languages()),
                        (a, b) -> a == b);
    }

    private static <T> boolean within(List<T> narrow, List<T> wide, BiPredicate<T, T> one) {
        return wide.isEmpty() || (!narrow.isEmpty() && all(narrow, wide, one));
    }

    private static <T> boolean all(List<T> narrow, List<T> wide, BiPredicate<T, T> one) {
        return narrow.stream().allMatch(a -> wide.stream().anyMatch(b -> one.test(a, b)));
    }

    private static <T> boolean meet(List<T> one, List<T> other, BiPredicate<T, T> both) {
        return one.isEmpty()
                || other.isEmpty()
                || one.stream().anyMatch(a -> other.stream().anyMatch(b -> both.test(a, b)));
    }

    private static boolean globIn(PathGlob narrow, PathGlob wide) {
        return Patterns.globWithin(narrow.toString(), wide.toString());
    }

    private static boolean globsMeet(PathGlob one, PathGlob other) {
        return Patterns.globsMeet(one.toString(), other.toString());
    }

    private static boolean moduleIn(String narrow, String wide) {
        return narrow.equals(wide) || narrow.startsWith(wide + "/");
    }

    private static boolean modulesMeet(String one, String other) {
        return moduleIn(one, other) || moduleIn(other, one);
    }
}
