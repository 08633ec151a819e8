package dev.lorimer.run;

import dev.lorimer.model.ModelException;
import dev.lorimer.retry.Backoff;
import dev.lorimer.route.Reason;
import java.time.Duration;

/// What is done about a request that gave no reply: a pure function of the failure and of what was
/// tried before it. Who is asked instead, and whether a limit is reached, is decided elsewhere.
sealed interface Remedy {
    /// Send it again after a while.
    record Retry(Duration after) implements Remedy {}

    /// Ask another candidate.
    record FallBack(Reason reason) implements Remedy {}

    /// Make the conversation shorter.
    record Compact() implements Remedy {}

    /// A person can cure it.
    record Park() implements Remedy {}

    /// Nobody can.
    record End() implements Remedy {}

    /// The request was cancelled, by whoever stops the work.
    record Stop() implements Remedy {}

    /// Failures in a row of one candidate before another one is asked: one may be a slip. Whoever
    /// has nobody else to ask tries [Backoff#ATTEMPTS_MAX] times.
    int FAILURES_MAX = 2;

    /// A model that writes nothing that can be read is asked once more.
    int MALFORMED_MAX = 2;

    /// Longer than that nobody waits for one model while another one could work: about what a
    /// request itself takes.
    Duration PATIENCE = Duration.ofSeconds(30);

    /// The longest window of a provider's limits is a day; what is asked for beyond that is a
    /// mistake, or a spent quota.
    Duration WAIT_MAX = Duration.ofDays(1);

    /// Whether somebody else can be asked.
    enum Others {
        NOW,
        /// When they have rested.
        LATER,
        NEVER
    }

    /// What was tried before, the request at hand included.
    ///
    /// @param here failures in a row of this candidate
    /// @param inARow failures in a row of all candidates
    /// @param candidates how many there are
    record Tried(int here, int inARow, int candidates) {
        boolean enough() {
            return inARow >= Backoff.ATTEMPTS_MAX * candidates;
        }
    }

    /// @param spread for the jitter, in [0, 1)
    static Remedy of(ModelException e, Tried tried, Others others, double spread) {
        var fallBack = new FallBack(Reason.FAILED);
        return switch (e.kind()) {
            case CONTEXT_TOO_LONG -> new Compact();
            case CANCELLED -> new Stop();
            case INVALID_REQUEST -> new End();
            case REFUSED ->
                    others == Others.NEVER || tried.enough()
                            ? new End()
                            : new FallBack(Reason.REFUSED);
            case AUTH, QUOTA, MODEL_GONE ->
                    others == Others.NEVER || tried.enough() ? new Park() : fallBack;
            case MALFORMED_REPLY -> {
                if (tried.here() < MALFORMED_MAX) {
                    yield new Retry(wait(e, tried, spread));
                }
                yield others == Others.NEVER || tried.enough() ? new Park() : fallBack;
            }
            case RATE_LIMITED, OVERLOADED, TRANSIENT, TIMEOUT, CUT -> {
                var wait = wait(e, tried, spread);
                var tooLong = wait.compareTo(PATIENCE) > 0 || tried.here() >= FAILURES_MAX;
                if (others == Others.NOW && tooLong && !tried.enough()) {
                    yield fallBack;
                }
                var hopeless =
                        tried.here() >= Backoff.ATTEMPTS_MAX
                                || tried.enough()
                                || wait.compareTo(WAIT_MAX) > 0;
                yield !hopeless
                        ? new Retry(wait)
                        : others == Others.LATER && !tried.enough() ? fallBack : new Park();
            }
        };
    }

    private static Duration wait(ModelException e, Tried tried, double spread) {
        return Backoff.before(tried.here(), e.retryAfter(), spread);
    }
}
