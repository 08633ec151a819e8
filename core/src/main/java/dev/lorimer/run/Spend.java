package dev.lorimer.run;

import dev.lorimer.model.Reply;
import java.time.Duration;

/// What has been used up.
///
/// @param active time in the model, tools and verifiers; waiting does not count
/// @param retries requests that were sent again, to the same model or to another one
/// @param repairs mistakes that a model was told of
public record Spend(int turns, Reply.Usage tokens, Duration active, int retries, int repairs) {
    static final Spend NONE = before(0);

    /// Nothing but so many replies.
    static Spend before(int turns) {
        return new Spend(turns, Reply.Usage.NONE, Duration.ZERO, 0, 0);
    }

    Spend plus(Duration took) {
        return new Spend(turns, tokens, active.plus(took), retries, repairs);
    }

    Spend plus(Reply.Usage usage, Duration took) {
        return new Spend(turns, tokens.plus(usage), active.plus(took), retries, repairs);
    }

    Spend turned() {
        return new Spend(turns + 1, tokens, active, retries, repairs);
    }

    Spend retried() {
        return new Spend(turns, tokens, active, retries + 1, repairs);
    }

    Spend repaired() {
        return new Spend(turns, tokens, active, retries, repairs + 1);
    }
}
