package dev.lorimer.route;

import dev.lorimer.model.ModelException;
import java.util.Optional;

/// What a rule knows about the request that is to be made.
///
/// @param task in the user's words
/// @param tokens of the request, estimated
/// @param current the candidate that served last, or the first one
public record Situation(
        Purpose purpose,
        String task,
        String kind,
        long tokens,
        Budget budget,
        Setbacks setbacks,
        String current) {

    /// What has been used up.
    ///
    /// @param seconds of active time
    /// @param bill the replies that tokens and money went into
    public record Budget(Share turns, Share tokens, Share seconds, Bill bill) {}

    /// @param used may be more than `max`
    public record Share(long used, long max) {}

    /// What went wrong last.
    ///
    /// @param failures requests in a row that the current candidate did not answer
    /// @param failure the kind of the last of them
    /// @param failedChecks times in a row that the model asked to finish and the checks did not
    ///   pass
    public record Setbacks(int failures, Optional<ModelException.Kind> failure, int failedChecks) {}
}
