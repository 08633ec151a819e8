package dev.lorimer.govern.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Keeps facts in a folder, in two files of a version of the readers: entries are added to the
/// young one; when it is full it becomes the old one, and what is still asked for in there is
/// written anew. So the folder is bounded, and what nobody asks for goes away.
///
/// Every entry carries a checksum over its name and its value; one that does not fit is as good as
/// none. A file whose form is broken is given up from there on. Safe for use by several threads,
/// and by several processes: an entry is added by one write at the end of the file. A folder that
/// can't be written or read makes verdicts slower, nothing else.
public final class PackStore implements FactStore {
    private static final byte[] MAGIC = {'L', 'R', 'M', 'F', 'A', 'C', 'T', '1'};

    /// A SHA-256 in bytes.
    private static final int KEY_BYTES = 32;

    private static final int HEAD_BYTES = KEY_BYTES + 2 * Integer.BYTES;

    /// Longer values are never written, so a longer one is a broken one.
    private static final int VALUE_BYTES_MAX = 4 << 20;

    private final Path folder;
    private final String engine;
    private final long bytesMax;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, byte[]> unwritten = new LinkedHashMap<>();

    private record Place(Path file, long at, int length, int sum) {}

    private PackStore(Path folder, String engine, long bytesMax) {
        this.folder = folder;
        this.engine = engine;
        this.bytesMax = bytesMax;
    }

    /// @param folder outside of every tree that is judged: whoever writes there can lie to the
    ///   judge
    /// @param engine of [FactIndex#engine]; files of other ones are deleted
    /// @param bytesMax of both files together
    public static PackStore in(Path folder, String engine, long bytesMax) {
        var store = new PackStore(folder, engine.substring(0, 16), bytesMax);
        try {
            Files.createDirectories(folder);
            store.forgetOthers();
            store.scan(store.old());
            store.scan(store.young());
        } catch (IOException | UncheckedIOException _) {
            store.places.clear();
        }
        return store;
    }

    private Path young() {
        return folder.resolve("facts-" + engine + ".pack");
    }

    private Path old() {
        return folder.resolve("facts-" + engine + ".old.pack");
    }

    private void forgetOthers() throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                boolean ours = name.startsWith("facts-") && name.endsWith(".pack");
                if (ours && !name.startsWith("facts-" + engine)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void scan(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            var magic = ByteBuffer.allocate(MAGIC.length);
            fill(channel, magic, 0);
            if (!java.util.Arrays.equals(magic.array(), MAGIC)) {
                return;
            }
            long at = MAGIC.length;
            var head = ByteBuffer.allocate(HEAD_BYTES);
            while (at + HEAD_BYTES <= size) {
                head.clear();
                fill(channel, head, at);
                head.flip();
                int length = head.getInt();
                int sum = head.getInt();
                if (length < 0 || length > VALUE_BYTES_MAX || at + HEAD_BYTES + length > size) {
                    return;
                }
                var key = HexFormat.of().formatHex(head.array(), 2 * Integer.BYTES, HEAD_BYTES);
                places.put(key, new Place(file, at + HEAD_BYTES, length, sum));
                at += HEAD_BYTES + length;
            }
        }
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }

    @Override
    public synchronized Optional<byte[]> find(String key) {
        var fresh = unwritten.get(key);
        if (fresh != null) {
            return Optional.of(fresh.clone());
        }
        var place = places.get(key);
        if (place == null) {
            return Optional.empty();
        }
        var value = ByteBuffer.allocate(place.length());
        try (var channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
            fill(channel, value, place.at());
        } catch (IOException _) {
            places.remove(key);
            return Optional.empty();
        }
        if (value.hasRemaining() || sum(key, value.array()) != place.sum()) {
            places.remove(key);
            return Optional.empty();
        }
        if (place.file().equals(old())) {
            unwritten.put(key, value.array());
        }
        return Optional.of(value.array().clone());
    }

    @Override
    public synchronized void keep(String key, byte[] value) {
        if (value.length <= VALUE_BYTES_MAX) {
            unwritten.put(key, value.clone());
        }
    }

    @Override
    public synchronized void flush() {
        if (unwritten.isEmpty()) {
            return;
        }
        try {
            var file = young();
            if (Files.exists(file) && (Files.size(file) > bytesMax / 2 || !begins(file))) {
                Files.move(file, old(), StandardCopyOption.REPLACE_EXISTING);
            }
            write(file);
        } catch (IOException _) {
            // The next process reads anew what this one could not write down.
        }
        places.clear();
        unwritten.clear();
        try {
            scan(old());
            scan(young());
        } catch (IOException _) {
            places.clear();
        }
    }

    /// Whether whole entries reach to the file's end, so that another one can be found behind them.
    private boolean begins(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long at = MAGIC.length;
            var head = ByteBuffer.allocate(Integer.BYTES);
            long size = channel.size();
            while (at + HEAD_BYTES <= size) {
                head.clear();
                fill(channel, head, at);
                int length = head.getInt(0);
                if (length < 0 || length > VALUE_BYTES_MAX) {
                    return false;
                }
                at += HEAD_BYTES + length;
            }
            return at == size;
        }
    }

    private void write(Path file) throws IOException {
        var out = new ByteArrayOutputStream();
        if (!Files.exists(file)) {
            out.write(MAGIC);
        }
        for (var entry : unwritten.entrySet()) {
            var head = ByteBuffer.allocate(HEAD_BYTES);
            head.putInt(entry.getValue().length).putInt(sum(entry.getKey(), entry.getValue()));
            head.put(HexFormat.of().parseHex(entry.getKey()));
            out.write(head.array());
            out.write(entry.getValue());
        }
        Files.write(file, out.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static int sum(String key, byte[] value) {
        var sum = new CRC32C();
        sum.update(HexFormat.of().parseHex(key));
        sum.update(value);
        return (int) sum.getValue();
    }
}
