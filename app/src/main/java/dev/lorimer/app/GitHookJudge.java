package dev.lorimer.app;

import dev.lorimer.app.Judging.Ruling;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Report;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.Git;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the git hooks judge: the index before a commit, and the commits before a push.
final class GitHookJudge {
    private final Console console;
    private final Chambers chambers;
    private final Git git;
    private final LocalDate day;

    GitHookJudge(Console console, Chambers chambers, Git git, LocalDate day) {
        this.console = console;
        this.chambers = chambers;
        this.git = git;
        this.day = day;
    }

    /// The index as git is about to commit it: with `git commit FILE` that is not the usual one.
    int preCommit() {
        var head = git.tryRun("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
        if (head.exit() != 0) {
            console.progress("lorimer: the first commit has no decisions to be held against");
            return 0;
        }
        var index =
                console.variable("GIT_INDEX_FILE")
                        .map(file -> git.with(Map.of("GIT_INDEX_FILE", file)))
                        .orElse(git);
        return said(judging(Phase.FINISH).trees(head.text().strip(), index.text("write-tree")));
    }

    /// The commits that git is about to push, one line each: local name and commit, then the
    /// remote's.
    int prePush(String remote, List<String> lines) {
        int exit = 0;
        for (var line : lines) {
            var words = line.strip().split(" ", -1);
            if (words.length == 4 && !isNothing(words[1])) {
                exit = Math.max(exit, push(remote, words[1], words[3]));
            }
        }
        return exit;
    }

    private int push(String remote, String tip, String there) {
        var starts = new ArrayList<String>();
        if (!isNothing(there)) {
            starts.add(there);
        }
        starts.addAll(
                git.text("for-each-ref", "--format=%(refname)", "refs/remotes/" + remote + "/")
                        .lines()
                        .toList());
        for (var start : starts) {
            var common = git.tryRun("merge-base", "--end-of-options", start, tip);
            if (common.exit() == 0) {
                return said(judging(Phase.CI).trees(common.text().strip(), tip));
            }
        }
        console.progress(
                "lorimer: the remote has no commit in common yet; the files are held against their own decisions");
        return said(judging(Phase.CI).trees(tip, tip));
    }

    private static boolean isNothing(String commit) {
        return commit.chars().allMatch(c -> c == '0');
    }

    private Judging judging(Phase phase) {
        return new Judging(chambers, git, new Inquiry(phase, day, new Actor.Unknown(), Set.of()));
    }

    private int said(Ruling ruling) {
        return switch (ruling.verdict()) {
            case Verdict.Allow _ -> 0;
            case Verdict.Deny _, Verdict.Escalate _ -> {
                console.progress("lorimer: " + Report.text(ruling.verdict()).stripTrailing());
                yield Failure.NO;
            }
        };
    }
}
