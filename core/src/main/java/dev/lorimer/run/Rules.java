package dev.lorimer.run;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an agent may do by itself, and what happens when nobody is there to say.
///
/// @param approvals names of the tools whose every effect a person has to approve
/// @param patience how long a question may wait for its answer
/// @param doubts what is answered for calls in doubt, by tool name, without asking a person
/// @param undoUnlessDone whether calls that can be taken back are taken back when the run ends
///   otherwise than done
/// @param bounds how many mistakes its model may make
public record Rules(
        Set<String> approvals,
        Duration patience,
        Map<String, Answer> doubts,
        boolean undoUnlessDone,
        Bounds bounds) {
    /// A day: whoever is asked has been at work once, in whatever time zone.
    public static final Rules DEFAULT = new Rules(Set.of(), Duration.ofDays(1), Map.of(), false);

    /// With the usual bounds.
    public Rules(
            Set<String> approvals,
            Duration patience,
            Map<String, Answer> doubts,
            boolean undoUnlessDone) {
        this(approvals, patience, doubts, undoUnlessDone, Bounds.DEFAULT);
    }

    public Rules {
        approvals = Set.copyOf(approvals);
        doubts = Map.copyOf(doubts);
        doubts.forEach((tool, answer) -> {
            switch (answer) {
                case Answer.Done _, Answer.NotDone _, Answer.Abandon _ -> {}
                case Answer.Approve _, Answer.Deny _, Answer.Undo _ ->
                        throw new IllegalArgumentException(
                                "the rule for \"%s\" in doubt must be done, not-done or abandon"
                                        .formatted(tool));
            }
        });
        if (patience.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "a patience of %s is no time to answer in; give at least a second"
                            .formatted(patience));
        }
    }

    /// What is answered for a call of that tool in doubt.
    Optional<Answer> doubt(String tool) {
        return Optional.ofNullable(doubts.get(tool));
    }
}
