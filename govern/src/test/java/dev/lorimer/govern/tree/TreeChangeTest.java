package dev.lorimer.govern.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.tree.FileChange.Added;
import dev.lorimer.govern.tree.FileChange.Deleted;
import dev.lorimer.govern.tree.FileChange.Modified;
import dev.lorimer.govern.tree.FileChange.Renamed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TreeChangeTest {
    private static final String TEXT = "one\ntwo\nthree\nfour\n";

    @Test
    void every_path_changes_in_one_way() {
        var change =
                between(Map.of("a", "1", "b", "2", "c", "3"), Map.of("a", "1", "b", "x", "d", "y"));

        assertThat(change.files())
                .containsExactly(new Modified("b"), new Deleted("c"), new Added("d"));
        assertThat(change.origin("b")).contains("b");
        assertThat(change.origin("d")).isEmpty();
    }

    @Test
    void a_moved_file_is_recognised_with_up_to_half_of_its_lines_changed() {
        assertThat(between(Map.of("a.x", TEXT), Map.of("b.x", TEXT)).files())
                .containsExactly(new Renamed("a.x", "b.x"));
        assertThat(between(Map.of("a.x", TEXT), Map.of("b.x", "one\ntwo\n3\n4\n")).files())
                .containsExactly(new Renamed("a.x", "b.x"));
        assertThat(between(Map.of("a.x", TEXT), Map.of("b.x", "one\n2\n3\n4\n")).files())
                .containsExactly(new Deleted("a.x"), new Added("b.x"));
    }

    @Test
    void of_several_candidates_the_most_alike_is_taken_and_then_the_one_of_the_same_name() {
        var before = Map.of("x/a.t", TEXT, "x/b.t", TEXT + "five\n");

        assertThat(between(before, Map.of("y/b.t", TEXT)).files())
                .containsExactly(new Deleted("x/b.t"), new Renamed("x/a.t", "y/b.t"));
        assertThat(between(Map.of("x/a.t", TEXT, "x/b.t", TEXT), Map.of("y/b.t", TEXT)).files())
                .containsExactly(new Deleted("x/a.t"), new Renamed("x/b.t", "y/b.t"));
    }

    @Test
    void a_copy_is_no_move() {
        assertThat(between(Map.of("a", TEXT), Map.of("a", TEXT, "b", TEXT)).files())
                .containsExactly(new Added("b"));
    }

    @Test
    void a_very_large_move_is_recognised_in_time() {
        var before = new TreeMap<String, String>();
        var after = new TreeMap<String, String>();
        for (int i = 0; i < 2_000; i++) {
            before.put("old/F%d.java".formatted(i), "class F%d { }\n%s".formatted(i, TEXT));
            after.put("new/F%d.java".formatted(i), "class F%d { int x; }\n%s".formatted(i, TEXT));
        }

        var files = between(before, after).files();

        assertThat(files).hasSize(2_000).allMatch(file -> file instanceof Renamed);
    }

    @Test
    void a_memory_tree_has_gits_hashes_for_its_files() {
        // echo hello | git hash-object --stdin
        assertThat(MemoryTree.of(Map.of("a", "hello\n")).files().get("a"))
                .isEqualTo(new TreeEntry("100644", "ce013625030ba8dba906f756967f9e9ca394464a"));
    }

    @Test
    void an_overlay_shows_written_files_over_the_tree_below() {
        var below = MemoryTree.of(Map.of("a", "1", "b", "2"));

        var tree =
                OverlayTree.of(
                        below,
                        Map.of(
                                "b",
                                "3".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                "c",
                                new byte[0]),
                        List.of("a"));

        assertThat(tree.files().keySet()).containsExactly("b", "c");
        assertThat(new String(tree.read("b"), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("3");
        assertThat(tree.content("a")).isInstanceOf(Content.Unreadable.class);
        assertThat(tree.files()).isEqualTo(MemoryTree.of(Map.of("b", "3", "c", "")).files());
        assertThat(OverlayTree.of(below, Map.of(), List.of()).id()).isNotEqualTo(tree.id());
    }

    private static TreeChange between(Map<String, String> before, Map<String, String> after) {
        return TreeChange.between(MemoryTree.of(before), MemoryTree.of(after));
    }
}
