package dev.lorimer.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite itself, unpacked once per version and machine kind. Left alone, the driver unpacks it at
/// each start and a killed process leaves its copy (1.1 MB) in the temporary folder for ever.
final class NativeLibrary {
    private static final System.Logger LOG = System.getLogger("dev.lorimer.store");

    /// Unpacking takes some milliseconds; only a process stopped in the middle of it takes longer.
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);

    private static final long LOCK_PAUSE_MILLIS = 5;

    private NativeLibrary() {}

    /// Has the driver load SQLite from below `cache`, before its first connection. Where that
    /// folder cannot be used the driver goes its own way.
    static synchronized void prepare(Path cache) {
        if (System.getProperty("org.sqlite.lib.path") != null) {
            return;
        }
        try {
            Path folder = Uninterrupted.files(() -> unpacked(cache));
            System.setProperty("org.sqlite.lib.path", folder.toString());
            // The driver tidies this folder up at start: ours is short, the common one may be long.
            System.setProperty("org.sqlite.tmpdir", folder.toString());
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "sqlite library not cached folder={0} reason={1}",
                    cache,
                    String.valueOf(e));
        }
    }

    static synchronized Path unpacked(Path cache) throws IOException {
        Path folder =
                cache.toAbsolutePath()
                        .resolve(
                                "sqlite-%s-%s".formatted(SQLiteJDBCLoader.getVersion(), machine()));
        Path library = folder.resolve(LibraryLoaderUtil.getNativeLibName());
        if (!Files.exists(library)) {
            Files.createDirectories(folder);
            unpack(library);
        }
        return folder;
    }

    /// Keeps apart the machines that share a home folder. Asking the driver takes 20 ms at each
    /// start, as it looks for the C library in use; a library that does not fit is not loaded, and
    /// the driver then goes its own way.
    private static String machine() {
        String name =
                "%s-%s%s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Files.exists(Path.of("/etc/alpine-release")) ? "-musl" : "");
        return name.replaceAll("[^A-Za-z0-9_-]", "");
    }

    /// The unfinished file has one name, so that a process killed in here leaves nothing that the
    /// next one would not overwrite; its lock keeps two from writing it at once.
    private static void unpack(Path library) throws IOException {
        Path part = library.resolveSibling(library.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(part, CREATE, WRITE);
                FileLock _ = lock(channel, part)) {
            if (Files.exists(library)) {
                return;
            }
            channel.truncate(0);
            ByteBuffer bytes = ByteBuffer.wrap(content());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            Files.move(part, library, ATOMIC_MOVE);
        }
    }

    private static FileLock lock(FileChannel channel, Path part) throws IOException {
        long end = System.nanoTime() + LOCK_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            Uninterrupted.sleep(Duration.ofMillis(LOCK_PAUSE_MILLIS));
        }
        throw new IOException("another process has been writing \"%s\" for long".formatted(part));
    }

    private static byte[] content() throws IOException {
        String resource =
                LibraryLoaderUtil.getNativeLibResourcePath()
                        + "/"
                        + LibraryLoaderUtil.getNativeLibName();
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(
                        "the driver holds no library %s for this machine".formatted(resource));
            }
            return in.readAllBytes();
        }
    }
}
