package dev.lorimer.bench;

import dev.lorimer.govern.DriftWalk;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.LawBook;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.History;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.source.FactStore;
import dev.lorimer.govern.tongues.TreeSitter;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.OverlayTree;
import dev.lorimer.govern.tree.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// What the judge costs on a real repository.
///
/// `drift REPOSITORY RULES COMMITS` walks its latest commits. `verdict REPOSITORY RULES ROUNDS`
/// judges changes of ten Java files each, every one of other files, by one judge that stays; the
/// first verdict is the cold one. RULES is a folder of decision records. Prints Markdown; processor
/// time is that of all threads.
public final class JudgeBench {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
    private static final int FILES = 10;

    private final Expressions expressions = new CelExpressions();
    private final Git git;
    private final Map<String, String> rules;
    private final Judge judge =
            new Judge(Engines.of(expressions), new FactIndex(new TreeSitter(), FactStore.none()));

    private JudgeBench(Path repository, Map<String, String> rules) {
        git = Git.in(repository).within(Duration.ofMinutes(10));
        this.rules = rules;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            System.err.println(
                    "takes drift REPOSITORY RULES COMMITS, or verdict REPOSITORY RULES ROUNDS");
            System.exit(2);
        }
        var bench = new JudgeBench(Path.of(arguments[1]), rules(Path.of(arguments[2])));
        int count = Integer.parseInt(arguments[3]);
        if (arguments[0].equals("drift")) {
            bench.drift(count);
        } else {
            bench.verdicts(count);
        }
    }

    private static Map<String, String> rules(Path folder) throws IOException {
        var rules = new TreeMap<String, String>();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                rules.put("docs/decisions/" + file.getFileName(), Files.readString(file));
            }
        }
        return rules;
    }

    private static int constraints(DecisionSet law) {
        if (!law.problems().isEmpty()) {
            throw new IllegalArgumentException("the rules are broken: " + law.problems());
        }
        return law.decisions().stream().mapToInt(one -> one.constraints().size()).sum();
    }

    private void drift(int commits) {
        var law = DecisionSet.read(MemoryTree.of(rules), expressions);
        long cpu = CpuClock.nanos();
        long wall = System.nanoTime();
        try (var history = History.of(git, Optional.empty(), "HEAD", commits)) {
            var drift = new DriftWalk(history, law, judge, expressions, DAY).walk();
            System.out.printf(
                    Locale.ROOT,
                    "| commits | constraints | findings that came | still there | seconds | CPU seconds |\n|---:|---:|---:|---:|---:|---:|\n| %s | %s | %s | %s | %.1f | %.1f |\n",
                    drift.commits().size(),
                    constraints(law),
                    drift.episodes().stream().filter(one -> one.brought().isPresent()).count(),
                    drift.open().size(),
                    (System.nanoTime() - wall) / 1e9,
                    (CpuClock.nanos() - cpu) / 1e9);
        }
    }

    private void verdicts(int rounds) {
        var laws = new LawBook(expressions);
        var inquiry = new Inquiry(Phase.FINISH, DAY, new Actor.Unknown(), Set.of());
        try (var head = GitTree.of(git, "HEAD")) {
            var law = new TreeMap<String, byte[]>();
            rules.forEach((path, text) -> law.put(path, text.getBytes(StandardCharsets.UTF_8)));
            var before = OverlayTree.of(head, law, List.of());
            var changes = new Changes(before);
            var costs = new ArrayList<Long>();
            for (int round = 0; round < rounds; round++) {
                var after = changes.next(round);
                long cpu = CpuClock.nanos();
                judge.judge(laws.of(before), before, after, inquiry);
                costs.add(CpuClock.nanos() - cpu);
            }
            report(constraints(laws.of(before)), before, costs);
        }
    }

    private static void report(int constraints, Tree tree, List<Long> costs) {
        // The first quarter warms the compiler up.
        var warm = costs.subList(Math.max(1, costs.size() / 4), costs.size());
        var sorted = warm.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "| files | constraints | cold, CPU ms | then p50 | p90 | p99 | most |\n|---:|---:|---:|---:|---:|---:|---:|\n| %s | %s | %.0f | %.1f | %.1f | %.1f | %.1f |\n",
                tree.files().size(),
                constraints,
                costs.getFirst() / 1e6,
                share(sorted, 50),
                share(sorted, 90),
                share(sorted, 99),
                share(sorted, 100));
    }

    private static double share(List<Long> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }

    /// Changes of ten files each that break some rules.
    private static final class Changes {
        private final Tree before;
        private final List<String> code;
        private final Random random = new Random(1);

        Changes(Tree before) {
            this.before = before;
            code =
                    before.files().keySet().stream()
                            .filter(path -> path.endsWith(".java") && path.contains("/src/main/"))
                            .filter(before::isFile)
                            .toList();
        }

        Tree next(int round) {
            var written = new TreeMap<String, byte[]>();
            while (written.size() < FILES) {
                var path = code.get(random.nextInt(code.size()));
                if (before.content(path) instanceof Content.Bytes found) {
                    var text = new String(found.bytes(), StandardCharsets.UTF_8);
                    int end = Math.max(0, text.lastIndexOf('}'));
                    var longer = text.substring(0, end) + line(round) + text.substring(end);
                    written.put(path, longer.getBytes(StandardCharsets.UTF_8));
                }
            }
            return OverlayTree.of(before, written, List.of());
        }

        private String line(int round) {
            return switch (random.nextInt(4)) {
                case 0 -> "\n\tprivate java.util.Date date%s;\n".formatted(round);
                case 1 -> "\n\tvoid say%s() { System.out.println(1); }\n".formatted(round);
                case 2 -> "\n\tvoid stop%s() { System.exit(1); }\n".formatted(round);
                default -> "\n\tint number%s = 1;\n".formatted(round);
            };
        }
    }
}
