package dev.lorimer.govern.tree;

import dev.lorimer.govern.tree.FileChange.Renamed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/// Finds files that were moved: equal contents first, then contents that share at least half of
/// their lines.
final class Renames {
    /// Half, as git takes it by default.
    private static final double SIMILARITY_MIN = 0.5;

    /// Above this many pairs only files of the same name are compared: 10,000 comparisons take
    /// about 0.2 s.
    private static final int PAIRS_MAX = 10_000;

    /// Longer files are only recognised when they moved unchanged.
    private static final int BYTES_MAX = 512 << 10;

    private final Tree before;
    private final Tree after;
    private final Map<String, Optional<Map<String, Integer>>> lines = new HashMap<>();

    Renames(Tree before, Tree after) {
        this.before = before;
        this.after = after;
    }

    List<Renamed> among(SortedSet<String> deleted, SortedSet<String> added) {
        if (deleted.isEmpty() || added.isEmpty()) {
            return List.of();
        }
        var pairs = new ArrayList<Pair>();
        boolean few = (long) deleted.size() * added.size() <= PAIRS_MAX;
        var byBlob = groups(deleted, this::blob);
        var byName = groups(deleted, Renames::name);
        for (var to : added) {
            var same = byBlob.getOrDefault(after.entry(to).map(TreeEntry::blob), List.of());
            for (var from : same) {
                pairs.add(new Pair(from, to, 2.0, name(from).equals(name(to))));
            }
            for (var from : few ? deleted : byName.getOrDefault(name(to), List.of())) {
                boolean sameName = name(from).equals(name(to));
                if (!same.contains(from) && (sameName || ending(from).equals(ending(to)))) {
                    pairs.add(new Pair(from, to, similarity(from, to), sameName));
                }
            }
        }
        return best(pairs);
    }

    private static <K> Map<K, List<String>> groups(
            Collection<String> paths, Function<String, K> key) {
        var groups = new HashMap<K, List<String>>();
        paths.forEach(
                path -> groups.computeIfAbsent(key.apply(path), _ -> new ArrayList<>()).add(path));
        return groups;
    }

    private Optional<String> blob(String path) {
        return before.entry(path).map(TreeEntry::blob);
    }

    private record Pair(String from, String to, double likeness, boolean sameName) {}

    private static List<Renamed> best(List<Pair> pairs) {
        var renames = new ArrayList<Renamed>();
        var taken = new HashSet<String>();
        var given = new HashSet<String>();
        pairs.sort(
                Comparator.comparingDouble((Pair pair) -> -pair.likeness())
                        .thenComparing(pair -> !pair.sameName())
                        .thenComparing(Pair::to)
                        .thenComparing(Pair::from));
        for (var pair : pairs) {
            boolean free = !taken.contains(pair.from()) && !given.contains(pair.to());
            if (free && pair.likeness() >= SIMILARITY_MIN) {
                taken.add(pair.from());
                given.add(pair.to());
                renames.add(new Renamed(pair.from(), pair.to()));
            }
        }
        return renames;
    }

    private double similarity(String from, String to) {
        var old = lines.computeIfAbsent("-" + from, _ -> lines(before, from));
        var now = lines.computeIfAbsent("+" + to, _ -> lines(after, to));
        if (old.isEmpty() || now.isEmpty()) {
            return 0;
        }
        int shared = 0;
        for (var line : now.get().entrySet()) {
            shared += Math.min(line.getValue(), old.get().getOrDefault(line.getKey(), 0));
        }
        int longer = Math.max(total(old.get()), total(now.get()));
        return longer == 0 ? 0 : (double) shared / longer;
    }

    private static int total(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// How often each line occurs, blank ones left out; empty when the file can't be compared.
    private static Optional<Map<String, Integer>> lines(Tree tree, String path) {
        if (!tree.isFile(path)
                || !(tree.content(path) instanceof Content.Bytes found)
                || found.bytes().length > BYTES_MAX) {
            return Optional.empty();
        }
        var counts = new TreeMap<String, Integer>();
        for (var line : LineDiff.lines(found.bytes())) {
            if (!line.isBlank()) {
                counts.merge(line.strip(), 1, Integer::sum);
            }
        }
        return Optional.of(counts);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String ending(String path) {
        var name = name(path);
        return name.substring(Math.max(0, name.lastIndexOf('.')));
    }
}
