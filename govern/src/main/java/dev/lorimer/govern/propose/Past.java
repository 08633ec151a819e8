package dev.lorimer.govern.propose;

import dev.lorimer.govern.git.BlobStream;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.History;
import dev.lorimer.govern.git.History.Commit;
import dev.lorimer.govern.git.History.Step;
import dev.lorimer.govern.propose.Used.Sort;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the files of a history imported, from the first commit to the last. Every blob is read
/// once; of each only the numbers of its imports are kept, some 100 bytes, so that 10,000 commits
/// of ten files each take some 20 MB.
final class Past {
    /// From three files on, a use is more than a try.
    static final int COMMON = 3;

    /// A file that changes more imports than that at once was rewritten: what replaced what can't
    /// be told.
    private static final int REPLACED_MAX = 8;

    private static final int[] NOTHING = {};

    private final Vocabulary vocabulary = new Vocabulary();
    private final List<Commit> commits;
    private final List<Curve> everywhere = new ArrayList<>();
    private final List<Curve> inMain = new ArrayList<>();
    private final Map<String, int[]> byBlob = new HashMap<>();
    private final SortedMap<String, int[]> byPath = new TreeMap<>();
    private int[] all = new int[1024];
    private int[] main = new int[1024];

    private Past(List<Commit> commits) {
        this.commits = commits;
    }

    /// Walks the whole history.
    static Past of(Git git, History history) {
        var past = new Past(history.steps().stream().map(Step::commit).toList());
        var start = history.start();
        try (var blobs = BlobStream.of(git, blobs(start, history.steps()))) {
            past.begin(start, blobs);
            for (int i = 0; i < history.steps().size(); i++) {
                past.step(i, history.steps().get(i), blobs);
            }
        }
        past.byBlob.clear();
        return past;
    }

    private static List<String> blobs(Tree start, List<Step> steps) {
        var ids = new LinkedHashSet<String>();
        start.files().forEach((path, entry) -> add(ids, path, entry));
        steps.forEach(step -> step.entries().forEach((path, entry) -> add(ids, path, entry)));
        return List.copyOf(ids);
    }

    private static void add(Set<String> ids, String path, TreeEntry entry) {
        if (entry.isFile() && Vocabulary.isRead(path)) {
            ids.add(entry.blob());
        }
    }

    /// What was there before the first step counts as brought by it.
    private void begin(Tree start, BlobStream blobs) {
        var touched = new TreeSet<Integer>();
        start.files()
                .forEach((path, entry) -> {
                    int[] uses = uses(path, entry, NOTHING, blobs);
                    byPath.put(path, uses);
                    count(path, uses, 1, touched);
                });
        settle(0, touched);
    }

    private int[] uses(String path, TreeEntry entry, int[] before, BlobStream blobs) {
        if (!entry.isFile() || !Vocabulary.isRead(path)) {
            return NOTHING;
        }
        var known = byBlob.get(entry.blob());
        if (known != null) {
            return known;
        }
        int[] read =
                blobs.next() instanceof Content.Bytes found
                        ? vocabulary.read(path, found.bytes())
                        : NOTHING;
        // Most versions of a file import the same.
        int[] kept = Arrays.equals(read, before) ? before : read;
        byBlob.put(entry.blob(), kept);
        return kept;
    }

    private void step(int number, Step step, BlobStream blobs) {
        var touched = new TreeSet<Integer>();
        Map<String, int[]> gone = new TreeMap<>();
        Map<String, String> origins = new HashMap<>();
        for (var change : step.changes()) {
            var from =
                    change instanceof FileChange.Renamed renamed ? renamed.from() : change.path();
            take(from, gone);
            origins.put(change.path(), from);
        }
        // In the order of paths, since that is the order in which their blobs were asked for.
        step.entries()
                .forEach((path, entry) -> {
                    var from = origins.getOrDefault(path, path);
                    int[] before = gone.getOrDefault(from, NOTHING);
                    byPath.put(path, uses(path, entry, before, blobs));
                });
        gone.forEach((path, before) -> count(path, before, -1, touched));
        step.entries().keySet().forEach(path -> count(path, now(path), 1, touched));
        for (var change : step.changes()) {
            var from = origins.getOrDefault(change.path(), change.path());
            int[] before = gone.getOrDefault(from, NOTHING);
            boolean lives = !(change instanceof FileChange.Deleted);
            dropped(from, before, lives ? now(change.path()) : NOTHING, lives);
        }
        settle(number, touched);
    }

    private int[] now(String path) {
        return byPath.getOrDefault(path, NOTHING);
    }

    private void take(String path, Map<String, int[]> gone) {
        var before = byPath.remove(path);
        if (before != null) {
            gone.put(path, before);
        }
    }

    private void count(String path, int[] uses, int by, Set<Integer> touched) {
        boolean isMain = Present.isMain(path);
        for (int use : uses) {
            if (use >= all.length) {
                all = Arrays.copyOf(all, Math.max(use + 1, all.length * 2));
                main = Arrays.copyOf(main, all.length);
            }
            all[use] += by;
            main[use] += isMain ? by : 0;
            touched.add(use);
        }
    }

    private void dropped(String from, int[] before, int[] after, boolean lives) {
        var lost = without(before, after);
        var added = without(after, before);
        boolean wasMain = Present.isMain(from);
        boolean telling = lost.size() <= REPLACED_MAX && added.size() <= REPLACED_MAX;
        for (int use : lost) {
            curve(everywhere, use).drop(lives);
            if (wasMain) {
                curve(inMain, use).drop(lives);
            }
            var sort = vocabulary.name(use).sort();
            for (int other : telling ? added : List.<Integer>of()) {
                if (sort != Sort.PACKAGE && vocabulary.name(other).sort() == sort) {
                    curve(everywhere, use).replacedBy(other);
                }
            }
        }
    }

    private static List<Integer> without(int[] these, int[] those) {
        return Arrays.stream(these)
                .filter(one -> Arrays.binarySearch(those, one) < 0)
                .boxed()
                .toList();
    }

    private void settle(int step, Set<Integer> touched) {
        for (int use : touched) {
            curve(everywhere, use).set(step, all[use], COMMON);
            curve(inMain, use).set(step, main[use], COMMON);
        }
    }

    private static Curve curve(List<Curve> curves, int use) {
        while (curves.size() <= use) {
            curves.add(new Curve());
        }
        return curves.get(use);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /// How many files use it, tests included.
    Curve everywhere(int use) {
        return curve(everywhere, use);
    }

    /// How many files use it, without tests.
    Curve inMain(int use) {
        return curve(inMain, use);
    }

    Commit commit(int step) {
        return commits.get(step);
    }

    /// What each file imports after the last commit.
    SortedMap<String, int[]> present() {
        return Collections.unmodifiableSortedMap(byPath);
    }
}
