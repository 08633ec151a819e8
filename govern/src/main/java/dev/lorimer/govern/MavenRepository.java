package dev.lorimer.govern;

import dev.lorimer.govern.decision.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Artifacts in the local repository of a Maven installation.
public final class MavenRepository implements Artifacts {
    /// 64 MiB: archives of one module's interface are far smaller.
    private static final long BYTES_MAX = 64L << 20;

    private final Path folder;

    /// @param folder as a rule `~/.m2/repository`
    public MavenRepository(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> archive(String coordinates) {
        var parts = List.of(coordinates.split(":", -1));
        if (parts.size() != 3 || parts.stream().anyMatch(MavenRepository::escapes)) {
            return Optional.empty();
        }
        try {
            var file =
                    folder.resolve(parts.get(0).replace('.', '/'))
                            .resolve(parts.get(1))
                            .resolve(parts.get(2))
                            .resolve(parts.get(1) + "-" + parts.get(2) + ".jar");
            return Files.isRegularFile(file) && Files.size(file) <= BYTES_MAX
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException | InvalidPathException _) {
            // What can't be read is not at hand; the rule then says that it is undecided.
            return Optional.empty();
        }
    }

    private static boolean escapes(String part) {
        return part.isEmpty() || part.contains("..") || part.contains("/") || part.contains("\\");
    }
}
