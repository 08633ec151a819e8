package dev.lorimer.govern.propose;

import dev.lorimer.govern.ConstraintTests;
import dev.lorimer.govern.Finding;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Problem;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Status;
import dev.lorimer.govern.decision.Trace;
import dev.lorimer.govern.kind.Desk;
import dev.lorimer.govern.kind.Docket;
import dev.lorimer.govern.kind.Evaluation;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Holds drafts of records against the tree that they were drawn from, with the judge that will
/// enforce them.
final class Trial {
    private final Tree tree;
    private final Judge judge;
    private final LocalDate day;
    private final List<Constraint> known;

    /// @param law the decisions that there are already
    Trial(Tree tree, DecisionSet law, Judge judge, LocalDate day) {
        this.tree = tree;
        this.judge = judge;
        this.day = day;
        known =
                law.decisions().stream()
                        .filter(decision -> !(decision.status() instanceof Status.Superseded))
                        .flatMap(decision -> decision.constraints().stream())
                        .toList();
    }

    /// How a draft came out.
    sealed interface Answer {
        /// Its rule is new, can fail, keeps to its own examples, and finds nothing in the tree.
        record Stands() implements Answer {}

        /// It finds nothing, but these files can't be understood.
        record Open(SortedSet<String> files) implements Answer {}

        record Falls() implements Answer {}
    }

    /// @param records texts by file name
    Map<String, Answer> heard(Map<String, String> records) {
        if (records.isEmpty()) {
            return Map.of();
        }
        var files = new TreeMap<String, String>();
        records.forEach((name, text) -> files.put("docs/decisions/" + name, text));
        var drafts = DecisionSet.read(MemoryTree.of(files), Expressions.none());
        var refused = new HashSet<String>();
        drafts.problems().stream()
                .filter(problem -> problem.level() != Problem.Level.WARNING)
                .forEach(problem -> refused.add(problem.file()));
        var fileOf = new TreeMap<String, String>();
        for (var decision : drafts.decisions()) {
            decision.constraints().forEach(one -> fileOf.put(one.id(), decision.file()));
            if (decision.constraints().isEmpty() || isSaid(decision)) {
                refused.add(decision.file());
            }
        }
        for (var test : ConstraintTests.run(drafts, judge).outcomes()) {
            if (!(test.result() instanceof ConstraintTests.Result.Kept)) {
                refused.add(test.file());
            }
        }
        var open = new TreeMap<String, SortedSet<String>>();
        var inquiry = new Inquiry(Phase.CI, day, new Actor.Unknown(), Set.of());
        // Nothing changes: an absolute rule is about all that is there.
        for (var finding : judge.judge(drafts, tree, tree, inquiry).evidence().findings()) {
            var file = fileOf.getOrDefault(finding.constraint(), "");
            if (finding.kind() == Finding.Kind.INCOMPLETE && !finding.place().file().isEmpty()) {
                open.computeIfAbsent(file, _ -> new TreeSet<>()).add(finding.place().file());
            } else {
                refused.add(file);
            }
        }
        var answers = new TreeMap<String, Answer>();
        for (var name : records.keySet()) {
            var file = "docs/decisions/" + name;
            var unread = open.getOrDefault(file, new TreeSet<>());
            answers.put(
                    name,
                    refused.contains(file)
                            ? new Answer.Falls()
                            : unread.isEmpty() ? new Answer.Stands() : new Answer.Open(unread));
        }
        return answers;
    }

    /// Whether the decisions that there are refuse all that this one would refuse, as far as its
    /// examples show it. What was rejected counts too: a person has answered.
    private boolean isSaid(Decision draft) {
        return draft.constraints().stream()
                .flatMap(one -> one.examples().stream())
                .filter(example -> example.breaks())
                .allMatch(
                        example -> known.stream().anyMatch(rule -> refuses(rule, example.after())));
    }

    private static boolean refuses(Constraint rule, Map<String, String> files) {
        var docket =
                Docket.example(
                        Desk.of(Engines.of(Expressions.none()), FactIndex.plain()),
                        TreeChange.between(MemoryTree.empty(), MemoryTree.of(files)),
                        Trace.untold());
        return switch (rule.rule()) {
            // These say nothing about what code may hold.
            case Rule.Change _,
                    Rule.FileHistory _,
                    Rule.Budget _,
                    Rule.ApiCompat _,
                    Rule.Trace _,
                    Rule.Check _ ->
                    false;
            case Rule.Dependency _,
                    Rule.Layers _,
                    Rule.Acyclic _,
                    Rule.ApiUse _,
                    Rule.Pattern _,
                    Rule.Library _,
                    Rule.Require _,
                    Rule.Ownership _,
                    Rule.Content _ ->
                    !Evaluation.of(rule, docket).charges().isEmpty();
        };
    }
}
