package dev.lorimer.govern;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.Tree;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One decision with one constraint, and changes to hold against it.
final class Court {
    private static final LocalDate DATE = LocalDate.of(2026, 11, 23);

    private final DecisionSet decisions;
    private final Expressions expressions;

    private Court(DecisionSet decisions, Expressions expressions) {
        this.decisions = decisions;
        this.expressions = expressions;
    }

    /// The constraint is `D-0007#rule`, accepted; a scope that matches nothing is allowed unless
    /// the YAML says otherwise.
    static Court of(String yaml) {
        return withStatus("accepted", yaml);
    }

    static Court withStatus(String status, String yaml) {
        return with(Expressions.none(), status, yaml);
    }

    static Court with(Expressions expressions, String status, String yaml) {
        var block =
                yaml.contains("minSubjects") ? yaml : yaml.stripTrailing() + "\nminSubjects: 0\n";
        var text = record(status, "id: rule\n" + block);
        var decisions =
                DecisionSet.read(
                        MemoryTree.of(Map.of("docs/decisions/0007-rule.md", text)), expressions);
        if (!decisions.problems().isEmpty()) {
            throw new AssertionError(Report.problemsText(decisions));
        }
        return new Court(decisions, expressions);
    }

    static String record(String status, String yaml) {
        return """
        ---
        status: %s
        ---
        # Keep things in order

        ## Decision

        We keep things in order because disorder spreads.

        ```constraint
        %s
        ```
        """
                .formatted(status, yaml.strip());
    }

    DecisionSet decisions() {
        return decisions;
    }

    /// Adding one file to nothing.
    Verdict adding(String path, String text) {
        return judge(Map.of(), Map.of(path, text));
    }

    Verdict judge(Map<String, String> before, Map<String, String> after) {
        return judge(MemoryTree.of(before), MemoryTree.of(after));
    }

    Verdict judge(Tree before, Tree after) {
        return judge(before, after, Phase.CI);
    }

    Verdict judge(Tree before, Tree after, Phase phase) {
        return judge(before, after, new Inquiry(phase, DATE, new Actor.Unknown(), Set.of()));
    }

    Verdict judge(Tree before, Tree after, Inquiry inquiry) {
        return new Judge(expressions).judge(decisions, before, after, inquiry);
    }

    static Inquiry inquiry(Phase phase, Actor actor, Set<String> granted) {
        return new Inquiry(phase, DATE, actor, granted);
    }

    static Map<String, String> plus(Map<String, String> files, String path, String text) {
        var all = new TreeMap<>(files);
        all.put(path, text);
        return all;
    }

    /// Each finding as `kind file:line message`, violations first letter V, undecided I.
    static List<String> said(Verdict verdict) {
        return verdict.evidence().findings().stream()
                .map(finding ->
                        "%s %s %s"
                                .formatted(
                                        finding.kind().name().charAt(0),
                                        finding.place(),
                                        finding.message()))
                .toList();
    }

    static List<Integer> lines(Verdict verdict) {
        return verdict.evidence().findings().stream()
                .map(finding -> finding.place().line())
                .toList();
    }
}
