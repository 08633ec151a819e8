package dev.lorimer.app;

import dev.lorimer.govern.git.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Puts the judge into a repository's git hooks, beside whatever is there, and takes it away again.
final class GitHooks {
    static final List<String> NAMES = List.of("pre-commit", "pre-push");

    /// Tells our own files from everybody else's.
    private static final String MARK = "# lorimer-hook 1:";

    private static final String BEFORE = ".before-lorimer";

    private final Path folder;
    private final String program;

    private GitHooks(Path folder, String program) {
        this.folder = folder;
        this.program = program;
    }

    /// @param program how the hooks start Lorimer: a path, or a name that the path of whoever
    ///   commits finds
    static GitHooks of(Git git, String program) {
        return new GitHooks(folder(git), program);
    }

    /// Where git looks for hooks, as it is set up here. Our own calls of git switch hooks off, so
    /// that setting has to be left out.
    private static Path folder(Git git) {
        var set =
                git.tryRun("config", "--show-scope", "--get-all", "--type=path", "core.hooksPath");
        var chosen =
                set.text()
                        .lines()
                        .filter(line -> !line.startsWith("command\t"))
                        .map(line -> line.substring(line.indexOf('\t') + 1))
                        .filter(line -> !line.isBlank())
                        .reduce((_, last) -> last);
        return chosen.map(path -> git.folder().resolve(path))
                .orElseGet(() ->
                        git.folder()
                                .resolve(git.text("rev-parse", "--git-common-dir"))
                                .resolve("hooks"))
                .normalize();
    }

    Path folder() {
        return folder;
    }

    /// Installs the hooks. A hook that is there is kept and runs first. Doing it twice changes
    /// nothing.
    ///
    /// @return what was done, a line for each hook
    List<String> install(List<String> names) {
        var done = new ArrayList<String>();
        try {
            Files.createDirectories(folder);
            for (var name : names) {
                var hook = folder.resolve(name);
                var script = script(name);
                if (isOurs(hook)) {
                    done.add(
                            Files.readString(hook).equals(script)
                                    ? name + " was installed already"
                                    : name + " renewed");
                } else if (Files.exists(hook, LinkOption.NOFOLLOW_LINKS)) {
                    var kept = folder.resolve(name + BEFORE);
                    if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
                        throw Failure.usage(
                                "both \"%s\" and \"%s\" are there, so one of them would be lost; remove the one that is not needed",
                                hook, kept);
                    }
                    Files.move(hook, kept);
                    done.add(name + " installed; the hook that was there runs first");
                } else {
                    done.add(name + " installed");
                }
                write(hook, script);
            }
        } catch (IOException e) {
            throw Failure.fault(
                    "the hooks in \"%s\" can not be written: %s", folder, e.getMessage());
        }
        return done;
    }

    /// Takes our hooks away and puts back what was there before.
    List<String> uninstall(List<String> names) {
        var done = new ArrayList<String>();
        try {
            for (var name : names) {
                var hook = folder.resolve(name);
                var kept = folder.resolve(name + BEFORE);
                if (!isOurs(hook)) {
                    done.add(name + " is not ours; left as it is");
                } else {
                    Files.delete(hook);
                    boolean back = Files.exists(kept, LinkOption.NOFOLLOW_LINKS);
                    if (back) {
                        Files.move(kept, hook);
                    }
                    done.add(name + (back ? " removed; the hook from before is back" : " removed"));
                }
            }
        } catch (IOException e) {
            throw Failure.fault(
                    "the hooks in \"%s\" can not be changed: %s", folder, e.getMessage());
        }
        return done;
    }

    private static boolean isOurs(Path hook) throws IOException {
        return Files.isRegularFile(hook, LinkOption.NOFOLLOW_LINKS)
                && Files.readString(hook).contains(MARK);
    }

    private static void write(Path hook, String script) throws IOException {
        var fresh = hook.resolveSibling(hook.getFileName() + ".lorimer-new");
        Files.writeString(fresh, script);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        // At once, so that a commit in between finds the one or the other.
        Files.move(
                fresh, hook, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /// What stands on standard input is for both hooks, so it is kept; a pre-push list is short.
    private String script(String name) {
        return """
        #!/bin/sh
        %s %s. Written by `lorimer hook install`, taken away by `lorimer hook uninstall`.
        before=$0%s
        program=%s
        input=
        if [ %s = pre-push ]; then input=$(cat); fi
        if [ -x "$before" ]; then
          printf '%%s\\n' "$input" | "$before" "$@" || exit
        fi
        if ! command -v "$program" >/dev/null 2>&1; then
          echo "lorimer: \\"$program\\" is not there, so nobody judged this change; run lorimer hook install again, or lorimer hook uninstall" >&2
          exit 1
        fi
        printf '%%s\\n' "$input" | "$program" hook git %s "$@"
        """
                .formatted(MARK, name, BEFORE, quoted(program), name, name);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
