package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
    private static final String STREAM =
            """
            : a comment

            event: first
            data: one
            data:two
            data:  three
            id: 7
            retry: 100
            nonsense

            data: {"é":"😀"}

            event: lonely

            data
            data:

            data: [DONE]

            """;

    private static final List<SseEvent> EVENTS =
            List.of(
                    new SseEvent("first", "one\ntwo\n three", true),
                    new SseEvent("", "{\"é\":\"😀\"}", true),
                    new SseEvent("", "\n", true),
                    new SseEvent("", "[DONE]", true));

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void events_are_the_same_for_every_line_end_and_chunk(String lineEnd) throws Exception {
        byte[] bytes = STREAM.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
        for (int chunk = 1; chunk <= bytes.length; chunk++) {
            assertThat(all(Given.dripping(bytes, chunk))).isEqualTo(EVENTS);
        }
    }

    @Test
    void a_byte_order_mark_is_passed_over() throws Exception {
        assertThat(all(bytes("\uFEFFdata: a\n\n"))).isEqualTo(List.of(new SseEvent("", "a", true)));
    }

    @Test
    void an_event_that_the_stream_ends_in_is_marked() throws Exception {
        for (String end : List.of("data: a", "data: a\n", "event: x\ndata: a")) {
            assertThat(all(bytes("data: b\n\n" + end)).getLast())
                    .extracting(SseEvent::data, SseEvent::closed)
                    .containsExactly("a", false);
        }
        assertThat(all(bytes("data: b\n\nevent: x\n"))).hasSize(1);
    }

    @Test
    void an_event_is_given_out_before_the_byte_after_it_is_asked_for() throws Exception {
        for (String event : List.of("data: a\r\r", "data: a\n\n", "data: a\r\n\r")) {
            var stream = new SequenceInputStream(bytes(event), new Unreadable());
            assertThat(new SseReader(stream).next())
                    .isEqualTo(Optional.of(new SseEvent("", "a", true)));
        }
    }

    @Test
    void malformed_utf8_is_refused() {
        byte[][] malformed = {{(byte) 0xC3, '\n'}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n'}};
        for (byte[] line : malformed) {
            assertThatThrownBy(() -> all(new ByteArrayInputStream(line)))
                    .isInstanceOf(BrokenReply.class)
                    .hasMessage("the reply is not valid UTF-8");
        }
    }

    @Test
    void a_line_or_event_beyond_4_mb_is_refused_before_it_is_whole() {
        assertThatThrownBy(() -> all(endless("a"))).hasMessageContaining("larger than 4 MB");
        String line = "data: " + "x".repeat(1000) + "\n";
        assertThatThrownBy(() -> all(endless(line))).hasMessageContaining("larger than 4 MB");
    }

    private static InputStream endless(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new InputStream() {
            private int at;

            @Override
            public int read() {
                return bytes[at++ % bytes.length];
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                for (int n = 0; n < length; n++) {
                    into[offset + n] = (byte) read();
                }
                return length;
            }
        };
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<SseEvent> all(InputStream bytes) throws IOException {
        var reader = new SseReader(bytes);
        var events = new ArrayList<SseEvent>();
        for (var event = reader.next(); event.isPresent(); event = reader.next()) {
            events.add(event.get());
        }
        return events;
    }

    private static final class Unreadable extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("asked for more than needed");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return read();
        }
    }
}
