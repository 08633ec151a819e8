package dev.lorimer.run;

import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.route.Reason;
import dev.lorimer.run.Entry.Faltered;
import dev.lorimer.run.Entry.Faltered.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What becomes of a request that gave no reply: it is sent again, to this model or to another one,
/// the conversation is made shorter, a person is waited for, or the run ends.
final class Setback {
    /// Cuts in a row that did not help before the run ends. What two of them can not make fit, the
    /// third will not.
    static final int CUTS_MAX = 2;

    private final Tape tape;
    private final Agent agent;
    private final Timing timing;
    private final Ending ending;
    private final Routing routing;

    Setback(Tape tape, Agent agent, Timing timing, Ending ending) {
        this.tape = tape;
        this.agent = agent;
        this.timing = timing;
        this.ending = ending;
        this.routing = new Routing(tape, agent, timing);
    }

    /// A request that failed.
    ///
    /// @param failures in a row of all candidates, before this one
    /// @param tokens of the request, estimated
    record Failure(ModelException why, int failures, long tokens, Entry.Cost cost) {
        String message() {
            return String.valueOf(why.getMessage());
        }

        Faltered entry(Next next, Optional<Instant> until) {
            return new Faltered(why.kind(), message(), next, until, Optional.of(cost));
        }
    }

    /// The current candidate was asked and gave no reply.
    void failed(Failure failure) throws InterruptedException {
        var kind = failure.why().kind();
        var reason = kind == Kind.REFUSED ? Reason.REFUSED : Reason.FAILED;
        var backAt = backAt(failure.why());
        var left = failure.entry(Next.FALL_BACK, backAt);
        var away = routing.away(left, reason, backAt, failure.tokens());
        var others =
                away.map(to -> to.now() ? Remedy.Others.NOW : Remedy.Others.LATER)
                        .orElse(Remedy.Others.NEVER);
        var tried =
                new Remedy.Tried(
                        tape.state().course().failures() + 1,
                        failure.failures() + 1,
                        agent.route().size());
        switch (Remedy.of(failure.why(), tried, others, timing.spread().getAsDouble())) {
            case Remedy.Retry(var after) -> retry(failure, after);
            case Remedy.FallBack _ -> tape.append(left, away.orElseThrow().entry());
            case Remedy.Compact _ -> tooLong(failure.message(), Optional.of(failure.cost()));
            case Remedy.Park _ -> tape.append(failure.entry(Next.PARK, patience()));
            case Remedy.End _ ->
                    end(
                            new Outcome.Failed("the model: " + failure.message()),
                            failure.entry(Next.PARK, patience()));
            case Remedy.Stop _ -> throw new InterruptedException(failure.message());
        }
    }

    /// Nobody waits for what comes after the end.
    private void retry(Failure failure, Duration wait) {
        var until = timing.now().plus(wait);
        var passed = Limit.passed(tape.state(), until);
        if (passed.isPresent()) {
            end(
                    new Outcome.Exhausted(
                            "the model may be asked again at %s, and the deadline is %s: %s"
                                    .formatted(until, passed.get(), failure.message())),
                    failure.entry(Next.PARK, patience()));
        } else {
            tape.append(failure.entry(Next.RETRY, Optional.of(until)));
        }
    }

    /// When a candidate may be asked again that another one stands in for now.
    private Optional<Instant> backAt(ModelException e) {
        var now = timing.now();
        return switch (e.kind()) {
            // Time cures none of these, unless the provider says so.
            case AUTH, QUOTA, MODEL_GONE -> e.retryAfter().map(now::plus);
            // It may serve again once another one has answered.
            case REFUSED -> Optional.empty();
            case RATE_LIMITED,
                    OVERLOADED,
                    TRANSIENT,
                    TIMEOUT,
                    CUT,
                    MALFORMED_REPLY,
                    CONTEXT_TOO_LONG,
                    INVALID_REQUEST,
                    CANCELLED ->
                    Optional.of(
                            tape.state()
                                    .course()
                                    .rest(routing.current().name(), now, e.retryAfter()));
        };
    }

    /// Whether something has been said since the last cut, and cutting has helped so far.
    boolean canCut() {
        var said = tape.state().conversation();
        return tape.state().spend().turns() > said.cutTurns() && said.tries() < CUTS_MAX;
    }

    /// The conversation does not fit the window, by the provider's word or by our estimate.
    void tooLong(String why, Optional<Entry.Cost> cost) {
        var said = tape.state().conversation();
        var nothing = tape.state().spend().turns() == said.cutTurns();
        if (!canCut()) {
            var tried =
                    nothing
                            ? "and there is nothing to leave out"
                            : "after %d cuts in a row".formatted(said.tries());
            end(
                    new Outcome.Exhausted(
                            "the conversation no longer fits the model's window, %s: %s"
                                    .formatted(tried, why)),
                    new Faltered(Kind.CONTEXT_TOO_LONG, why, Next.PARK, patience(), cost));
        } else {
            tape.append(
                    new Faltered(Kind.CONTEXT_TOO_LONG, why, Next.COMPACT, Optional.empty(), cost));
        }
    }

    /// No candidate of the route may serve, and no time will change that.
    void nobody(String request) {
        tape.append(
                new Faltered(
                        Kind.MODEL_GONE,
                        "no model of the route may serve this request (%s); change the route's rules, or cure what keeps the models from answering, then resume"
                                .formatted(request),
                        Next.PARK,
                        patience()));
    }

    private Optional<Instant> patience() {
        return Optional.of(timing.now().plus(agent.rules().patience()));
    }

    private void end(Outcome outcome, Entry because) {
        ending.end(outcome, agent.rules().undoUnlessDone(), because);
    }
}
