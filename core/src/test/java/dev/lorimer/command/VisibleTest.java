package dev.lorimer.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
    @Test
    void plain_text_stays_as_it_is() {
        String text = "a\tb\nç 漢字 \u00a0 😀 العربية {}\n";
        assertThat(Visible.of(text)).isEqualTo(new Visible(text, 0));
    }

    @Test
    void line_ends_become_line_feeds() {
        assertThat(Visible.of("a\r\nb\rc\n\r\n\u2028d"))
                .isEqualTo(new Visible("a\nb\nc\n\n\nd", 0));
    }

    @Test
    void terminal_sequences_vanish() {
        assertThat(Visible.of("\u001b[1;31mE\u001b[0m").text()).isEqualTo("E");
        assertThat(Visible.of("\u001b]0;title\u0007x").text()).isEqualTo("x");
        assertThat(Visible.of("\u001b]8;;http://e.x\u001b\\link\u001b]8;;\u001b\\").text())
                .isEqualTo("link");
        assertThat(Visible.of("\u001bP1$r\u001b\\x\u001b(By\u001b=z\u001b7").text())
                .isEqualTo("xyz");
        assertThat(Visible.of("\u009b2Jx\u009d0;t\u009cy").text()).isEqualTo("xy");
    }

    @Test
    void an_unfinished_sequence_swallows_nothing() {
        assertThat(Visible.of("\u001b]0;never ends\nmore").text()).isEqualTo("0;never ends\nmore");
        assertThat(Visible.of("\u001b[12\nmore").text()).isEqualTo("12\nmore");
        assertThat(Visible.of("end\u001b")).isEqualTo(new Visible("end", 1));
        assertThat(Visible.of("end\u001b[")).isEqualTo(new Visible("end", 2));
    }

    @Test
    void control_characters_vanish_and_are_counted() {
        assertThat(Visible.of("a\0b\bc\u007fd\u0001e\u0085f"))
                .isEqualTo(new Visible("abcde\nf", 4));
    }

    @Test
    void invisible_characters_vanish_and_are_counted() {
        assertThat(Visible.of("p\u200bay\u202e\u2066x\u200d\ufeff\u00ad\u2060!"))
                .isEqualTo(new Visible("payx!", 7));
        assertThat(Visible.of("a\udb40\udc41\udb40\udc42b\udb40\udd00\ufe0f\u3164"))
                .isEqualTo(new Visible("ab", 5));
    }

    @Test
    void format_characters_that_print_stay() {
        assertThat(Visible.of("\u0600\u06dd")).isEqualTo(new Visible("\u0600\u06dd", 0));
    }
}
