package dev.lorimer.run;

import dev.lorimer.model.Reply;
import java.time.Duration;

/// What has been used up.
///
/// @param active time in the model, tools and verifiers; waiting does not count
public record Spend(int turns, Reply.Usage tokens, Duration active) {
    Spend plus(Duration took) {
        return new Spend(turns, tokens, active.plus(took));
    }

    Spend plus(Entry.Replied replied) {
        return new Spend(turns + 1, tokens.plus(replied.usage()), active.plus(replied.took()));
    }
}
