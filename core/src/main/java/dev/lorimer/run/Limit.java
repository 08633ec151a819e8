package dev.lorimer.run;

import java.time.Instant;
import java.util.Optional;

/// Which of a run's limits is reached.
final class Limit {
    private Limit() {}

    /// In words for people; empty when the run may go on.
    static Optional<String> reached(RunState state, Instant now) {
        var limits = state.start().orElseThrow().limits();
        var spend = state.spend();
        var tokens = spend.tokens().input() + spend.tokens().output();
        if (spend.turns() >= limits.turns()) {
            return Optional.of("%d turns are used up".formatted(limits.turns()));
        }
        if (tokens >= limits.tokens()) {
            return Optional.of("%,d of %,d tokens are used up".formatted(tokens, limits.tokens()));
        }
        if (spend.active().compareTo(limits.active()) >= 0) {
            return Optional.of("%d minutes are used up".formatted(limits.active().toMinutes()));
        }
        return limits.deadline()
                .filter(end -> !now.isBefore(end))
                .map("the deadline %s is over"::formatted);
    }

    /// The deadline of a run that would have to wait until then, when it is over by that time.
    static Optional<Instant> passed(RunState state, Instant until) {
        return state.start().orElseThrow().limits().deadline().filter(end -> !until.isBefore(end));
    }
}
