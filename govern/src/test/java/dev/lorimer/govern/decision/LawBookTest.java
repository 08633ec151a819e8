package dev.lorimer.govern.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.tree.MemoryTree;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LawBookTest {
    private static final String PATH = "docs/decisions/0001-a.md";

    private static MemoryTree tree(String status, String code) {
        var record =
                "# D-0001: A\n\n## Status\n\n%s\n\n## Decision\n\nA.\n\n```constraint\nid: a\nkind: pattern\nmatch: { regex: 'bad' }\n```\n"
                        .formatted(status);
        return MemoryTree.of(Map.of(PATH, record, "src/A.java", code));
    }

    @Test
    void trees_with_the_same_records_have_the_same_law() {
        var book = new LawBook(Expressions.none());

        assertThat(book.of(tree("Accepted", "class B {}")))
                .isSameAs(book.of(tree("Accepted", "class A {}")));
    }

    @Test
    void a_record_that_changed_is_read_again() {
        var book = new LawBook(Expressions.none());
        var accepted = book.of(tree("Accepted", "class A {}"));
        var proposed = book.of(tree("Proposed", "class A {}"));

        assertThat(accepted.decisions().getFirst().force()).isEqualTo(Force.BINDING);
        assertThat(proposed.decisions().getFirst().force()).isEqualTo(Force.SHADOW);
        assertThat(proposed.hash())
                .isEqualTo(DecisionSet.read(tree("Proposed", ""), Expressions.none()).hash());
    }
}
