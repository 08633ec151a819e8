package dev.lorimer.app;

import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.tree.Sha256;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Remembers at which commit the conversations of other coding agents began, so that a commit made
/// by the agent itself does not make its change the law.
final class Sessions {
    private final Path folder;

    /// @param folder made when needed, readable by its owner alone
    Sessions(Path folder) {
        this.folder = folder;
    }

    /// The commit to judge this conversation's work from: the first one seen, or, where the branch
    /// was left since, the last that both have; empty when there is no commit yet.
    Optional<String> start(Git git, String session) {
        var head = git.tryRun("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
        if (head.exit() != 0) {
            return Optional.empty();
        }
        var now = head.text().strip();
        if (session.isEmpty()) {
            return Optional.of(now);
        }
        var first = remembered(git.folder(), session, now);
        if (first.equals(now)) {
            return Optional.of(now);
        }
        var common = git.tryRun("merge-base", first, "HEAD");
        return Optional.of(common.exit() == 0 ? common.text().strip() : now);
    }

    private String remembered(Path top, String session, String now) {
        var name = new Sha256().add(top.toString()).add(session).hex().substring(0, 32);
        var file = folder.resolve(name);
        try {
            PrivateFiles.folder(folder);
            try {
                Files.writeString(file, now, StandardOpenOption.CREATE_NEW);
                return now;
            } catch (FileAlreadyExistsException _) {
                var first = Files.readString(file).strip();
                return first.matches("[0-9a-f]{40,64}") ? first : now;
            }
        } catch (IOException e) {
            throw Failure.fault(
                    "the conversation's first commit can not be kept in \"%s\" (%s); make the folder writable",
                    folder, e.getMessage());
        }
    }
}
