package dev.lorimer.workspace;

import dev.lorimer.workspace.WorkspaceException.Kind;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Where a run's workspace is and what it started from: all that a later process needs to open it
/// again. Plain text throughout, so that it can be written into the journal.
///
/// @param origin what the user's folder is
/// @param top the checkout's top folder, or the plain folder
/// @param prefix the path of the user's folder below the top; empty for the top itself
/// @param home the harness's own folder
/// @param run the run's name
/// @param base the commit that the run started from
public record Place(
        OriginKind origin, String top, String prefix, String home, String run, String base) {
    /// A run's name becomes a folder and a part of a branch's name.
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    /// The cases of [Origin].
    public enum OriginKind {
        REPOSITORY,
        FOLDER
    }

    public Place {
        if (!RUN.matcher(run).matches()) {
            throw new WorkspaceException(
                    Kind.UNUSABLE,
                    "\""
                            + run
                            + "\" can not name a branch and a folder; use 1 to 100 letters, digits,"
                            + " - and _, not starting with - or _");
        }
    }

    /// The branch that the run's result is recorded on.
    public String branch() {
        return "lorimer/" + run;
    }

    /// Where the run's files are: the part of its worktree that the user's folder is of the whole.
    public Path directory() {
        return worktree().resolve(prefix);
    }

    String branchRef() {
        return "refs/heads/" + branch();
    }

    /// Holds on to every tree of the run, so that git never throws one away. Not
    /// `refs/lorimer/<run>`: for git, that would be another meaning of the branch's name.
    String keptRef() {
        return "refs/lorimer/kept/" + run;
    }

    Path topFolder() {
        return Path.of(top);
    }

    Home homeFolder() {
        return new Home(Path.of(home));
    }

    /// The run's files, from the top.
    Path worktree() {
        return homeFolder().worktree(run);
    }
}
