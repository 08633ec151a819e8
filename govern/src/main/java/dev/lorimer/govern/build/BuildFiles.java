package dev.lorimer.govern.build;

import java.util.Optional;
import java.util.function.Function;

/// Finds the libraries that build files name: Gradle in both its languages with its version
/// catalogues, npm with the locks of npm, pnpm and yarn, Python's project and requirement files
/// with the locks of uv and poetry, Go's modules. Nothing is run; what only running would tell is a
/// doubt. Maven's files are read elsewhere, since their properties need their parents.
public final class BuildFiles {
    private BuildFiles() {}

    /// Whether a file of that name is read here.
    public static boolean reads(String path) {
        return format(path).isPresent();
    }

    private enum Format {
        GRADLE,
        CATALOGUE,
        NPM,
        NPM_LOCK,
        PNPM_LOCK,
        YARN_LOCK,
        PYPROJECT,
        REQUIREMENTS,
        PYTHON_LOCK,
        GO
    }

    /// The libraries in one file; empty when it is none of those that are read here.
    ///
    /// @param other the text of another file of the tree, for catalogues and properties
    public static Optional<Libraries> read(
            String path, String text, Function<String, Optional<String>> other) {
        return format(path)
                .map(format ->
                        switch (format) {
                            case GRADLE -> new GradleFile(path, other).read(text);
                            case CATALOGUE -> Catalogue.of(text).libraries();
                            case NPM -> NodeFiles.manifest(text);
                            case NPM_LOCK -> NodeFiles.npmLock(text);
                            case PNPM_LOCK -> NodeFiles.pnpmLock(text);
                            case YARN_LOCK -> NodeFiles.yarnLock(text);
                            case PYPROJECT -> PythonFiles.project(text);
                            case REQUIREMENTS -> PythonFiles.requirements(text);
                            case PYTHON_LOCK -> PythonFiles.lock(text);
                            case GO -> GoMod.read(text);
                        });
    }

    private static Optional<Format> format(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        return switch (name) {
            case "package.json" -> Optional.of(Format.NPM);
            case "package-lock.json", "npm-shrinkwrap.json" -> Optional.of(Format.NPM_LOCK);
            case "pnpm-lock.yaml" -> Optional.of(Format.PNPM_LOCK);
            case "yarn.lock" -> Optional.of(Format.YARN_LOCK);
            case "pyproject.toml", "Pipfile" -> Optional.of(Format.PYPROJECT);
            case "uv.lock", "poetry.lock", "pdm.lock" -> Optional.of(Format.PYTHON_LOCK);
            case "go.mod" -> Optional.of(Format.GO);
            default -> {
                if (name.endsWith(".gradle") || name.endsWith(".gradle.kts")) {
                    yield Optional.of(Format.GRADLE);
                }
                if (name.endsWith(".versions.toml")) {
                    yield Optional.of(Format.CATALOGUE);
                }
                boolean requirements =
                        name.endsWith(".txt")
                                && (name.startsWith("requirements")
                                        || name.startsWith("constraints")
                                        || path.contains("requirements/"));
                yield requirements ? Optional.of(Format.REQUIREMENTS) : Optional.empty();
            }
        };
    }
}
