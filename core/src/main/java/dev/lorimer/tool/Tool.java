package dev.lorimer.tool;

import java.time.Duration;
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
    /// Any exception counts as [Result.Status#FAILED] for calls that can be repeated, and as
    /// [Result.Status#UNKNOWN] for those that can not.
    Result perform(ObjectNode arguments, Attempt attempt) throws InterruptedException;

    /// @param key the same for every attempt at this call, in this or a later process: hand it to
    ///   the outside world as idempotency key
    /// @param marker put it in the environment of every process started, as `LORIMER_CALL`, so that
    ///   they can be found and ended
    /// @param limit how long the attempt may take
    record Attempt(String key, String marker, Duration limit) {}

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
