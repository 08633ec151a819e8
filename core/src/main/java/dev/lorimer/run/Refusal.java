package dev.lorimer.run;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lorimer.govern.Finding;
import java.util.List;

/// Why a call was refused.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Refusal {
    /// Recorded decisions stand against it.
    ///
    /// @param rolledBack true when the effect had been staged and was undone
    record Denied(List<Finding> findings, boolean rolledBack) implements Refusal {}

    /// A person said no.
    record ByPerson(String note) implements Refusal {}

    /// The call could not be made as asked: unknown tool, bad arguments, cut reply.
    record Invalid() implements Refusal {}

    /// An equal call's outcome is unknown, and it must not happen twice.
    record Doubtful(String earlier) implements Refusal {}

    /// What it left in the workspace can not be part of a change; it was undone.
    record Untrackable() implements Refusal {}

    /// A person was asked and nobody answered in time.
    record Unanswered() implements Refusal {}
}
