package dev.lorimer.govern.kind;

import dev.lorimer.govern.build.BuildFiles;
import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.kind.Recollection.View;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.TreeEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Looks through all files of a tree for what one constraint forbids. What was seen in the tree
/// before the change is remembered; then only the changed files are looked at, and those that mean
/// something else since. Where what one file shows may hang on any other, all are looked at.
final class Survey {
    private final Constraint constraint;
    private final Subjects subjects;
    private final FileCheck check;
    private final Docket docket;
    private final Recollection memory;
    private final int era;

    Survey(Constraint constraint, Subjects subjects, FileCheck check, Docket docket) {
        this.constraint = constraint;
        this.subjects = subjects;
        this.check = check;
        this.docket = docket;
        memory = docket.desk().recollection();
        era = docket.desk().index().era();
    }

    /// What the tree after the change shows. A changed file is looked at in any case, so that a
    /// broken one is told.
    Sighting look() {
        var changed = changed();
        var after = view(docket.after());
        var all = new TreeSet<>(after.sightings().keySet());
        all.addAll(changed);
        docket.after().prepare(changed.stream().filter(this::isParsed).toList());
        var seen = new ArrayList<Sighting>();
        for (var path : all) {
            seen.add(
                    changed.contains(path)
                            ? check.lookIfSubject(docket.after(), path)
                            : unchanged(after, path));
        }
        docket.after().oddities().stream()
                .filter(path -> !changed.contains(path))
                .forEach(path -> seen.add(check.lookIfSubject(docket.after(), path)));
        var foreign = new TreeSet<>(after.foreign());
        foreign.removeAll(changed);
        unparsed(foreign, seen);
        return Sighting.sum(seen);
    }

    /// What the whole of one side shows.
    Sighting look(Side side) {
        var view = view(side);
        var seen = new ArrayList<Sighting>();
        view.sightings().keySet().forEach(path -> seen.add(unchanged(view, path)));
        side.oddities().forEach(path -> seen.add(check.lookIfSubject(side, path)));
        unparsed(view.foreign(), seen);
        return Sighting.sum(seen);
    }

    /// What each file of one side shows; links and other repositories are left out.
    View view(Side side) {
        if (docket.example()) {
            return whole(side);
        }
        var id = side.tree().id();
        var known = memory.view(constraint, id, era);
        if (known.isPresent()) {
            return known.get();
        }
        boolean later = side.equals(docket.after()) && !docket.before().tree().id().equals(id);
        boolean anew =
                !later
                        || docket.change().files().size() * 2 > side.tree().files().size()
                        || (subjects.needModule() && Modules.mayDiffer(docket));
        var view = anew ? whole(side) : patched(view(docket.before()), changed());
        memory.remember(constraint, id, view);
        return view;
    }

    private Set<String> changed() {
        var changed = new TreeSet<String>();
        docket.change().files().stream()
                .filter(file -> !(file instanceof FileChange.Deleted))
                .map(FileChange::path)
                .forEach(changed::add);
        return changed;
    }

    private Set<String> gone() {
        var gone = new TreeSet<String>();
        for (var file : docket.change().files()) {
            switch (file) {
                case FileChange.Deleted deleted -> gone.add(deleted.path());
                case FileChange.Renamed renamed -> gone.add(renamed.from());
                case FileChange.Added _, FileChange.Modified _ -> {}
            }
        }
        return gone;
    }

    /// One gap stands for all the unchanged files of a language without a parser.
    private static Sighting unchanged(View view, String path) {
        var one = view.sightings().getOrDefault(path, Sighting.nothing());
        return view.foreign().contains(path) ? new Sighting(one.violations(), List.of()) : one;
    }

    private boolean isParsed(String path) {
        return check.needsFacts(docket.after(), path)
                && docket.after().tree().isFile(path)
                && subjects.include(docket.after(), path);
    }

