package dev.lorimer.govern;

import dev.lorimer.govern.decision.DecisionSet;
import java.util.List;

/// What the examples in the decision records say about the constraints.
///
/// @param outcomes one for each example, and one for each constraint without any; in the order of
///   ids
@SuppressWarnings("DoNotCallSuggester")
public record ConstraintTests(List<Outcome> outcomes) {
    /// What one example showed.
    ///
    /// @param constraint its id
    /// @param example which one, as in "fail 1"; empty when there is none
    public record Outcome(
            String constraint, String example, String file, int line, Result result) {}

    /// What an example showed.
    public sealed interface Result {
        /// The constraint decides as the example says.
        record Kept() implements Result {}

        /// It does not, for the reason given.
        record Broken(String why) implements Result {}

        /// The constraint has no example, so nobody has shown that it can fail.
        record Untested() implements Result {}
    }

    /// Judges every example of every constraint, whatever the status of its decision.
    public static ConstraintTests run(DecisionSet decisions, Judge judge) {
        throw new UnsupportedOperationException();
    }

    /// Whether no example is broken.
    public boolean kept() {
        return outcomes.stream().noneMatch(outcome -> outcome.result() instanceof Result.Broken);
    }
}
