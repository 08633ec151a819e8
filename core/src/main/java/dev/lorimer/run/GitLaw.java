package dev.lorimer.run;

import dev.lorimer.govern.Actor;
import dev.lorimer.govern.DecisionSet;
import dev.lorimer.govern.Git;
import dev.lorimer.govern.GitTree;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.Phase;
import dev.lorimer.govern.Verdict;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;

/// The decisions recorded in a repository, read from the tree that the run started from and never
/// from the change.
public final class GitLaw implements Law {
    private final Judge judge;
    private final Git git;
    private final String base;
    private final DecisionSet decisions;
    private final InstantSource clock;

    /// @param git runs where the trees' objects are
    /// @param base the run's base tree
    public GitLaw(Judge judge, Git git, String base, InstantSource clock) {
        this.judge = judge;
        this.git = git;
        this.base = base;
        this.clock = clock;
        try (var tree = GitTree.of(git, base)) {
            this.decisions = DecisionSet.read(tree);
        }
    }

    /// The decisions as read, with what is wrong with them.
    public DecisionSet decisionSet() {
        return decisions;
    }

    @Override
    public String decisions() {
        return decisions.hash();
    }

    @Override
    public String brief(String task) {
        try (var tree = GitTree.of(git, base)) {
            return judge.brief(decisions, tree, task).text();
        }
    }

    /// What the run's change held before this step has been answered for already, so only what the
    /// step adds is charged.
    @Override
    public Verdict gate(String before, String after, Set<String> granted) {
        var known = new HashSet<>(granted);
        for (var finding : judge(before, Phase.EDIT, Set.of()).evidence().findings()) {
            known.add(finding.identity());
        }
        return judge(after, Phase.EDIT, known);
    }

    @Override
    public Verdict review(String tree, Set<String> granted) {
        return judge(tree, Phase.FINISH, granted);
    }

    private Verdict judge(String after, Phase phase, Set<String> granted) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try (var from = GitTree.of(git, base);
                var to = GitTree.of(git, after)) {
            return judge.judge(
                    decisions, from, to, new Inquiry(phase, today, Actor.AGENT, granted));
        }
    }
}
