package dev.lorimer.app;

import dev.lorimer.workspace.Home;
import dev.lorimer.workspace.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/// Where state lives: `.lorimer/` of the repository, or, for a plain folder, a folder of the user's
/// state directory, since a plain folder is not ours to write into before landing.
final class Homes {
    private final Console console;

    Homes(Console console) {
        this.console = console;
    }

    /// The home for new work on `origin`.
    Home of(Origin origin) {
        return switch (origin) {
            case Origin.Repository repository -> new Home(repository.top().resolve(".lorimer"));
            case Origin.Folder folder -> outside(folder.directory());
        };
    }

    /// The home that serves a folder, found without asking git: the lists that people look at most
    /// should not wait for it.
    Home serving(Path directory) {
        var apart = outside(directory);
        if (Files.isDirectory(apart.path())) {
            return apart;
        }
        return top(directory).map(top -> new Home(top.resolve(".lorimer"))).orElse(apart);
    }

    private static Optional<Path> top(Path directory) {
        return Stream.<Path>iterate(real(directory), path -> path != null, Path::getParent)
                .filter(path -> Files.exists(path.resolve(".git")))
                .findFirst();
    }

    private Home outside(Path directory) {
        var path = real(directory);
        var name = path.getFileName() == null ? "root" : path.getFileName().toString();
        var safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return new Home(state().resolve(safe + "-" + digest(path)));
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw Failure.usage(
                    "folder \"%s\" can not be read; give --workspace another", directory);
        }
    }

    /// Tells folders of one name apart: 64 bits of two checksums. Nobody gains by forging one, and
    /// a cryptographic digest would cost every start the search for its provider.
    private static String digest(Path path) {
        var bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        return checksum(new CRC32(), bytes) + checksum(new CRC32C(), bytes);
    }

    private static String checksum(Checksum sum, byte[] bytes) {
        sum.update(bytes);
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /// The user's folder for state that belongs to no repository.
    Path state() {
        return console.variable("XDG_STATE_HOME")
                .map(Path::of)
                .orElse(console.userHome().resolve(".local/state"))
                .resolve("lorimer");
    }

    /// Makes the home and remembers where it is, so that later commands find its runs from
    /// anywhere.
    Home prepare(Home home) {
        var prepared = Home.prepare(home.path());
        var list = state().resolve("homes");
        try {
            if (!known().contains(prepared.path())) {
                Files.createDirectories(list.getParent());
                Files.writeString(
                        list,
                        prepared.path() + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        } catch (IOException _) {
            // Only a convenience: without it, later commands need --home or the right folder.
        }
        return prepared;
    }

    /// Homes that earlier commands used and that still are there, the latest last.
    List<Path> known() {
        var list = state().resolve("homes");
        if (Files.notExists(list)) {
            return List.of();
        }
        try (var lines = Files.lines(list)) {
            return lines.filter(line -> !line.isBlank())
                    .map(Path::of)
                    .filter(Files::isDirectory)
                    .distinct()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
