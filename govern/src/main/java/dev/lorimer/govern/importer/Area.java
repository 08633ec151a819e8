package dev.lorimer.govern.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Files, by patterns of their paths and of their packages; those that fit both, where both are
/// named.
record Area(List<String> paths, List<String> packages) {
    static Area none() {
        return new Area(List.of(), List.of());
    }

    static Area paths(List<String> paths) {
        return new Area(paths, List.of());
    }

    static Area packages(List<String> packages) {
        return new Area(List.of(), packages);
    }

    boolean isEmpty() {
        return paths.isEmpty() && packages.isEmpty();
    }

    /// All patterns of both; right where each stands alone, as in an exclusion.
    Area and(Area other) {
        return new Area(both(paths, other.paths), both(packages, other.packages));
    }

    static List<String> both(List<String> one, List<String> other) {
        return new ArrayList<>(Stream.concat(one.stream(), other.stream()).distinct().toList());
    }
}
