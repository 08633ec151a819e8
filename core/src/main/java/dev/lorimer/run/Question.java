package dev.lorimer.run;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lorimer.govern.Finding;
import dev.lorimer.tool.Tool;
import java.time.Duration;
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
    record Approval(String summary, Scope scope, List<Finding> findings, Optional<Held> held)
            implements Question {}

    /// Did this happen? The call was interrupted, or its outcome was lost.
    record InDoubt(String summary, String why) implements Question {}

    /// What an approval is bound to.
    record Scope(String decisions, String before, String after) {}

    /// A result that waits for approval.
    record Held(Tool.Result result, Duration took) {}
}
