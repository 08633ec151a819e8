package dev.lorimer.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An open folder. Everything in it is reached through its descriptor, one name at a time, and no
/// symbolic link is followed: whatever is renamed meanwhile, nothing outside can be reached. A
/// check of the path's text before opening it was beaten by a race in more than half of the
/// attempts.
///
/// @param path for messages
record Folder(SecureDirectoryStream<Path> stream, FilePath path) implements AutoCloseable {
    /// What a name stands for.
    enum Kind {
        FILE,
        FOLDER,
        LINK,
        /// A device, socket or pipe.
        OTHER,
        ABSENT
    }

    /// Names tried for a file or folder in the making; each one taken is left from a crash or used
    /// by another call right now.
    private static final int NAMES_TRIED_MAX = 1_000;

    /// @param directory trusted, symbolic links in it are followed
    @SuppressWarnings("StreamResourceLeak") // The folder returned closes it.
    static Folder root(Path directory) {
        try {
            DirectoryStream<Path> opened = Files.newDirectoryStream(directory);
            if (opened instanceof SecureDirectoryStream<Path> stream) {
                return new Folder(stream, FilePath.ROOT);
            }
            opened.close();
        } catch (IOException e) {
            throw failed("the workspace \"" + directory + "\" could not be opened", e);
        }
        throw new IllegalStateException(
                "the file system of \"%s\" can not open files race-free; put the workspace on a local Linux file system"
                        .formatted(directory));
    }

    /// @throws Tool.BadArguments when it is no folder
    Folder child(String name) {
        FilePath child = path.child(name);
        refuseOther(child);
        try {
            return new Folder(
                    stream.newDirectoryStream(name(name), LinkOption.NOFOLLOW_LINKS), child);
        } catch (IOException e) {
            throw explained(child, Kind.FOLDER, e);
        }
    }

    /// Opening a pipe would wait for its writer. This is the one look before opening; safety rests
    /// on the opening itself, which follows no link, and what else is wrong is found out after it.
    private void refuseOther(FilePath child) {
        if (kind(child.name()) == Kind.OTHER) {
            throw unusable(child, Kind.OTHER);
        }
    }

    private Tool.BadArguments explained(FilePath child, Kind wanted, IOException cause) {
        Kind kind = kind(child.name());
        if (kind == wanted) {
            return refused(child, "could not be opened: " + reason(cause));
        }
        return switch (kind) {
            case FILE -> refused(child, "is a file, not a folder");
            case FOLDER -> refused(child, "is a folder, not a file; use list_files");
            case LINK, OTHER, ABSENT -> unusable(child, kind);
        };
    }

    Kind kind(String name) {
        try {
            var attributes = attributes(name);
            if (attributes.isSymbolicLink()) {
                return Kind.LINK;
            }
            if (attributes.isDirectory()) {
                return Kind.FOLDER;
            }
            return attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
        } catch (NoSuchFileException e) {
            return Kind.ABSENT;
        } catch (IOException e) {
            throw refused(path.child(name), "could not be looked at: " + reason(e));
        }
    }

    /// The file's size in bytes.
    long size(String name) {
        try {
            return attributes(name).size();
        } catch (IOException e) {
            throw refused(path.child(name), "could not be looked at: " + reason(e));
        }
    }

