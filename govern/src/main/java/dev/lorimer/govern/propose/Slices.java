package dev.lorimer.govern.propose;

import dev.lorimer.govern.propose.Present.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The packages directly below one package, each with all below it, and how they use each other.
///
/// @param files how many files each slice has, by its full name
/// @param edges how many files of one slice use another
record Slices(
        String parent,
        SortedMap<String, Integer> files,
        SortedMap<String, SortedMap<String, Integer>> edges) {
    static Slices of(String parent, List<File> all) {
        var files = new TreeMap<String, Integer>();
        var edges = new TreeMap<String, SortedMap<String, Integer>>();
        all.forEach(file ->
                slice(parent, file.packageName())
                        .ifPresent(own -> files.merge(own, 1, Integer::sum)));
        for (var file : all) {
            var own = slice(parent, file.packageName());
            if (own.isPresent()) {
                var used = new HashSet<String>();
                file.packages().forEach(one -> slice(parent, one).ifPresent(used::add));
                used.remove(own.get());
                used.retainAll(files.keySet());
                for (var other : used) {
                    edges.computeIfAbsent(own.get(), _ -> new TreeMap<>())
                            .merge(other, 1, Integer::sum);
                }
            }
        }
        return new Slices(parent, files, edges);
    }

    static Optional<String> slice(String parent, String packageName) {
        if (!packageName.startsWith(parent + ".")) {
            return Optional.empty();
        }
        int end = packageName.indexOf('.', parent.length() + 1);
        return Optional.of(end < 0 ? packageName : packageName.substring(0, end));
    }

    int uses(String from, String to) {
        return edges.getOrDefault(from, new TreeMap<>()).getOrDefault(to, 0);
    }

    /// How many slices use it, and how many of their files.
    Fan users(String slice) {
        int slices = 0;
        int count = 0;
        for (var from : files.keySet()) {
            slices += uses(from, slice) > 0 ? 1 : 0;
            count += uses(from, slice);
        }
        return new Fan(slices, count);
    }

    /// How many slices it uses, and in how many files, counted for each slice.
    Fan used(String slice) {
        var to = edges.getOrDefault(slice, new TreeMap<>());
        return new Fan(to.size(), to.values().stream().mapToInt(Integer::intValue).sum());
    }

    record Fan(int slices, int files) {}

    int pairs() {
        return edges.values().stream().mapToInt(Map::size).sum();
    }

    int crossings() {
        return edges.values().stream()
                .flatMap(to -> to.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /// The slices by their distance from those that use no other, the top first; empty when some
    /// form a circle.
    List<List<String>> levels() {
        var left = new ArrayList<>(files.keySet());
        var placed = new HashSet<String>();
        var levels = new ArrayList<List<String>>();
        while (!left.isEmpty()) {
            Set<String> below = Set.copyOf(placed);
            var level =
                    left.stream()
                            .filter(one ->
                                    below.containsAll(
                                            edges.getOrDefault(one, new TreeMap<>()).keySet()))
                            .toList();
            if (level.isEmpty()) {
                return List.of();
            }
            levels.addFirst(level);
            left.removeAll(level);
            placed.addAll(level);
        }
        return List.copyOf(levels);
    }
}
