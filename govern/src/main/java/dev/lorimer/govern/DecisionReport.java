package dev.lorimer.govern;

import dev.lorimer.govern.ConstraintTests.Outcome;
import dev.lorimer.govern.ConstraintTests.Result;
import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Problem;
import dev.lorimer.govern.decision.Problem.Level;
import dev.lorimer.govern.decision.Words;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Says what is in the decision records.
final class DecisionReport {
    private DecisionReport() {}

    static String list(DecisionSet decisions) {
        var out = new StringBuilder();
        for (var decision : decisions.decisions()) {
            out.append(
                    "%s %s (%s, %s)\n"
                            .formatted(
                                    decision.id(),
                                    decision.title(),
                                    decision.status().word(),
                                    count(decision.constraints().size(), "constraint")));
        }
        return out.isEmpty() ? "no decisions\n" : out.toString();
    }

    static String listJson(DecisionSet decisions) {
        return Json.line(
                Json.object(
                        "decisions",
                                decisions.decisions().stream()
                                        .map(decision -> decision(decision))
                                        .toList(),
                        "hash", decisions.hash()));
    }

    private static Map<String, Object> decision(Decision decision) {
        return Json.object(
                "id", decision.id(),
                "title", decision.title(),
                "status", decision.status().word(),
                "force", Words.of(decision.force()),
                "supersedes", decision.standing().supersedes(),
                "why", decision.why(),
                "file", decision.file(),
                "constraints", decision.constraints().stream().map(Constraint::id).toList());
    }

    static String problems(DecisionSet decisions) {
        var found = decisions.problems();
        var lines =
                found.stream().map(problem -> problem.text() + "\n").collect(Collectors.joining());
        long errors = found.stream().filter(problem -> problem.level() != Level.WARNING).count();
        int constraints =
                decisions.decisions().stream()
                        .mapToInt(decision -> decision.constraints().size())
                        .sum();
        return lines
                + "%s, %s: %s, %s\n"
                        .formatted(
                                count(decisions.decisions().size(), "decision"),
                                count(constraints, "constraint"),
                                count((int) errors, "error"),
                                count(found.size() - (int) errors, "warning"));
    }

    static String problemsJson(DecisionSet decisions) {
        return Json.line(
                Json.object(
                        "ok",
                                decisions.problems().stream()
                                        .allMatch(problem -> problem.level() == Level.WARNING),
                        "problems",
                                decisions.problems().stream().map(DecisionReport::problem).toList(),
                        "hash", decisions.hash()));
    }

    private static Map<String, Object> problem(Problem problem) {
        return Json.object(
                "file", problem.file(),
                "line", problem.line(),
                "decision", problem.record(),
                "level", problem.level() == Level.WARNING ? "warning" : "error",
                "message", problem.message());
    }

    static String tests(ConstraintTests tests) {
        var out = new StringBuilder();
        for (var outcome : tests.outcomes()) {
            out.append(
                    switch (outcome.result()) {
                        case Result.Kept _ ->
                                "ok      %s %s\n"
                                        .formatted(outcome.constraint(), outcome.example());
                        case Result.Untested _ ->
                                "untested %s: no tests; add one example that must fail and one that must pass\n"
                                        .formatted(outcome.constraint());
                        case Result.Broken broken ->
                                "BROKEN  %s %s, %s:%s: %s\n"
                                        .formatted(
                                                outcome.constraint(),
                                                outcome.example(),
                                                outcome.file(),
                                                outcome.line(),
                                                broken.why());
                    });
        }
        tests.survivors()
                .forEach(one ->
                        out.append(
                                "survived %s %s: every example shows the same; add one that tells them apart\n"
                                        .formatted(one.constraint(), one.mutant())));
        long broken =
                tests.outcomes().stream()
                        .filter(outcome -> outcome.result() instanceof Result.Broken)
                        .count();
        long untested =
                tests.outcomes().stream()
                        .filter(outcome -> outcome.result() instanceof Result.Untested)
                        .count();
        return out
                + "%s, %s broken; %s without any%s\n"
                        .formatted(
                                count(tests.outcomes().size() - (int) untested, "example"),
                                broken,
                                count((int) untested, "constraint"),
                                tests.mutants() == 0
                                        ? ""
                                        : "; %s of %s killed"
                                                .formatted(
                                                        tests.mutants() - tests.survivors().size(),
                                                        count(tests.mutants(), "mutant")));
    }

    static String testsJson(ConstraintTests tests) {
        return Json.line(
                Json.object(
                        "ok",
                        tests.kept(),
                        "outcomes",
                        tests.outcomes().stream().map(DecisionReport::outcome).toList(),
                        "mutants",
                        tests.mutants(),
                        "survivors",
                        tests.survivors().stream()
                                .map(one ->
                                        Json.object(
                                                "constraint",
                                                one.constraint(),
                                                "mutant",
                                                one.mutant()))
                                .toList()));
    }

    private static Map<String, Object> outcome(Outcome outcome) {
        return Json.object(
                "constraint", outcome.constraint(),
                "example", outcome.example(),
                "file", outcome.file(),
                "line", outcome.line(),
                "result",
                        switch (outcome.result()) {
                            case Result.Kept _ -> "kept";
                            case Result.Broken _ -> "broken";
                            case Result.Untested _ -> "untested";
                        },
                "why", outcome.result() instanceof Result.Broken broken ? broken.why() : "");
    }

    static String brief(Brief brief) {
        var out = new StringBuilder();
        for (var rule : brief.rules()) {
            out.append(
                    "%s %s\n  rule: %s\n".formatted(rule.constraint(), rule.title(), rule.rule()));
            if (!rule.advice().why().isEmpty()) {
                out.append("  why: %s\n".formatted(rule.advice().why()));
            }
            out.append("  comply: %s\n".formatted(rule.advice().remedy()));
        }
        return out.isEmpty() ? "no decision in force applies here\n" : out.toString();
    }

    static String briefJson(Brief brief) {
        List<Map<String, Object>> rules =
                brief.rules().stream()
                        .map(rule ->
                                Json.object(
                                        "constraint", rule.constraint(),
                                        "title", rule.title(),
                                        "rule", rule.rule(),
                                        "why", rule.advice().why(),
                                        "remedy", rule.advice().remedy()))
                        .toList();
        return Json.line(Json.object("decisions", rules));
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
