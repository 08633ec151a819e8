package dev.lorimer.govern;

import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.tree.Tree;

/// Holds changes against recorded decisions. A verdict is a function of its arguments alone.
@SuppressWarnings("DoNotCallSuggester")
public final class Judge {
    private final Expressions expressions;

    public Judge(Expressions expressions) {
        this.expressions = expressions;
    }

    /// Judges the change from `before` to `after`.
    ///
    /// @param decisions the law of the base, never of the change
    public Verdict judge(DecisionSet decisions, Tree before, Tree after, Inquiry inquiry) {
        throw new UnsupportedOperationException(String.valueOf(expressions));
    }
}
