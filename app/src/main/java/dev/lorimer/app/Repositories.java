package dev.lorimer.app;

import dev.lorimer.govern.git.Git;
import java.nio.file.Path;

/// Finds the git repository around a folder.
final class Repositories {
    private Repositories() {}

    static Git git(Path folder) {
        var git = Git.in(folder);
        var inside = git.tryRun("rev-parse", "--show-toplevel");
        if (inside.exit() != 0) {
            throw Failure.usage(
                    "\"%s\" is in no git working tree (%s); go to one or give --workspace DIR",
                    folder, inside.error().strip().lines().findFirst().orElse("git said nothing"));
        }
        return git.at(Path.of(inside.text().strip()));
    }
}
