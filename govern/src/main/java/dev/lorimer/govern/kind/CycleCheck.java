package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.source.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Looks for packages that depend on each other in a circle: first what each file depends on, then
/// which of that closes a circle.
final class CycleCheck {
    private final NamePattern slice;

    CycleCheck(NamePattern slice) {
        this.slice = slice;
    }

    /// What one file depends on, each package once, at the first place that has it. None of this is
    /// wrong yet.
    Sighting look(Side side, String path) {
        if (!side.understands(path)) {
            return new Sighting(List.of(), List.of(CodeCheck.foreign(path, Language.of(path))));
        }
        return side.facts(path).map(facts -> look(side, path, facts)).orElse(Sighting.nothing());
    }

    private Sighting look(Side side, String path, Facts facts) {
        var gaps = facts.fault().map(fault -> CodeCheck.unparsed(path, fault)).stream().toList();
        var own = slice(List.of(side.packageOf(path).split("\\.", -1)));
        if (own.isEmpty()) {
            return new Sighting(List.of(), gaps);
        }
        var edges = new LinkedHashMap<String, Violation>();
        for (var use : facts.uses()) {
            var to = target(use.target());
            if (to.isPresent() && !to.equals(own)) {
                edges.putIfAbsent(
                        to.get(),
                        new Violation(
                                path,
                                use.line(),
                                own.get(),
                                to.get(),
                                "cycle",
                                "%s depends on %s (by %s), which depends on it in turn"
                                        .formatted(own.get(), to.get(), use.target().text())));
            }
        }
        return new Sighting(List.copyOf(edges.values()), gaps);
    }

    private Optional<String> target(Reference reference) {
        return switch (reference) {
            case Reference.Known known -> slice(known.parts().subList(0, known.packageParts()));
            case Reference.Member member -> slice(member.parts());
            case Reference.Open _, Reference.Loose _ -> Optional.empty();
        };
    }

    /// The shortest beginning of a package's name that the pattern fits.
    private Optional<String> slice(List<String> names) {
        for (int length = 1; length <= names.size(); length++) {
            if (slice.matches(names.subList(0, length))) {
                return Optional.of(String.join(".", names.subList(0, length)));
            }
        }
        return Optional.empty();
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
