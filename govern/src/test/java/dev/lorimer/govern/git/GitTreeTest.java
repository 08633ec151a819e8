package dev.lorimer.govern.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.MemoryTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GitTreeTest {
    @TempDir private Path folder;

    @Test
    void a_tree_has_gits_hash_and_all_files_with_any_name() {
        var names = new TreeMap<String, String>();
        for (var name :
                new String[] {
                    "a.txt",
                    "with space",
                    "quo\"te",
                    "line\nbreak",
                    "t\tab",
                    "b\\ack",
                    "ümlaut",
                    "emoji😀",
                    "-dash",
                    "d/e/f"
                }) {
            names.put(name, "text of " + name);
        }
        var repository = new Repository(folder);
        names.forEach(repository::write);
        repository.commit();

        try (var tree = GitTree.of(repository.git(), "HEAD")) {
            assertThat(tree.id()).isEqualTo(repository.git().text("rev-parse", "HEAD^{tree}"));
            assertThat(tree.files()).isEqualTo(MemoryTree.of(names).files());
            names.forEach((name, text) ->
                    assertThat(new String(tree.read(name), StandardCharsets.UTF_8))
                            .isEqualTo(text));
        }
    }

    @Test
    void many_contents_come_in_the_order_asked_and_like_single_ones() {
        var repository = new Repository(folder);
        for (int i = 0; i < 300; i++) {
            repository.write("f" + i, i % 3 == 0 ? "" : "content %d\n".formatted(i).repeat(i));
        }
        repository.commit();

        try (var tree = GitTree.of(repository.git(), "main")) {
            var paths = new ArrayList<>(tree.files().keySet());
            Collections.shuffle(paths, new Random(1));
            try (var contents = tree.contents(paths)) {
                assertThat(
                                contents.map(named ->
                                        named.path()
                                                + ((Content.Bytes) named.content()).bytes().length))
                        .isEqualTo(
                                paths.stream().map(path -> path + tree.read(path).length).toList());
            }
        }
    }

    @Test
    void contents_can_be_left_unread_halfway() {
        var repository = new Repository(folder);
        for (int i = 0; i < 50; i++) {
            repository.write("f" + i, "x".repeat(100_000) + i);
        }
        repository.commit();

        try (var tree = GitTree.of(repository.git(), "HEAD")) {
            try (var contents = tree.contents(tree.files().keySet())) {
                assertThat(contents.limit(2)).hasSize(2);
            }
            assertThat(tree.read("f49")).hasSize(100_002);
        }
    }

    @Test
    void a_file_too_large_is_told_and_the_next_one_is_read_all_the_same() {
        var repository =
                new Repository(folder)
                        .write("a.txt", "x".repeat(5 << 20))
                        .write("b.bin", new byte[5 << 20])
                        .write("c.txt", "small")
                        .commit();

        try (var tree = GitTree.of(repository.git(), "HEAD")) {
            assertThat(tree.content("a.txt")).isEqualTo(new Content.TooLarge(5 << 20, false));
            assertThat(tree.content("b.bin")).isEqualTo(new Content.TooLarge(5 << 20, true));
            assertThat(tree.read("c.txt")).hasSize(5);
            assertThatThrownBy(() -> tree.read("a.txt"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"a.txt\" has 5242880 bytes");
        }
    }

    @Test
    void links_and_foreign_commits_are_entries_of_their_own_kind() throws Exception {
        var repository = new Repository(folder).write("a.txt", "a").commit();
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a.txt"));
        repository.commit();
        repository
                .git()
                .text(
                        "update-index",
                        "--add",
                        "--cacheinfo",
                        "160000," + repository.git().text("rev-parse", "HEAD") + ",sub");
        var id = repository.git().text("write-tree");

        try (var tree = GitTree.of(repository.git(), id)) {
            assertThat(tree.entry("link").orElseThrow().isLink()).isTrue();
            assertThat(new String(tree.read("link"), StandardCharsets.UTF_8)).isEqualTo("a.txt");
            assertThat(tree.entry("sub").orElseThrow().isGitlink()).isTrue();
            assertThat(tree.content("sub"))
                    .isEqualTo(new Content.Unreadable("it is a commit of another repository"));
            assertThat(tree.content("gone"))
                    .isEqualTo(new Content.Unreadable("there is no such file"));
        }
    }

    @Test
    void a_name_of_invalid_bytes_is_a_path_too() {
        var repository = new Repository(folder).write("a.txt", "a").commit();
        var blob = repository.git().text("rev-parse", "HEAD:a.txt");
        var listing =
                "100644 blob %s\tb\u00ff.txt\n"
                        .formatted(blob)
                        .getBytes(StandardCharsets.ISO_8859_1);
        var id = repository.git().feeding(listing).text("mktree");

        try (var tree = GitTree.of(repository.git(), id)) {
            assertThat(tree.files().keySet()).containsExactly("b\\xff.txt");
            assertThat(tree.read("b\\xff.txt")).hasSize(1);
        }
    }

    @Test
    void what_names_no_tree_is_told_with_its_name() {
        var git = new Repository(folder).git();

        assertThatThrownBy(() -> GitTree.of(git, "nowhere"))
                .isInstanceOf(GitException.class)
                .hasMessageStartingWith("\"nowhere\" names no commit or tree in");
        assertThatThrownBy(() -> GitTree.of(git, "--all")).isInstanceOf(GitException.class);
    }

    @Test
    void an_object_that_is_missing_is_told() throws Exception {
        var repository = new Repository(folder).write("a.txt", "a").write("b.txt", "b").commit();
        var blob = repository.git().text("rev-parse", "HEAD:a.txt");
        Files.delete(
                folder.resolve(".git/objects")
                        .resolve(blob.substring(0, 2))
                        .resolve(blob.substring(2)));

        try (var tree = GitTree.of(repository.git(), "HEAD")) {
            assertThat(tree.content("a.txt")).isInstanceOf(Content.Unreadable.class);
            assertThat(tree.read("b.txt")).hasSize(1);
        }
    }

    @Test
    void an_empty_tree_has_no_files() {
        var git = new Repository(folder).git();

        try (var tree = GitTree.of(git, git.feeding(new byte[0]).text("mktree"))) {
            assertThat(tree.files()).isEqualTo(Map.of());
        }
    }
}
