package dev.lorimer.govern.kind;

import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.Tree;
import java.util.List;
import java.util.Optional;

/// Which build module a file belongs to.
final class Modules {
    private static final List<String> BUILD_FILES =
            List.of(
                    "pom.xml",
                    "build.gradle",
                    "build.gradle.kts",
                    "package.json",
                    "go.mod",
                    "Cargo.toml",
                    "pyproject.toml");

    private Modules() {}

    /// Whether the file lies in that module: in its folder, or below a Maven project of that
    /// artifact id.
    static boolean holds(Side side, String module, String path) {
        if (path.startsWith(module + "/")) {
            return true;
        }
        var folder = nearest(side.tree(), path);
        return folder.isPresent()
                && (folder.get().equals(module)
                        || folder.get().endsWith("/" + module)
                        || artifact(side, folder.get()).equals(Optional.of(module)));
    }

    /// Whether a file may lie in another module after a change that did not touch it.
    static boolean mayDiffer(Docket docket) {
        return docket.change().files().stream()
                .anyMatch(file ->
                        switch (file) {
                            case FileChange.Added added -> isBuild(added.path());
                            case FileChange.Deleted deleted -> isBuild(deleted.path());
                            case FileChange.Renamed renamed ->
                                    isBuild(renamed.path()) || isBuild(renamed.from());
                            case FileChange.Modified modified ->
                                    isBuild(modified.path())
                                            && !name(docket.before(), modified.path())
                                                    .equals(name(docket.after(), modified.path()));
                        });
    }

    private static boolean isBuild(String path) {
        return BUILD_FILES.contains(path.substring(path.lastIndexOf('/') + 1));
    }

    private static Optional<String> name(Side side, String path) {
        return Pom.read(side, path).flatMap(Pom::artifactId);
    }

    private static Optional<String> nearest(Tree tree, String path) {
        var folder = parent(path);
        while (true) {
            var prefix = folder.isEmpty() ? "" : folder + "/";
            if (BUILD_FILES.stream().anyMatch(name -> tree.files().containsKey(prefix + name))) {
                return Optional.of(folder);
            }
            if (folder.isEmpty()) {
                return Optional.empty();
            }
            folder = parent(folder);
        }
    }

    private static Optional<String> artifact(Side side, String folder) {
        var pom = folder.isEmpty() ? "pom.xml" : folder + "/pom.xml";
        return Pom.read(side, pom).flatMap(Pom::artifactId);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
