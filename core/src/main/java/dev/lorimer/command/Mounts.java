package dev.lorimer.command;

import dev.lorimer.command.Commands.Command;
import dev.lorimer.command.Commands.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The file system that a contained command sees: the machine's, read-only, with other mounts on
/// top. Outer mounts come first, so the innermost one decides: a workspace inside the hidden
/// journal folder inside a private `/tmp` is seen, and nothing else of the two.
final class Mounts {
    /// Places where other programs leave files and sockets. `/run` is masked since a socket can be
    /// talked to on a read-only mount: a container daemon's would be the way out.
    private static final List<Path> PRIVATE =
            List.of(Path.of("/tmp"), Path.of("/var/tmp"), Path.of("/dev/shm"));

    private static final Path RUN = Path.of("/run");

    /// 64 KiB: room for the mount points inside a masked folder, which is then made read-only.
    private static final long MASK_BYTES = 64 << 10;

    /// In the order of who wins when two are asked for at one place.
    private enum Kind {
        PRIVATE,
        READABLE,
        WRITABLE,
        KEPT,
        HIDDEN
    }

    private record Mount(Kind kind, Path source) {}

    private final TreeMap<Path, Mount> mounts =
            new TreeMap<>(
                    Comparator.comparingInt(Path::getNameCount)
                            .thenComparing(Comparator.naturalOrder()));
    private final List<Path> masks = new ArrayList<>();

    private Mounts() {}

    /// The arguments of bubblewrap for this command.
    ///
    /// @throws CommandException when a writable directory is not there
    static List<String> arguments(
            Boundary boundary, Command command, Map<String, String> environment) {
        var mounts = new Mounts();
        PRIVATE.forEach(path -> mounts.mask(path, Kind.PRIVATE));
        mounts.mask(RUN, Kind.HIDDEN);
        command.writable().forEach(mounts::writable);
        List<Path> hidden =
                boundary.hidden().stream().flatMap(path -> real(path).stream()).toList();
        needed(command, environment)
                .filter(path -> real(path).filter(p -> isIn(p, hidden)).isEmpty())
                .filter(mounts::isMasked)
                .forEach(mounts::readable);
        boundary.readable().forEach(mounts::readable);
        hidden.forEach(path -> mounts.add(path, Kind.HIDDEN));
        return mounts.arguments(boundary.scratchBytes());
    }

    /// The folder it starts in and those that the environment points to.
    private static Stream<Path> needed(Command command, Map<String, String> environment) {
        Stream<Path> named =
                Stream.of("HOME", "JAVA_HOME", "PATH")
                        .flatMap(name -> Stream.of(environment.getOrDefault(name, "").split(":")))
                        .filter(entry -> entry.startsWith("/"))
                        .map(entry -> Path.of(entry).normalize());
        return Stream.concat(Stream.of(command.directory()), named);
    }

    private void mask(Path path, Kind kind) {
        add(path, kind);
        masks.add(path);
        real(path).ifPresent(masks::add);
    }

    private boolean isMasked(Path path) {
        return Stream.concat(Stream.of(path), real(path).stream())
                .anyMatch(place -> masks.stream().anyMatch(m -> isBelow(place, m)));
    }

    private static boolean isIn(Path path, List<Path> folders) {
        return folders.stream().anyMatch(path::startsWith);
    }

    private static boolean isBelow(Path path, Path folder) {
        return path.startsWith(folder) && !path.equals(folder);
    }

    private void writable(Path path) {
        if (!Files.isDirectory(path)) {
            throw new CommandException(
                    "the writable directory \""
                            + path
                            + "\" is not there or is no directory; create it first");
        }
        add(path, Kind.WRITABLE);
        // A mount point can be neither renamed nor removed, so hooks and config stay as they are.
        add(path.resolve(".git"), Kind.KEPT);
    }

    /// Not inside a writable folder: `node_modules/.bin` on the path stays writable with it.
    private void readable(Path path) {
        boolean writableAlready =
                real(path).stream()
                        .anyMatch(place ->
                                mounts.entrySet().stream()
                                        .filter(m -> m.getValue().kind() == Kind.WRITABLE)
                                        .anyMatch(m -> place.startsWith(m.getKey())));
        if (!writableAlready) {
            add(path, Kind.READABLE);
        }
    }

    /// At the place it really is; and, when a mask covers a symbolic link on the way there, at the
    /// place it is called by.
    private void add(Path path, Kind kind) {
        Path called = path.toAbsolutePath().normalize();
        real(path)
                .ifPresent(source -> {
                    put(source, new Mount(kind, source));
                    if (kind != Kind.HIDDEN && masks.stream().anyMatch(m -> isBelow(called, m))) {
                        put(called, new Mount(kind, source));
                    }
                });
    }

    private void put(Path place, Mount mount) {
        mounts.merge(place, mount, (a, b) -> a.kind().compareTo(b.kind()) > 0 ? a : b);
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException _) {
            // Not there, or not for us: nothing to show and nothing to hide.
            return Optional.empty();
        }
    }

    private List<String> arguments(long scratchBytes) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--ro-bind",
                                "/",
                                "/",
                                "--dev",
                                "/dev",
                                "--proc",
                                "/proc",
                                // As real root, kernel.core_pattern could be written otherwise.
                                "--ro-bind",
                                "/proc/sys",
                                "/proc/sys"));
        List<String> closing = new ArrayList<>(List.of("--remount-ro", "/dev"));
        mounts.forEach((place, mount) -> {
            String at = place.toString();
            String source = mount.source().toString();
            switch (mount.kind()) {
                case PRIVATE -> arguments.addAll(tmpfs("1777", scratchBytes, at));
                case READABLE, KEPT -> arguments.addAll(List.of("--ro-bind", source, at));
                case WRITABLE -> arguments.addAll(List.of("--bind", source, at));
                case HIDDEN -> {
                    if (Files.isDirectory(place)) {
                        arguments.addAll(tmpfs("0755", MASK_BYTES, at));
                        closing.addAll(List.of("--remount-ro", at));
                    } else {
                        // Reads as empty; programs expect their config to be readable.
                        arguments.addAll(List.of("--dev-bind", "/dev/null", at));
                    }
                }
            }
        });
        arguments.addAll(closing);
        return arguments;
    }

    private static List<String> tmpfs(String permissions, long bytes, String at) {
        return List.of("--perms", permissions, "--size", Long.toString(bytes), "--tmpfs", at);
    }
}
