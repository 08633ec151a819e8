package dev.lorimer.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.lorimer.journal.RunId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who lives: one lock file per run, `locks/RUN.lock`, locked by the run's owner until he gives it
/// up or dies; the operating system sees to the latter.
///
/// The owner holds two bytes of it: byte 0, so that nobody else becomes the owner, and the byte at
/// his epoch, so that others can ask whether the owner whose words they read is the one alive. They
/// ask with a shared lock, which disturbs neither the owner nor others who ask.
///
/// The files are empty and stay: to delete one would let two processes lock two files of one name.
final class RunLocks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.lorimer.store");

    /// What this process holds; guarded by its own monitor.
    ///
    /// Static although nothing else is, because the thing itself belongs to the process: on POSIX
    /// systems closing any descriptor of a file drops all the process's locks on it. Two journals
    /// in one process that do not know of each other would unlock each other's runs by asking.
    private static final Map<Path, RunLock> HELD = new HashMap<>();

    private final Path folder;

    /// @param folder the journal's
    RunLocks(Path folder) {
        this.folder = folder;
    }

    /// The right to own the run; empty when somebody lives who has it.
    ///
    /// An interrupt would close the lock file, so this is for a thread that nobody interrupts.
    Optional<RunLock> take(RunId run) throws IOException {
        Files.createDirectories(folder.resolve("locks"));
        Path file = file(run);
        synchronized (HELD) {
            return HELD.containsKey(file) ? Optional.empty() : lock(file);
        }
    }

    /// Whether he who took the run at that epoch is alive and has not given it up.
    boolean isHeld(RunId run, long epoch) throws IOException {
        if (epoch == 0 || !Files.exists(folder.resolve("locks"))) {
            return false;
        }
        Path file = file(run);
        return Uninterrupted.files(() -> probe(file, epoch));
    }

    private Path file(RunId run) throws IOException {
        // One name for one file, by whatever path the journal was opened.
        return folder.toRealPath().resolve("locks").resolve(run + ".lock");
    }

    private Optional<RunLock> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock(0, 1, false) != null;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            return Optional.empty();
        }
        var lock = new RunLock(this, file, channel);
        HELD.put(file, lock);
        return Optional.of(lock);
    }

    private static boolean probe(Path file, long epoch) throws IOException {
        synchronized (HELD) {
            RunLock own = HELD.get(file);
            if (own != null) {
                return own.epoch == epoch;
            }
            if (!Files.exists(file)) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(file, READ)) {
                return channel.tryLock(epoch, 1, true) == null;
            }
        }
    }

    /// Gives up all that was taken here.
    @Override
    public void close() {
        synchronized (HELD) {
            List.copyOf(HELD.values()).stream()
                    .filter(lock -> lock.taker == this)
                    .forEach(RunLock::close);
        }
    }

    /// A right to own a run.
    static final class RunLock implements AutoCloseable {
        private final RunLocks taker;
        private final Path file;
        private final FileChannel channel;
        private long epoch;

        private RunLock(RunLocks taker, Path file, FileChannel channel) {
            this.taker = taker;
            this.file = file;
            this.channel = channel;
        }

        /// Shows from now on that the owner of that epoch lives. To be done before others can read
        /// of the epoch; so nobody asks for this byte yet. As [RunLocks#take], not to be
        /// interrupted.
        void show(long ownEpoch) throws IOException {
            synchronized (HELD) {
                if (channel.tryLock(ownEpoch, 1, false) == null) {
                    throw new IOException(
                            "byte %d of \"%s\" is locked by a stranger".formatted(ownEpoch, file));
                }
                epoch = ownEpoch;
            }
        }

        boolean isOver() {
            synchronized (HELD) {
                return HELD.get(file) != this;
            }
        }

        /// Gives the right up; harmless when done twice.
        @Override
        public void close() {
            synchronized (HELD) {
                if (!HELD.remove(file, this)) {
                    return;
                }
                try {
                    channel.close();
                } catch (IOException e) {
                    // The descriptor is gone all the same, and the lock with it.
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "lock file not closed file={0} reason={1}",
                            file,
                            String.valueOf(e.getMessage()));
                }
            }
        }
    }
}
