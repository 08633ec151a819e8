package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.NamePattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Looks for packages that depend on each other in a circle: first what each file depends on, then
/// which of that closes a circle.
final class CycleCheck {
    private CycleCheck() {}

    /// What one file depends on. None of this is wrong yet.
    static SliceCheck edges(NamePattern slice) {
        return new SliceCheck(slice, "%s depends on %s (by %s), which depends on it in turn");
    }

    /// One violation for each dependency that is part of a circle, in the first file that has it.
    ///
    /// @param all what every file depends on, in the order of their paths
    static Sighting circles(Sighting all) {
        Map<String, Map<String, Violation>> edges = new TreeMap<>();
        all.violations()
                .forEach(edge ->
                        edges.computeIfAbsent(edge.subject(), _ -> new TreeMap<>())
                                .putIfAbsent(edge.target(), edge));
        var reached = new HashMap<String, Set<String>>();
        var found = new ArrayList<Violation>();
        edges.forEach((from, targets) ->
                targets.forEach((to, violation) -> {
                    if (reached.computeIfAbsent(to, _ -> reached(edges, to)).contains(from)) {
                        found.add(violation);
                    }
                }));
        return new Sighting(found, all.gaps());
    }

    private static Set<String> reached(Map<String, Map<String, Violation>> edges, String from) {
        var seen = new TreeSet<String>();
        var open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            if (seen.add(next)) {
                open.addAll(edges.getOrDefault(next, Map.of()).keySet());
            }
        }
        return seen;
    }
}
