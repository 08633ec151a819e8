package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What one constraint has against the files of a tree, whatever its mode, as the tree grows: only
/// the files whose findings differ are told.
public final class Standing {
    private final Constraint constraint;
    private final Subjects subjects;
    private final FileCheck check;
    private Map<String, Sighting> seen = new TreeMap<>();
    private Map<String, Sighting> now = new TreeMap<>();

    public Standing(Constraint constraint) {
        this.constraint = constraint;
        subjects = new Subjects(constraint);
        check = new FileCheck(constraint, subjects);
    }

    /// Goes on to the tree after a change.
    ///
    /// @return what each file now shows, of those that show something else than before
    public Map<String, Outcome> next(Docket docket) {
        var side = docket.after();
        var survey = new Survey(constraint, subjects, check, docket);
        var view = survey.view(side);
        var sightings = new TreeMap<String, Sighting>(view.sightings());
        for (var path : view.foreign()) {
            sightings.computeIfAbsent(path, _ -> check.lookIfSubject(side, path));
        }
        side.oddities().forEach(path -> put(sightings, path, check.lookIfSubject(side, path)));
        if (sightings.equals(seen)) {
            return Map.of();
        }
        seen = sightings;
        var later = constraint.rule() instanceof Rule.Acyclic ? circles(sightings) : sightings;
        var differing = new TreeMap<String, Outcome>();
        var all = new TreeSet<>(later.keySet());
        all.addAll(now.keySet());
        for (var path : all) {
            var old = now.getOrDefault(path, Sighting.nothing());
            var fresh = later.getOrDefault(path, Sighting.nothing());
            if (!old.equals(fresh)) {
                differing.put(
                        path,
                        new Outcome(
                                new Ledger(constraint.id(), docket).all(fresh.violations()),
                                fresh.gaps()));
            }
        }
        now = later;
        return differing;
    }

    private static void put(Map<String, Sighting> sightings, String path, Sighting seen) {
        if (!seen.violations().isEmpty() || !seen.gaps().isEmpty()) {
            sightings.put(path, seen);
        }
    }

    private static Map<String, Sighting> circles(Map<String, Sighting> sightings) {
        var all = CycleCheck.circles(Sighting.sum(new ArrayList<>(sightings.values())));
        var byFile = new TreeMap<String, Sighting>();
        all.violations()
                .forEach(one ->
                        byFile.merge(
                                one.file(), new Sighting(List.of(one), List.of()), Sighting::and));
        all.gaps()
                .forEach(one ->
                        byFile.merge(
                                one.file(), new Sighting(List.of(), List.of(one)), Sighting::and));
        return byFile;
    }
}
