package dev.lorimer.models;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/// Reads `application/vnd.amazon.eventstream`: frames of headers and payload, each with two check
/// sums.
///
/// ```
/// length of all (4) | length of headers (4) | check sum of these (4) | headers | payload | check sum of all before (4)
/// ```
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html
final class EventFrames {
    /// As for events of text.
    private static final int FRAME_BYTES_MAX = BodyLines.LINE_BYTES_MAX;

    /// The format's own bound.
    private static final int HEADERS_BYTES_MAX = 128 * 1024;

    private static final int PRELUDE_BYTES = 12;
    private static final int CHECKSUM_BYTES = 4;

    private final InputStream bytes;

    EventFrames(InputStream bytes) {
        this.bytes = bytes;
    }

    /// @param headers those that are texts
    record Frame(Map<String, String> headers, String payload) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /// The next frame, or empty at the end of the stream. Blocks for the frame's bytes and for no
    /// more.
    ///
    /// @throws BrokenReply cut when the stream ends inside a frame, malformed when a check sum is
    ///   wrong or a length impossible
    Optional<Frame> next() throws IOException {
        byte[] prelude = bytes.readNBytes(PRELUDE_BYTES);
        if (prelude.length == 0) {
            return Optional.empty();
        }
        if (prelude.length < PRELUDE_BYTES) {
            throw cut();
        }
        var read = ByteBuffer.wrap(prelude);
        long total = Integer.toUnsignedLong(read.getInt());
        long headers = Integer.toUnsignedLong(read.getInt());
        // Before the lengths are believed: a wrong one would have us wait for bytes for ever.
        check(read.getInt(), prelude, PRELUDE_BYTES - CHECKSUM_BYTES);
        checkLengths(total, headers);
        byte[] rest = bytes.readNBytes((int) total - PRELUDE_BYTES);
        if (rest.length < total - PRELUDE_BYTES) {
            throw cut();
        }
        byte[] frame = ByteBuffer.allocate((int) total).put(prelude).put(rest).array();
        int end = frame.length - CHECKSUM_BYTES;
        check(ByteBuffer.wrap(frame).getInt(end), frame, end);
        var all = ByteBuffer.wrap(frame, PRELUDE_BYTES, end - PRELUDE_BYTES);
        Map<String, String> texts = headers(all.slice(PRELUDE_BYTES, (int) headers));
        byte[] payload = new byte[all.remaining() - (int) headers];
        all.position(PRELUDE_BYTES + (int) headers).get(payload);
        // Whole, so a character that is not is no sign of a cut.
        return Optional.of(new Frame(texts, StrictText.line(payload)));
    }

    private static BrokenReply cut() {
        return BrokenReply.cut("the stream ended inside a frame");
    }

    private static void check(int checksum, byte[] of, int length) {
        var crc = new CRC32();
        crc.update(of, 0, length);
        if ((int) crc.getValue() != checksum) {
            throw BrokenReply.malformed("the check sum of a frame is wrong");
        }
    }

    private static void checkLengths(long total, long headers) {
        if (total > FRAME_BYTES_MAX || headers > HEADERS_BYTES_MAX) {
            throw BrokenReply.malformed("a frame of the stream is larger than 4 MB");
        }
        if (total < PRELUDE_BYTES + headers + CHECKSUM_BYTES) {
            throw BrokenReply.malformed("a frame of the stream is shorter than its parts");
        }
    }

    private static Map<String, String> headers(ByteBuffer bytes) {
        var headers = new HashMap<String, String>();
        try {
            while (bytes.hasRemaining()) {
                String name = text(bytes, Byte.toUnsignedInt(bytes.get()));
                Optional<String> value = value(bytes);
                if (value.isPresent() && headers.put(name, value.get()) != null) {
                    throw BrokenReply.malformed("a frame of the stream has a header twice");
                }
            }
        } catch (EOFException early) {
            throw BrokenReply.malformed("the headers of a frame end inside one");
        }
        return headers;
    }

    /// The value of a header when it is a text; those of other types are passed over.
    private static Optional<String> value(ByteBuffer bytes) throws EOFException {
        int type = byteAt(bytes);
        switch (type) {
            case 7 -> {
                return Optional.of(text(bytes, length(bytes)));
            }
            case 0, 1 -> {}
            case 2 -> skip(bytes, 1);
            case 3 -> skip(bytes, 2);
            case 4 -> skip(bytes, 4);
            case 5, 8 -> skip(bytes, 8);
            case 6 -> skip(bytes, length(bytes));
            case 9 -> skip(bytes, 16);
            default ->
                    throw BrokenReply.malformed(
                            "a frame has a header of type " + type + ", which there is not");
        }
        return Optional.empty();
    }

    private static int byteAt(ByteBuffer bytes) throws EOFException {
        if (!bytes.hasRemaining()) {
            throw new EOFException();
        }
        return Byte.toUnsignedInt(bytes.get());
    }

    private static int length(ByteBuffer bytes) throws EOFException {
        int high = byteAt(bytes);
        return high << 8 | byteAt(bytes);
    }

    private static String text(ByteBuffer bytes, int length) throws EOFException {
        if (bytes.remaining() < length) {
            throw new EOFException();
        }
        byte[] text = new byte[length];
        bytes.get(text);
        return StrictText.line(text);
    }

    private static void skip(ByteBuffer bytes, int length) throws EOFException {
        if (bytes.remaining() < length) {
            throw new EOFException();
        }
        bytes.position(bytes.position() + length);
    }
}
