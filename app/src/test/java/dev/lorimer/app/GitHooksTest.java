package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The judge in git's own hooks, tried with git itself.
class GitHooksTest {
    @TempDir Path scratch;
    private Path repository = Path.of("");
    private Path program = Path.of("");

    @BeforeEach
    void ruled() throws IOException {
        repository = Ruled.repository(scratch.resolve("repo"));
        program = scratch.resolve("lorimer under test");
        Files.writeString(
                program,
                """
                #!/bin/sh
                exec '%s/bin/java' --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp '%s' dev.lorimer.app.Main "$@"
                """
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Cli.Said hook(String... words) {
        return new Cli(scratch, repository).say(words);
    }

    private void install() {
        assertThat(hook("hook", "install", "--program", program.toString()).exit()).isZero();
    }

    private Shell.Ran shell(String script) {
        return Shell.run(repository, script, Map.of("HOME", scratch.toString()));
    }

    @Test
    void a_commit_that_breaks_a_decision_is_refused_and_any_other_is_made() {
        install();

        var bad = shell("echo forbidden > src/a.txt && git commit -qam bad");
        assertThat(bad.exit()).isNotZero();
        assertThat(bad.said()).contains("D-0001#kind-words");
        assertThat(shell("git checkout -q src/a.txt; echo kind > src/a.txt; git commit -qam good"))
                .isEqualTo(new Shell.Ran(0, ""));
    }

    @Test
    void what_is_committed_is_judged_and_not_what_lies_beside_it() {
        install();

        assertThat(
                        shell(
                                        "echo forbidden > src/a.txt; git add -A; echo kind > src/a.txt; git commit -qm staged")
                                .exit())
                .isNotZero();
        assertThat(
                        shell(
                                        "git reset -q --hard; echo forbidden > src/a.txt; echo kind > src/b.txt; git commit -qm one src/b.txt")
                                .exit())
                .isZero();
    }

    @Test
    void a_push_is_judged_whatever_was_committed_past_the_hook() {
        shell(
                "git init -q --bare ../far.git; git remote add origin ../far.git; git push -q origin main");
        install();

        var bad =
                shell(
                        "echo forbidden > src/a.txt; git commit -qam bad --no-verify; git push -q origin main");
        assertThat(bad.exit()).isNotZero();
        assertThat(bad.said()).contains("D-0001#kind-words");
        assertThat(shell("git push -q origin HEAD:refs/heads/other").exit()).isNotZero();
        assertThat(
                        shell(
                                        "git reset -q --hard HEAD~1; echo kind > src/a.txt; git commit -qam good; git push -q origin main")
                                .exit())
                .isZero();
    }

    @Test
    void hooks_that_are_there_run_first_and_come_back() throws IOException {
        var old = repository.resolve(".git/hooks/pre-push");
        Cli.write(old, "#!/bin/sh\ncat > ../heard\nexit ${OLD_EXIT:-0}\n");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
        var text = Files.readString(old);
        shell("git init -q --bare ../far.git; git remote add origin ../far.git");
        install();

        assertThat(shell("git push -q origin main").exit()).isZero();
        assertThat(scratch.resolve("heard")).content().startsWith("refs/heads/main ");
        assertThat(
                        shell(
                                        "git commit -q --allow-empty -m x; OLD_EXIT=7 git push -q origin main")
                                .exit())
                .isNotZero();
        assertThat(hook("hook", "uninstall").out())
                .contains("pre-push removed; the hook from before");
        assertThat(old).hasContent(text);
        assertThat(repository.resolve(".git/hooks/pre-commit")).doesNotExist();
    }

    @Test
    void installing_twice_changes_nothing() throws IOException {
        install();
        var first = Files.readString(repository.resolve(".git/hooks/pre-commit"));
        install();

        assertThat(repository.resolve(".git/hooks/pre-commit")).hasContent(first);
        assertThat(repository.resolve(".git/hooks/pre-commit.before-lorimer")).doesNotExist();
    }

    @Test
    void hooks_go_where_git_looks_for_them() {
        shell("git config core.hooksPath .githooks");
        install();

        assertThat(repository.resolve(".githooks/pre-commit")).isExecutable();
        assertThat(shell("echo forbidden > src/a.txt && git commit -qam bad").exit()).isNotZero();
    }

    @Test
    void a_linked_worktree_is_held_by_the_same_hooks() {
        install();

        assertThat(
                        shell(
                                        "git worktree add -q ../other && cd ../other && echo forbidden > src/a.txt && git commit -qam bad")
                                .exit())
                .isNotZero();
    }

    @Test
    void a_judge_that_is_gone_lets_nothing_pass() throws IOException {
        install();
        Files.delete(program);

        var said = shell("echo kind > src/a.txt && git commit -qam good");
        assertThat(said.exit()).isNotZero();
        assertThat(said.said()).contains("nobody judged this change");
    }
}
