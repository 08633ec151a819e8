package dev.lorimer.app;

import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/// The tree that a diff makes of a commit, in a temporary folder that the repository never sees.
final class DiffTree implements AutoCloseable {
    private final Path scratch;
    private final Git git;
    private final String tree;

    private DiffTree(Path scratch, Git git, String tree) {
        this.scratch = scratch;
        this.git = git;
        this.tree = tree;
    }

    /// @param diff as `git diff` writes it
    static DiffTree of(Git git, String base, String diff) {
        Path scratch;
        try {
            scratch = Files.createTempDirectory("lorimer-diff-");
            Files.createDirectory(scratch.resolve("objects"));
        } catch (IOException e) {
            throw Failure.fault("no temporary folder can be made: %s", e.getMessage());
        }
        var objects = git.folder().resolve(git.text("rev-parse", "--git-path", "objects"));
        var apart =
                git.with(
                        Map.of(
                                "GIT_INDEX_FILE", scratch.resolve("index").toString(),
                                "GIT_OBJECT_DIRECTORY", scratch.resolve("objects").toString(),
                                "GIT_ALTERNATE_OBJECT_DIRECTORIES", quoted(objects)));
        try {
            apart.text("read-tree", base);
            var applied =
                    apart.feeding(diff.getBytes(StandardCharsets.UTF_8))
                            .tryRun("apply", "--cached", "--whitespace=nowarn", "-");
            if (applied.exit() != 0) {
                throw Failure.usage(
                        "the diff does not apply to \"%s\": %s",
                        base,
                        applied.error().strip().lines().findFirst().orElse("git said nothing"));
            }
            return new DiffTree(scratch, apart, apart.text("write-tree"));
        } catch (RuntimeException e) {
            remove(scratch);
            throw e;
        }
    }

    private static String quoted(Path path) {
        var text = path.toAbsolutePath().normalize().toString();
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    GitTree open() {
        return GitTree.of(git, tree);
    }

    @Override
    public void close() {
        remove(scratch);
    }

    private static void remove(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException _) {
            // The system clears its temporary folder.
        }
    }
}
