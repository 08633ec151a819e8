package dev.lorimer.app;

import dev.lorimer.workspace.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Where state lives: journal, worktrees, caches. `.lorimer/` of the repository, a folder of the
/// user's state directory for a plain folder, or what `--home` says.
record Home(Path folder) {

    /// The home for work on `origin`.
    static Home of(Origin origin, Console console) {
        return switch (origin) {
            case Origin.Repository repository -> new Home(repository.top().resolve(".lorimer"));
            case Origin.Folder folder -> new Home(outside(folder.path(), console));
        };
    }

    /// A plain folder is not ours to write into before landing.
    private static Path outside(Path folder, Console console) {
        try {
            var path = folder.toRealPath();
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(path.toString().getBytes(StandardCharsets.UTF_8));
            var name = path.getFileName() == null ? "root" : path.getFileName().toString();
            return state(console)
                    .resolve(
                            name.replaceAll("[^A-Za-z0-9._-]", "_")
                                    + "-"
                                    + HexFormat.of().formatHex(digest, 0, 6));
        } catch (IOException e) {
            throw Failure.usage("folder \"%s\" can not be read; give --workspace another", folder);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Path state(Console console) {
        return console.variable("XDG_STATE_HOME")
                .map(Path::of)
                .orElse(console.userHome().resolve(".local/state"))
                .resolve("lorimer");
    }

    /// Makes the folder, hides it from git, and remembers where it is, so that later commands find
    /// its runs from anywhere.
    Home prepare(Console console) {
        try {
            Files.createDirectories(folder);
            var ignore = folder.resolve(".gitignore");
            if (Files.notExists(ignore)) {
                Files.writeString(ignore, "*\n");
            }
        } catch (IOException e) {
            throw Failure.fault(
                    "state folder \"%s\" can not be made (%s); give another with --home",
                    folder, e.getMessage());
        }
        remember(console);
        return this;
    }

    private void remember(Console console) {
        var known = state(console).resolve("homes");
        try {
            var line = folder.toAbsolutePath().normalize().toString();
            if (!known(console).contains(Path.of(line))) {
                Files.createDirectories(known.getParent());
                Files.writeString(
                        known,
                        line + "\n",
                        java.nio.file.StandardOpenOption.CREATE,
                        java.nio.file.StandardOpenOption.APPEND);
            }
        } catch (IOException _) {
            // Only a convenience: without it, later commands need --home or the right folder.
        }
    }

    /// Homes that earlier commands used and that still are there, latest last.
    static List<Path> known(Console console) {
        var file = state(console).resolve("homes");
        if (Files.notExists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
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
