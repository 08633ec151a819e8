package dev.lorimer.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.source.FactStore;
import dev.lorimer.govern.tongues.TreeSitter;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.OverlayTree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Judges changes of ten files in the JDK's own sources, with 50 constraints of which ten are about
/// all files.
///
///     IndexBench FOLDER VERDICTS    builds the repository in FOLDER when it is not there
///
/// The resident judge judges one change after another; a cold one is a new process. Times are
/// processor times of the whole process, compilers and collectors of the running Java included.
public final class IndexBench {
    /// What the bar asks for.
    private static final long LINES = 1_500_000;

    private static final long SEED = 42;

    private IndexBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var folder = Path.of(args[0]);
        if (args.length > 2) {
            cold(folder);
            return;
        }
        if (!Files.isDirectory(folder.resolve(".git"))) {
            build(folder);
        }
        resident(folder, Integer.parseInt(args[1]));
        for (int round = 0; round < 3; round++) {
            child(folder);
        }
    }

    private static void resident(Path folder, int verdicts) {
        var decisions = decisions();
        var judge =
                new Judge(new CelExpressions(), new FactIndex(new TreeSitter(), FactStore.none()));
        try (var base = GitTree.of(Git.in(folder), "HEAD")) {
            var paths =
                    base.files().keySet().stream().filter(path -> path.endsWith(".java")).toList();
            var random = new Random(SEED);
            double first = judged(judge, decisions, base, paths, random);
            for (int i = 0; i < 50; i++) {
                judged(judge, decisions, base, paths, random);
            }
            var times = new double[verdicts];
            for (int i = 0; i < verdicts; i++) {
                times[i] = judged(judge, decisions, base, paths, random);
            }
            Arrays.sort(times);
            System.out.printf(
                    Locale.ROOT,
                    "resident, %d files, 50 constraints, %d verdicts on changes of 10 files: p50 %.1f ms, p99 %.1f ms, most %.1f ms CPU (the first one %.0f ms)%n",
                    base.files().size(),
                    verdicts,
                    times[verdicts / 2],
                    times[verdicts * 99 / 100],
                    times[verdicts - 1],
                    first);
        }
    }

    private static double judged(
            Judge judge, DecisionSet decisions, GitTree base, List<String> paths, Random random) {
        var after = OverlayTree.of(base, change(base, paths, random), List.of());
        double start = cpu();
        judge.judge(
                decisions,
                base,
                after,
                new Inquiry(Phase.CI, LocalDate.of(2026, 11, 23), new Actor.Unknown(), Set.of()));
        return (cpu() - start) * 1e3;
    }

    /// Nine files with a new method each, and a new file.
    private static Map<String, byte[]> change(GitTree base, List<String> paths, Random random) {
        var change = new TreeMap<String, byte[]>();
        while (change.size() < 9) {
            var path = paths.get(random.nextInt(paths.size()));
            var text = new String(base.read(path), StandardCharsets.UTF_8);
            int end = text.lastIndexOf('}');
            if (end > 0 && text.length() < 200_000) {
                var added = "    java.util.Date added" + random.nextInt(1000) + ";\n";
                change.put(
                        path,
                        (text.substring(0, end) + added + "}\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        change.put(
                "java.base/java/util/Added" + random.nextInt(1_000_000) + ".java",
                "package java.util; class Added { List<String> names; }\n"
                        .getBytes(StandardCharsets.UTF_8));
        return change;
    }

    private static void cold(Path folder) {
        long start = System.nanoTime();
        var judge =
                new Judge(new CelExpressions(), new FactIndex(new TreeSitter(), FactStore.none()));
        try (var base = GitTree.of(Git.in(folder), "HEAD")) {
            var paths =
                    base.files().keySet().stream().filter(path -> path.endsWith(".java")).toList();
            var after = OverlayTree.of(base, change(base, paths, new Random(SEED)), List.of());
            var verdict =
                    judge.judge(
                            decisions(),
                            base,
                            after,
                            new Inquiry(
                                    Phase.CI,
                                    LocalDate.of(2026, 11, 23),
                                    new Actor.Unknown(),
                                    Set.of()));
            System.out.printf(
                    Locale.ROOT,
                    "cold process: %.2f s CPU, %.2f s from main to verdict, %d findings%n",
                    cpu(),
                    (System.nanoTime() - start) / 1e9,
                    verdict.evidence().findings().size());
        }
    }

    private static void child(Path folder) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        long start = System.nanoTime();
        int exit =
                new ProcessBuilder(
                                java,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                IndexBench.class.getName(),
                                folder.toString(),
                                "1",
                                "cold")
                        .inheritIO()
                        .start()
                        .waitFor();
        System.out.printf(
                Locale.ROOT,
                "  whole process %.2f s, exit %d%n",
                (System.nanoTime() - start) / 1e9,
                exit);
    }

    private static DecisionSet decisions() {
        var block =
                new StringBuilder(
                        "---\nstatus: accepted\n---\n# D-0001: Order\n\n## Decision\n\nWe keep order.\n\n");
        for (int i = 0; i < 50; i++) {
            block.append("```constraint\nid: rule-")
                    .append(i)
                    .append('\n')
                    .append(rule(i))
                    .append("```\n\n");
        }
        var expressions = new CelExpressions();
        var decisions =
                DecisionSet.read(
                        MemoryTree.of(Map.of("docs/decisions/0001-order.md", block.toString())),
                        expressions);
        if (!decisions.problems().isEmpty()) {
            throw new IllegalStateException(decisions.problems().toString());
        }
        return decisions;
    }

    private static String rule(int i) {
        var mode = i % 5 == 0 ? "absolute" : i % 5 == 1 ? "ratchet" : "introduced";
        return switch (i % 10) {
            case 0, 4 ->
                    "kind: dependency\nscope: { package: 'java.util.p%d..' }\nforbid: { package: ['javax.swing..', 'java.awt.x%d..'] }\nminSubjects: 0\nmode: %s\n"
                            .formatted(i, i, mode);
            case 1, 5 ->
                    "kind: api-use\nlang: java\nforbid: { type: [java.util.Date, java.util.Vector%d] }\nmode: %s\n"
                            .formatted(i, mode);
            case 2, 6 ->
                    "kind: pattern\nlang: java\nmatch: { call: { owner: ['java.sql.Statement', 'a.B%d'] } }\nmode: %s\n"
                            .formatted(i, mode);
            case 3, 7 ->
                    "kind: pattern\nscope: { path: '**/*.java' }\nmatch: { regex: 'System\\.out\\.println\\(%d' }\nmode: %s\n"
                            .formatted(i, mode);
            case 8 ->
                    "kind: pattern\nlang: java\nmatch: { string: { regex: '^select .* from t%d' } }\nmode: %s\n"
                            .formatted(i, mode);
            default ->
                    "kind: file-history\nscope: { path: 'db/m%d/*.sql' }\nallow: { change: [add] }\nminSubjects: 0\n"
                            .formatted(i);
        };
    }

    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static void build(Path folder) throws IOException, InterruptedException {
        var sources = Path.of(System.getProperty("java.home"), "lib", "src.zip");
        long lines = 0;
        int files = 0;
        try (var zip = new ZipFile(sources.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                if (!entry.getName().endsWith(".java") || lines >= LINES) {
                    continue;
                }
                try (var in = zip.getInputStream(entry)) {
                    var bytes = in.readAllBytes();
                    for (byte letter : bytes) {
                        lines += letter == '\n' ? 1 : 0;
                    }
                    var to = folder.resolve(entry.getName()).normalize();
                    if (to.startsWith(folder)) {
                        Files.createDirectories(to.getParent());
                        Files.write(to, bytes);
                        files++;
                    }
                }
            }
        }
        System.out.printf(Locale.ROOT, "built %d files, %d lines%n", files, lines);
        var commands = new ArrayList<List<String>>();
        commands.add(List.of("git", "init", "-q"));
        commands.add(List.of("git", "add", "-A"));
        commands.add(
                List.of(
                        "git",
                        "-c",
                        "user.name=bench",
                        "-c",
                        "user.email=bench@localhost",
                        "commit",
                        "-q",
                        "-m",
                        "base"));
        commands.add(List.of("git", "gc", "-q"));
        for (var command : commands) {
            new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
        }
    }
}
