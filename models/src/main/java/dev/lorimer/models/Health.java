package dev.lorimer.models;

import dev.lorimer.model.ModelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How one model behind one credential is doing, for people and for routes: what all runs of this
/// process have learned of it.
///
/// @param model provider and name as the user writes them
/// @param host where it is asked
/// @param circuit whether it is asked at all
/// @param lastFailure of the server, until it answers again
/// @param limits what its limits are known to be; empty when nothing has told of any
/// @param load how much is going on
public record Health(
        String model,
        String host,
        Circuit circuit,
        Optional<Failure> lastFailure,
        List<Limit> limits,
        Load load) {
    public Health {
        limits = List.copyOf(limits);
    }

    /// Whether requests pass.
    public sealed interface Circuit {
        record Closed() implements Circuit {}

        /// It failed too often and is left alone.
        ///
        /// @param left how long still
        record Open(Duration left) implements Circuit {}

        /// One request tries whether it is back.
        record HalfOpen() implements Circuit {}
    }

    /// @param ago how long ago it was
    public record Failure(ModelException.Kind kind, String message, Duration ago) {}

    /// What the provider allows, as its headers or its refusals have told.
    public sealed interface Limit {
        Measure measure();

        /// Told by headers.
        ///
        /// @param span the provider's word for the window's length, for example `minute`, or empty
        /// @param allowed in a whole window
        /// @param left by our own books
        /// @param renewal how long until all of it is there again, when known
        record Told(
                Measure measure, String span, long allowed, long left, Optional<Duration> renewal)
                implements Limit {}

        /// Learned from refusals.
        record Learned(Measure measure, double perSecond) implements Limit {}
    }

    /// @param underWay requests sent and not yet over
    /// @param waiting requests that wait for a window to open
    /// @param closed how long nothing is sent, when a refusal has closed the gate
    public record Load(int underWay, int waiting, Optional<Duration> closed) {}
}
