package dev.lorimer.govern;

import dev.lorimer.govern.decision.DecisionSet;

/// Everything the judge has to say, as text for people and as JSON for programs. Equal input gives
/// equal bytes; both forms end with a line end, and JSON is one line.
public final class Report {
    private Report() {}

    public static String text(Verdict verdict) {
        return VerdictReport.text(verdict);
    }

    /// Keys: `verdict` (allow, deny, escalate), `findings`, `granted` and `waived` (each a list of
    /// `constraint`, `title`, `severity`, `incomplete`, `shadow`, `file`, `line`, `message`, `why`,
    /// `remedy`, `identity`; a waived one also `waiver`), `decisions`, `before`, `after`.
    public static String json(Verdict verdict) {
        return VerdictReport.json(verdict);
    }

    /// The list of decisions.
    public static String text(DecisionSet decisions) {
        return DecisionReport.list(decisions);
    }

    /// The list of decisions.
    public static String json(DecisionSet decisions) {
        return DecisionReport.listJson(decisions);
    }

    /// What is wrong with the records, one line each, and a summary.
    public static String problemsText(DecisionSet decisions) {
        return DecisionReport.problems(decisions);
    }

    /// What is wrong with the records; `ok` is false when anything but a warning is.
    public static String problemsJson(DecisionSet decisions) {
        return DecisionReport.problemsJson(decisions);
    }

    public static String text(Explanation explanation) {
        return ExplanationReport.text(explanation);
    }

    public static String json(Explanation explanation) {
        return ExplanationReport.json(explanation);
    }

    public static String text(ConstraintTests tests) {
        return DecisionReport.tests(tests);
    }

    public static String json(ConstraintTests tests) {
        return DecisionReport.testsJson(tests);
    }

    public static String text(Brief brief) {
        return DecisionReport.brief(brief);
    }

    public static String json(Brief brief) {
        return DecisionReport.briefJson(brief);
    }
}
