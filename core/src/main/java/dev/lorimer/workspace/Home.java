package dev.lorimer.workspace;

import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder in which the harness keeps what is its own. It may lie inside the user's repository:
/// it tells git to overlook it, all of it.
///
/// | path | what |
/// |---|---|
/// | `.gitignore` | `*` |
/// | `worktrees/<run>` | the files a run works on |
/// | `index/<run>` | what git remembers of them |
/// | `shadow.git` | the repository for folders without one |
///
/// @param path as a real path
public record Home(Path path) {
    /// Creates the folder where it is missing, for this user only.
    ///
    /// @throws WorkspaceException `FAILED` when it can not be written
    public static Home prepare(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.createDirectory(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            Path real = path.toRealPath();
            Path ignore = real.resolve(".gitignore");
            if (!Files.exists(ignore)) {
                Files.writeString(ignore, "*\n");
            }
            Files.createDirectories(real.resolve("worktrees"));
            Files.createDirectories(real.resolve("index"));
            return new Home(real);
        } catch (IOException e) {
            throw new WorkspaceException(
                    Kind.FAILED,
                    "the folder \""
                            + path
                            + "\" can not be prepared ("
                            + e.getMessage()
                            + "); choose one that can be written",
                    e);
        }
    }

    Path worktree(String run) {
        return path.resolve("worktrees").resolve(run);
    }

    Path index(String run) {
        return path.resolve("index").resolve(run);
    }

    /// An index for trees that are only thought of.
    Path draft(String run) {
        return path.resolve("index").resolve(run + ".draft");
    }

    Path excludes(String run) {
        return path.resolve("index").resolve(run + ".excludes");
    }

    Path shadow() {
        return path.resolve("shadow.git");
    }
}
