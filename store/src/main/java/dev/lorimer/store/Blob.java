package dev.lorimer.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// A long string, kept once under the hash of its content.
final class Blob {
    /// Below this nothing goes to a blob but the shorter strings of long texts.
    private static final int DEFLATE_MIN = 1 << 10;

    /// Deflate packs no better than 1032 to 1 (zlib's technical notes).
    private static final long RATIO_MAX = 1040;

    private final String hash;
    private final Codec codec;
    private final long size;
    private final byte[] body;

    /// How the body holds the content.
    enum Codec {
        PLAIN,
        DEFLATE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Codec> of(String word) {
            return Arrays.stream(values()).filter(codec -> codec.word().equals(word)).findFirst();
        }
    }

    /// @param size of the content, in bytes
    /// @param body the content, by the codec; not copied, and changed by nobody
    private Blob(String hash, Codec codec, long size, byte[] body) {
        this.hash = hash;
        this.codec = codec;
        this.size = size;
        this.body = body;
    }

    static Blob of(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        String hash = Chain.content(content);
        if (content.length > DEFLATE_MIN) {
            byte[] small = deflated(content);
            // A tenth is the least that makes up for unpacking it again and again.
            if (small.length < content.length / 10 * 9) {
                return new Blob(hash, Codec.DEFLATE, content.length, small);
            }
        }
        return new Blob(hash, Codec.PLAIN, content.length, content);
    }

    /// A blob as it was found; empty when its codec is none of ours.
    static Optional<Blob> stored(String hash, String codec, long size, byte[] body) {
        return Codec.of(codec).map(known -> new Blob(hash, known, size, body));
    }

    String hash() {
        return hash;
    }

    Codec codec() {
        return codec;
    }

    long size() {
        return size;
    }

    byte[] body() {
        return body;
    }

    /// The content; empty when the body is not what was stored under this hash.
    Optional<String> text() {
        return content()
                .filter(bytes -> bytes.length == size && Chain.content(bytes).equals(hash))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private Optional<byte[]> content() {
        return switch (codec) {
            case PLAIN -> Optional.of(body);
            case DEFLATE -> inflated();
        };
    }

    private static byte[] deflated(byte[] content) {
        try (var deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(content);
            deflater.finish();
            var out = new ByteArrayOutputStream(content.length / 2);
            byte[] buffer = new byte[8 << 10];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private Optional<byte[]> inflated() {
        // The size may be damaged as well, and must not make us ask for gigabytes.
        if (size < 0 || size > Payload.BYTES_MAX || size > body.length * RATIO_MAX) {
            return Optional.empty();
        }
        try (var inflater = new Inflater()) {
            inflater.setInput(body);
            byte[] content = new byte[(int) size];
            int length = inflater.inflate(content);
            return length == size ? Optional.of(content) : Optional.empty();
        } catch (DataFormatException _) {
            return Optional.empty();
        }
    }
}
