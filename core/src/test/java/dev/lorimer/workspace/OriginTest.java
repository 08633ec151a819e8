package dev.lorimer.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginTest {
    @TempDir Path temporary;
    private Path folder;

    @BeforeEach
    void real() throws IOException {
        folder = temporary.toRealPath();
    }

    @Test
    void a_checkout_with_a_commit_is_a_repository() {
        TestRepository user = TestRepository.withFiles(folder.resolve("repo"));
        user.sh(
                "echo x > 'un tracked'; echo y >> docs/guide.md; git mv run.sh walk.sh; echo l > a.log");
        assertThat(Origin.at(user.top()))
                .isEqualTo(
                        new Origin.Repository(
                                user.top(), "", user.top().resolve(".git"), user.head(), 4));
    }

    @Test
    void a_tracked_folder_below_the_top_is_the_repository_with_a_prefix() {
        TestRepository user = TestRepository.withFiles(folder.resolve("re po"));
        assertThat(Origin.at(user.top().resolve("src/../src/main")))
                .isEqualTo(
                        new Origin.Repository(
                                user.top(),
                                "src/main",
                                user.top().resolve(".git"),
                                user.head(),
                                0));
    }

    @Test
    void a_symbolic_link_to_a_checkout_is_that_checkout() throws IOException {
        TestRepository user = TestRepository.withFiles(folder.resolve("repo"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), user.top());
        assertThat(Origin.at(link)).isEqualTo(Origin.at(user.top()));
    }

    @Test
    void a_linked_worktree_is_a_checkout_of_the_same_repository() {
        TestRepository user = TestRepository.withFiles(folder.resolve("repo"));
        user.sh("git worktree add -q -b side ../side");
        assertThat(Origin.at(folder.resolve("side")))
                .isEqualTo(
                        new Origin.Repository(
                                folder.resolve("side"),
                                "",
                                user.top().resolve(".git"),
                                user.head(),
                                0));
    }

    @Test
    void everything_else_is_a_folder() throws IOException {
        Path plain = Files.createDirectories(folder.resolve("plain"));
        assertThat(Origin.at(plain)).isEqualTo(new Origin.Folder(plain));
        TestRepository unborn = TestRepository.init(folder.resolve("unborn"));
        assertThat(Origin.at(unborn.top())).isEqualTo(new Origin.Folder(unborn.top()));
        TestRepository user = TestRepository.withFiles(folder.resolve("repo"));
        user.sh("mkdir un ignored.log; touch un/x ignored.log/y");
        assertThat(Origin.at(user.top().resolve("un")))
                .isEqualTo(new Origin.Folder(user.top().resolve("un")));
        assertThat(Origin.at(user.top().resolve("ignored.log")))
                .isEqualTo(new Origin.Folder(user.top().resolve("ignored.log")));
    }

    @Test
    void what_is_no_folder_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (Path wrong : new Path[] {file, folder.resolve("gone")}) {
            assertThatThrownBy(() -> Origin.at(wrong))
                    .isInstanceOfSatisfying(
                            WorkspaceException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.UNUSABLE))
                    .hasMessageContaining("\"" + wrong + "\" is not a folder");
        }
        TestRepository user = TestRepository.withFiles(folder.resolve("repo"));
        assertThatThrownBy(() -> Origin.at(user.top().resolve(".git/refs")))
                .hasMessageContaining("is a git directory, not a checkout");
    }

    @Test
    void somebody_elses_repository_is_refused_with_the_way_to_trust_it() throws IOException {
        TestRepository user = TestRepository.withFiles(folder.resolve("repo"));
        assumeTrue(
                "root".equals(Files.getOwner(folder).getName()), "only root can give files away");
        user.sh("chown -R 12345 .");
        assertThatThrownBy(() -> Origin.at(user.top()))
                .isInstanceOfSatisfying(
                        WorkspaceException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNUSABLE))
                .hasMessageContaining("belongs to another user")
                .hasMessageContaining("safe.directory")
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_damaged_repository_is_refused_and_not_taken_for_a_folder() {
        TestRepository user = TestRepository.withFiles(folder.resolve("repo"));
        user.sh("echo '[broken' > .git/config");
        assertThatThrownBy(() -> Origin.at(user.top()))
                .isInstanceOf(WorkspaceException.class)
                .hasMessageContaining("does not open");
    }
}
