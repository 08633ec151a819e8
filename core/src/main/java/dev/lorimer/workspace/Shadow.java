package dev.lorimer.workspace;

import dev.lorimer.govern.git.GitResult;
import dev.lorimer.workspace.Place.OriginKind;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// The repository that stands in for folders without one. It lies in the harness's own folder;
/// nothing is ever written to theirs before landing.
///
/// @param home where it lies
record Shadow(Home home) {
    /// Records what is in the folder now as a commit that a run can start from.
    ///
    /// @throws WorkspaceException `UNTRACKABLE` when something in it can not be part of a tree
    Place take(Origin.Folder folder, String run, InstantSource clock) {
        init();
        Plumbing git = on(folder.directory(), run);
        Sweep.delete(home.draft(run));
        GitResult added = git.patiently().tryRun("add", "--all", "--", ".");
        if (added.exit() != 0 || added.error().contains("could not open directory")) {
            throw new WorkspaceException(
                    Kind.UNTRACKABLE,
                    "the folder \""
                            + folder.directory()
                            + "\" can not be recorded: "
                            + Plumbing.complaint(added)
                            + "; remove what is named, make it readable, or list it in a"
                            + " .gitignore file there");
        }
        refuseRepositories(git);
        String tree = git.text("write-tree");
        String base =
                git.with(Trees.signature("Lorimer", "lorimer@localhost", clock.instant()))
                        .feeding("as found\n".getBytes(StandardCharsets.UTF_8))
                        .text("commit-tree", tree);
        Sweep.delete(home.draft(run));
        return new Place(
                OriginKind.FOLDER,
                folder.directory().toString(),
                "",
                home.path().toString(),
                run,
                base);
    }

    /// git on the folder's files, with an index for this purpose only.
    Plumbing on(Path folder, String run) {
        write(home.excludes(run), Excludes.lines(List.of(), ownExclude(folder)));
        return Plumbing.of(home.shadow(), folder)
                .on(folder, home.draft(run))
                .ignoring(home.excludes(run));
    }

    private void init() {
        if (!Files.exists(home.shadow().resolve("HEAD"))) {
            Plumbing.ofUser(home.path())
                    .text(
                            "init",
                            "--quiet",
                            "--bare",
                            "--template=",
                            "--initial-branch=lorimer-shadow",
                            home.shadow().toString());
        }
    }

    /// The harness's own folder is no part of the user's, wherever it lies.
    private String ownExclude(Path folder) {
        return home.path().startsWith(folder)
                ? "/"
                        + folder.relativize(home.path())
                                .toString()
                                .replaceAll("[\\\\*?\\[ ]", "\\\\$0")
                : "";
    }

    private static void refuseRepositories(Plumbing git) {
        for (String entry : git.records("ls-files", "-z", "--stage")) {
            if (entry.startsWith("160000")) {
                throw new WorkspaceException(
                        Kind.UNUSABLE,
                        "\""
                                + entry.substring(entry.indexOf('\t') + 1)
                                + "\" is a git repository inside a folder that is none; name it as"
                                + " the workspace, or leave it out with a .gitignore file");
            }
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (java.io.IOException e) {
            throw new WorkspaceException(
                    Kind.FAILED,
                    "\"" + file + "\" can not be written (" + e.getMessage() + "); check the disk",
                    e);
        }
    }
}
