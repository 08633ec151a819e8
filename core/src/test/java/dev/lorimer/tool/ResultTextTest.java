package dev.lorimer.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultTextTest {
    @Test
    void plain_text_stays_as_it_is() {
        var text = "a\tb\nc – 漢字 😀\n";
        assertThat(ResultText.of(text)).isEqualTo(text);
    }

    @Test
    void line_ends_become_newlines() {
        assertThat(ResultText.of("a\r\nb\rc")).isEqualTo("a\nb\nc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[31mred\u001b[0m",
                "\u001b]0;title\u0007red",
                "\u001b]8;;http://x\u001b\\red",
                "\u001bPq#0\u001b\\red",
                "\u001b(Bred",
                "\u001bcred"
            })
    void terminal_escapes_leave_no_trace(String text) {
        assertThat(ResultText.of(text)).isEqualTo("red");
    }

    @Test
    void controls_and_invisible_characters_are_removed_and_counted() {
        assertThat(
                        ResultText.of(
                                "a\u0000b\u200Bc\u202Ed\uFEFFe\u0085\uDB40\uDC41\uDB40\uDD01\u007F"))
                .isEqualTo("abcde\n(8 control or invisible characters removed)");
    }

    @Test
    void half_of_a_surrogate_pair_is_replaced() {
        assertThat(ResultText.of("a\uD800b")).isEqualTo("a\uFFFDb");
    }

    @Test
    void a_long_text_is_cut_in_the_middle_and_says_how_much() {
        var text = "start" + "ä".repeat(100_000) + "end";
        var cut = ResultText.of(text);
        assertThat(cut.getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(60_000, ResultText.BYTES_MAX);
        assertThat(cut).startsWith("startää").endsWith("ääend").doesNotContain("\uFFFD");
        long kept = cut.replaceAll("\n….*…\n", "").getBytes(StandardCharsets.UTF_8).length;
        assertThat(cut).contains("\n… " + (200_008 - kept) + " of 200008 bytes left out …\n");
    }

    @Test
    void the_note_about_removed_characters_does_not_break_the_bound() {
        var cut = ResultText.of("\u0007x".repeat(200_000));
        assertThat(cut.getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(ResultText.BYTES_MAX);
        assertThat(cut).endsWith("\n(200000 control or invisible characters removed)");
    }

    @Test
    void a_line_is_one_line_within_its_bound() {
        assertThat(ResultText.line(" a\nb\u001b[0m\tc ", 10)).isEqualTo("a b c");
        assertThat(ResultText.line("x".repeat(50), 10)).isEqualTo("xxxxxxxxx…");
        assertThat(ResultText.line("12345678😀9", 10)).isEqualTo("12345678…");
    }
}
