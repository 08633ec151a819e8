package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.command.Bubblewrap;
import dev.lorimer.govern.decision.Programs.Answer;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainedProgramsTest {
    @TempDir private Path home;

    private static final Tree TREE =
            MemoryTree.of(Map.of("a/one.txt", "good\n", "a/two.txt", "bad\n"));

    @BeforeEach
    void needsASandbox() throws InterruptedException {
        var probed = Bubblewrap.probe(CommandEnvironment.of(console()));
        assumeTrue(probed instanceof Bubblewrap.Usable, "SKIPPED: no sandbox here: " + probed);
    }

    @Test
    void a_program_that_ends_with_zero_has_passed() {
        assertThat(run("grep", "-q", "good", "a/one.txt")).isEqualTo(new Answer.Passed());
    }

    @Test
    void what_it_prints_are_its_findings() {
        assertThat(run("sh", "-c", "grep -rn bad $PWD; exit 1"))
                .isEqualTo(new Answer.Failed(List.of("a/two.txt:1:bad")));
    }

    @Test
    void what_can_not_be_run_decides_nothing() {
        assertThat(run("no-such-program-here")).isInstanceOf(Answer.Undecided.class);
        assertThat(run("sh", "-c", "no-such-program-here")).isInstanceOf(Answer.Undecided.class);
    }

    @Test
    void it_changes_nothing_outside_of_its_copy() throws Exception {
        var outside = home.resolve("outside");
        assertThat(
                        run(
                                "sh",
                                "-c",
                                "echo x > '%s' || true; echo x > a/three.txt".formatted(outside)))
                .isEqualTo(new Answer.Passed());
        assertThat(Files.exists(outside)).isFalse();
        assertThat(TREE.files()).hasSize(2);
    }

    private Answer run(String... command) {
        return new ContainedPrograms(console()).run(List.of(command), TREE);
    }

    private Console console() {
        return new Cli(home, home)
                .console(new ByteArrayOutputStream(), new ByteArrayOutputStream());
    }
}
