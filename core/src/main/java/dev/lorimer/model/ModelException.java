package dev.lorimer.model;

import java.time.Duration;
import java.util.Optional;

/// A request that gave no whole reply.
public final class ModelException extends RuntimeException {
    private final Kind kind;
    private final Optional<Duration> retryAfter;

    public ModelException(Kind kind, String message, Optional<Duration> retryAfter) {
        super(message);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public ModelException(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    public Kind kind() {
        return kind;
    }

    /// How long the provider asks us to wait; read from failures only.
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /// The closed set of failures.
    public enum Kind {
        /// Key missing, wrong or without rights.
        AUTH,
        /// The account's quota or credit is spent: waiting does not help.
        QUOTA,
        RATE_LIMITED,
        OVERLOADED,
        /// Network trouble or a server error that may pass.
        TRANSIENT,
        TIMEOUT,
        CONTEXT_TOO_LONG,
        INVALID_REQUEST,
        /// The provider's filter refused the request.
        REFUSED,
        MODEL_GONE,
        /// Bytes that are no valid reply.
        MALFORMED_REPLY,
        /// The stream ended before its terminal event.
        CUT,
        CANCELLED
    }
}
