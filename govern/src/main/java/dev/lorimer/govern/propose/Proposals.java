package dev.lorimer.govern.propose;

import dev.lorimer.govern.Judge;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.History;
import dev.lorimer.govern.tree.Tree;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The decisions that a repository suggests: rules that hold today without exception, and what its
/// history has given up. Equal repositories give equal proposals.
///
/// Reads each blob of Java, Kotlin, Groovy and Scala code of the main line once, and parses the
/// last commit's Java. Rules are about Java.
///
/// @param commit the last that counts
/// @param commits how many were read
/// @param files how many files of Java code, without tests, the last one has
public record Proposals(String commit, int commits, int files, List<Proposal> proposals) {
    /// A history of ten years at ten commits a day; of longer ones, the latest so many.
    public static final int COMMITS_MAX = 50_000;

    /// Draws proposals from the history that leads to `commit`.
    ///
    /// @param git in the repository, with a deadline that fits its history
    /// @param records a tree with the decisions that there are: what they say, also as proposals or
    ///   rejected ones, is not proposed again
    /// @param limit how many are wanted at most
    public static Proposals of(
            Git git, String commit, Tree records, Expressions expressions, int limit) {
        try (var history = History.of(git, Optional.empty(), commit, COMMITS_MAX);
                var tree = GitTree.of(git, commit)) {
            var last = history.steps().getLast().commit();
            var warm = WarmTree.of(tree);
            var present = Present.of(warm);
            var trial =
                    new Trial(
                            warm,
                            DecisionSet.read(records, expressions),
                            new Judge(expressions),
                            LocalDate.parse(DeclineText.day(last)));
            var heard = new Hearing(trial, last).heard(candidates(Past.of(git, history), present));
            return new Proposals(
                    last.id(),
                    history.steps().size(),
                    present.files().size(),
                    Shelf.of(records).placed(heard.stream().limit(limit).toList()));
        }
    }

    static List<Candidate> candidates(Past past, Present present) {
        var snippets = present.snippets();
        var all = new ArrayList<>(Abandonments.of(past, snippets));
        all.addAll(Choices.of(past, snippets, kept(all)));
        all.addAll(Layering.of(present, snippets));
        all.addAll(Naming.of(present, snippets));
        return all;
    }

    /// The libraries that are kept out as a whole.
    private static Set<String> kept(List<Candidate> candidates) {
        var names = new TreeSet<String>();
        for (var one : candidates) {
            if (one.sort() == Sort.ABANDONED_LIBRARY) {
                names.add(one.prose().subject());
            }
        }
        return names;
    }
}
