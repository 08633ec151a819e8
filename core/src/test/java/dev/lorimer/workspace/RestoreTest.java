package dev.lorimer.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestoreTest extends WorkspaceCase {
    @Test
    void restoring_undoes_whatever_a_command_did() {
        sh("echo 1 > kept.txt; mkdir -p d/e; echo 2 > d/e/f");
        String tree = workspace.snapshot();
        Path outside = folder.resolve("outside");
        TestRepository.execute(
                folder, List.of("sh", "-ec", "mkdir outside; echo precious > outside/file"));
        sh(
                """
                echo changed > kept.txt; chmod 000 kept.txt
                rm -rf src; ln -s %s src
                rm -rf docs; echo file > docs
                rm run.sh; mkdir -p run.sh/x; touch run.sh/x/y
                echo '*' > .gitignore; touch hidden; mkdir target; touch target/T.class
                mkdir -p n && (cd n && git init -q && touch a && git add a)
                mkdir -p locked/in; touch locked/in/x; chmod 000 locked/in locked
                rm -f link; ln -s %s link; mkfifo pipe
                chmod 000 d/e; chmod 500 d
                rm -f .git; mkdir .git; touch .git/junk
                """
                        .formatted(outside, outside));
        workspace.restore(tree);
        assertThat(workspace.snapshot()).isEqualTo(tree);
        assertThat(
                        TestRepository.execute(
                                workspace.root(),
                                List.of("sh", "-c", "find . -name .git -prune -o -print | sort")))
                .isEqualTo(
                        """
                        .
                        ./.gitignore
                        ./d
                        ./d/e
                        ./d/e/f
                        ./docs
                        ./docs/guide.md
                        ./kept.txt
                        ./link
                        ./run.sh
                        ./src
                        ./src/main
                        ./src/main/App.java
                        """);
        assertThat(file("kept.txt")).hasContent("1");
        assertThat(outside.resolve("file")).hasContent("precious");
        assertThat(
                        TestRepository.execute(
                                workspace.root(),
                                List.of("git", "rev-parse", "--abbrev-ref", "HEAD")))
                .isEqualTo("lorimer/r1\n");
    }

    @Test
    void restoring_brings_back_a_file_changed_without_a_trace_in_its_time() throws IOException {
        Files.writeString(file("same.txt"), "aaaa");
        String tree = workspace.snapshot();
        var time = Files.getLastModifiedTime(file("same.txt"));
        Files.writeString(file("same.txt"), "bbbb");
        Files.setLastModifiedTime(file("same.txt"), time);
        workspace.restore(tree);
        assertThat(file("same.txt")).hasContent("aaaa");
    }

    @Test
    void folders_deeper_than_a_path_can_be_long_are_swept_away() {
        // 100 folders of 100 letters; without perl, as deep as a shell goes.
        sh(
                "if command -v perl >/dev/null; then perl -e '$d = q(x) x 100; for (1..100) { mkdir"
                        + " $d; chdir $d }'; else d=$(printf 'x%.0s' $(seq 100)); mkdir -p"
                        + " $d/$d/$d; fi");
        workspace.restore(workspace.baseTree());
        assertThat(workspace.snapshot()).isEqualTo(workspace.baseTree());
        assertThat(file("x".repeat(100))).doesNotExist();
    }

    @Test
    void a_later_process_finds_everything_again() {
        sh("echo 1 > a.txt; mkdir -p out");
        String tree = workspace.snapshot();
        GitWorkspace again = GitWorkspace.reopen(workspace.place(), CLOCK);
        assertThat(again.baseTree()).isEqualTo(workspace.baseTree());
        assertThat(again.directory()).isEqualTo(workspace.directory());
        assertThat(again.snapshot()).isEqualTo(tree);
    }

    @Test
    void a_deleted_and_pruned_worktree_is_made_again() {
        sh("echo 1 > a.txt");
        String tree = workspace.snapshot();
        user.sh("chmod -R u+w .lorimer; rm -rf .lorimer; git worktree prune");
        refused(workspace::snapshot, Kind.FAILED, "was deleted");
        Home.prepare(user.top().resolve(".lorimer"));
        GitWorkspace again = GitWorkspace.reopen(workspace.place(), CLOCK);
        again.restore(tree);
        assertThat(again.snapshot()).isEqualTo(tree);
        assertThat(file("a.txt")).hasContent("1");
        assertThat(user.git("worktree", "list")).contains("[lorimer/r1]");
    }

    @Test
    void a_lock_left_by_a_killed_git_is_no_obstacle() {
        user.sh("touch .lorimer/index/r1.lock .lorimer/index/r1.draft.lock");
        GitWorkspace again = GitWorkspace.reopen(workspace.place(), CLOCK);
        assertThat(again.snapshot()).isEqualTo(workspace.baseTree());
    }

    @Test
    void a_damaged_index_is_made_again() {
        user.sh("echo junk > .lorimer/index/r1");
        workspace.restore(workspace.baseTree());
        assertThat(workspace.snapshot()).isEqualTo(workspace.baseTree());
    }

    @Test
    void one_run_has_one_workspace() {
        refused(() -> open("r1"), Kind.UNUSABLE, "\"r1\" exists already");
        assertThatThrownBy(() -> open("../r")).hasMessageContaining("\"../r\"");
    }

    @Test
    void a_creation_that_was_cut_short_is_done_again() {
        open("r2");
        user.sh("git update-ref -d refs/lorimer/kept/r2");
        workspace = open("r2");
        assertThat(workspace.snapshot()).isEqualTo(workspace.baseTree());
    }

    @Test
    void discarding_leaves_no_trace_but_objects() {
        workspace.commit(workspace.snapshot(), "x");
        Landing.discard(workspace.place());
        Landing.discard(workspace.place());
        assertThat(user.git("for-each-ref")).doesNotContain("lorimer");
        assertThat(user.git("worktree", "list").lines()).hasSize(1);
        assertThat(workspace.root()).doesNotExist();
        refused(
                () -> GitWorkspace.reopen(workspace.place(), CLOCK),
                Kind.UNUSABLE,
                "was discarded");
    }
}
