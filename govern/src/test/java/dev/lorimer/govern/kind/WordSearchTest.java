package dev.lorimer.govern.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordSearchTest {
    @Test
    void a_word_is_found_exactly_where_a_plain_search_finds_it() {
        var random = new Random(3);
        for (int round = 0; round < 5_000; round++) {
            var words = new ArrayList<String>();
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                words.add(letters(random, 1 + random.nextInt(5)));
            }
            var text = letters(random, random.nextInt(40));

            assertThat(new WordSearch(words).isIn(text.getBytes(StandardCharsets.UTF_8)))
                    .as("%s in %s", words, text)
                    .isEqualTo(words.stream().anyMatch(text::contains));
        }
    }

    @Test
    void bytes_that_are_no_ascii_are_passed_over() {
        assertThat(
                        new WordSearch(List.of("gson"))
                                .isIn("\u00e4\u00f6\u00fcgson".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(new WordSearch(List.of()).isIn(new byte[] {1, 2})).isFalse();
    }

    private static String letters(Random random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }
}
