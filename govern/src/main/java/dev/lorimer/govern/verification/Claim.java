package dev.lorimer.govern.verification;

import java.util.List;

/// One thing that a run claims, and what recomputing it gave.
///
/// @param name for ever the same, as `checks`
/// @param points what was found, the weightiest first, each on one line
public record Claim(String name, Result result, List<String> points) {
    /// From best to worst.
    public enum Result {
        HOLDS,
        /// It holds because somebody entitled to has let something pass.
        WAIVED,
        /// It can not be recomputed. Never counts as holding.
        UNDECIDED,
        FAILS
    }

    public Claim {
        points = List.copyOf(points);
    }
}
