package dev.lorimer.testing;

import java.util.List;

/// What came of one simulated history.
///
/// @param seed makes the same history again
/// @param violations of what must always hold; empty when all held
/// @param history what happened, one line each; only where it was asked for
public record SimReport(long seed, Counts counts, List<String> violations, List<String> history) {
    /// How much happened.
    ///
    /// @param takeovers leases that ended while their owner was at work
    /// @param effects in the outside world
    public record Counts(long runs, long crashes, long takeovers, long effects) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    runs + other.runs,
                    crashes + other.crashes,
                    takeovers + other.takeovers,
                    effects + other.effects);
        }
    }

    /// Whether everything held that must always hold.
    public boolean holds() {
        return violations.isEmpty();
    }
}
