package dev.lorimer.workspace;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What is no part of a tree although no `.gitignore` says so: the output of builds, and what
/// editors keep. The weakest of all rules: a `.gitignore` or the user's own excludes can take it
/// back, and what the base tracks is never excluded.
final class Excludes {
    /// Names that mean build output wherever they are.
    private static final List<String> ALWAYS =
            List.of(
                    "node_modules",
                    "__pycache__",
                    ".gradle",
                    ".idea",
                    ".mypy_cache",
                    ".pytest_cache",
                    ".ruff_cache",
                    ".tox",
                    ".venv",
                    ".vscode");

    /// Names that mean build output, but below `src` a package or a folder of sources.
    private static final List<String> OUTSIDE_SOURCES = List.of("target", "build", "out", "dist");

    private static final List<String> FILES =
            List.of("*.class", "*.pyc", "*.pyo", "*.o", "*.iml", "*.swp", "*~", ".DS_Store");

    private Excludes() {}

    /// Lines for git's `core.excludesFile`.
    ///
    /// @param tracked the paths that the base tracks
    /// @param own what the user's own excludes file says; it comes last, so it wins
    static String lines(Collection<String> tracked, String own) {
        var lines = new StringBuilder();
        ALWAYS.forEach(name -> lines.append(name).append("/\n"));
        for (String name : OUTSIDE_SOURCES) {
            lines.append(name).append("/\n");
            lines.append("!**/src/**/").append(name).append("/\n");
        }
        FILES.forEach(name -> lines.append(name).append('\n'));
        for (String folder : trackedFolders(tracked)) {
            lines.append("!/").append(escaped(folder)).append("/\n");
        }
        return lines.append(own).append('\n').toString();
    }

    /// Tracked folders with one of the names above: what the base keeps there, the run may add to.
    private static Set<String> trackedFolders(Collection<String> tracked) {
        Set<String> folders = new TreeSet<>();
        for (String path : tracked) {
            int start = 0;
            for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', start)) {
                String name = path.substring(start, end);
                // A line end can not be written into an excludes file.
                if ((ALWAYS.contains(name) || OUTSIDE_SOURCES.contains(name))
                        && path.indexOf('\n') < 0) {
                    folders.add(path.substring(0, end));
                }
                start = end + 1;
            }
        }
        return folders;
    }

    private static String escaped(String path) {
        return path.replaceAll("[\\\\*?\\[ ]", "\\\\$0");
    }
}
