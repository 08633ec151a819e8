package dev.lorimer.govern;

import dev.lorimer.govern.Finding.Kind;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Problem;
import dev.lorimer.govern.decision.Problem.Level;
import dev.lorimer.govern.decision.Severity;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.TreeChange;
import dev.lorimer.govern.tree.TreeEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What the judge itself has to say about the decision records: those that can't be read leave the
/// law open, and a change may not break one.
final class LawFindings {
    private final DecisionSet decisions;
    private final TreeChange change;
    private final Phase phase;

    LawFindings(DecisionSet decisions, TreeChange change, Phase phase) {
        this.decisions = decisions;
        this.change = change;
        this.phase = phase;
    }

    List<Finding> all(Expressions expressions) {
        var changed = changedRecords();
        var findings = new ArrayList<Finding>();
        var open = lawless(decisions);
        var later =
                changed.isEmpty() ? open : lawless(DecisionSet.read(change.after(), expressions));
        open.forEach(problem -> findings.add(unread(problem, later)));
        var known = new HashSet<>(texts(open));
        later.stream()
                .filter(problem -> !known.contains(text(problem)))
                .forEach(problem -> findings.add(broken(problem)));
        changed.forEach(path -> findings.add(changed(path)));
        if (!changed.isEmpty()) {
            candidates(expressions, findings);
        }
        return findings;
    }

    /// What is wrong with waivers that the change brings: they would never apply, so it is told now
    /// and not when they are needed.
    private void candidates(Expressions expressions, List<Finding> findings) {
        var known = texts(decisions.problems());
        DecisionSet.read(change.after(), expressions).problems().stream()
                .filter(problem -> DecisionSet.isWaiver(problem.file()))
                .filter(problem -> !known.contains(text(problem)))
                .forEach(problem ->
                        findings.add(
                                finding(
                                        new Law(
                                                "lorimer#waivers-apply",
                                                "waivers are whole and right",
                                                Severity.WARN,
                                                false),
                                        Kind.VIOLATION,
                                        new Place(problem.file(), problem.line()),
                                        "this waiver would not apply: " + problem.message(),
                                        new Advice(
                                                "a waiver that nobody can check lets nothing pass",
                                                "fill in what is missing"))));
    }

    private Set<String> changedRecords() {
        var paths = new TreeSet<String>();
        for (var file : change.files()) {
            paths.add(file.path());
            if (file instanceof FileChange.Renamed renamed) {
                paths.add(renamed.from());
            }
        }
        paths.removeIf(path -> !DecisionSet.isLaw(path));
        return paths;
    }

    private static List<Problem> lawless(DecisionSet set) {
        return set.problems().stream().filter(problem -> problem.level() == Level.LAWLESS).toList();
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(LawFindings::text).toList();
    }

    /// Lines may move without the problem being another one.
    private static String text(Problem problem) {
        return problem.file() + "\n" + problem.message();
    }

    /// A change that mends the record could otherwise never pass, so a person may let it.
    private Finding unread(Problem problem, List<Problem> later) {
        boolean mended = later.stream().noneMatch(other -> other.file().equals(problem.file()));
        var severity = mended ? Severity.ASK : Findings.undecided(phase);
        return finding(
                new Law(
                        problem.record().isEmpty() ? problem.file() : problem.record(),
                        "this decision can't be read",
                        severity,
                        false),
                Kind.INCOMPLETE,
                new Place(problem.file(), problem.line()),
                "the decision record can't be read: " + problem.message(),
                new Advice(
                        "nobody can say what the law is while a record is broken",
                        mended
                                ? "have a person confirm that this change mends the record rightly"
                                : "mend the record first, in a change of its own"));
    }

    private Finding broken(Problem problem) {
        return finding(
                new Law(
                        "lorimer#decisions-readable",
                        "decision records can be read",
                        Severity.DENY,
                        false),
                Kind.VIOLATION,
                new Place(problem.file(), problem.line()),
                "this change breaks a decision record: " + problem.message(),
                new Advice(
                        "nobody can say what the law is while a record is broken",
                        "mend the record, or leave it as it was"));
    }

    private Finding changed(String path) {
        var law =
                new Law(
                        "lorimer#decisions-changed",
                        "changes of decision records are told",
                        Severity.INFO,
                        false);
        var after = change.after().entry(path).map(TreeEntry::blob).orElse("nothing");
        return new Finding(
                law,
                Kind.VIOLATION,
                Place.file(path),
                DecisionSet.isWaiver(path)
                        ? "this change edits waivers; it is judged by the waivers as they were before it"
                        : "this change edits a decision record; it is judged by the records as they were before it",
                new Advice(
                        "whoever changes the law must not profit from it in the same change",
                        "nothing to do; reviewers should look at the record"),
                Findings.hash(List.of(law.constraint(), path, after)));
    }

    private static Finding finding(Law law, Kind kind, Place place, String message, Advice advice) {
        return new Finding(
                law,
                kind,
                place,
                Findings.oneLine(message, 300),
                advice,
                Findings.hash(List.of(law.constraint(), place.file(), message)));
    }
}
