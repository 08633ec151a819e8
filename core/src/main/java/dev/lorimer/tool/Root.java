package dev.lorimer.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// The folder that file tools work in, and can not leave.
///
/// Paths are relative to it, with `/`; one that starts with the root's own path is taken as
/// relative to it. Refused are all others that are absolute, `..`, NUL, anything in `.git`, and
/// every path of which a part is a symbolic link. Parts are opened one by one without following
/// links, so that renaming them meanwhile leads nowhere else.
public final class Root {
    /// 16 MB: far more than a source file has, little enough to hold a few times in memory.
    static final int FILE_BYTES_MAX = 16 * 1024 * 1024;

    private final Path directory;
    private final List<String> spellings;

    /// Two writers that make the same folder would replace each other's while it is empty.
    private final ReentrantLock writing = new ReentrantLock();

    /// @param directory trusted up to and including itself: symbolic links in it are followed
    public Root(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "\"%s\" is no folder; file tools need one to work in".formatted(directory));
        }
        this.directory = directory.toAbsolutePath();
        this.spellings = spellings(this.directory);
    }

    private static List<String> spellings(Path directory) {
        try {
            return Stream.of(directory, directory.normalize(), directory.toRealPath())
                    .map(Path::toString)
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the workspace \"%s\" could not be opened".formatted(directory), e);
        }
    }

    /// Absolute.
    public Path directory() {
        return directory;
    }

    FilePath path(String path) {
        return FilePath.of(path, spellings);
    }

    /// @throws Tool.BadArguments when it is no folder, or no way leads to it
    Folder open(FilePath path) {
        Folder folder = Folder.root(directory);
        for (String name : path.names()) {
            try (Folder parent = folder) {
                folder = parent.child(name);
            }
        }
        return folder;
    }

    /// What is there; absent too when a folder on the way is.
    Folder.Kind kind(FilePath path) {
        if (path.isRoot()) {
            return Folder.Kind.FOLDER;
        }
        Folder folder = Folder.root(directory);
        for (String name : path.parent().names()) {
            try (Folder parent = folder) {
                if (parent.kind(name) == Folder.Kind.ABSENT) {
                    return Folder.Kind.ABSENT;
                }
                folder = parent.child(name);
            }
        }
        try (Folder parent = folder) {
            return parent.kind(path.name());
        }
    }

    /// The text of a file of at most 16 MB.
    ///
    /// @throws Tool.BadArguments when there is no such file, or it is no text
    String read(FilePath path) {
        if (path.isRoot()) {
            throw Folder.refused(path, "is a folder, not a file; use list_files");
        }
        try (Folder parent = open(path.parent())) {
            return Text.decode(path, parent.read(path.name(), FILE_BYTES_MAX));
        }
    }

    /// The text of a file, or nothing where there is none.
    Optional<String> find(FilePath path) {
        return kind(path) == Folder.Kind.ABSENT ? Optional.empty() : Optional.of(read(path));
    }

    /// @throws Tool.BadArguments when no file can be written there
    void checkWritable(FilePath path) {
        switch (kind(path)) {
            case FILE, ABSENT -> {}
            case FOLDER -> throw Folder.refused(path, "is a folder; give the path of a file");
            case LINK -> throw Folder.unusable(path, Folder.Kind.LINK);
            case OTHER -> throw Folder.unusable(path, Folder.Kind.OTHER);
        }
    }

    /// Writes a whole file, at once, and makes the folders it lies in. Permissions of a file that
    /// was there stay.
    void write(FilePath path, String content) {
        checkWritable(path);
        byte[] bytes = Text.encode(path, content);
        writing.lock();
        try (Folder parent = openOrCreate(path.parent())) {
            parent.write(path.name(), bytes);
        } finally {
            writing.unlock();
        }
    }

    private Folder openOrCreate(FilePath path) {
        try (Folder root = Folder.root(directory)) {
            Folder folder = Folder.root(directory);
            for (String name : path.names()) {
                try (Folder parent = folder) {
                    if (parent.kind(name) == Folder.Kind.ABSENT) {
                        parent.create(name, root, directory);
                    }
                    folder = parent.child(name);
                }
            }
            return folder;
        }
    }
}
