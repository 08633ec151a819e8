package dev.lorimer.app;

import dev.lorimer.journal.RunId;
import dev.lorimer.run.Outcome;
import dev.lorimer.run.Phase;
import dev.lorimer.run.Question;
import dev.lorimer.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A run in one object, for scripts. Fields are only ever added.
///
/// @param outcome `done`, `waiting`, `failed`, `cancelled`, `exhausted`; `running` while it is none
///   of these
/// @param verification `passed`, `failing`, `stale`, `unverified`
/// @param text why, in words
record Summary(
        String run,
        String outcome,
        String verification,
        String text,
        List<Refused> refusals,
        int turns,
        long tokens,
        String branch,
        String workspace,
        String tree,
        Optional<Waiting> waiting) {

    /// One refusal by a recorded decision.
    record Refused(String constraint, String file, int line, String message) {}

    /// What a person has to answer.
    ///
    /// @param call for `lorimer answer RUN CALL`
    /// @param kind `approval` or `in-doubt`
    /// @param until when an approval expires, or a doubt is overdue
    record Waiting(String call, String kind, String summary, Optional<Instant> until) {}

    static Summary of(RunId run, RunState state, Setup setup) {
        return new Summary(
                run.value(),
                outcome(state.phase()),
                state.verification().getClass().getSimpleName().toLowerCase(Locale.ROOT),
                text(state.phase()),
                state.ledger().refusals().stream()
                        .map(f ->
                                new Refused(
                                        f.constraint(),
                                        f.place().file(),
                                        f.place().line(),
                                        f.message()))
                        .toList(),
                state.spend().turns(),
                state.spend().tokens().input() + state.spend().tokens().output(),
                setup.place().branch(),
                setup.place().directory().toString(),
                state.work().tree(),
                waiting(state.phase()));
    }

    static String outcome(Phase phase) {
        return switch (phase) {
            case Phase.Ended ended ->
                    switch (ended.outcome()) {
                        case Outcome.Done _ -> "done";
                        case Outcome.Failed _ -> "failed";
                        case Outcome.Cancelled _ -> "cancelled";
                        case Outcome.Exhausted _ -> "exhausted";
                    };
            case Phase.Waiting _, Phase.Stuck _, Phase.Parked _ -> "waiting";
            case Phase.Asking asking when asking.notBefore().isPresent() -> "waiting";
            case Phase.Unstarted _,
                    Phase.Baseline _,
                    Phase.Asking _,
                    Phase.Silent _,
                    Phase.Compacting _,
                    Phase.Dispatching _,
                    Phase.Performing _,
                    Phase.Undoing _,
                    Phase.Decided _,
                    Phase.Compensating _ ->
                    "running";
        };
    }

    private static String text(Phase phase) {
        return switch (phase) {
            case Phase.Ended ended -> ended.outcome().text();
            case Phase.Waiting waiting -> waiting.question().summary();
            case Phase.Stuck stuck -> stuck.message();
            case Phase.Parked(var _, var pause) -> "until " + pause.until();
            case Phase.Asking asking ->
                    asking.notBefore().map(time -> "asks the model at " + time).orElse("");
            case Phase.Unstarted _,
                    Phase.Baseline _,
                    Phase.Silent _,
                    Phase.Compacting _,
                    Phase.Dispatching _,
                    Phase.Performing _,
                    Phase.Undoing _,
                    Phase.Decided _,
                    Phase.Compensating _ ->
                    "";
        };
    }

    private static Optional<Waiting> waiting(Phase phase) {
        if (!(phase instanceof Phase.Waiting waiting)) {
            return Optional.empty();
        }
        var call = waiting.open().getFirst().id();
        return Optional.of(
                switch (waiting.question()) {
                    case Question.Approval approval ->
                            new Waiting(call, "approval", approval.summary(), approval.expires());
                    case Question.InDoubt doubt ->
                            new Waiting(call, "in-doubt", doubt.summary(), doubt.expires());
                });
    }
}
