package dev.lorimer.bench;

import com.sun.management.OperatingSystemMXBean;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.lorimer.govern.bytecode.ClassIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Reads class files into our index and into ArchUnit's model, each in a process of its own, in
/// turns: processor time from the start of reading to its end, and the heap that the result holds.
///
///     ClassIndexBench MEGABYTES ROUNDS JAR...
///
/// Takes class files from the jars until it has so many megabytes of them.
public final class ClassIndexBench {
    private ClassIndexBench() {}

    private record Cost(double seconds, double megabytes, long things) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args[0].equals("once")) {
            once(args[1], Path.of(args[2]));
            return;
        }
        var folder = Files.createTempDirectory("class-index");
        try {
            var jars = List.of(args).subList(2, args.length).stream().map(Path::of).toList();
            long bytes = unpack(jars, folder, Long.parseLong(args[0]) << 20);
            report(folder, bytes, Integer.parseInt(args[1]));
        } finally {
            delete(folder);
        }
    }

    private static void report(Path folder, long bytes, int rounds)
            throws IOException, InterruptedException {
        var ours = new ArrayList<Cost>();
        var theirs = new ArrayList<Cost>();
        for (int round = 0; round < rounds; round++) {
            ours.add(child("ours", folder));
            theirs.add(child("archunit", folder));
        }
        var mine = median(ours);
        var peer = median(theirs);
        System.out.println(
                "| | CPU seconds, median (least) | heap held, MB | found |\n|---|---|---|---|");
        row("our index", ours, mine, "edges");
        row("ArchUnit 1.5.0", theirs, peer, "classes");
        System.out.printf(
                Locale.ROOT,
                "%nOurs takes 1/%.1f of the processor time and 1/%.1f of the memory, for %.1f MB of class files.%n",
                peer.seconds() / mine.seconds(),
                peer.megabytes() / mine.megabytes(),
                bytes / 1048576.0);
    }

    private static void row(String name, List<Cost> all, Cost cost, String what) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f (%.2f) | %.1f | %d %s |%n",
                name,
                cost.seconds(),
                all.stream().mapToDouble(Cost::seconds).min().orElse(0),
                cost.megabytes(),
                cost.things(),
                what);
    }

    private static Cost median(List<Cost> costs) {
        return costs.stream()
                .sorted(Comparator.comparingDouble(Cost::seconds))
                .toList()
                .get(costs.size() / 2);
    }

    private static Cost child(String which, Path folder) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "-Xmx1g",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ClassIndexBench.class.getName(),
                                "once",
                                which,
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("the measured process failed: " + said);
        }
        var parts = said.lines().reduce("", (_, last) -> last).split(" ", -1);
        return new Cost(
                Double.parseDouble(parts[0]),
                Double.parseDouble(parts[1]),
                Long.parseLong(parts[2]));
    }

    private static void once(String which, Path folder) throws IOException {
        double heap = heap();
        double start = cpu();
        long things;
        Object held;
        if (which.equals("ours")) {
            var index = ours(folder);
            things = index.edges();
            held = index;
        } else {
            var classes = new ClassFileImporter().importPath(folder);
            things = classes.size();
            held = classes;
        }
        double seconds = cpu() - start;
        double megabytes = heap() - heap;
        Reference.reachabilityFence(held);
        System.out.printf(Locale.ROOT, "%.3f %.2f %d%n", seconds, megabytes, things);
    }

    private static ClassIndex ours(Path folder) throws IOException {
        var index = new ClassIndex();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                index.add(Files.readAllBytes(file));
            }
        }
        index.trim();
        return index;
    }

    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static double heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }

    private static long unpack(List<Path> jars, Path folder, long enough) throws IOException {
        long bytes = 0;
        for (int i = 0; i < jars.size(); i++) {
            // Each jar in a folder of its own, so that none hides another's classes.
            var root = folder.resolve("j" + i);
            try (var jar = new ZipFile(jars.get(i).toFile())) {
                for (ZipEntry entry : jar.stream().map(ZipEntry.class::cast).toList()) {
                    boolean wanted =
                            entry.getName().endsWith(".class")
                                    && !entry.getName().startsWith("META-INF/")
                                    && !entry.getName().endsWith("module-info.class");
                    if (wanted && bytes < enough) {
                        var to = root.resolve(entry.getName()).normalize();
                        if (!to.startsWith(root)) {
                            continue;
                        }
                        Files.createDirectories(to.getParent());
                        try (var in = jar.getInputStream(entry)) {
                            bytes += Files.copy(in, to);
                        }
                    }
                }
            }
        }
        return bytes;
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
