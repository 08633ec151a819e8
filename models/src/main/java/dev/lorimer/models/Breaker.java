package dev.lorimer.models;

import dev.lorimer.model.ModelException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/// Whether a model that keeps failing is asked at all. Shared by all runs that use the same model
/// with the same credential, so that one run's failures spare the others theirs.
///
/// It opens when most of the last requests failed in ways that tell of the server's state, lets one
/// request try after a while, and closes when that one is answered. Pure but for its own memory:
/// times are nanoseconds on a monotonic clock. Not for several threads; [Gate] stands around it.
final class Breaker {
    /// Fewer failures than this are an accident.
    static final int FAILURES_LEAST = 5;

    /// Failures further apart than that have nothing to do with each other.
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    /// A busy credential has hundreds of requests a minute; the newest tell enough.
    private static final int OUTCOMES_MAX = 64;

    private static final long OPEN_FIRST = Duration.ofSeconds(5).toNanos();
    private static final long OPEN_LONGEST = Duration.ofMinutes(1).toNanos();

    /// A server may ask for more than we would choose, but not for ever.
    private static final long HINT_LONGEST = Duration.ofMinutes(5).toNanos();

    private record Outcome(long at, boolean failed) {}

    /// What the breaker does with a request.
    sealed interface State {
        record Closed() implements State {}

        /// @param until when one request may try
        record Open(long until) implements State {}

        /// @param since when the one that tries was sent; nobody has, when empty
        record HalfOpen(Optional<Long> since) implements State {}
    }

    private final ArrayDeque<Outcome> outcomes = new ArrayDeque<>();
    private State state = new State.Closed();
    private int openings;
    private long openedAt = Long.MIN_VALUE;

    State state(long now) {
        if (state instanceof State.Open open && now >= open.until()) {
            state = new State.HalfOpen(Optional.empty());
        }
        // One that tries and is never heard of again must not keep the way shut.
        if (state instanceof State.HalfOpen half
                && half.since().filter(it -> now - it > OPEN_LONGEST).isPresent()) {
            state = new State.HalfOpen(Optional.empty());
        }
        return state;
    }

    /// How long this request has to stay away; empty when it may be sent.
    Optional<Duration> shut(long now) {
        return switch (state(now)) {
            case State.Closed _ -> Optional.empty();
            case State.Open open -> Optional.of(Duration.ofNanos(open.until() - now));
            case State.HalfOpen half ->
                    half.since()
                            .map(since ->
                                    Duration.ofNanos(
                                            Math.max(OPEN_FIRST / 5, OPEN_FIRST - (now - since))));
        };
    }

    /// A request is sent that [#shut] has not kept away.
    void sent(long now) {
        if (state(now) instanceof State.HalfOpen half && half.since().isEmpty()) {
            state = new State.HalfOpen(Optional.of(now));
        }
    }

    /// The server gave an answer, be it a refusal: it works.
    ///
    /// @param sentAt when that request was sent; what an earlier one tells is old news
    void answered(long sentAt, long now) {
        if (sentAt < openedAt) {
            return;
        }
        if (state(now) instanceof State.HalfOpen) {
            state = new State.Closed();
            outcomes.clear();
            openings = 0;
        }
        add(new Outcome(now, false));
    }

    /// The server failed.
    ///
    /// @param hint how long it asks to be left alone
    void failed(long sentAt, Optional<Duration> hint, long now) {
        if (sentAt < openedAt) {
            return;
        }
        add(new Outcome(now, true));
        switch (state(now)) {
            case State.HalfOpen _ -> open(hint, now);
            case State.Closed _ -> {
                long failures = outcomes.stream().filter(Outcome::failed).count();
                if (failures >= FAILURES_LEAST && 2 * failures >= outcomes.size()) {
                    open(hint, now);
                }
            }
            case State.Open _ -> {}
        }
    }

    /// The request ended without a word from or about the server, for example by a cancel.
    void abandoned(long sentAt, long now) {
        if (state(now) instanceof State.HalfOpen half
                && half.since().filter(it -> it == sentAt).isPresent()) {
            state = new State.HalfOpen(Optional.empty());
        }
    }

    private void open(Optional<Duration> hint, long now) {
        long own = Math.min(OPEN_LONGEST, OPEN_FIRST << Math.min(openings, 10));
        long theirs = Math.min(HINT_LONGEST, hint.map(Duration::toNanos).orElse(0L));
        openings++;
        openedAt = now;
        outcomes.clear();
        state = new State.Open(now + Math.max(own, theirs));
    }

    private void add(Outcome outcome) {
        outcomes.addLast(outcome);
        while (outcomes.size() > OUTCOMES_MAX || outcome.at() - outcomes.getFirst().at() > WINDOW) {
            outcomes.removeFirst();
        }
    }

    /// Whether this failure tells of the server's state; the others tell of the request.
    static boolean counts(Kind kind) {
        return switch (kind) {
            case OVERLOADED, TRANSIENT, TIMEOUT, CUT -> true;
            case AUTH,
                    QUOTA,
                    RATE_LIMITED,
                    CONTEXT_TOO_LONG,
                    INVALID_REQUEST,
                    REFUSED,
                    MODEL_GONE,
                    MALFORMED_REPLY,
                    CANCELLED ->
                    false;
        };
    }
}
