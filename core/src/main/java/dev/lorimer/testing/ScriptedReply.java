package dev.lorimer.testing;

import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One line of a [ScriptedModel]'s part.
public sealed interface ScriptedReply {
    /// An answer.
    ///
    /// @param calls in order; without an id a call gets `call-<reply>-<index>`, both counted from 1
    record Says(String text, List<Call> calls, Reply.Stop stop) implements ScriptedReply {
        public Says {
            calls = List.copyOf(calls);
        }
    }

    /// A failure, played once by one model object; the next request gets the reply after it.
    record Fails(ModelException.Kind kind, Optional<Duration> retryAfter)
            implements ScriptedReply {}

    /// @param arguments the text the model is to have written, valid JSON or not
    record Call(Optional<String> id, String name, String arguments) {}

    /// A last word, without calls.
    static ScriptedReply says(String text) {
        return new Says(text, List.of(), Reply.Stop.END);
    }

    /// A turn that asks for calls and says nothing.
    static ScriptedReply asks(Call... calls) {
        return new Says("", List.of(calls), Reply.Stop.CALLS);
    }

    /// A call with an id that the model object chooses.
    static Call call(String name, String arguments) {
        return new Call(Optional.empty(), name, arguments);
    }

    /// A failure without a hint how long to wait.
    static ScriptedReply fails(ModelException.Kind kind) {
        return new Fails(kind, Optional.empty());
    }
}
