package dev.lorimer.retry;

import dev.lorimer.model.ModelException;

/// What a run does about a failed model request. A pure function of the failure's kind, so that a
/// replayed journal decides alike.
public enum Disposition {
    /// Send the same request again after [Backoff#before], at most [Backoff#ATTEMPTS_MAX] times.
    RETRY,
    /// The provider has closed a window: park the run until it opens, then send again.
    WAIT,
    /// Shorten the conversation, then send that; the same request can only fail again.
    COMPACT,
    /// Another model may answer; this one will not. Where there is no other, it is shown.
    FALL_BACK,
    /// The model wrote something that is no reply: ask it once more, at once.
    ASK_AGAIN,
    /// No model can cure it: end the run and show the message.
    SURFACE;

    /// The one disposition of each kind of failure.
    public static Disposition of(ModelException.Kind kind) {
        return switch (kind) {
            // A cut reply has run no tool, so asking again repeats no effect.
            case OVERLOADED, TRANSIENT, TIMEOUT, CUT -> RETRY;
            case RATE_LIMITED -> WAIT;
            case CONTEXT_TOO_LONG -> COMPACT;
            // A spent quota looks like a rate limit but does not come back by waiting, and a
            // refusal
            // is repeated to whoever repeats the request.
            case MODEL_GONE, AUTH, QUOTA, REFUSED -> FALL_BACK;
            case MALFORMED_REPLY -> ASK_AGAIN;
            case INVALID_REQUEST, CANCELLED -> SURFACE;
        };
    }
}
