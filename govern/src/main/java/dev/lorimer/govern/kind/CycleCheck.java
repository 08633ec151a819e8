package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.source.Reference.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Looks for packages that depend on each other in a circle. Reads every file in scope.
final class CycleCheck {
    private final NamePattern slice;
    private final Subjects subjects;

    CycleCheck(NamePattern slice, Subjects subjects) {
        this.slice = slice;
        this.subjects = subjects;
    }

    /// One violation for each dependency that is part of a circle, at the first place that has it.
    Sighting look(Side side) {
        var gaps = new ArrayList<Gap>();
        Map<String, Map<String, Violation>> edges = new TreeMap<>();
        var paths =
                side.tree().files().keySet().stream()
                        .filter(path -> Language.of(path).equals(Optional.of(Language.JAVA)))
                        .filter(path -> side.tree().isFile(path) && subjects.include(side, path))
                        .toList();
        side.prepare(paths);
        for (var path : paths) {
            if (side.text(path).isPresent()) {
                edges(side, path, edges, gaps);
            } else {
                gaps.add(new Gap(path, 0, "\"%s\" can't be read".formatted(path)));
            }
        }
        var found = new ArrayList<Violation>();
        edges.forEach((from, targets) ->
                targets.forEach((to, violation) -> {
                    if (reaches(edges, to, from)) {
                        found.add(violation);
                    }
                }));
        return new Sighting(found, gaps);
    }

    private void edges(
            Side side, String path, Map<String, Map<String, Violation>> edges, List<Gap> gaps) {
        var facts = side.facts(path);
        facts.fault().ifPresent(fault -> gaps.add(CodeCheck.unparsed(path, fault)));
        var own = slice(facts.packageName());
        if (own.isEmpty()) {
            return;
        }
        for (var use : facts.uses()) {
            if (use.target() instanceof Known known) {
                var to = slice(String.join(".", known.parts().subList(0, known.packageParts())));
                if (to.isPresent() && !to.equals(own)) {
                    edges.computeIfAbsent(own.get(), _ -> new TreeMap<>())
                            .putIfAbsent(
                                    to.get(),
                                    new Violation(
                                            path,
                                            use.line(),
                                            own.get(),
                                            to.get(),
                                            "cycle",
                                            "%s depends on %s (by %s), which depends on it in turn"
                                                    .formatted(
                                                            own.get(),
                                                            to.get(),
                                                            use.target().text())));
                }
            }
        }
    }

    /// The shortest beginning of a package's name that the pattern fits.
    private Optional<String> slice(String packageName) {
        var names = List.of(packageName.split("\\.", -1));
        for (int length = 1; length <= names.size(); length++) {
            if (slice.matches(names.subList(0, length))) {
                return Optional.of(String.join(".", names.subList(0, length)));
            }
        }
        return Optional.empty();
    }

    private static boolean reaches(
            Map<String, Map<String, Violation>> edges, String from, String to) {
        var seen = new TreeSet<String>();
        var open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            if (next.equals(to)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(edges.getOrDefault(next, Map.of()).keySet());
            }
        }
        return false;
    }
}
