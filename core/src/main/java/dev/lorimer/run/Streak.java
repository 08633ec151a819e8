package dev.lorimer.run;

import java.util.Optional;

/// What a model has done over and over.
///
/// @param mistakes replies in a row of which no call could be made
/// @param turn the reply that was counted last
/// @param mistake what was wrong last
/// @param last the last call with its result, as a hash
/// @param times how often in a row it was that one
/// @param warned at how many times the model was told; 0 when it was not
public record Streak(int mistakes, int turn, String mistake, String last, int times, int warned) {
    static final Streak NONE = new Streak(0, 0, "", "", 0, 0);

    /// A call could not be made as it was asked for.
    Streak mistaken(Phase.Call call, String what) {
        return call.turn() == turn
                ? new Streak(mistakes, turn, what, last, times, warned)
                : new Streak(mistakes + 1, call.turn(), what, last, times, warned);
    }

    /// A call was one that can be made, whatever came of it.
    Streak sound(Phase.Call call) {
        return new Streak(0, call.turn(), "", last, times, warned);
    }

    /// It had that result.
    Streak same(String outcome) {
        return outcome.equals(last)
                ? new Streak(mistakes, turn, mistake, last, times + 1, warned)
                : new Streak(mistakes, turn, mistake, outcome, 1, 0);
    }

    /// The model was told that it repeats itself.
    Streak warning() {
        return times == 0 ? this : new Streak(mistakes, turn, mistake, last, times, times);
    }

    /// Whether the model has to be told so.
    boolean repeating(Bounds bounds) {
        return warned == 0 && times >= bounds.repeats();
    }

    /// Why the run has to end, in words for people; empty when it may go on.
    Optional<String> hopeless(Bounds bounds) {
        if (mistakes >= bounds.mistakes()) {
            return Optional.of(
                    "the model made no call that can be carried out in %d replies in a row, the last: %s"
                            .formatted(mistakes, mistake));
        }
        return warned > 0 && times >= warned + bounds.repeats()
                ? Optional.of(
                        "the model made the same call with the same result %d times in a row"
                                .formatted(times))
                : Optional.empty();
    }
}