    private static void unparsed(Set<String> foreign, List<Sighting> seen) {
        Map<Language, List<String>> byLanguage = new TreeMap<>();
        for (var path : foreign) {
            Language.of(path)
                    .ifPresent(language ->
                            byLanguage.computeIfAbsent(language, _ -> new ArrayList<>()).add(path));
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

    private View whole(Side side) {
        var inventory = docket.inventory(constraint);
        var candidates = inventory.candidates(constraint, side);
        side.prepare(
                candidates.stream()
                        .filter(path ->
                                check.needsFacts(side, path) && subjects.include(side, path))
                        .toList());
        var sightings = new TreeMap<String, Sighting>();
        candidates.forEach(path -> look(side, path, sightings));
        return new View(
                Collections.unmodifiableSortedMap(sightings),
                inventory.foreign(constraint, side),
                candidates.stream()
                        .filter(check::hangsOnOthers)
                        .collect(Collectors.toUnmodifiableSet()),
                era);
    }

    private View patched(View before, Set<String> changed) {
        var side = docket.after();
        var again = new TreeSet<>(changed);
        docket.dependents().stream()
                .filter(path -> check.needsFacts(side, path))
                .forEach(again::add);
        if (constraint.rule() instanceof Rule.Require require
                && RequireCheck.mayDiffer(require, docket)) {
            again.addAll(before.candidates());
        }
        if (constraint.rule() instanceof Rule.Library) {
            again.addAll(buildFiles(before.candidates(), changed));
        }
        again.retainAll(side.tree().files().keySet());
        again.removeIf(path -> !changed.contains(path) && !subjects.mayInclude(side, path));
        var sightings = new TreeMap<>(before.sightings());
        gone().forEach(sightings::remove);
        // Parsing costs more than all the rest, so what has no word of the rule is not parsed.
        side.prepare(
                again.stream()
                        .filter(path -> isParsed(path) && docket.mayBreak(constraint, path))
                        .toList());
        again.forEach(path -> {
            sightings.remove(path);
            if (side.tree().isFile(path) && docket.mayBreak(constraint, path)) {
                look(side, path, sightings);
            }
        });
        var foreign = foreign(before.foreign(), changed);
        var candidates = candidates(before, changed);
        // Most changes touch few rules, and what stays the same need not be compared.
        return sightings.equals(before.sightings())
                        && foreign.equals(before.foreign())
                        && candidates.equals(before.candidates())
                ? before
                : new View(
                        Collections.unmodifiableSortedMap(sightings),
                        foreign,
                        candidates,
                        before.era());
    }

    private Set<String> candidates(View before, Set<String> changed) {
        var side = docket.after();
        if (before.candidates().isEmpty() && changed.stream().noneMatch(check::hangsOnOthers)) {
            return Set.of();
        }
        var candidates = new HashSet<>(before.candidates());
        candidates.removeAll(gone());
        candidates.removeAll(changed);
        for (var path : changed) {
            if (check.hangsOnOthers(path)
                    && side.tree().isFile(path)
                    && subjects.mayInclude(side, path)
                    && docket.mayBreak(constraint, path)) {
                candidates.add(path);
            }
        }
        return candidates;
    }

    /// What one build file says may hang on others: parents, catalogues, files of properties.
    private Set<String> buildFiles(Set<String> known, Set<String> changed) {
        var touched = new TreeSet<>(changed);
        touched.addAll(gone());
        touched.removeIf(path -> !Subjects.mayBuild(path) && !path.endsWith(".properties"));
        if (touched.isEmpty()) {
            return Set.of();
        }
        var hanging = new TreeSet<String>();
        var poms = new TreeSet<String>();
        for (var path : known) {
            if (!BuildFiles.reads(path)) {
                poms.add(path);
            } else if (path.endsWith(".gradle") || path.endsWith(".gradle.kts")) {
                hanging.add(path);
            }
        }
        hanging.addAll(Properties.hangingOn(touched, poms, docket.after()));
        return hanging;
    }

    private Set<String> foreign(Set<String> before, Set<String> changed) {
        var side = docket.after();
        var foreign = new TreeSet<>(before);
        foreign.removeAll(changed);
        foreign.removeAll(gone());
        for (var path : changed) {
            if (check.isForeign(side, path)
                    && Language.of(path).isPresent()
                    && side.tree().entry(path).filter(TreeEntry::isFile).isPresent()
                    && subjects.include(side, path)) {
                foreign.add(path);
            }
        }
        return foreign;
    }

    private void look(Side side, String path, SortedMap<String, Sighting> sightings) {
        var seen = check.lookIfSubject(side, path);
        if (!seen.violations().isEmpty() || !seen.gaps().isEmpty()) {
            sightings.put(path, seen);
        }
    }
}
