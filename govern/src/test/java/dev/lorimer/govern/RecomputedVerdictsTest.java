package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A verdict is a function of its arguments: whoever computes it again, in whatever order, beside
/// whom, and in whatever process, gets the same bytes.
class RecomputedVerdictsTest {
    /// What a suite has time for in a second process; bench/verdicts.sh does as many as it is told.
    private static final int OTHER_PROCESS = 200;

    /// Ten thousand take a minute or two: bench/judge/verdicts.sh computes them, on every JDK.
    private static final int USUAL = 800;

    @Test
    void many_verdicts_have_the_same_bytes_the_second_time() throws Exception {
        int count = Integer.getInteger("lorimer.verdicts", USUAL);
        var halves = new HashMap<Integer, String>();
        try (var pool = Executors.newFixedThreadPool(2)) {
            var first = pool.submit((Callable<String>) () -> RandomVerdicts.digest(count, 0));
            var second = pool.submit((Callable<String>) () -> RandomVerdicts.digest(count, 42));
            halves.put(0, first.get(10, TimeUnit.MINUTES));
            halves.put(1, second.get(10, TimeUnit.MINUTES));
        }
        assertThat(halves.get(0)).isEqualTo(halves.get(1));
    }

    @Test
    void another_process_with_other_hash_seeds_gets_the_same_bytes() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // Without shared archives, immutable collections take a new iteration order in each
        // process.
        var process =
                new ProcessBuilder(
                                List.of(
                                        java,
                                        "-Xshare:off",
                                        "-XX:+UnlockExperimentalVMOptions",
                                        "-XX:hashCode=2",
                                        "-Duser.language=tr",
                                        "-Duser.country=TR",
                                        "-Duser.timezone=Pacific/Kiritimati",
                                        "-cp",
                                        System.getProperty("java.class.path")
                                                + File.pathSeparator
                                                + System.getProperty("jdk.module.path", ""),
                                        RandomVerdicts.class.getName(),
                                        String.valueOf(OTHER_PROCESS),
                                        "7"))
                        .redirectErrorStream(true)
                        .start();
        try {
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(said.strip()).isEqualTo(RandomVerdicts.digest(OTHER_PROCESS, 0));
        } finally {
            process.destroyForcibly();
        }
    }
}
