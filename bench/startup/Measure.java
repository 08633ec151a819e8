import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts the launcher and plain java in turns and prints medians and ratios of the wall time as a Markdown page.
///
/// Arguments: rounds, the launcher, the java command, the folder of jars.
final class Measure {
    /// A start takes well under a second; one that takes this long hangs.
    private static final Duration START_MAX = Duration.ofSeconds(60);

    /// Starts before the first counted round: they fill the file cache for both alike.
    private static final int WARM_ROUNDS = 2;

    private static final List<String> COMMANDS = List.of("--version", "runs");

    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("lorimer-startup");
        System.out.printf(
                """
                # Start-up of `./lorimer`

                Wall time of `./lorimer COMMAND` (all of it: shell, freshness check, JVM) against
                `java -cp 'lib/*' dev.lorimer.app.Main COMMAND` on the same jars and JDK, in one interleaved loop of %d rounds,
                in an empty folder. Made by `./dev startup %d`.

                Machine: %d processors, %s %s, Java %s, load average %.1f at the start. Single times depend on it and on its
                other load; read the ratios. Where the load is above the number of processors, every start waits for its turn,
                and the ratio of the least times is the truer one.

                | command | `./lorimer` median (least) | plain java median (least) | ratio of medians | ratio of least |
                |---|---|---|---|---|
                """,
                rounds,
                rounds,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        for (String command : COMMANDS) {
            var launcher = List.of(args[1], command);
            var plain = List.of(args[2], "-cp", args[3] + "/*", "dev.lorimer.app.Main", command);
            compare(command, launcher, plain, rounds, folder);
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private static void compare(
            String command, List<String> launcher, List<String> plain, int rounds, Path folder)
            throws IOException, InterruptedException {
        double[] launched = new double[rounds];
        double[] started = new double[rounds];
        for (int round = -WARM_ROUNDS; round < rounds; round++) {
            double first = millis(launcher, folder);
            double second = millis(plain, folder);
            if (round >= 0) {
                launched[round] = first;
                started[round] = second;
            }
        }
        Arrays.sort(launched);
        Arrays.sort(started);
        System.out.printf(
                "| `%s` | %.0f ms (%.0f) | %.0f ms (%.0f) | **%.2f** | %.2f |%n",
                command,
                median(launched),
                launched[0],
                median(started),
                started[0],
                median(launched) / median(started),
                launched[0] / started[0]);
    }

    private static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static double millis(List<String> command, Path folder)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(new ArrayList<>(command)).directory(folder.toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        long begun = System.nanoTime();
        Process process = builder.start();
        if (!process.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("not over after " + START_MAX.toSeconds() + " s: " + command);
        }
        long ended = System.nanoTime();
        if (process.exitValue() != 0) {
            throw new IllegalStateException("exit " + process.exitValue() + ": " + command);
        }
        return (ended - begun) / 1e6;
    }
}
