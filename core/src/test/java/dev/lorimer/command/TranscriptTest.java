package dev.lorimer.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private static final int KEPT = Transcript.HEAD_BYTES + Transcript.TAIL_BYTES;

    private static Transcript of(byte[] bytes, int chunk) {
        var transcript = new Transcript();
        for (int at = 0; at < bytes.length; at += chunk) {
            transcript.add(bytes, at, Math.min(chunk, bytes.length - at));
        }
        return transcript;
    }

    @Test
    void what_fits_is_kept_whole() {
        String text = "x".repeat(KEPT - 1) + "\n";
        assertThat(of(text.getBytes(StandardCharsets.UTF_8), 1000).text()).isEqualTo(text);
    }

    @Test
    void one_byte_more_leaves_one_byte_out() {
        String text = of("x".repeat(KEPT + 1).getBytes(StandardCharsets.UTF_8), 70_000).text();
        assertThat(text)
                .isEqualTo(
                        "x".repeat(Transcript.HEAD_BYTES)
                                + "\n[1 of 32,769 bytes left out here]\n"
                                + "x".repeat(Transcript.TAIL_BYTES));
    }

    @Test
    void chunks_of_any_size_give_the_same_text() {
        var random = new Random(7);
        for (int length : new int[] {0, 1, 16_384, 32_768, 32_769, 49_152, 50_000, 131_072}) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) ('a' + random.nextInt(26));
            }
            String whole = of(bytes, Math.max(1, length)).text();
            assertThat(of(bytes, 1 + random.nextInt(5000)).text()).isEqualTo(whole);
            assertThat(of(bytes, 1).text()).isEqualTo(whole);
            assertThat(of(bytes, 7).bytes()).isEqualTo(length);
        }
    }

    @Test
    void the_cut_breaks_no_character() {
        for (String start : new String[] {"", "a", "ab", "abc"}) {
            String text =
                    of((start + "€😀é".repeat(8000)).getBytes(StandardCharsets.UTF_8), 999).text();
            assertThat(text).doesNotContain("\ufffd");
        }
    }

    @Test
    void bytes_that_are_no_text_are_replaced() {
        byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xe2, (byte) 0x82};
        assertThat(of(bytes, 1).text()).isEqualTo("a\ufffd\ufffdb\ufffd");
    }

    @Test
    void removed_characters_are_counted_in_a_last_line() {
        byte[] bytes = "\u001b[31mred\u001b[0m".getBytes(StandardCharsets.UTF_8);
        assertThat(of(bytes, 3).text())
                .isEqualTo("red\n[9 control or invisible characters removed]\n");
    }
}
