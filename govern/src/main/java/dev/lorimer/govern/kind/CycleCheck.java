package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.source.Reference;
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
    private final FileCheck check;

    CycleCheck(NamePattern slice, Subjects subjects, FileCheck check) {
        this.slice = slice;
        this.subjects = subjects;
        this.check = check;
    }

    /// One violation for each dependency that is part of a circle, at the first place that has it.
    Sighting look(Side side) {
        var gaps = new ArrayList<Gap>();
        Map<String, Map<String, Violation>> edges = new TreeMap<>();
        var paths =
                side.tree().files().keySet().stream()
                        .filter(path -> side.tree().isFile(path) && subjects.include(side, path))
                        .toList();
        side.prepare(paths);
        for (var path : paths) {
            if (!side.understands(path)) {
                gaps.add(CodeCheck.foreign(path, Language.of(path)));
                continue;
            }
            side.facts(path)
                    .ifPresentOrElse(
                            facts -> edges(path, facts, edges, gaps),
                            () ->
                                    gaps.add(
                                            new Gap(
                                                    path,
                                                    0,
                                                    "\"%s\" can't be read".formatted(path))));
        }
        side.tree().files().keySet().stream()
                .filter(path -> !side.tree().isFile(path))
                .forEach(path -> gaps.addAll(check.lookIfSubject(side, path).gaps()));
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
            String path,
            Facts facts,
            Map<String, Map<String, Violation>> edges,
            List<Gap> gaps) {
        facts.fault().ifPresent(fault -> gaps.add(CodeCheck.unparsed(path, fault)));
        var own = slice(facts.packageName());
        if (own.isEmpty()) {
            return;
        }
        for (var use : facts.uses()) {
            var to = target(use.target());
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

    private Optional<String> target(Reference reference) {
        return switch (reference) {
            case Reference.Known known -> slice(known.parts().subList(0, known.packageParts()));
            case Reference.Member member -> slice(member.parts());
            case Reference.Open _, Reference.Loose _ -> Optional.empty();
        };
    }

    private Optional<String> slice(String packageName) {
        return slice(List.of(packageName.split("\\.", -1)));
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
