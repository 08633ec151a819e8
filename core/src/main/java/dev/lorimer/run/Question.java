package dev.lorimer.run;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lorimer.govern.Finding;
import dev.lorimer.tool.Tool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a person has to decide.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Question {
    String summary();

    /// May this happen? The answer holds for exactly this call, these decisions and these trees,
    /// once.
    ///
    /// @param held the result of a command that has already run and was rolled back: approving it
    ///   brings back the tree it left
    /// @param expires when the question, and an approval of it, is void
    record Approval(
            String summary,
            Scope scope,
            List<Finding> findings,
            Optional<Held> held,
            Optional<Instant> expires)
            implements Question {}

    /// Did this happen? The call was interrupted, or its outcome was lost.
    ///
    /// @param evidence what the outside world and the workspace say, for the person to weigh
    /// @param undo whether the call can be taken back
    /// @param expires when the question is overdue
    record InDoubt(
            String summary,
            String why,
            Optional<List<String>> evidence,
            Optional<Boolean> undo,
            Optional<Instant> expires)
            implements Question {}

    /// Whether that answers this.
    default boolean takes(Answer answer) {
        return switch (answer) {
            case Answer.Approve _, Answer.Deny _ -> this instanceof Approval;
            case Answer.Done _, Answer.NotDone _, Answer.Abandon _ -> this instanceof InDoubt;
            case Answer.Undo _ ->
                    this instanceof InDoubt doubt && doubt.undo().filter(can -> can).isPresent();
        };
    }

    /// When it is too late, or high time.
    Optional<Instant> expires();

    /// What an approval is bound to.
    ///
    /// @param call hash of the tool's name and the arguments
    record Scope(String decisions, String before, String after, Optional<String> call) {}

    /// A result that waits for approval.
    record Held(Tool.Result result, Duration took) {}
}
