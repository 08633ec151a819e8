package dev.lorimer.run;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/// What a person said about a [Question].
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Answer {
    /// To an approval: go on.
    record Approve() implements Answer {}

    /// To an approval: do not.
    record Deny() implements Answer {}

    /// To a doubt: it happened.
    ///
    /// @param result what it gave, if the person knows
    record Done(Optional<String> result) implements Answer {}

    /// To a doubt: it did not happen, so it may be done now.
    record NotDone() implements Answer {}

    /// To a doubt: nobody knows; go on without it and never repeat it.
    record Abandon() implements Answer {}

    /// To a doubt: take back whatever it did, and go on without it.
    record Undo() implements Answer {}
}
