package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.kind.Inventory.Sifter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// What constraints saw in whole trees, for as long as a judge lives. Safe for use by several
/// threads.
public final class Recollection {
    /// 500 constraints: more than a repository has.
    private static final int CONSTRAINTS_MAX = 500;

    /// 4 trees of each: a base, and the last states of what grows from it.
    private static final int VIEWS_MAX = 4;

    private final Map<Constraint, Map<String, View>> views = lru(CONSTRAINTS_MAX);

    /// 4 sets of constraints: one for each phase that judges often.
    private static final int SIFTERS_MAX = 4;

    private final Map<List<Constraint>, Sifter> sifters = lru(SIFTERS_MAX);

    /// 1,000 paths: most rules want one.
    private static final int SUBJECTS_MAX = 1000;

    private final Map<Constraint, List<String>> subjects = lru(CONSTRAINTS_MAX);
    private final Sketches sketches = new Sketches();
    private final Poms poms = new Poms();

    Sketches sketches() {
        return sketches;
    }

    /// Files that a constraint was about in some tree; empty when nobody remembers any.
    synchronized List<String> subjects(Constraint constraint) {
        return Optional.ofNullable(subjects.get(constraint)).orElse(List.of());
    }

    synchronized void subjects(Constraint constraint, Collection<String> found) {
        if (!found.isEmpty() && found.size() <= SUBJECTS_MAX) {
            subjects.put(constraint, List.copyOf(found));
        }
    }

    synchronized Sifter sifter(List<Constraint> constraints) {
        return sifters.computeIfAbsent(constraints, Sifter::of);
    }

    Poms poms() {
        return poms;
    }

    /// What was seen in one tree.
    ///
    /// @param sightings by path, of those files that showed anything; never changed once it is here
    /// @param foreign files in scope that no parser understands
    /// @param candidates files that could break the rule, where what one of them shows may hang on
    ///   any other file; else empty
    /// @param era of the index in which it was looked at: in a later one nobody knows any more
    ///   which files depend on which
    record View(
            SortedMap<String, Sighting> sightings,
            Set<String> foreign,
            Set<String> candidates,
            int era) {}

    synchronized Optional<View> view(Constraint constraint, String tree, int era) {
        return Optional.ofNullable(views.get(constraint))
                .flatMap(trees -> Optional.ofNullable(trees.get(tree)))
                .filter(view -> view.era() == era);
    }

    synchronized boolean knows(Constraint constraint) {
        return views.containsKey(constraint);
    }

    synchronized void remember(Constraint constraint, String tree, View view) {
        views.computeIfAbsent(constraint, _ -> lru(VIEWS_MAX)).put(tree, view);
    }

    private static <K, V> Map<K, V> lru(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }
}
