package dev.lorimer.run;

import dev.lorimer.govern.Brief;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.Report;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
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

    /// @param judge knows the run's files better with every verdict
    /// @param git runs where the trees' objects are
    /// @param base the run's base tree
    public GitLaw(Judge judge, Expressions expressions, Git git, String base, InstantSource clock) {
        this.judge = judge;
        this.git = git;
        this.base = base;
        this.clock = clock;
        try (var tree = GitTree.of(git, base)) {
            this.decisions = DecisionSet.read(tree, expressions);
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
            var brief = Brief.of(decisions, tree, task);
            return brief.rules().isEmpty() ? "" : Report.text(brief);
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
                    decisions,
                    from,
                    to,
                    new Inquiry(phase, today, new Actor.Agent("lorimer"), granted));
        }
    }
}
