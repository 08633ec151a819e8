package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.Drift.Episode;
import dev.lorimer.govern.Finding.Kind;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Force;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.History;
import dev.lorimer.govern.git.History.Commit;
import dev.lorimer.govern.git.Repository;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One walk through a history says what a new judge says who is shown each of its commits alone.
class DriftWalkTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
    private static final Inquiry INQUIRY =
            new Inquiry(Phase.DRIFT, DAY, new Actor.Unknown(), Set.of());
    static final int COMMITS = 9;

    @TempDir Path scratch;

    @Test
    void a_walk_says_what_judging_each_commit_anew_says() {
        int findings = 0;
        for (int seed = 0; seed < 4; seed++) {
            var repository = repository("r" + seed);
            history(repository, seed);
            for (int length = 1; length <= COMMITS; length += 4) {
                findings += compared(repository, length, "seed %s, %s".formatted(seed, length));
            }
        }
        assertThat(findings).isGreaterThan(150);
    }

    @Test
    void a_walk_that_begins_later_says_what_the_whole_one_says_of_the_end() {
        var repository = repository("later");
        history(repository, 7);
        var whole = walk(repository, COMMITS, COMMITS);
        var later = walk(repository, COMMITS, 3);

        assertThat(said(later.open().stream().map(Episode::finding).toList()))
                .isEqualTo(said(whole.open().stream().map(Episode::finding).toList()))
                .isNotEmpty();
        assertThat(later.trends().stream().map(trend -> trend.open()).toList())
                .isEqualTo(
                        whole.trends().stream()
                                .map(trend -> trend.open().subList(COMMITS - 3, COMMITS))
                                .toList());
    }

    private Repository repository(String name) {
        try {
            return new Repository(Files.createDirectory(scratch.resolve(name)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Main commits, some of them merges, with files that move and decisions that come to bind.
    static void history(Repository repository, int seed) {
        var random = new Random(seed);
        var wild = WildFiles.tangled(seed);
        var files = wild.repository();
        var head = Optional.<String>empty();
        for (int i = 0; i < COMMITS; i++) {
            var side = Optional.<String>empty();
            if (random.nextInt(3) == 0) {
                side = Optional.of(commit(repository, head, Optional.empty(), "side", files, i));
                files = wild.changed(files);
            }
            head = Optional.of(commit(repository, head, side, "main " + i, files, i + seed));
            files = wild.changed(files);
        }
        repository.git().text("update-ref", "refs/heads/main", head.orElseThrow());
    }

    private static String commit(
            Repository repository,
            Optional<String> head,
            Optional<String> side,
            String subject,
            Map<String, String> files,
            int age) {
        clear(repository.folder());
        files.forEach(repository::write);
        law(age).forEach(repository::write);
        var git = repository.git();
        git.text("add", "--all");
        var words = new ArrayList<>(List.of("commit-tree", "-m", subject));
        head.ifPresent(parent -> words.addAll(List.of("-p", parent)));
        side.ifPresent(parent -> words.addAll(List.of("-p", parent)));
        words.add(git.text("write-tree").strip());
        return git.text(words.toArray(String[]::new)).strip();
    }

    /// Every third decision changes its mind with the age of the history.
    private static Map<String, String> law(int age) {
        var files = new TreeMap<String, String>();
        var rules = new ArrayList<>(RememberingJudgeTest.RULES);
        rules.add(
                "kind: library\nforbid: { artifact: ['org.gson:*'], package: [com.acme.db..] }\ntransitive: warn");
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            boolean young = i % 3 == 0 && age / 2 % 2 == 0;
            files.put(
                    "docs/decisions/%04d-rule.md".formatted(i + 1),
                    Court.record(
                            young ? "proposed" : "accepted",
                            "id: rule\nminSubjects: 0\n"
                                    + rule
                                    + (isMomentary(rule)
                                            ? "\nphase: [ci, drift]"
                                            : "\nmode: absolute\nphase: [ci, drift]")));
        }
        files.put(
                "docs/decisions/waivers/w.yaml",
                "constraint: D-0001#rule\nscope: { path: \"orders/**\" }\nowner: shop\nreason: r\nticket: T-1\ngrantedBy: ann\ngrantedAt: 2026-01-01\nexpires: 2026-12-23\n");
        return files;
    }

    private static boolean isMomentary(String rule) {
        return rule.startsWith("kind: change") || rule.startsWith("kind: file-history");
    }

    private static void clear(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder) && !path.startsWith(folder.resolve(".git"))) {
                    Files.delete(path);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> commits(Repository repository) {
        var listed =
                repository.git().text("rev-list", "--first-parent", "--reverse", "main").strip();
        return List.of(listed.split("\n", -1));
    }

    private static DecisionSet law(Repository repository, String commit) {
        try (var tree = GitTree.of(repository.git(), commit)) {
            var law = DecisionSet.read(tree, Expressions.none());
            assertThat(law.problems()).isEmpty();
            return law;
        }
    }

    private static Drift walk(Repository repository, int length, int latest) {
        return walk(repository, length, latest, new Judge(Expressions.none()));
    }

    static Drift walk(Repository repository, int length, int latest, Judge judge) {
        var last = commits(repository).get(length - 1);
        try (var history = History.of(repository.git(), Optional.empty(), last, latest)) {
            return new DriftWalk(history, law(repository, last), judge, Expressions.none(), DAY)
                    .walk();
        }
    }

    /// What a new judge finds in a tree, and in the change that made it.
    private record Naive(
            Commit commit, List<Finding> standing, List<Finding> momentary, TreeChange change) {
        long count(String constraint, Predicate<Finding> wanted) {
            return standing.stream()
                    .filter(one -> one.constraint().equals(constraint) && wanted.test(one))
                    .count();
        }
    }

    private static int compared(Repository repository, int length, String name) {
        var drift = walk(repository, length, COMMITS);
        var law = law(repository, commits(repository).get(length - 1));
        var naive = naive(repository, law, drift.commits());

        assertThat(said(drift.open().stream().map(Episode::finding).toList()))
                .as(name)
                .isEqualTo(said(naive.getLast().standing()));
        for (var trend : drift.trends()) {
            var constraint = trend.constraint();
            if (!trend.momentary()) {
                assertThat(trend.open())
                        .as("%s, %s", name, constraint)
                        .isEqualTo(
                                naive.stream()
                                        .map(one -> (int) one.count(constraint, _ -> true))
                                        .toList());
            }
        }
        episodes(drift, naive, name);
        lawful(repository, drift, name);
        return drift.episodes().size();
    }

    private static List<Naive> naive(Repository repository, DecisionSet law, List<Commit> commits) {
        var all = new ArrayList<Naive>();
        Tree before = MemoryTree.of(Map.of());
        for (var commit : commits) {
            var tree = GitTree.of(repository.git(), commit.id());
            var standing = judged(law, MemoryTree.of(Map.of()), tree, one -> !isAboutChanges(one));
            var momentary = judged(law, before, tree, DriftWalkTest::isAboutChanges);
            all.add(new Naive(commit, standing, momentary, TreeChange.between(before, tree)));
            before = tree;
        }
        return all;
    }

    private static List<Finding> judged(
            DecisionSet law, Tree before, Tree after, Predicate<String> wanted) {
        var verdict = new Judge(Expressions.none()).judge(law, before, after, INQUIRY);
        return verdict.evidence().findings().stream()
                .filter(one ->
                        one.kind() == Kind.VIOLATION
                                && one.constraint().startsWith("D-")
                                && wanted.test(one.constraint()))
                .toList();
    }

    private static boolean isAboutChanges(String constraint) {
        int number = Integer.parseInt(constraint.substring(2, 6));
        var rules = RememberingJudgeTest.RULES;
        return number <= rules.size() && isMomentary(rules.get(number - 1));
    }

    /// Findings come and go with the commits in which the naive judge's come and go.
    private static void episodes(Drift drift, List<Naive> naive, String name) {
        var brought = new TreeMap<String, Integer>();
        var removed = new TreeMap<String, Integer>();
        for (var episode : drift.episodes()) {
            var constraint = episode.finding().constraint();
            count(brought, episode.brought().orElseThrow(), constraint);
            episode.removed().ifPresent(commit -> count(removed, commit, constraint));
        }
        var wantedBrought = new TreeMap<String, Integer>();
        var wantedRemoved = new TreeMap<String, Integer>();
        for (int i = 0; i < naive.size(); i++) {
            var now = naive.get(i);
            var old = i == 0 ? List.<Finding>of() : naive.get(i - 1).standing();
            moved(
                    old,
                    now,
                    (constraint, more) -> {
                        for (int n = 0; n < Math.abs(more); n++) {
                            count(
                                    more > 0 ? wantedBrought : wantedRemoved,
                                    now.commit(),
                                    constraint);
                        }
                    });
            now.momentary()
                    .forEach(one -> {
                        count(wantedBrought, now.commit(), one.constraint());
                        count(wantedRemoved, now.commit(), one.constraint());
                    });
        }
        assertThat(brought).as(name).isEqualTo(wantedBrought);
        assertThat(removed).as(name).isEqualTo(wantedRemoved);
    }

    private static void count(Map<String, Integer> counts, Commit commit, String constraint) {
        counts.merge(commit.id() + " " + constraint, 1, Integer::sum);
    }

    private interface Told {
        void more(String constraint, int count);
    }

    /// In a file that stays, findings are the same when they say the same; in one that moved, they
    /// are as far as there are as many.
    private static void moved(List<Finding> old, Naive now, Told told) {
        var from = new TreeMap<String, String>();
        for (var file : now.change().files()) {
            if (file instanceof FileChange.Renamed renamed) {
                from.put(renamed.from(), renamed.path());
            }
        }
        var counts = new TreeMap<String, Integer>();
        old.forEach(one -> {
            var file = from.getOrDefault(one.place().file(), one.place().file());
            counts.merge(key(one, file, from.containsValue(file)), -1, Integer::sum);
        });
        now.standing()
                .forEach(one -> {
                    var file = one.place().file();
                    counts.merge(key(one, file, from.containsValue(file)), 1, Integer::sum);
                });
        counts.forEach((key, more) -> told.more(key.substring(0, key.indexOf(' ')), more));
    }

    private static String key(Finding finding, String file, boolean moved) {
        return finding.constraint() + " " + file + " " + (moved ? "" : finding.message());
    }

    private static void lawful(Repository repository, Drift drift, String name) {
        for (var episode : drift.episodes()) {
            var law = law(repository, episode.brought().orElseThrow().id());
            boolean bound =
                    law.decisions().stream()
                            .anyMatch(one ->
                                    one.force() == Force.BINDING
                                            && episode.finding()
                                                    .constraint()
                                                    .startsWith(one.id() + "#"));
            assertThat(episode.lawful()).as(name).isEqualTo(bound);
        }
    }

    private static Set<String> said(List<Finding> findings) {
        var said = new TreeSet<String>();
        for (var one : findings) {
            var text = "%s %s %s".formatted(one.constraint(), one.place(), one.message());
            // The same may be said twice of one line.
            for (int n = 1; !said.add(text + " " + n); n++) {}
        }
        return said;
    }
}
