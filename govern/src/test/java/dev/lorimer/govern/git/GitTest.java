package dev.lorimer.govern.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.govern.git.GitException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GitTest {
    @TempDir private Path folder;

    @Test
    void a_call_gives_what_git_prints() {
        var repository = new Repository(folder).write("a.txt", "hello\n").commit();

        assertThat(repository.git().text("ls-files")).isEqualTo("a.txt");
        assertThat(repository.git().bytes("cat-file", "blob", "HEAD:a.txt"))
                .isEqualTo("hello\n".getBytes(StandardCharsets.UTF_8));
        assertThat(
                        repository
                                .git()
                                .feeding("hello\n".getBytes(StandardCharsets.UTF_8))
                                .text("hash-object", "--stdin"))
                .isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
    }

    @Test
    void a_refusal_is_one_line_with_what_was_asked_and_what_git_said() {
        assertThatThrownBy(
                        () -> new Repository(folder).git().text("rev-parse", "--verify", "nowhere"))
                .isInstanceOfSatisfying(
                        GitException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED))
                .hasMessage(
                        "\"git rev-parse --verify nowhere\" in \"%s\" failed with exit code 128: fatal: Needed a single revision"
                                .formatted(folder));
    }

    @Test
    void a_call_whose_answer_may_be_no_gives_the_exit_code() {
        var result = new Repository(folder).git().tryRun("rev-parse", "--verify", "nowhere");

        assertThat(result.exit()).isEqualTo(128);
        assertThat(result.error()).contains("Needed a single revision");
    }

    @Test
    void a_call_that_takes_too_long_is_stopped() {
        var git = new Repository(folder).git().within(Duration.ofMillis(300));

        long start = System.nanoTime();
        assertThatThrownBy(() -> git.text("-c", "alias.wait=!sleep 30", "wait"))
                .isInstanceOfSatisfying(
                        GitException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.LATE));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void an_interrupted_call_stops_git_and_keeps_the_flag() throws InterruptedException {
        var git = new Repository(folder).git();
        var seen = new ArrayBlockingQueue<Object>(1);
        var thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                git.text("-c", "alias.wait=!sleep 30", "wait");
                            } catch (GitException failure) {
                                seen.add(
                                        Thread.currentThread().isInterrupted()
                                                ? failure.kind()
                                                : "flag lost");
                            }
                        });
        Thread.sleep(300);
        thread.interrupt();

        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(Kind.INTERRUPTED);
    }

    @Test
    void a_folder_that_is_not_there_is_told() {
        assertThatThrownBy(() -> Git.in(folder.resolve("gone")).text("status"))
                .isInstanceOfSatisfying(
                        GitException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.MISSING))
                .hasMessageContaining("gone");
    }

    @Test
    void a_flood_of_output_does_not_block_git() {
        var repository =
                new Repository(folder)
                        .write("big.txt", "0123456789abcde\n".repeat(1 << 18))
                        .commit();

        assertThat(repository.git().bytes("cat-file", "blob", "HEAD:big.txt")).hasSize(1 << 22);
    }

    @Test
    void hooks_of_the_repository_do_not_run() throws Exception {
        var repository = new Repository(folder).write("a.txt", "a").commit();
        var hook = folder.resolve(".git/hooks/pre-commit");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\ntouch ran\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));

        repository.write("a.txt", "b").commit();

        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void the_callers_git_variables_do_not_reach_git_and_given_ones_do() {
        var git = new Repository(folder).git();

        assertThat(git.text("-c", "alias.env=!env", "env").lines())
                .contains("LC_ALL=C", "GIT_TERMINAL_PROMPT=0")
                .noneMatch(line -> line.startsWith("GIT_INDEX_FILE="));
        assertThat(
                        git.with(Map.of("GIT_INDEX_FILE", "/tmp/x"))
                                .text("-c", "alias.env=!env", "env")
                                .lines())
                .contains("GIT_INDEX_FILE=/tmp/x");
    }
}
