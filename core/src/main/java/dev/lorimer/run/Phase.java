package dev.lorimer.run;

import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.ModelException;
import java.util.List;

/// What a run does next, and nothing else: each case is one station of the loop.
public sealed interface Phase {
    /// No entry yet.
    record Unstarted() implements Phase {}

    /// Verifiers look before the first change.
    record Baseline() implements Phase {}

    /// The model is asked.
    ///
    /// @param failures requests in a row that gave no reply
    record Asking(int failures) implements Phase {}

    /// The model said something and called nothing.
    record Silent() implements Phase {}

    /// The first open call is looked at; nothing of it has happened.
    record Dispatching(List<Call> open) implements Phase {}

    /// The first open call's effect was about to happen, or is happening.
    record Performing(List<Call> open, Entry.Intent intent) implements Phase {}

    /// A person has to decide on the first open call.
    record Waiting(List<Call> open, Question question) implements Phase {}

    /// A person has decided on the first open call.
    record Decided(List<Call> open, Question question, Answer answer, String note)
            implements Phase {}

    /// The model can not be asked until a person has cured the cause.
    record Stuck(ModelException.Kind kind, String message) implements Phase {}

    record Ended(Outcome outcome) implements Phase {}

    /// A call of the last reply.
    ///
    /// @param id its place, for example `3.1`
    /// @param cut true when the reply hit its token limit, so that the arguments may be incomplete
    record Call(String id, ToolCall request, boolean cut) {}
}
