package dev.lorimer.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who lives: the file `sessions.lock`, in which the byte of each session is locked until its
/// process ends it or dies; the operating system sees to the latter. Others ask with a shared lock,
/// which disturbs neither the owner nor others who ask.
///
/// The file is empty and stays: to delete it would let two processes lock two files of one name.
final class SessionFile {
    /// The files this process has open; guarded, as all in here, by its own monitor.
    ///
    /// Static although nothing else is, because the thing itself belongs to the process: on POSIX
    /// systems closing any descriptor of a file drops all the process's locks on it. Two journals
    /// in one process that do not know of each other would end each other's sessions by asking. So
    /// a file is opened once, and closed when none of them uses it any more.
    private static final Map<Object, SessionFile> OPEN = new HashMap<>();

    private final Object key;
    private final FileChannel channel;
    private final Map<Long, FileLock> own = new HashMap<>();
    private int users;

    private SessionFile(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /// The file of a journal's folder, to be left with [#leave]; made when there is none.
    static SessionFile enter(Path folder) throws IOException {
        return Uninterrupted.files(() -> {
            synchronized (OPEN) {
                Path path = folder.resolve("sessions.lock");
                if (!Files.exists(path)) {
                    // Nobody in this process can have it open, so it may be closed again.
                    FileChannel.open(path, CREATE, WRITE).close();
                }
                SessionFile file = opened(path);
                file.users++;
                return file;
            }
        });
    }

    private static SessionFile opened(Path path) throws IOException {
        Object key =
                Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey())
                        .orElse(path.toRealPath());
        SessionFile known = OPEN.get(key);
        if (known != null) {
            return known;
        }
        var fresh = new SessionFile(key, FileChannel.open(path, READ, WRITE));
        OPEN.put(key, fresh);
        return fresh;
    }

    /// False when somebody has that byte. An attempt to lock does not heed interrupts, so none
    /// closes the file.
    boolean lock(long session) throws IOException {
        synchronized (OPEN) {
            Optional<FileLock> lock = attempt(session, false);
            lock.ifPresent(taken -> own.put(session, taken));
            return lock.isPresent();
        }
    }

    /// Harmless when it is not locked.
    void unlock(long session) throws IOException {
        synchronized (OPEN) {
            FileLock lock = own.remove(session);
            if (lock != null) {
                lock.release();
            }
        }
    }

    /// Whether that session's process lives and has not ended it.
    boolean isLocked(long session) throws IOException {
        synchronized (OPEN) {
            if (own.containsKey(session)) {
                return true;
            }
            Optional<FileLock> lock = attempt(session, true);
            if (lock.isPresent()) {
                lock.get().release();
            }
            return lock.isEmpty();
        }
    }

    /// To be called once for each [#enter].
    void leave() throws IOException {
        synchronized (OPEN) {
            users--;
            if (users == 0) {
                OPEN.remove(key);
                channel.close();
            }
        }
    }

    private Optional<FileLock> attempt(long session, boolean shared) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(session, 1, shared));
        } catch (OverlappingFileLockException _) {
            // This process has it, by a copy of this class that we do not know.
            return Optional.empty();
        }
    }
}
