package dev.lorimer.govern;

import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.Force;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Words;
import java.util.Map;
import java.util.stream.Collectors;

/// Says everything about one decision.
final class ExplanationReport {
    private ExplanationReport() {}

    static String text(Explanation explanation) {
        var decision = explanation.decision();
        var out = new StringBuilder("%s %s\n".formatted(decision.id(), decision.title()));
        line(out, "status", decision.status().word() + ": " + meaning(decision));
        line(out, "record", decision.file());
        line(out, "why", decision.why());
        line(out, "supersedes", String.join(", ", decision.standing().supersedes()));
        explanation.clauses().forEach(clause -> clause(out, clause));
        return out.toString();
    }

    private static void clause(StringBuilder out, Explanation.Clause clause) {
        var constraint = clause.constraint();
        var terms = constraint.terms();
        out.append("\n%s (%s)\n".formatted(constraint.id(), constraint.rule().kind()));
        line(out, "rule", clause.rule());
        line(
                out,
                "counts as",
                "%s, %s".formatted(Words.of(terms.severity()), Words.of(terms.mode())));
        line(
                out,
                "phases",
                terms.phases().stream().sorted().map(Words::of).collect(Collectors.joining(", ")));
        line(out, "fix", clause.remedy());
        line(out, "limits", limits(constraint.rule()));
        line(out, "tests", tests(clause));
        line(
                out,
                "in force in",
                "%s%s"
                        .formatted(
                                DecisionReport.count(clause.subjects(), "file"),
                                clause.files().isEmpty()
                                        ? ""
                                        : ": "
                                                + String.join(", ", clause.files())
                                                + (clause.subjects() > clause.files().size()
                                                        ? ", …"
                                                        : "")));
    }

    static String json(Explanation explanation) {
        var decision = explanation.decision();
        return Json.line(
                Json.object(
                        "id", decision.id(),
                        "title", decision.title(),
                        "status", decision.status().word(),
                        "force", Words.of(decision.force()),
                        "file", decision.file(),
                        "why", decision.why(),
                        "supersedes", decision.standing().supersedes(),
                        "constraints",
                                explanation.clauses().stream()
                                        .map(ExplanationReport::clause)
                                        .toList()));
    }

    private static Map<String, Object> clause(Explanation.Clause clause) {
        var constraint = clause.constraint();
        return Json.object(
                "constraint", constraint.id(),
                "kind", constraint.rule().kind(),
                "rule", clause.rule(),
                "severity", Words.of(constraint.terms().severity()),
                "mode", Words.of(constraint.terms().mode()),
                "phases", constraint.terms().phases().stream().sorted().map(Words::of).toList(),
                "minSubjects", constraint.terms().minSubjects(),
                "remedy", clause.remedy(),
                "limits", limits(constraint.rule()),
                "tests", tests(clause),
                "subjects", clause.subjects(),
                "files", clause.files());
    }

    private static String meaning(Decision decision) {
        return switch (decision.force()) {
            case Force.BINDING -> "its constraints bind";
            case Force.WARNING -> "its constraints warn at most";
            case Force.SHADOW -> "its constraints are evaluated, and never block";
            case Force.OFF -> "its constraints are off";
        };
    }

    /// What the rule does not see, so that nobody relies on it.
    private static String limits(Rule rule) {
        return switch (rule) {
            case Rule.Dependency _,
                    Rule.Layers _,
                    Rule.Independent _,
                    Rule.Acyclic _,
                    Rule.ApiUse _ ->
                    "source code is judged, not bytecode; a receiver's type is known when the same file or the platform declares it; a change that only alters what another file's names resolve to is not seen in that file";
            case Rule.Pattern _ ->
                    "text of any file, of decision records only where the scope names their paths; forms of syntax in Java only";
            case Rule.Library library ->
                    "what pom.xml files declare, with the properties of the same file and its parents in the tree; not what a library brings along"
                            + (library.transitive().isPresent()
                                    ? ", though the rule asks for that too"
                                    : "");
            case Rule.Change change ->
                    "an approval covers exactly one content of one file"
                            + (change.separationOfDuties()
                                    ? "; whoever approves must be somebody else than the author"
                                    : "");
            case Rule.Require _ ->
                    "filters are known from web.xml, @WebFilter, @Component, FilterRegistrationBean and security chains; any other mention leaves it undecided";
            case Rule.ApiCompat _ ->
                    "parameters are compared by the simple names of their erased types; the source in scope is compared, not its classes";
            case Rule.Ownership _ ->
                    "SQL is found by its words, in strings and migrations; a name that is put together at run time leaves it undecided";
            case Rule.Trace _ ->
                    "only the calls that the judge is told; a call whose effect nobody declares leaves it undecided";
            case Rule.Content _ -> "YAML, JSON and properties by key; other files by text only";
            case Rule.Check _ -> "as good as the program is the same everywhere";
            case Rule.FileHistory _, Rule.Budget _ -> "";
        };
    }

    private static String tests(Explanation.Clause clause) {
        var examples = clause.constraint().examples();
        int failing = (int) examples.stream().filter(example -> example.breaks()).count();
        return examples.isEmpty()
                ? "none"
                : "%s that must fail, %s that must pass"
                        .formatted(failing, examples.size() - failing);
    }

    private static void line(StringBuilder out, String label, String text) {
        if (!text.isEmpty()) {
            out.append("  %s: %s\n".formatted(label, text));
        }
    }
}
