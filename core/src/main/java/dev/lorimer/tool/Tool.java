package dev.lorimer.tool;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Something a model can call. `describe` and `perform` are apart on purpose: the first says what
/// would happen and does nothing, the second does it.
public interface Tool {
    /// 1 to 64 of letters, digits, `_` and `-`.
    String name();

    /// What it does and when to use it, for the model.
    String description();

    /// A JSON Schema object, as JSON text.
    String inputSchema();

    /// What the call would do. Reads at most; changes nothing.
    ///
    /// @throws BadArguments when the call can not be made as asked, with a message that lets the
    ///   model repair it
    Effect describe(ObjectNode arguments);

    /// Does it. Blocks; an interrupt cancels.
    ///
    /// Any exception counts as [Result.Status#FAILED] where the effect is pure or staged, and as
    /// [Result.Status#UNKNOWN] where it reaches the outside world: say [Result#failed] only when it
    /// is known that nothing happened.
    Result perform(ObjectNode arguments, Attempt attempt) throws InterruptedException;

    /// Asks the outside world whether an interrupted attempt at this call took effect. Reads only.
    /// Any exception counts as [Probe.Unknown].
    default Probe probe(ObjectNode arguments, Attempt attempt) throws InterruptedException {
        return new Probe.Unknown("the tool can not tell");
    }

    /// Takes back what this call did, if it did anything. It may be called again with the same
    /// attempt's key, in this or a later process, so it must do no harm when done twice.
    /// [Result.Status#DONE] says that nothing of the call is left.
    default Result undo(ObjectNode arguments, Attempt attempt) throws InterruptedException {
        return Result.failed("the tool has no way to undo");
    }

    /// What the outside world says about an interrupted call.
    sealed interface Probe {
        /// It took effect when there is a result, and did not when there is none.
        static Probe of(Optional<String> result) {
            return result.<Probe>map(text -> new Happened(Result.done(text)))
                    .orElseGet(NotHappened::new);
        }

        /// It took effect.
        ///
        /// @param result what the call would have returned
        record Happened(Result result) implements Probe {}

        /// It did not take effect and no longer can: nothing of it is still on its way.
        record NotHappened() implements Probe {}

        record Unknown(String why) implements Probe {}
    }

    /// The right to act for a run, which ends when another process takes the run over.
    interface Fence {
        /// Raised by each takeover: hand it to what can refuse an older one.
        long epoch();

        /// To be called right before the effect.
        ///
        /// @throws RuntimeException when the right is over: let it through, and do nothing
        void check();

        /// For calls outside of any run, in tests for example.
        static Fence none() {
            return new Fence() {
                @Override
                public long epoch() {
                    return 0;
                }

                @Override
                public void check() {}
            };
        }
    }

    /// @param key the same for every attempt at this call, in this or a later process: hand it to
    ///   the outside world as idempotency key
    /// @param marker put it in the environment of every process started, as `LORIMER_CALL`, so that
    ///   they can be found and ended
    /// @param limit how long the attempt may take
    record Attempt(String key, String marker, Duration limit, Fence fence) {}

    /// @param text what the model reads
    record Result(String text, Status status) {
        public static Result done(String text) {
            return new Result(text, Status.DONE);
        }

        public static Result failed(String text) {
            return new Result(text, Status.FAILED);
        }

        /// What is known about the outcome.
        public enum Status {
            DONE,
            /// It did not do what was asked, and says so.
            FAILED,
            /// Nobody knows whether it happened: a timeout or a lost connection.
            UNKNOWN
        }
    }

    /// Arguments the model can repair.
    final class BadArguments extends RuntimeException {
        public BadArguments(String message) {
            super(message);
        }
    }
}
