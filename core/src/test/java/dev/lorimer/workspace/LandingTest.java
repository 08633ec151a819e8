package dev.lorimer.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.workspace.Landing.Landed;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LandingTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z"));

    @TempDir Path folder;
    private TestRepository user;
    private GitWorkspace workspace;

    @BeforeEach
    void a_run_that_changed_two_files_and_removed_one() {
        user = TestRepository.withFiles(folder.resolve("repo"));
        workspace =
                GitWorkspace.create(
                        Origin.at(user.top()),
                        Home.prepare(user.top().resolve(".lorimer")),
                        "r1",
                        CLOCK);
    }

    private String record(String line) {
        TestRepository.execute(workspace.root(), List.of("sh", "-ec", line));
        return workspace.commit(workspace.snapshot(), "the change");
    }

    private String recordUsual() {
        return record(
                "echo 'class App2 {}' > src/main/App.java; echo n > new.txt; rm docs/guide.md");
    }

    private Landed land() {
        return Landing.merge(workspace.place(), CLOCK);
    }

    private void conflicts(String... said) {
        Map<String, String> before = user.fingerprint();
        assertThatThrownBy(this::land)
                .isInstanceOfSatisfying(
                        WorkspaceException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT))
                .hasMessageContainingAll(said)
                .hasMessageNotContaining("\n");
        assertThat(user.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_branch_that_has_not_moved_is_moved_forward_and_other_work_is_left_alone() {
        user.sh("echo mine >> run.sh; echo s > staged; git add staged; echo u > untracked");
        String commit = recordUsual();
        assertThat(land()).isEqualTo(new Landed.Merged(commit, true));
        assertThat(user.head()).isEqualTo(commit);
        assertThat(user.git("rev-parse", "main").strip()).isEqualTo(commit);
        assertThat(user.git("status", "--porcelain"))
                .isEqualTo(" M run.sh\nA  staged\n?? untracked\n");
        assertThat(user.top().resolve("new.txt")).hasContent("n");
        assertThat(user.top().resolve("docs")).doesNotExist();
        assertThat(land()).isEqualTo(new Landed.Already());
    }

    @Test
    void newer_commits_elsewhere_take_a_merge_commit() {
        String commit = recordUsual();
        user.sh("echo other > other.txt; git add .; git commit -qm other; echo mine >> run.sh");
        String newer = user.head();
        assertThat(land()).isEqualTo(new Landed.Merged(user.head(), false));
        assertThat(user.git("log", "-1", "--format=%P%n%an%n%s"))
                .isEqualTo(newer + " " + commit + "\nAda Example\nMerge lorimer/r1\n");
        assertThat(user.git("status", "--porcelain")).isEqualTo(" M run.sh\n");
        assertThat(user.top().resolve("other.txt")).exists();
        assertThat(user.top().resolve("new.txt")).exists();
        assertThat(land()).isEqualTo(new Landed.Already());
    }

    @Test
    void newer_commits_to_the_same_lines_conflict_and_nothing_changes() {
        recordUsual();
        user.sh("echo 'class Mine {}' > src/main/App.java; git commit -qam mine");
        conflicts("\"src/main/App.java\"", "newer commits");
    }

    @Test
    void uncommitted_changes_to_the_same_files_conflict_and_nothing_changes() {
        recordUsual();
        user.sh(
                "echo mine >> src/main/App.java; echo m > new.txt; echo d >> docs/guide.md; git add docs");
        conflicts("\"src/main/App.java\"", "\"new.txt\"", "\"docs/guide.md\"", "uncommitted");
    }

    @Test
    void an_ignored_file_in_the_way_conflicts_too() {
        record("echo '' > .gitignore; echo theirs > a.log");
        user.sh("echo precious > a.log");
        conflicts("\"a.log\"");
    }

    @Test
    void a_file_where_a_folder_is_to_be_conflicts() {
        record("mkdir fresh; echo f > fresh/file");
        user.sh("echo mine > fresh");
        conflicts("fresh");
    }

    @Test
    void a_merge_under_way_is_not_disturbed() {
        recordUsual();
        user.sh(
                "git checkout -qb side; echo s > c; git add c; git commit -qm s; git checkout -q main;"
                        + " echo m > c; git add c; git commit -qm m; git merge -q side || true");
        conflicts("MERGE_HEAD");
    }

    @Test
    void a_detached_head_is_moved_too() {
        user.sh("git checkout -q --detach");
        String commit = recordUsual();
        assertThat(land()).isEqualTo(new Landed.Merged(commit, true));
        assertThat(user.head()).isEqualTo(commit);
    }

    @Test
    void a_run_without_a_change_has_nothing_to_land() {
        assertThat(land()).isEqualTo(new Landed.Nothing());
        record("true");
        assertThat(land()).isEqualTo(new Landed.Nothing());
        assertThat(Landing.patch(workspace.place())).isEmpty();
    }

    @Test
    void the_users_hooks_do_not_run() throws IOException {
        user.sh(
                "for h in post-merge pre-merge-commit post-checkout reference-transaction; do printf"
                        + " '#!/bin/sh\\ntouch ../hooked\\nexit 1\\n' > .git/hooks/$h; chmod +x"
                        + " .git/hooks/$h; done");
        recordUsual();
        assertThat(land()).isInstanceOf(Landed.Merged.class);
        assertThat(folder.resolve("hooked")).doesNotExist();
    }

    @Test
    void the_patch_makes_the_same_tree() throws IOException {
        record(
                """
                head -c 3000 /dev/urandom > bin; chmod +x docs/guide.md; rm link; ln -s other link
                printf 'no newline' > n; mv src/main src/moved
                """);
        Path patch = Files.write(folder.resolve("patch"), Landing.patch(workspace.place()));
        user.sh("git apply --index " + patch);
        assertThat(user.git("write-tree").strip()).isEqualTo(workspace.snapshot());
    }

    @Test
    void a_discarded_run_can_not_be_landed() {
        recordUsual();
        Landing.discard(workspace.place());
        assertThatThrownBy(this::land)
                .isInstanceOfSatisfying(
                        WorkspaceException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNUSABLE))
                .hasMessageContaining("discarded");
    }
}
