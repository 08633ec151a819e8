package dev.lorimer.govern.kind;

import java.util.ArrayList;
import java.util.List;

/// What looking at files showed.
record Sighting(List<Violation> violations, List<Gap> gaps) {
    static Sighting nothing() {
        return new Sighting(List.of(), List.of());
    }

    static Sighting gap(String file, int line, String message) {
        return new Sighting(List.of(), List.of(new Gap(file, line, message)));
    }

    static Sighting sum(List<Sighting> all) {
        return new Sighting(
                all.stream().flatMap(one -> one.violations().stream()).toList(),
                all.stream().flatMap(one -> one.gaps().stream()).toList());
    }

    Sighting and(Sighting other) {
        var allViolations = new ArrayList<>(violations);
        allViolations.addAll(other.violations);
        var allGaps = new ArrayList<>(gaps);
        allGaps.addAll(other.gaps);
        return new Sighting(allViolations, allGaps);
    }
}
