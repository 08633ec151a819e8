package dev.lorimer.govern.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Keeps facts in a folder, in two files of a version of the readers: entries are added to the
/// young one; when it is full it becomes the old one, and what is still asked for in there is
/// written anew. So the folder is bounded, and what nobody asks for goes away.
///
/// Every entry carries a checksum over its name and its value; one that does not fit is as good as
/// none. A file whose form is broken is given up from there on. Safe for use by several threads,
/// and by several processes: one at a time adds entries, and one that finds another at it keeps its
/// own for the next time. A folder that can't be written or read makes verdicts slower, nothing
/// else.
public final class PackStore implements FactStore {
    /// 16 MiB wait at most to be written: the facts of some 3,000 files.
    private static final long UNWRITTEN_BYTES_MAX = 16L << 20;

    private final Path folder;
    private final String engine;
    private final long bytesMax;
    private final Map<String, byte[]> unwritten = new LinkedHashMap<>();
    private Optional<Pack> young = Optional.empty();
    private Optional<Pack> old = Optional.empty();
    private long unwrittenBytes;

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
        } catch (IOException | UncheckedIOException _) {
            // What can be read is read all the same.
        }
        store.open();
        return store;
    }

    private Path youngPath() {
        return folder.resolve("facts-" + engine + ".pack");
    }

    private Path oldPath() {
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

    private void open() {
        young.ifPresent(Pack::close);
        old.ifPresent(Pack::close);
        young = opened(youngPath());
        old = opened(oldPath());
    }

    private static Optional<Pack> opened(Path path) {
        try {
            return Pack.open(path);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized Optional<byte[]> find(String key) {
        var fresh = unwritten.get(key);
        if (fresh != null) {
            return Optional.of(fresh.clone());
        }
        var found = young.flatMap(pack -> pack.find(key));
        if (found.isPresent()) {
            return found;
        }
        var aged = old.flatMap(pack -> pack.find(key));
        aged.ifPresent(value -> keep(key, value));
        return aged;
    }

    @Override
    public synchronized void keep(String key, byte[] value) {
        if (value.length > Pack.VALUE_BYTES_MAX) {
            return;
        }
        var replaced = Optional.ofNullable(unwritten.put(key, value.clone()));
        unwrittenBytes += value.length - replaced.map(bytes -> bytes.length).orElse(0);
        if (unwrittenBytes > UNWRITTEN_BYTES_MAX) {
            flush();
            // Whoever can't be written to now is not waited for with more than fits in memory.
            unwritten.clear();
            unwrittenBytes = 0;
        }
    }

    @Override
    public synchronized void flush() {
        if (unwritten.isEmpty()) {
            return;
        }
        try (var channel =
                        FileChannel.open(
                                folder.resolve("facts.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            if (lock != null) {
                write();
            }
        } catch (IOException | OverlappingFileLockException _) {
            // The next process reads anew what this one could not write down.
        }
    }

    private void write() throws IOException {
        catchUp();
        int left = Integer.MAX_VALUE;
        // A file that takes nothing is not tried for ever.
        while (!unwritten.isEmpty() && unwritten.size() < left) {
            left = unwritten.size();
            if (young.isPresent()
                    && (young.get().size() > bytesMax / 2 || !young.get().isWhole())) {
                Files.move(youngPath(), oldPath(), StandardCopyOption.REPLACE_EXISTING);
            }
            Pack.add(youngPath(), unwritten.entrySet().iterator(), bytesMax / 2);
            catchUp();
        }
        unwrittenBytes = 0;
    }

    /// Takes in what other processes have written.
    private void catchUp() throws IOException {
        if (young.isPresent() && young.get().isIn(youngPath())) {
            young.get().scan();
        } else {
            open();
        }
    }
}
