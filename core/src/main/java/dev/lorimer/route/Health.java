package dev.lorimer.route;

import java.time.Instant;
import java.util.Optional;

/// What is known of models beyond one run: whether a breaker keeps requests away from one.
public interface Health {
    /// Until when a candidate should not be asked; empty, or a time that is over, when it may be.
    ///
    /// @param candidate its name in the route
    Optional<Instant> closedUntil(String candidate);

    /// Nothing is known against any of them.
    static Health unknown() {
        return _ -> Optional.empty();
    }
}
