package dev.lorimer.govern;

import dev.lorimer.govern.decision.DecisionSet;

/// Everything the judge has to say, as text for people and as JSON for programs. Equal input, equal
/// bytes; both end with a line end.
@SuppressWarnings("DoNotCallSuggester")
public final class Report {
    private Report() {}

    public static String text(Verdict verdict) {
        throw new UnsupportedOperationException();
    }

    public static String json(Verdict verdict) {
        throw new UnsupportedOperationException();
    }

    /// The list of decisions.
    public static String text(DecisionSet decisions) {
        throw new UnsupportedOperationException();
    }

    public static String json(DecisionSet decisions) {
        throw new UnsupportedOperationException();
    }

    /// What is wrong with the records.
    public static String problemsText(DecisionSet decisions) {
        throw new UnsupportedOperationException();
    }

    public static String problemsJson(DecisionSet decisions) {
        throw new UnsupportedOperationException();
    }

    public static String text(Explanation explanation) {
        throw new UnsupportedOperationException();
    }

    public static String json(Explanation explanation) {
        throw new UnsupportedOperationException();
    }

    public static String text(ConstraintTests tests) {
        throw new UnsupportedOperationException();
    }

    public static String json(ConstraintTests tests) {
        throw new UnsupportedOperationException();
    }

    public static String text(Brief brief) {
        throw new UnsupportedOperationException();
    }

    public static String json(Brief brief) {
        throw new UnsupportedOperationException();
    }
}
