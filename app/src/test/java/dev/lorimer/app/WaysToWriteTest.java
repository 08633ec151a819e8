package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever tool changed the files, and however: the files are judged.
class WaysToWriteTest {
    @TempDir Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo forbidden > src/a.txt",
                "echo forbidden >> src/a.txt",
                "printf 'forbidden\\n' > src/new.txt",
                "echo forbidden | tee src/a.txt",
                "echo forbidden | tee -a src/b.txt",
                "sed -i 's/two/forbidden/' src/a.txt",
                "perl -pi -e 's/two/forbidden/' src/a.txt",
                "awk 'BEGIN { print \"forbidden\" > \"src/a.txt\" }'",
                "cp notes.txt src/c.txt",
                "mv notes.txt src/c.txt",
                "ln notes.txt src/hard.txt",
                "install -m 644 notes.txt src/c.txt",
                "dd if=notes.txt of=src/c.txt status=none",
                "cat notes.txt > src/c.txt",
                "cat > src/c.txt <<END\nforbidden\nEND",
                "truncate -s 0 src/a.txt; echo forbidden 1<>src/a.txt",
                "exec 7>src/c.txt; echo forbidden >&7; exec 7>&-",
                "tar cf t.tar notes.txt && tar xf t.tar -C src && rm t.tar",
                "split -b 100 notes.txt src/piece-",
                "mkdir -p src/deep/er && echo forbidden > src/deep/er/x",
                "git mv notes.txt src/c.txt",
                "printf 'forbidden\\n' | git hash-object -w --stdin | xargs -I{} git update-index --add --cacheinfo 100644,{},src/c.txt; git checkout -q -- src/c.txt",
                "printf -- '--- a/src/b.txt\\n+++ b/src/b.txt\\n@@ -1 +1 @@\\n-bee\\n+forbidden\\n' | git apply",
                "printf -- '--- a/src/b.txt\\n+++ b/src/b.txt\\n@@ -1 +1 @@\\n-bee\\n+forbidden\\n' | patch -p1 -s",
                "echo forbidden > src/a.txt; git add -A; git commit -q --no-verify -m sneaked",
                "echo forbidden > src/a.txt; git add -A; git commit -q --no-verify -m one; git commit -q --amend --no-verify -m two",
                "echo forbidden > src/a.txt; git stash -q; git stash pop -q",
                "git checkout -q -b side; echo forbidden > src/a.txt; git commit -q -a --no-verify -m s; git checkout -q main; git merge -q side",
                "echo forbidden > src/a.txt; git update-index --assume-unchanged src/a.txt",
                "echo forbidden > src/a.txt; git update-index --skip-worktree src/a.txt",
                "ln -s ../src here; echo forbidden > here/a.txt 2>/dev/null || echo forbidden > src/a.txt",
                "(echo forbidden > src/a.txt) & wait",
                "nohup sh -c 'echo forbidden > src/a.txt' >/dev/null 2>&1",
                "env -i /bin/sh -c 'echo forbidden > src/a.txt'",
                "find . -name a.txt -path './src/*' -exec sh -c 'echo forbidden > \"$1\"' _ {} \\;",
                "echo a.txt | xargs -I{} sh -c 'echo forbidden > src/{}'",
                "printf 'all:\\n\\techo forbidden > src/a.txt\\n' > Makefile; make -s 2>/dev/null || sh -c 'echo forbidden > src/a.txt'",
                "printf '1c\\nforbidden\\n.\\nw\\nq\\n' | ed -s src/a.txt 2>/dev/null || echo forbidden > src/a.txt",
                "ex -sc '%s/two/forbidden/|x' src/a.txt 2>/dev/null || sed -i s/two/forbidden/ src/a.txt",
                "echo Zm9yYmlkZGVuCg== | base64 -d > src/a.txt",
                "printf '\\146orbidden' > src/a.txt",
                "echo forbidden > .x; mv .x src/.hidden",
                "mkdir elsewhere; echo forbidden > elsewhere/f; mv elsewhere src/moved",
                "echo forbidden > src/$'with\\nline end.txt'",
                "echo 'src/c.txt -text' > .gitattributes; printf 'forbidden\\r\\n' > src/c.txt"
            })
    void a_way_to_write_past_the_names_of_tools_is_judged(String way) {
        var repository = Ruled.repository(scratch.resolve("repo"));
        var cli = new Cli(scratch, repository);
        cli.hearing(start(repository)).say("hook", "claude");

        Shell.run(repository, way, Map.of());
        var said = cli.hearing(after(repository, "mcp__anything__at_all")).say("hook", "claude");

        assertThat(said.exit()).isZero();
        assertThat(said.json().path("decision").stringValue("")).isEqualTo("block");
        assertThat(said.json().path("reason").stringValue("")).contains("D-0001#kind-words");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git init -q src/inner && echo forbidden > src/inner/x"})
    void what_nobody_can_look_into_is_never_fine_in_silence(String way) {
        var repository = Ruled.repository(scratch.resolve("repo"));
        var cli = new Cli(scratch, repository);
        cli.hearing(start(repository)).say("hook", "claude");

        Shell.run(repository, way, Map.of());
        var said = cli.hearing(after(repository, "Bash")).say("hook", "claude");

        assertThat(said.out() + said.err()).isNotBlank();
    }

    @Test
    void a_change_that_breaks_nothing_is_passed_without_a_word() {
        var repository = Ruled.repository(scratch.resolve("repo"));
        var cli = new Cli(scratch, repository);
        Shell.run(repository, "echo kind > src/a.txt", Map.of());

        var said = cli.hearing(after(repository, "Write")).say("hook", "claude");

        assertThat(said).isEqualTo(new Cli.Said(0, "", ""));
    }

    private static String start(Path repository) {
        return Json.line(
                AgentDialect.object(
                        "hook_event_name", "SessionStart",
                        "session_id", "s-1",
                        "cwd", repository.toString(),
                        "source", "startup"));
    }

    private static String after(Path repository, String tool) {
        return Json.line(
                AgentDialect.object(
                        "hook_event_name",
                        "PostToolUse",
                        "session_id",
                        "s-1",
                        "transcript_path",
                        "/tmp/t.jsonl",
                        "cwd",
                        repository.toString(),
                        "tool_name",
                        tool,
                        "tool_input",
                        Map.of("command", "anything"),
                        "tool_response",
                        Map.of("stdout", ""),
                        "tool_use_id",
                        "toolu_01"));
    }
}
