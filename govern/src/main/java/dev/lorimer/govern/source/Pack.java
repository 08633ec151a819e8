package dev.lorimer.govern.source;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/// One file of entries, each with a checksum over its name and its value, each found behind the one
/// before it. It stays open, since a judge asks for thousands of entries, and is read in a way that
/// an interrupt does not close. Not for several threads.
final class Pack {
    /// Longer values are never written, so a longer one is a broken one.
    static final int VALUE_BYTES_MAX = 4 << 20;

    private static final byte[] MAGIC = {'L', 'R', 'M', 'F', 'A', 'C', 'T', '1'};

    /// A SHA-256 in bytes.
    private static final int KEY_BYTES = 32;

    private static final int HEAD_BYTES = KEY_BYTES + 2 * Integer.BYTES;

    /// 1 MiB is written at a time.
    private static final int CHUNK_BYTES = 1 << 20;

    private final RandomAccessFile file;
    private final String identity;
    private final Map<String, Place> places = new HashMap<>();
    private long end;

    private record Place(long at, int length, int sum) {}

    private Pack(RandomAccessFile file, String identity) {
        this.file = file;
        this.identity = identity;
    }

    /// Opens the file; empty when there is none.
    static Optional<Pack> open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        var pack = new Pack(new RandomAccessFile(path.toFile(), "r"), identity(path));
        pack.scan();
        return Optional.of(pack);
    }

    /// Tells whether the file of that name is still the one that was opened.
    boolean isIn(Path place) {
        try {
            return identity.equals(identity(place));
        } catch (IOException _) {
            return false;
        }
    }

    private static String identity(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.creationTime() + " " + attributes.fileKey();
    }

    /// Finds the entries that were added since the last time.
    void scan() throws IOException {
        long size = file.length();
        if (size < end) {
            places.clear();
            end = 0;
        }
        if (end == 0 && size >= MAGIC.length) {
            end = Arrays.equals(bytes(0, MAGIC.length), MAGIC) ? MAGIC.length : 0;
        }
        while (end > 0 && end + HEAD_BYTES <= size) {
            var head = ByteBuffer.wrap(bytes(end, HEAD_BYTES));
            int length = head.getInt();
            int sum = head.getInt();
            if (length < 0 || length > VALUE_BYTES_MAX || end + HEAD_BYTES + length > size) {
                return;
            }
            var key = HexFormat.of().formatHex(head.array(), 2 * Integer.BYTES, HEAD_BYTES);
            places.put(key, new Place(end + HEAD_BYTES, length, sum));
            end += HEAD_BYTES + length;
        }
    }

    private byte[] bytes(long at, int length) throws IOException {
        var bytes = new byte[length];
        file.seek(at);
        file.readFully(bytes);
        return bytes;
    }

    /// Whether whole entries reach to the file's end, so that another one can be found behind them.
    boolean isWhole() throws IOException {
        return end > 0 && end == file.length();
    }

    long size() throws IOException {
        return file.length();
    }

    /// The value of that name, when it is there as it was written.
    Optional<byte[]> find(String key) {
        var place = places.get(key);
        if (place == null) {
            return Optional.empty();
        }
        try {
            var value = bytes(place.at(), place.length());
            if (sum(key, value) == place.sum()) {
                return Optional.of(value);
            }
        } catch (IOException _) {
            // As good as none.
        }
        places.remove(key);
        return Optional.empty();
    }

    /// Adds entries behind the last one, until the file has so many bytes.
    ///
    /// @param entries those that were written are removed
    static void add(Path path, Iterator<Map.Entry<String, byte[]>> entries, long bytesMax)
            throws IOException {
        try (var out = new FileOutputStream(path.toFile(), true)) {
            long size = Files.size(path);
            var chunk = new ByteArrayOutputStream();
            if (size == 0) {
                chunk.write(MAGIC);
            }
            while (entries.hasNext() && size + chunk.size() <= bytesMax) {
                write(entries.next(), chunk);
                entries.remove();
                if (chunk.size() >= CHUNK_BYTES) {
                    size += chunk.size();
                    out.write(chunk.toByteArray());
                    chunk.reset();
                }
            }
            out.write(chunk.toByteArray());
        }
    }

    private static void write(Map.Entry<String, byte[]> entry, ByteArrayOutputStream out) {
        var head = ByteBuffer.allocate(HEAD_BYTES);
        head.putInt(entry.getValue().length).putInt(sum(entry.getKey(), entry.getValue()));
        head.put(HexFormat.of().parseHex(entry.getKey()));
        out.writeBytes(head.array());
        out.writeBytes(entry.getValue());
    }

    private static int sum(String key, byte[] value) {
        var sum = new CRC32C();
        sum.update(HexFormat.of().parseHex(key));
        sum.update(value);
        return (int) sum.getValue();
    }

    void close() {
        try {
            file.close();
        } catch (IOException _) {
            // Nothing was written through it.
        }
    }
}
