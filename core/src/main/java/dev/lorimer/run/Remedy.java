package dev.lorimer.run;

import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.retry.Backoff;
import dev.lorimer.retry.Disposition;
import java.time.Duration;

/// What is done about a request that gave no reply: a pure function of the failure and of what was
/// tried before it. Who is asked instead, and whether a limit is reached, is decided elsewhere.
sealed interface Remedy {
    /// Send it again after a while.
    record Retry(Duration after) implements Remedy {}

    /// Ask another candidate.
    record FallBack() implements Remedy {}

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
        return switch (Disposition.of(e.kind())) {
            case RETRY, WAIT -> repeat(tried, others, wait(e, tried, spread));
            case ASK_AGAIN ->
                    tried.here() < MALFORMED_MAX
                            ? new Retry(wait(e, tried, spread))
                            : elsewhere(e, tried, others);
            case FALL_BACK -> elsewhere(e, tried, others);
            case COMPACT -> new Compact();
            case SURFACE -> e.kind() == Kind.CANCELLED ? new Stop() : new End();
        };
    }

    private static Remedy elsewhere(ModelException e, Tried tried, Others others) {
        if (others != Others.NEVER && !tried.enough()) {
            return new FallBack();
        }
        // A person can mend a key or an account; what the model refuses, nobody can.
        return e.kind() == Kind.REFUSED ? new End() : new Park();
    }

    /// Whoever has nobody else to ask is more patient.
    private static Remedy repeat(Tried tried, Others others, Duration wait) {
        var impatient = wait.compareTo(PATIENCE) > 0 || tried.here() >= FAILURES_MAX;
        var hopeless =
                wait.compareTo(WAIT_MAX) > 0
                        || tried.here() >= Backoff.ATTEMPTS_MAX
                        || tried.enough();
        var elsewhere =
                switch (others) {
                    case NOW -> impatient;
                    case LATER -> hopeless;
                    case NEVER -> false;
                };
        if (elsewhere && !tried.enough()) {
            return new FallBack();
        }
        return hopeless ? new Park() : new Retry(wait);
    }

    private static Duration wait(ModelException e, Tried tried, double spread) {
        return Backoff.before(tried.here(), e.retryAfter(), spread);
    }
}
