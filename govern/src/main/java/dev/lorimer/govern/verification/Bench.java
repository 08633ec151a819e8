package dev.lorimer.govern.verification;

import dev.lorimer.govern.Finding;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The judge once more, with a law read anew from the tree that the run started from.
final class Bench implements AutoCloseable {
    private final Git git;
    private final Judge judge;
    private final Expressions expressions;
    private final Map<String, GitTree> trees = new HashMap<>();
    private final Map<Asked, Verdict> given = new HashMap<>();
    private final Map<String, DecisionSet> laws = new HashMap<>();

    Bench(Git git, Expressions expressions) {
        this.git = git;
        this.judge = new Judge(expressions);
        this.expressions = expressions;
    }

    private record Asked(String base, String tree, Phase phase, LocalDate day) {}

    Git git() {
        return git;
    }

    GitTree tree(String id) {
        return trees.computeIfAbsent(id, one -> GitTree.of(git, one));
    }

    DecisionSet law(String base) {
        return laws.computeIfAbsent(base, one -> DecisionSet.read(tree(one), expressions));
    }

    /// The verdict on the change from `base` to `tree`, with nothing let pass.
    Verdict verdict(String base, String tree, Phase phase, LocalDate day) {
        var asked = new Asked(base, tree, phase, day);
        var known = given.get(asked);
        if (known != null) {
            return known;
        }
        var inquiry = new Inquiry(phase, day, new Actor.Agent("lorimer"), Set.of());
        var verdict = judge.judge(law(base), tree(base), tree(tree), inquiry);
        given.put(asked, verdict);
        return verdict;
    }

    /// What stands in the way of that change.
    List<Finding> blocking(String base, String tree, Phase phase, LocalDate day) {
        return verdict(base, tree, phase, day).evidence().findings().stream()
                .filter(Finding::blocks)
                .toList();
    }

    @Override
    public void close() {
        trees.values().forEach(GitTree::close);
    }
}
