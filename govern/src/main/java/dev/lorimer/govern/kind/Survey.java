package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.source.Lookup;
import dev.lorimer.govern.tree.FileChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Looks through all files of a changed tree for what one constraint forbids. What was seen in the
/// tree before the change is remembered; then only the changed files are looked at, and those whose
/// names mean something else since.
final class Survey {
    private final Constraint constraint;
    private final Subjects subjects;
    private final FileCheck check;
    private final Docket docket;
    private final Panorama memory;

    Survey(Constraint constraint, Subjects subjects, FileCheck check, Docket docket) {
        this.constraint = constraint;
        this.subjects = subjects;
        this.check = check;
        this.docket = docket;
        memory = docket.surveys().of(constraint);
    }

    /// What the tree after the change shows. A changed file is looked at in any case, so that a
    /// broken one is told.
    Sighting look() {
        var changed = new TreeSet<String>();
        docket.change().files().stream().map(FileChange::path).forEach(changed::add);
        var after = after(changed);
        var seen = new ArrayList<Sighting>();
        var all = new TreeSet<>(after.sightings().keySet());
        all.addAll(changed);
        docket.after().prepare(changed.stream().filter(this::isSubject).toList());
        for (var path : all) {
            if (changed.contains(path)) {
                seen.add(check.lookIfSubject(docket.after(), path));
            } else {
                var one = after.sightings().getOrDefault(path, Sighting.nothing());
                // One gap stands for all the unchanged files of a language without a parser.
                seen.add(
                        after.foreign().contains(path)
                                ? new Sighting(one.violations(), List.of())
                                : one);
            }
        }
        docket.oddities().stream()
                .filter(path -> !changed.contains(path))
                .forEach(path -> seen.add(check.lookIfSubject(docket.after(), path)));
        foreign(after.foreign(), changed, seen);
        return Sighting.sum(seen);
    }

    private boolean isSubject(String path) {
        return check.needsFacts(docket.after(), path)
                && docket.after().tree().isFile(path)
                && subjects.include(docket.after(), path);
    }

    private void foreign(Set<String> foreign, Set<String> changed, List<Sighting> seen) {
        Map<Language, List<String>> byLanguage = new TreeMap<>();
        for (var path : foreign) {
            if (!changed.contains(path)) {
                Language.of(path)
                        .ifPresent(language ->
                                byLanguage
                                        .computeIfAbsent(language, _ -> new ArrayList<>())
                                        .add(path));
            }
        }
        byLanguage.forEach((language, paths) ->
                seen.add(
                        Sighting.gap(
                                paths.getFirst(),
                                0,
                                "%s unchanged %s files, \"%s\" first, can't be judged beyond their imports; this version has no parser for them"
                                        .formatted(
                                                paths.size(), language.word(), paths.getFirst()))));
    }

    private Panorama.View after(Set<String> changed) {
        var after = docket.after().tree().id();
        var known = memory.view(after);
        if (known.isPresent()) {
            return known.get();
        }
        boolean same = docket.before().tree().id().equals(after);
        boolean anew =
                same
                        || changed.size() * 2 > docket.after().tree().files().size()
                        || (touchesBuild(changed) && dependsOnBuild());
        var view = anew ? whole(docket.after()) : patched(before(), changed);
        memory.remember(after, view);
        return view;
    }

    private Panorama.View before() {
        var id = docket.before().tree().id();
        var known = memory.view(id);
        if (known.isPresent()) {
            return known.get();
        }
        var view = whole(docket.before());
        memory.remember(id, view);
        return view;
    }

    private Panorama.View whole(Side side) {
        var candidates = docket.inventory().candidates(constraint, side);
        side.prepare(
                candidates.stream()
                        .filter(path ->
                                check.needsFacts(side, path) && subjects.include(side, path))
                        .toList());
        var sightings = new TreeMap<String, Sighting>();
        candidates.forEach(path -> look(side, path, sightings));
        return new Panorama.View(sightings, docket.inventory().foreign(constraint, side));
    }

    private Panorama.View patched(Panorama.View before, Set<String> changed) {
        var side = docket.after();
        var sightings = new TreeMap<>(before.sightings());
        var foreign = before.foreign();
        if (!foreign.isEmpty() || changed.stream().anyMatch(path -> check.isForeign(side, path))) {
            foreign = new TreeSet<>(foreign);
            foreign.removeAll(changed);
            docket.goneOrMoved().forEach(foreign::remove);
            for (var path : changed) {
                if (check.isForeign(side, path)
                        && Language.of(path).isPresent()
                        && side.tree().isFile(path)
                        && subjects.include(side, path)) {
                    foreign.add(path);
                }
            }
        }
        docket.goneOrMoved().forEach(sightings::remove);
        var again = new TreeSet<>(memory.dependents(docket.change()));
        again.removeAll(changed);
        again.removeIf(path -> !side.tree().isFile(path));
        for (var path : changed) {
            sightings.remove(path);
            if (side.tree().isFile(path)
                    && subjects.mayInclude(side, path)
                    && docket.inventory().isCandidate(constraint, side, path)) {
                again.add(path);
            }
        }
        side.prepare(again.stream().filter(this::isSubject).toList());
        again.forEach(path -> {
            sightings.remove(path);
            look(side, path, sightings);
        });
        return new Panorama.View(sightings, foreign);
    }

    private void look(Side side, String path, Map<String, Sighting> sightings) {
        var seen = check.lookIfSubject(side, path);
        if (!seen.violations().isEmpty() || !seen.gaps().isEmpty()) {
            sightings.put(path, seen);
        }
        if (check.needsFacts(side, path) && subjects.include(side, path)) {
            List<Lookup> lookups =
                    side.reading(path).map(reading -> reading.lookups()).orElse(List.of());
            memory.watch(path, lookups);
        }
    }

    /// Whether what an unchanged file shows may depend on build files: which module it belongs to,
    /// which values its parent gives.
    private boolean dependsOnBuild() {
        return constraint.rule() instanceof Rule.Library
                || !constraint.scope().chosen().modules().isEmpty()
                || constraint.scope().excluded().stream().anyMatch(one -> !one.modules().isEmpty());
    }

    private boolean touchesBuild(Set<String> changed) {
        var all = new HashSet<>(changed);
        all.addAll(docket.goneOrMoved());
        return all.stream().anyMatch(Survey::isBuild);
    }

    private static boolean isBuild(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        return Set.of(
                        "xml",
                        "pom",
                        "gradle",
                        "kts",
                        "toml",
                        "json",
                        "mod",
                        "lock",
                        "properties",
                        "txt")
                .contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
