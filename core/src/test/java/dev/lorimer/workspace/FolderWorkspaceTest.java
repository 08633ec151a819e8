package dev.lorimer.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.workspace.Landing.Landed;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderWorkspaceTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z"));

    @TempDir Path temporary;
    private TestRepository user;
    private Map<String, String> before;

    @BeforeEach
    void a_folder_without_git() throws IOException {
        user =
                new TestRepository(
                        Files.createDirectories(temporary.toRealPath().resolve("a folder")));
        user.sh(
                """
                mkdir -p src target/classes d; echo one > src/one; echo two > src/two; echo d > d/file
                echo '*.tmp' > .gitignore; touch x.tmp target/classes/A.class; echo run > run; chmod 755 run
                """);
        before = user.fingerprint();
    }

    private GitWorkspace open() {
        return GitWorkspace.create(
                Origin.at(user.top()), Home.prepare(user.top().resolve(".lorimer")), "r1", CLOCK);
    }

    private static String record(GitWorkspace workspace, String line) {
        TestRepository.execute(workspace.root(), List.of("sh", "-ec", line));
        return workspace.commit(workspace.snapshot(), "the change");
    }

    private void conflicts(GitWorkspace workspace, String... said) {
        Map<String, String> now = user.fingerprint();
        assertThatThrownBy(() -> Landing.merge(workspace.place(), CLOCK))
                .isInstanceOfSatisfying(
                        WorkspaceException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT))
                .hasMessageContainingAll(said)
                .hasMessageNotContaining("\n");
        assertThat(user.fingerprint()).isEqualTo(now);
    }

    @Test
    void the_run_works_on_a_copy_without_ignored_files_and_build_output() {
        GitWorkspace workspace = open();
        assertThat(
                        TestRepository.execute(
                                workspace.directory(),
                                List.of("sh", "-c", "find . -type f ! -name .git | sort")))
                .isEqualTo("./.gitignore\n./d/file\n./run\n./src/one\n./src/two\n");
        assertThat(workspace.snapshot()).isEqualTo(workspace.baseTree());
        String tree = record(workspace, "echo changed > src/one");
        assertThat(tree).isEqualTo(workspace.snapshot());
        workspace.restore(workspace.baseTree());
        GitWorkspace again = GitWorkspace.reopen(workspace.place(), CLOCK);
        again.restore(tree);
        assertThat(again.snapshot()).isEqualTo(tree);
        assertThat(user.fingerprint()).isEqualTo(before);
        assertThat(user.top().resolve(".git")).doesNotExist();
    }

    @Test
    void a_repository_without_a_commit_is_worked_on_like_a_folder() {
        user.sh("git init -q -b main; git add src/one");
        before = user.fingerprint();
        GitWorkspace workspace = open();
        record(workspace, "echo changed > src/one");
        assertThat(user.fingerprint()).isEqualTo(before);
        assertThat(Landing.merge(workspace.place(), CLOCK))
                .isEqualTo(new Landed.Applied(List.of("src/one")));
        assertThat(user.top().resolve("src/one")).hasContent("changed");
    }

    @Test
    void landing_writes_exactly_what_changed_and_is_done_once() throws IOException {
        GitWorkspace workspace = open();
        Files.setPosixFilePermissions(
                user.top().resolve("src/two"), PosixFilePermissions.fromString("rw-rw----"));
        record(
                workspace,
                "echo 1 > src/one; echo 2 > src/two; rm -r d; mkdir -p n/m; echo n > 'n/m/new file';"
                        + " chmod -x run; ln -s src/one link");
        user.sh("echo mine > mine; echo x > src/three");
        Landed landed = Landing.merge(workspace.place(), CLOCK);
        assertThat(landed)
                .isEqualTo(
                        new Landed.Applied(
                                List.of(
                                        "d/file",
                                        "link",
                                        "n/m/new file",
                                        "run",
                                        "src/one",
                                        "src/two")));
        assertThat(
                        user.sh(
                                "find . -path ./.lorimer -prune -o -print | sort; cat src/* 'n/m/new"
                                        + " file' mine; stat -c %a src/two; readlink link; test ! -x"
                                        + " run"))
                .isEqualTo(
                        """
                        .
                        ./.gitignore
                        ./link
                        ./mine
                        ./n
                        ./n/m
                        ./n/m/new file
                        ./run
                        ./src
                        ./src/one
                        ./src/three
                        ./src/two
                        ./target
                        ./target/classes
                        ./target/classes/A.class
                        ./x.tmp
                        1
                        x
                        2
                        n
                        mine
                        660
                        src/one
                        """);
        assertThat(Landing.merge(workspace.place(), CLOCK)).isEqualTo(new Landed.Already());
    }

    @Test
    void a_landing_cut_short_is_finished_by_the_next() {
        GitWorkspace workspace = open();
        record(workspace, "echo 1 > src/one; echo 2 > src/two");
        user.sh("echo 1 > src/one");
        assertThat(Landing.merge(workspace.place(), CLOCK))
                .isEqualTo(new Landed.Applied(List.of("src/two")));
    }

    @Test
    void files_that_somebody_else_changed_since_conflict_and_nothing_is_written() {
        GitWorkspace workspace = open();
        record(
                workspace,
                "echo 1 > src/one; echo 2 > src/two; rm d/file; echo n > fresh; echo i > g");
        user.sh("echo mine > src/one; echo mine > d/file; echo mine > fresh");
        conflicts(workspace, "\"src/one\"", "\"d/file\"", "\"fresh\"");
    }

    @Test
    void a_file_may_become_a_folder_and_a_folder_a_file() {
        GitWorkspace workspace = open();
        record(workspace, "rm src/one; mkdir src/one; echo in > src/one/in; rm -r d; echo now > d");
        user.sh("echo stranger > d/other");
        conflicts(workspace, "\"d\"");
        user.sh("rm d/other; mkdir -p d/empty/too");
        assertThat(Landing.merge(workspace.place(), CLOCK)).isInstanceOf(Landed.Applied.class);
        assertThat(user.sh("cat d src/one/in")).isEqualTo("now\nin\n");
    }

    @Test
    void a_folder_that_became_a_link_is_not_written_through() throws IOException {
        GitWorkspace workspace = open();
        record(workspace, "echo 1 > d/file; echo n > d/new");
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        user.sh("mv d/file " + outside + "/file; rmdir d; ln -s " + outside + " d");
        conflicts(workspace, "\"d/file\"");
        assertThat(outside.resolve("file")).hasContent("d");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void a_patch_is_given_for_a_folder_too() {
        GitWorkspace workspace = open();
        record(workspace, "echo 1 > src/one");
        assertThat(
                        new String(
                                Landing.patch(workspace.place()),
                                java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("diff --git a/src/one b/src/one\n")
                .endsWith("-one\n+1\n");
    }

    @Test
    void a_repository_inside_is_refused_by_name() {
        user.sh(
                "git init -q lib; cd lib; touch f; git add f; git -c user.name=n -c user.email=e commit"
                        + " -qm x");
        assertThatThrownBy(this::open)
                .isInstanceOf(WorkspaceException.class)
                .hasMessageContaining("\"lib\" is a git repository inside a folder that is none");
        user.sh("echo lib >> .gitignore");
        assertThat(open().directory().resolve("lib")).doesNotExist();
    }

    @Test
    void an_empty_folder_is_a_workspace_too() throws IOException {
        user = new TestRepository(Files.createDirectories(temporary.toRealPath().resolve("empty")));
        GitWorkspace workspace = open();
        record(workspace, "echo hello > hello.txt");
        assertThat(Landing.merge(workspace.place(), CLOCK))
                .isEqualTo(new Landed.Applied(List.of("hello.txt")));
        assertThat(user.top().resolve("hello.txt")).hasContent("hello");
        Landing.discard(workspace.place());
        Landing.discard(workspace.place());
        assertThat(workspace.root()).doesNotExist();
    }
}
