package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.command.Bubblewrap;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckConstraintTest {
    private static final String RECORD =
            """
            ---
            status: accepted
            ---
            # D-0002: No tabs

            ```constraint
            id: no-tabs
            kind: check
            mode: absolute
            command: [sh, scripts/check.sh]
            ```
            """;

    @TempDir private Path scratch;

    @Test
    void a_change_is_held_against_the_program_that_a_decision_names() throws Exception {
        var repository = scratch.resolve("repo");
        var cli =
                new Cli(
                        scratch,
                        Ruled.repository(
                                repository,
                                Map.of(
                                        "docs/decisions/0002-no-tabs.md",
                                        RECORD,
                                        "scripts/check.sh",
                                        "! grep -rnP '\\t' src\n",
                                        "src/a.txt",
                                        "fine\n")));
        var probed =
                Bubblewrap.probe(
                        CommandEnvironment.of(
                                cli.console(
                                        new ByteArrayOutputStream(), new ByteArrayOutputStream())));
        assumeTrue(probed instanceof Bubblewrap.Usable, "SKIPPED: no sandbox here: " + probed);

        Cli.write(repository.resolve("src/b.txt"), "also fine\n");
        var allowed = cli.say("judge");
        assertThat(allowed.exit()).as(allowed.out() + allowed.err()).isZero();

        Cli.write(repository.resolve("src/b.txt"), "not\tfine\n");
        var denied = cli.say("judge");
        assertThat(denied.exit()).isEqualTo(1);
        assertThat(denied.out()).contains("D-0002#no-tabs").contains("src/b.txt:1");
    }
}
