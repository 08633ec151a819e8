package dev.lorimer.govern.decision;

import java.util.List;

/// A recorded decision.
///
/// @param id as in `D-0007`
/// @param why the reason, on one line
/// @param file the record's path
/// @param constraints those that could be read
public record Decision(
        String id,
        String title,
        Standing standing,
        String why,
        String file,
        List<Constraint> constraints) {
    /// How a decision stands among the others.
    ///
    /// @param force what it does to changes, all supersessions considered
    /// @param supersedes ids of the decisions that this one replaces
    public record Standing(Status status, Force force, List<String> supersedes) {}

    public Status status() {
        return standing.status();
    }

    public Force force() {
        return standing.force();
    }
}
