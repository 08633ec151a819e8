package dev.lorimer.workspace;

import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitException;
import dev.lorimer.govern.git.GitResult;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The git program as the workspace uses it: with settings of its own where the user's would make a
/// tree depend on the machine, and with failures in the workspace's words.
final class Plumbing {
    /// 10 min: the first checkout of a large repository on a slow disk.
    private static final Duration SLOW = Duration.ofMinutes(10);

    /// What is on disk is what is in the tree, byte for byte and bit for bit, as far as the
    /// repository's own attributes allow; and git writes nothing but the index it is given.
    private static final Map<String, String> EXACT =
            Map.ofEntries(
                    Map.entry("advice.addEmbeddedRepo", "false"),
                    Map.entry("core.autocrlf", "false"),
                    Map.entry("core.fileMode", "true"),
                    // One flush to disk for all new files of a snapshot, not one for each.
                    Map.entry("core.fsyncMethod", "batch"),
                    Map.entry("core.ignoreCase", "false"),
                    Map.entry("core.quotePath", "false"),
                    Map.entry("core.safecrlf", "false"),
                    Map.entry("core.sparseCheckout", "false"),
                    Map.entry("core.splitIndex", "false"),
                    Map.entry("core.symlinks", "true"),
                    Map.entry("core.trustctime", "true"),
                    Map.entry("core.untrackedCache", "false"),
                    Map.entry("feature.manyFiles", "false"),
                    Map.entry("i18n.commitEncoding", "UTF-8"),
                    Map.entry("submodule.recurse", "false"));

    private final Git git;

    private Plumbing(Git git) {
        this.git = git;
    }

    /// git as the user would call it in `folder`, with the user's own settings.
    static Plumbing ofUser(Path folder) {
        return new Plumbing(Git.in(folder));
    }

    /// git on a git directory, without index and files.
    static Plumbing of(Path gitDirectory, Path folder) {
        return new Plumbing(
                Git.in(folder)
                        .with(settings(EXACT))
                        .with(
                                Map.of(
                                        "GIT_DIR",
                                        gitDirectory.toString(),
                                        "GIT_LITERAL_PATHSPECS",
                                        "1")));
    }

    /// The same, on these files.
    Plumbing on(Path workTree, Path index) {
        return new Plumbing(
                git.at(workTree)
                        .with(
                                Map.of(
                                        "GIT_WORK_TREE",
                                        workTree.toString(),
                                        "GIT_INDEX_FILE",
                                        index.toString())));
    }

    /// The same, ignoring what this file says besides what the repository says.
    Plumbing ignoring(Path excludes) {
        Map<String, String> settings = new LinkedHashMap<>(EXACT);
        settings.put("core.excludesFile", excludes.toString());
        return new Plumbing(git.with(settings(settings)));
    }

    private static Map<String, String> settings(Map<String, String> values) {
        Map<String, String> variables = new LinkedHashMap<>();
        List<Map.Entry<String, String>> all = new ArrayList<>(values.entrySet());
        variables.put("GIT_CONFIG_COUNT", Integer.toString(all.size()));
        for (int i = 0; i < all.size(); i++) {
            variables.put("GIT_CONFIG_KEY_" + i, all.get(i).getKey());
            variables.put("GIT_CONFIG_VALUE_" + i, all.get(i).getValue());
        }
        return variables;
    }

    Plumbing with(Map<String, String> variables) {
        return new Plumbing(git.with(variables));
    }

    Plumbing feeding(byte[] input) {
        return new Plumbing(git.feeding(input));
    }

    Plumbing feeding(List<String> names) {
        return feeding((String.join("\0", names) + "\0").getBytes(StandardCharsets.UTF_8));
    }

    Plumbing patiently() {
        return new Plumbing(git.within(SLOW));
    }

    Git git() {
        return git;
    }

    String text(String... arguments) {
        return translated(() -> git.text(arguments));
    }

    byte[] bytes(String... arguments) {
        return translated(() -> git.bytes(arguments));
    }

    GitResult tryRun(String... arguments) {
        return translated(() -> git.tryRun(arguments));
    }

    boolean succeeds(String... arguments) {
        return tryRun(arguments).exit() == 0;
    }

    /// What git prints with `-z`, cut at the zero bytes.
    List<String> records(String... arguments) {
        return records(bytes(arguments));
    }

    static List<String> records(byte[] printed) {
        String text = new String(printed, StandardCharsets.UTF_8);
        return text.isEmpty() ? List.of() : List.of(text.split("\0"));
    }

    /// The repository around the folder, shared by all its checkouts.
    Path gitDirectory() {
        String named = text("rev-parse", "--git-common-dir");
        try {
            return git.folder().resolve(named).toRealPath();
        } catch (IOException | InvalidPathException e) {
            throw new WorkspaceException(
                    Kind.UNUSABLE,
                    "the git directory \""
                            + named
                            + "\" of \""
                            + git.folder()
                            + "\" can not be opened; check its rights, and that the locale can"
                            + " write its name (LC_ALL=C.UTF-8)",
                    e);
        }
    }

    static <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (GitException e) {
            Kind kind =
                    switch (e.kind()) {
                        case MISSING -> Kind.UNUSABLE;
                        case REFUSED, LATE, UNREADABLE, INTERRUPTED -> Kind.FAILED;
                    };
            throw new WorkspaceException(kind, String.valueOf(e.getMessage()), e);
        }
    }

    /// What git complained about, on one line, without its advice.
    static String complaint(GitResult result) {
        List<String> said =
                result.error()
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("hint:"))
                        .toList();
        return said.isEmpty() ? "exit code " + result.exit() : String.join("; ", said);
    }
}
