package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.ModelException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Our reader of frames against AWS's writer of them.
class EventFramesTest {
    private static final byte[] FRAME =
            ConverseOracle.frame(Map.of(":event-type", "mood", "b", "é"), "{\"mood\":\"good\"}");

    private static EventFrames frames(byte[] bytes, int chunk) {
        return new EventFrames(Given.dripping(bytes, chunk));
    }

    @Test
    void headers_and_payload_are_read_however_the_network_cuts_them() throws IOException {
        byte[] twice = Arrays.copyOf(FRAME, FRAME.length * 2);
        System.arraycopy(FRAME, 0, twice, FRAME.length, FRAME.length);
        for (int chunk = 1; chunk <= twice.length; chunk++) {
            EventFrames frames = frames(twice, chunk);
            for (int each = 0; each < 2; each++) {
                EventFrames.Frame frame = frames.next().orElseThrow();
                assertThat(frame.headers()).isEqualTo(Map.of(":event-type", "mood", "b", "é"));
                assertThat(frame.payload()).isEqualTo("{\"mood\":\"good\"}");
            }
            assertThat(frames.next()).isEmpty();
        }
    }

    @Test
    void headers_of_every_type_are_passed_over() throws IOException {
        var headers = new TreeMap<String, HeaderValue>();
        headers.put("a", HeaderValue.fromBoolean(true));
        headers.put("b", HeaderValue.fromBoolean(false));
        headers.put("e", HeaderValue.fromInteger(3));
        headers.put("f", HeaderValue.fromLong(4));
        headers.put("g", HeaderValue.fromByteArray(new byte[] {5, 6}));
        headers.put("h", HeaderValue.fromTimestamp(Instant.EPOCH));
        headers.put("i", HeaderValue.fromUuid(new UUID(7, 8)));
        headers.put("z", HeaderValue.fromString("last"));
        ByteBuffer written = new Message(headers, new byte[0]).toByteBuffer();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        EventFrames.Frame frame = frames(bytes, 7).next().orElseThrow();
        assertThat(frame.headers()).isEqualTo(Map.of("z", "last"));
        assertThat(frame.payload()).isEmpty();
        // The other writer leaves the values of these two out.
        byte[] small = {1, 'c', 2, 1, 1, 'd', 3, 0, 2, 1, 'z', 7, 0, 1, 'x'};
        assertThat(frames(frame(small), 7).next().orElseThrow().headers())
                .isEqualTo(Map.of("z", "x"));
    }

    @Test
    void a_frame_that_ends_early_is_cut() {
        for (int end = 1; end < FRAME.length; end++) {
            assertBroken(Arrays.copyOf(FRAME, end), Kind.CUT);
        }
    }

    @Test
    void a_bit_that_flipped_is_noticed_wherever_it_is() {
        for (int bit = 0; bit < FRAME.length * 8; bit++) {
            byte[] flipped = FRAME.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertBroken(flipped, Kind.MALFORMED_REPLY);
        }
    }

    @Test
    void lengths_are_bounded_before_anything_is_kept_or_waited_for() {
        for (int[] lengths :
                new int[][] {
                    {BodyLines.LINE_BYTES_MAX + 1, 0},
                    {-1, 0},
                    {200_000, 128 * 1024 + 1},
                    {16, 1},
                    {15, 0},
                    {0, 0},
                    {100, -1}
                }) {
            assertBroken(prelude(lengths[0], lengths[1]), Kind.MALFORMED_REPLY);
        }
    }

    private static byte[] prelude(int total, int headers) {
        var bytes = ByteBuffer.allocate(12).putInt(total).putInt(headers);
        var crc = new CRC32();
        crc.update(bytes.array(), 0, 8);
        return bytes.putInt((int) crc.getValue()).array();
    }

    @Test
    void headers_that_lie_about_their_length_are_refused() {
        // A name of 200 letters; a value of 500; a type that there is not; a header given twice.
        byte[][] lies = {
            {(byte) 200, 'a', 7, 0, 1, 'x'},
            {1, 'a', 7, 1, (byte) 0xF4, 'x'},
            {1, 'a', 10},
            {1, 'a', 7, 0, 1, 'x', 1, 'a', 7, 0, 1, 'y'},
            {1, 'a'},
            {0},
            {1, 'a', 4, 0, 0},
            {1, 'a', 7, 0, 1, (byte) 0xFF}
        };
        for (byte[] headers : lies) {
            assertBroken(frame(headers), Kind.MALFORMED_REPLY);
        }
    }

    private static byte[] frame(byte[] headers) {
        var bytes = ByteBuffer.allocate(16 + headers.length);
        bytes.put(prelude(16 + headers.length, headers.length)).put(headers);
        var crc = new CRC32();
        crc.update(bytes.array(), 0, bytes.position());
        return bytes.putInt((int) crc.getValue()).array();
    }

    @Test
    void a_frame_is_read_without_waiting_for_the_next() throws IOException {
        var open =
                new InputStream() {
                    private final InputStream begun = new ByteArrayInputStream(FRAME);

                    @Override
                    public int read() throws IOException {
                        int next = begun.read();
                        if (next < 0) {
                            throw new AssertionError("it would have waited");
                        }
                        return next;
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        int count = begun.read(into, offset, length);
                        if (count < 0 && length > 0) {
                            throw new AssertionError("it would have waited");
                        }
                        return Math.max(count, 0);
                    }
                };
        assertThat(new EventFrames(open).next()).isPresent();
    }

    private static void assertBroken(byte[] bytes, Kind kind) {
        assertThatThrownBy(() -> frames(bytes, 5).next())
                .isInstanceOfSatisfying(
                        BrokenReply.class, broken -> assertThat(broken.kind()).isEqualTo(kind));
    }
}
