package dev.lorimer.app;

import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.WorktreeSnapshot;
import dev.lorimer.govern.tree.Tree;

/// Holds changes of one repository against the decisions recorded where the change starts.
final class Judging {
    private final Chambers chambers;
    private final Git git;
    private final Inquiry inquiry;

    /// @param git in the repository's top folder
    Judging(Git git, Inquiry inquiry) {
        this(new Chambers(), git, inquiry);
    }

    /// @param chambers what the judge knows from earlier verdicts
    Judging(Chambers chambers, Git git, Inquiry inquiry) {
        this.chambers = chambers;
        this.git = git;
        this.inquiry = inquiry;
    }

    /// A verdict with the law that it was given under.
    record Ruling(Verdict verdict, DecisionSet law) {}

    /// The files as they are now, untracked ones too, against where they left `base`.
    Ruling worktree(String base) {
        var start = start(base, "HEAD");
        try (var snapshot = WorktreeSnapshot.of(git);
                var before = GitTree.of(snapshot.git(), start);
                var after = GitTree.of(snapshot.git(), snapshot.tree())) {
            return ruling(before, after);
        }
    }

    /// The commit `end` against where it left `base`.
    Ruling between(String base, String end) {
        return trees(start(base, end), end);
    }

    /// One tree against another, as they are.
    Ruling trees(String start, String end) {
        try (var before = GitTree.of(git, start);
                var after = GitTree.of(git, end)) {
            return ruling(before, after);
        }
    }

    Ruling ruling(Tree before, Tree after) {
        var law = chambers.law(before);
        return new Ruling(chambers.judge().judge(law, before, after, inquiry), law);
    }

    /// The law is that of the point where the change left its base, so that what others have done
    /// there since is charged to nobody here. Unrelated trees are compared as they are.
    private String start(String base, String end) {
        var common = git.tryRun("merge-base", "--end-of-options", base, end);
        return common.exit() == 0 ? common.text().strip() : base;
    }
}
