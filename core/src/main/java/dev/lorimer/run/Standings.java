package dev.lorimer.run;

import dev.lorimer.journal.Journal.Standing;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a run waits for, as the journal keeps it for those who look for work.
final class Standings {
    private Standings() {}

    /// @param taken the last message that the run's entries hold
    static Standing of(RunState state, long taken) {
        var status = status(state);
        return switch (state.phase()) {
            case Phase.Unstarted _,
                    Phase.Baseline _,
                    Phase.Compacting _,
                    Phase.Silent _,
                    Phase.Dispatching _,
                    Phase.Performing _,
                    Phase.Undoing _,
                    Phase.Decided _,
                    Phase.Compensating _ ->
                    Standing.working(status, taken);
            case Phase.Asking asking ->
                    asking.notBefore()
                            .map(time -> Standing.parked(status, Optional.of(time), taken))
                            .orElseGet(() -> Standing.working(status, taken));
            // A message ends the wait, in whatever process.
            case Phase.Parked _ when state.spokenTo() -> Standing.working(status, taken);
            case Phase.Parked(var _, var wait) ->
                    new Standing(status, Optional.of(wait.until()), wait.run(), taken, false);
            case Phase.Waiting waiting ->
                    Standing.parked(
                            status,
                            waiting.overdue() ? Optional.empty() : waiting.question().expires(),
                            taken);
            case Phase.Stuck stuck -> Standing.parked(status, stuck.until(), taken);
            case Phase.Ended _ -> Standing.ended(status, taken);
        };
    }

    /// One word for lists.
    static String status(RunState state) {
        return switch (state.phase()) {
            case Phase.Unstarted _ -> "queued";
            case Phase.Asking asking when asking.notBefore().isPresent() -> "waiting";
            case Phase.Baseline _ -> fresh(state) ? "queued" : "running";
            case Phase.Asking _ -> fresh(state) ? "queued" : "running";
            case Phase.Compacting _,
                    Phase.Silent _,
                    Phase.Dispatching _,
                    Phase.Performing _,
                    Phase.Undoing _,
                    Phase.Decided _,
                    Phase.Compensating _ ->
                    "running";
            case Phase.Waiting waiting when waiting.overdue() -> "overdue";
            case Phase.Stuck stuck when stuck.until().isEmpty() -> "overdue";
            case Phase.Parked _, Phase.Waiting _, Phase.Stuck _ -> "waiting";
            case Phase.Ended ended ->
                    ended.outcome().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }

    /// Whether the word is that of an outcome.
    static boolean ended(String status) {
        return OUTCOMES.contains(status);
    }

    private static final Set<String> OUTCOMES =
            Arrays.stream(Outcome.class.getPermittedSubclasses())
                    .map(outcome -> outcome.getSimpleName().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());

    /// Nothing but its task is recorded.
    private static boolean fresh(RunState state) {
        return state.conversation().entries() <= 1;
    }
}
