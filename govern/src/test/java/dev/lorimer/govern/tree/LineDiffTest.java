package dev.lorimer.govern.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineDiffTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 0, 0",
        "'', a, 1, 0",
        "a, '', 0, 1",
        "'a\nb\n', 'a\nb\n', 0, 0",
        "'a\nb\nc\n', 'a\nc\n', 0, 1",
        "'a\nb\n', 'b\na\n', 1, 1",
        "'a\nb', 'a\nb\n', 1, 1",
        "'a\nb\nc\na\nb\nb\na\n', 'c\nb\na\nb\na\nc\n', 2, 3",
        "'a\r\n', 'a\n', 1, 1",
        "'\n\n', '\n', 0, 1",
    })
    void lines_are_counted_as_in_a_shortest_edit_script(
            String before, String after, int added, int deleted) {
        assertThat(diff(before, after)).isEqualTo(new LineDiff(added, deleted));
    }

    @Test
    void the_count_agrees_with_the_textbook_on_random_texts() {
        var random = new Random(7);
        for (int round = 0; round < 300; round++) {
            var before = lines(random, 30);
            var after = lines(random, 30);
            int common = longestCommon(before, after);

            assertThat(diff(String.join("", before), String.join("", after)))
                    .isEqualTo(new LineDiff(after.size() - common, before.size() - common));
        }
    }

    @Test
    void two_long_texts_without_a_common_order_are_counted_in_time() {
        var lines = IntStream.range(0, 20_000).mapToObj(i -> "line " + i + "\n").toList();

        var diff = diff(String.join("", lines), String.join("", lines.reversed()));

        assertThat(diff.added()).isEqualTo(diff.deleted()).isBetween(19_999, 20_000);
    }

    @Test
    void binary_content_counts_no_lines() {
        assertThat(diff("a\nb\n", "a\0\nc\n")).isEqualTo(new LineDiff(0, 0));
    }

    private static LineDiff diff(String before, String after) {
        return LineDiff.between(
                before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(Random random, int most) {
        var lines = new ArrayList<String>();
        int count = random.nextInt(most);
        for (int i = 0; i < count; i++) {
            lines.add((char) ('a' + random.nextInt(5)) + "\n");
        }
        return lines;
    }

    private static int longestCommon(List<String> one, List<String> other) {
        var table = new int[one.size() + 1][other.size() + 1];
        for (int i = 1; i <= one.size(); i++) {
            for (int j = 1; j <= other.size(); j++) {
                table[i][j] =
                        one.get(i - 1).equals(other.get(j - 1))
                                ? table[i - 1][j - 1] + 1
                                : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }
        return table[one.size()][other.size()];
    }
}