    /// The bytes of a file of at most `bytesMax`.
    ///
    /// @throws Tool.BadArguments when it is no file that can be read, or too large
    byte[] read(String name, int bytesMax) {
        FilePath file = path.child(name);
        refuseOther(file);
        try (SeekableByteChannel channel =
                stream.newByteChannel(
                        name(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long size = channel.size();
            if (size > bytesMax) {
                throw refused(
                        file,
                        "has %d bytes, more than the %d that a file tool reads; use a command, for example: sed -n '1,200p'"
                                .formatted(size, bytesMax));
            }
            return drain(channel, (int) size, bytesMax);
        } catch (IOException e) {
            throw explained(file, Kind.FILE, e);
        }
    }

    /// A file that grows while it is read is read to the size it had.
    private static byte[] drain(SeekableByteChannel channel, int size, int bytesMax)
            throws IOException {
        var buffer = ByteBuffer.allocate(Math.min(size, bytesMax));
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    /// The names in it, sorted; at most `namesMax` are read, since a folder can be endless.
    List<String> names(int namesMax) {
        var names = new ArrayList<String>();
        try {
            for (Path entry : stream) {
                if (names.size() >= namesMax) {
                    break;
                }
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (DirectoryIteratorException e) {
            throw refused(path, "could not be listed: " + e.getMessage());
        }
        names.sort(String::compareTo);
        return names;
    }

    /// Puts a whole file in the place of `name`, at once: readers see the old or the new one. A
    /// file that was there passes on its permissions.
    void write(String name, byte[] content) {
        Optional<Set<PosixFilePermission>> permissions =
                kind(name) == Kind.FILE ? permissions(name) : Optional.empty();
        String temporary = "";
        try {
            temporary = writeTemporary(content, permissions);
            stream.move(name(temporary), stream, name(name));
        } catch (IOException e) {
            if (!temporary.isEmpty()) {
                delete(temporary);
            }
            throw failed("the file " + shown(name) + " could not be written", e);
        }
    }

    private String writeTemporary(byte[] content, Optional<Set<PosixFilePermission>> permissions)
            throws IOException {
        for (int i = 0; i < NAMES_TRIED_MAX; i++) {
            String temporary = ".lorimer-" + i + ".tmp";
            try (SeekableByteChannel channel =
                    stream.newByteChannel(
                            name(temporary),
                            Set.of(
                                    StandardOpenOption.CREATE_NEW,
                                    StandardOpenOption.WRITE,
                                    LinkOption.NOFOLLOW_LINKS))) {
                try {
                    fill(channel, temporary, content, permissions);
                    return temporary;
                } catch (IOException | RuntimeException e) {
                    delete(temporary);
                    throw e;
                }
            } catch (FileAlreadyExistsException e) {
                // Taken: the next one.
            }
        }
        throw new IOException(
                "%d temporary files are in the way; remove .lorimer-*.tmp"
                        .formatted(NAMES_TRIED_MAX));
    }

    private void fill(
            SeekableByteChannel channel,
            String temporary,
            byte[] content,
            Optional<Set<PosixFilePermission>> permissions)
            throws IOException {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        if (permissions.isPresent()) {
            stream.getFileAttributeView(
                            name(temporary),
                            PosixFileAttributeView.class,
                            LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(permissions.get());
        }
    }

    private Optional<Set<PosixFilePermission>> permissions(String name) {
        try {
            return Optional.of(
                    stream.getFileAttributeView(
                                    name(name),
                                    PosixFileAttributeView.class,
                                    LinkOption.NOFOLLOW_LINKS)
                            .readAttributes()
                            .permissions());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Makes a folder `name`, unless something is there.
    ///
    /// Java has no `mkdirat`: the folder is made in the root, whose path is trusted, and moved here
    /// by descriptors.
    ///
    /// @param root the open root, at `directory`
    void create(String name, Folder root, Path directory) {
        String temporary = "";
        try {
            temporary = createTemporary(directory);
            root.stream.move(root.name(temporary), stream, name(name));
        } catch (IOException e) {
            if (!temporary.isEmpty()) {
                root.deleteFolder(temporary);
            }
            if (kind(name) != Kind.FOLDER) {
                throw failed("the folder " + shown(name) + " could not be made", e);
            }
        }
    }

    private static String createTemporary(Path directory) throws IOException {
        for (int i = 0; i < NAMES_TRIED_MAX; i++) {
            String temporary = ".lorimer-" + i + ".new";
            try {
                Files.createDirectory(directory.resolve(temporary));
                return temporary;
            } catch (FileAlreadyExistsException e) {
                // Taken: the next one.
            }
        }
        throw new IOException(
                "%d temporary folders are in the way; remove .lorimer-*.new"
                        .formatted(NAMES_TRIED_MAX));
    }

    private void delete(String name) {
        try {
            stream.deleteFile(name(name));
        } catch (IOException e) {
            // It stays behind, as after a crash: in nobody's way.
        }
    }

    private void deleteFolder(String name) {
        try {
            stream.deleteDirectory(name(name));
        } catch (IOException e) {
            // It stays behind, as after a crash: in nobody's way.
        }
    }

    private BasicFileAttributes attributes(String name) throws IOException {
        return stream.getFileAttributeView(
                        name(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private Path name(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw refused(
                    path.child(name),
                    "can not be a file's name here; use letters that the locale of this process knows");
        }
    }

    private String shown(String name) {
        return FilePath.shown(path.child(name).toString());
    }

    static Tool.BadArguments unusable(FilePath path, Kind kind) {
        return switch (kind) {
            case LINK ->
                    refused(path, "is a symbolic link, and file tools follow none; use its target");
            case OTHER -> refused(path, "is a device, socket or pipe, not a file");
            case ABSENT -> refused(path, "does not exist; list_files shows what does");
            case FILE, FOLDER -> refused(path, "changed while it was looked at; try again");
        };
    }

    static Tool.BadArguments refused(FilePath path, String why) {
        return FilePath.refused(path.toString(), why);
    }

    private static UncheckedIOException failed(String what, IOException cause) {
        return new UncheckedIOException(what + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return switch (cause) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(cause.getMessage());
        };
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw failed("the folder " + FilePath.shown(path.toString()) + " did not close", e);
        }
    }
}
