package dev.lorimer.govern.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.govern.tree.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorktreeSnapshotTest {
    @TempDir private Path folder;

    @Test
    void a_snapshot_holds_what_lies_on_disk_and_not_what_is_ignored() {
        var repository =
                new Repository(folder)
                        .write(".gitignore", "*.log\n")
                        .write("kept", "1")
                        .write("changed", "1")
                        .write("gone", "1")
                        .commit();
        repository
                .write("changed", "2")
                .write("new/file", "3")
                .write("x.log", "no")
                .git()
                .text("rm", "--quiet", "--cached", "gone");
        assertThat(folder.resolve("gone").toFile().delete()).isTrue();

        assertThat(texts(repository))
                .isEqualTo(
                        Map.of(
                                ".gitignore",
                                "*.log\n",
                                "kept",
                                "1",
                                "changed",
                                "2",
                                "new/file",
                                "3"));
    }

    @Test
    void a_snapshot_holds_the_file_and_not_what_was_staged_of_it() {
        var repository = new Repository(folder).write("a", "1").commit().write("a", "2");
        repository.git().text("add", "a");
        repository.write("a", "3");

        assertThat(texts(repository)).isEqualTo(Map.of("a", "3"));
    }

    @Test
    void the_users_repository_is_not_touched() {
        var repository =
                new Repository(folder).write("a", "1").commit().write("a", "2").write("b", "3");
        var before = everything(folder);

        texts(repository);

        assertThat(everything(folder)).isEqualTo(before);
    }

    @Test
    void the_temporary_files_are_gone_after_close() {
        var repository = new Repository(folder).write("a", "1").commit();
        var snapshot = WorktreeSnapshot.of(repository.git());
        var index = Path.of(snapshot.git().text("rev-parse", "--git-path", "index"));
        assertThat(index).exists();

        snapshot.close();

        assertThat(index.getParent()).doesNotExist();
    }

    @Test
    void a_file_changed_in_the_same_tick_with_the_same_length_is_seen() throws IOException {
        var repository = new Repository(folder).write("a", "11").commit();
        var time = Files.getLastModifiedTime(folder.resolve("a"));
        repository.write("a", "22");
        Files.setLastModifiedTime(folder.resolve("a"), time);
        Files.setLastModifiedTime(folder.resolve(".git/index"), FileTime.from(time.toInstant()));

        assertThat(texts(repository)).isEqualTo(Map.of("a", "22"));
    }

    @Test
    void marks_that_hide_changes_do_not_hide_them_here() {
        var repository =
                new Repository(folder).write("a", "1").write("b", "1").write("-c", "1").commit();
        repository.git().text("update-index", "--assume-unchanged", "--", "a", "-c");
        repository.git().text("update-index", "--skip-worktree", "b");
        repository.write("a", "2").write("b", "2").write("-c", "2");

        assertThat(texts(repository)).isEqualTo(Map.of("a", "2", "b", "2", "-c", "2"));
    }

    @Test
    void a_repository_without_a_commit_has_a_snapshot_too() {
        assertThat(texts(new Repository(folder).write("a b", "1"))).isEqualTo(Map.of("a b", "1"));
    }

    @Test
    void a_snapshot_is_of_the_whole_working_tree_even_from_a_folder_in_it() {
        var repository = new Repository(folder).write("a/b", "1").write("c", "2");

        try (var snapshot = WorktreeSnapshot.of(repository.git().at(folder.resolve("a")));
                var tree = GitTree.of(snapshot.git(), snapshot.tree())) {
            assertThat(tree.files().keySet()).containsExactly("a/b", "c");
        }
    }

    @Test
    void a_second_working_tree_and_an_odd_path_are_no_matter() throws IOException {
        var odd = Files.createDirectory(folder.resolve("odd: \"name\""));
        var repository = new Repository(odd).write("a", "1").commit();
        repository.git().text("worktree", "add", "--quiet", folder.resolve("second").toString());
        Files.writeString(folder.resolve("second").resolve("b"), "2");

        try (var snapshot = WorktreeSnapshot.of(repository.git().at(folder.resolve("second")));
                var tree = GitTree.of(snapshot.git(), snapshot.tree())) {
            assertThat(tree.files().keySet()).containsExactly("a", "b");
            assertThat(new String(tree.read("a"), StandardCharsets.UTF_8)).isEqualTo("1");
        }
    }

    @Test
    void a_folder_without_a_working_tree_is_refused() {
        assertThatThrownBy(() ->
                        WorktreeSnapshot.of(
                                Git.in(folder)
                                        .with(
                                                Map.of(
                                                        "GIT_CEILING_DIRECTORIES",
                                                        folder.resolve("..")
                                                                .normalize()
                                                                .toString()))))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("not a git repository");
    }

    private static Map<String, String> texts(Repository repository) {
        try (var snapshot = WorktreeSnapshot.of(repository.git());
                var tree = GitTree.of(snapshot.git(), snapshot.tree())) {
            var texts = new TreeMap<String, String>();
            tree.files()
                    .keySet()
                    .forEach(path ->
                            texts.put(path, new String(tree.read(path), StandardCharsets.UTF_8)));
            return texts;
        }
    }

    /// Every file below, with its bytes and its time.
    private static Map<String, String> everything(Path folder) {
        var all = new TreeMap<String, String>();
        try (var paths = Files.walk(folder)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                all.put(
                        path.toString(),
                        new Sha256().add(Files.readAllBytes(path)).hex()
                                + Files.getLastModifiedTime(path));
            }
            return all;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
