package dev.lorimer.run;

import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.ModelException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a run does next, and nothing else: each case is one station of the loop.
public sealed interface Phase {
    /// The calls of the last reply that have no result yet, the one at hand first.
    default List<Call> open() {
        return List.of();
    }

    /// What was about to happen with the first open call, or has happened and is in question.
    default Optional<Entry.Intent> intended() {
        return Optional.empty();
    }

    /// No entry yet.
    record Unstarted() implements Phase {}

    /// Verifiers look before the first change.
    record Baseline() implements Phase {}

    /// The model is asked.
    ///
    /// @param failures requests in a row that gave no reply
    /// @param notBefore when it may be asked again
    record Asking(int failures, Optional<Instant> notBefore) implements Phase {
        /// At once.
        static Asking now() {
            return new Asking(0, Optional.empty());
        }
    }

    /// The conversation is too long for the model and has to be made shorter.
    ///
    /// @param attempts requests for a summary that gave none
    /// @param last what became of the last request
    record Compacting(int attempts, ModelException.Kind last) implements Phase {}

    /// The model said something and called nothing.
    record Silent() implements Phase {}

    /// The first open call is looked at; nothing of it has happened.
    record Dispatching(List<Call> open) implements Phase {}

    /// The first open call's effect was about to happen, or is happening.
    ///
    /// @param lost why nobody knows its outcome; empty as long as the attempt may be under way
    record Performing(List<Call> open, Entry.Intent intent, Optional<String> lost)
            implements Phase {
        @Override
        public Optional<Entry.Intent> intended() {
            return Optional.of(intent);
        }
    }

    /// The first open call is being taken back.
    record Undoing(List<Call> open, Entry.Intent intent, Entry.Then then) implements Phase {
        @Override
        public Optional<Entry.Intent> intended() {
            return Optional.of(intent);
        }
    }

    /// The first open call waits for a time, a message or another run.
    record Parked(List<Call> open, Entry.Pause pause) implements Phase {}

    /// A person has to decide on the first open call.
    ///
    /// @param intent what was about to happen, when that is in doubt
    /// @param overdue nobody has decided in time
    record Waiting(
            List<Call> open, Question question, Optional<Entry.Intent> intent, boolean overdue)
            implements Phase {
        @Override
        public Optional<Entry.Intent> intended() {
            return intent;
        }
    }

    /// A person has decided on the first open call.
    record Decided(
            List<Call> open,
            Question question,
            Optional<Entry.Intent> intent,
            Answer answer,
            String note)
            implements Phase {
        @Override
        public Optional<Entry.Intent> intended() {
            return intent;
        }
    }

    /// The model can not be asked until a person has cured the cause.
    ///
    /// @param until when it is called overdue; empty when that has happened
    record Stuck(ModelException.Kind kind, String message, Optional<Instant> until)
            implements Phase {}

    /// The run ends otherwise than done, and what can be taken back of it is taken back, the last
    /// call first.
    ///
    /// @param pending what is still to be undone
    /// @param left what could not be undone
    record Compensating(List<Compensation> pending, List<Compensation> left, Outcome outcome)
            implements Phase {
        /// Whether the named call is the next to be undone.
        boolean undoes(String call) {
            return !pending.isEmpty() && pending.getFirst().call().equals(call);
        }

        /// The first of them has been tried.
        Compensating without(boolean gone) {
            var rest = List.copyOf(pending.subList(1, pending.size()));
            var more = gone ? left : Ledger.joined(left, List.of(pending.getFirst()));
            return new Compensating(rest, more, outcome);
        }
    }

    record Ended(Outcome outcome) implements Phase {}

    /// A call of the last reply.
    ///
    /// @param id its place, for example `3.1`
    /// @param cut true when the reply hit its token limit, so that the arguments may be incomplete
    /// @param recoveries how often it was made again
    record Call(String id, ToolCall request, boolean cut, int recoveries) {
        Call again() {
            return new Call(id, request, cut, recoveries + 1);
        }

        /// The reply that it is of.
        int turn() {
            return Integer.parseInt(id.substring(0, id.indexOf('.')));
        }

        /// Its place in that reply, from 1.
        int place() {
            return Integer.parseInt(id.substring(id.indexOf('.') + 1));
        }
    }

    /// A call that was done and can be taken back.
    record Compensation(String call, ToolCall request, String summary) {}
}
