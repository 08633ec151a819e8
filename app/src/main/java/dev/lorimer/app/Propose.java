package dev.lorimer.app;

import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.WorktreeSnapshot;
import dev.lorimer.govern.propose.Proposal;
import dev.lorimer.govern.propose.ProposalText;
import dev.lorimer.govern.propose.Proposals;
import dev.lorimer.govern.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/// Drafts the decisions that the code and its history suggest.
final class Propose {
    /// Twice what all sorts allow together.
    private static final int LIMIT = 200;

    /// The listing of 50,000 commits with their files takes minutes on a slow disk.
    private static final Duration LISTING = Duration.ofMinutes(10);

    private final Console console;
    private final Places places;
    private final Wanted wanted;

    /// @param until names the last commit that counts
    /// @param limit so many proposals at most
    /// @param write whether the records go into the decisions folder
    record Wanted(String until, int limit, boolean write) {}

    Propose(Console console, Places places, Wanted wanted) {
        this.console = console;
        this.places = places;
        this.wanted = wanted;
    }

    int call() {
        if (wanted.limit() < 1 || wanted.limit() > LIMIT) {
            throw Failure.usage("--limit %s is not between 1 and %s", wanted.limit(), LIMIT);
        }
        var git = Git.in(places.directory(console));
        if (git.tryRun("rev-parse", "--git-dir").exit() != 0) {
            throw Failure.usage(
                    "\"%s\" is in no git repository; give --workspace DIR", git.folder());
        }
        var commit = commit(git);
        var inside = git.tryRun("rev-parse", "--is-inside-work-tree");
        boolean bare = inside.exit() != 0 || !inside.text().strip().equals("true");
        if (bare) {
            if (wanted.write()) {
                throw Failure.usage(
                        "\"%s\" has no working tree to write to; leave --write out", git.folder());
            }
            try (var tree = GitTree.of(git, commit)) {
                say(proposals(git, commit, tree));
            }
            return 0;
        }
        try (var snapshot = WorktreeSnapshot.of(git);
                var tree = GitTree.of(snapshot.git(), snapshot.tree())) {
            var found = proposals(git, commit, tree);
            if (wanted.write()) {
                write(Path.of(git.text("rev-parse", "--show-toplevel")), found.proposals());
            }
            say(found);
        }
        return 0;
    }

    private String commit(Git git) {
        var found =
                git.tryRun(
                        "rev-parse",
                        "--verify",
                        "--quiet",
                        "--end-of-options",
                        wanted.until() + "^{commit}");
        if (found.exit() != 0) {
            throw Failure.usage("\"%s\" names no commit here; check its spelling", wanted.until());
        }
        return found.text().strip();
    }

    private Proposals proposals(Git git, String commit, Tree records) {
        return Proposals.of(
                git.within(LISTING), commit, records, new CelExpressions(), wanted.limit());
    }

    private static void write(Path top, List<Proposal> proposals) {
        for (var one : proposals) {
            var file = top.resolve(one.file());
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, one.record(), StandardOpenOption.CREATE_NEW);
            } catch (IOException e) {
                throw Failure.fault(
                        "the record \"%s\" could not be written (%s); free its place and try again",
                        file, e.getMessage());
            }
        }
    }

    private void say(Proposals found) {
        if (places.json) {
            console.answer(ProposalText.json(found));
            return;
        }
        console.answer(ProposalText.text(found));
        if (!found.proposals().isEmpty()) {
            console.answer(
                    wanted.write()
                            ? "written; next: read each, set its status to accepted or delete it, then lorimer decisions test"
                            : "next: lorimer decisions propose --write");
        }
    }
}
