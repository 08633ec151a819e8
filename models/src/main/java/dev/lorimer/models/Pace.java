package dev.lorimer.models;

import java.util.ArrayDeque;
import java.util.Optional;

/// A limit of which only the refusals tell, and the pace that keeps below it.
///
/// What a server took between one refusal and the next one, over the time between them, is a first
/// measure of what it allows. From there the pace is raised until it meets the limit: evenly spread
/// requests fit whatever the server's windows look like, so what is refused then is the limit. The
/// pace goes a little below it, stays there for hundreds of requests, and is tried again, slowly
/// near where it was refused and faster far from it, so that probing stays far below one refusal in
/// a hundred requests.
///
/// Times are nanoseconds on the gate's monotonic clock. Not for several threads.
final class Pace {
    /// Requests that pass without a refusal before the next one counts as a new trial.
    static final int CALM = 50;

    private static final int STRETCHES_MAX = 8;
    private static final double CAUTION = 0.98;

    /// Requests that pass before the pace grows, for each refusal of the last time.
    private static final double HOLD_PER_REFUSAL = 250;

    private static final int REFUSALS_MAX = 3;

    /// The gate being closed costs more than what is refused: the pace grows only after so many
    /// times as long.
    private static final long CLOSED_SHARE = 30;

    /// Growth in the time of the first window, while the limit has not been met.
    private static final double SEARCH = 0.4;

    private static final double SEARCH_MOST = 0.05;

    /// Growth with each request after that.
    private static final double GROWTH = 0.001;

    /// Below and above what was refused last there is less to lose.
    private static final double NEAR = 0.93;

    private static final double BEYOND = 1.05;

    /// What is left of the pace after a refusal at the end of a slow growth, which is near the
    /// limit; before it had grown, which was too fast; and soon after another one, when what went
    /// too fast before is still counted and a slower pace would not have helped.
    private static final double PROBED = 0.96;

    private static final double HASTY = 0.94;
    private static final double DRAINING = 0.99;
    private static final int DRAINED = 5;

    /// How far behind its pace the gate may be and catch up; more is a time without demand.
    private static final long SLACK_NANOS = 50_000_000L;

    private static final long IDLE_NANOS = 1_000_000_000L;

    private static final class Stretch {
        private final long start;
        private Optional<Long> end = Optional.empty();
        private double taken;

        Stretch(long start) {
            this.start = start;
        }

        boolean holds(long at) {
            return at >= start && end.map(it -> at < it).orElse(true);
        }
    }

    /// The last one is open, unless it has met a time without demand.
    private final ArrayDeque<Stretch> stretches = new ArrayDeque<>();

    private Optional<Double> perNano = Optional.empty();
    private double growth = CAUTION;
    private boolean grown;

    /// Whether the pace has met the limit from below; before that it only knows what came through
    /// while the gate was mostly closed.
    private boolean met;

    /// The longest first stretch, which is about a window.
    private long window = 1;

    /// The share of the pace that the measure may take away.
    private double trust = 1;

    /// What was refused last.
    private double ceiling;

    private long sinceRefusal;
    private int refusals = 1;

    /// Times of refusal in a row.
    private int times;

    private long grownAt;
    private long nextAt;
    private boolean reopening;
    private long refusedAt;
    private long openAt;
    private long closed;

    boolean known() {
        return perNano.isPresent();
    }

    /// Units a second that are let through, when known.
    Optional<Double> perSecond() {
        return perNano.map(it -> it * growth * 1e9);
    }

    /// @return when the next request may pass
    long opens(long now) {
        return known() ? Math.max(now, nextAt) : now;
    }

    void sent(double cost, long now) {
        if (stretches.isEmpty()) {
            stretches.addLast(new Stretch(now));
        }
        if (perNano.isEmpty()) {
            return;
        }
        if (now - nextAt > IDLE_NANOS
                && !stretches.isEmpty()
                && stretches.getLast().end.isEmpty()) {
            // Nobody asked for a while: what is taken in this stretch is not what is allowed.
            stretches.removeLast();
        }
        nextAt = Math.max(nextAt, now - SLACK_NANOS) + nanos(cost);
    }

    private long nanos(double cost) {
        return (long) (cost / (perNano.orElseThrow() * growth));
    }

    /// The server took a request.
    void taken(long sentAt, double cost) {
        if (reopening && sentAt >= refusedAt) {
            reopening = false;
            reopened(sentAt);
        }
        for (Stretch stretch : stretches) {
            stretch.taken += stretch.holds(sentAt) ? cost : 0;
        }
        sinceRefusal++;
        if (known()) {
            grow(sentAt);
        }
    }

    private void grow(long at) {
        long elapsed = Math.max(0, at - grownAt);
        grownAt = Math.max(grownAt, at);
        long open = at - openAt;
        if (!met) {
            boolean rested = open > window / 4;
            growth *= rested ? 1 + Math.min(SEARCH_MOST, SEARCH * elapsed / window) : 1;
            grown |= rested;
        } else if (sinceRefusal > HOLD_PER_REFUSAL * Math.min(REFUSALS_MAX, refusals)
                && open > CLOSED_SHARE * closed) {
            double height = perNano.orElseThrow() * growth / ceiling;
            growth *= 1 + (height < NEAR ? 2 * GROWTH : height < BEYOND ? GROWTH / 3 : GROWTH);
            grown = true;
        }
    }

    /// The first refusal after a time without one.
    void refused(long now) {
        boolean calm = sinceRefusal > CALM;
        if (calm) {
            times = 0;
            refusals = 0;
            closed = 0;
            ceiling = perNano.orElse(0.0) * growth;
        }
        times++;
        refusals++;
        trust = !met ? 1 : calm && !grown ? 0.1 : 0;
        double left = calm ? (grown ? PROBED : HASTY) : times > DRAINED ? HASTY : DRAINING;
        perNano = perNano.map(it -> it * growth * left);
        growth = 1;
        met |= grown;
        grown = false;
        sinceRefusal = 0;
        reopening = true;
        refusedAt = now;
    }

    private void reopened(long at) {
        boolean open = !stretches.isEmpty() && stretches.getLast().end.isEmpty();
        if (open) {
            stretches.getLast().end = Optional.of(at);
            measure();
        } else {
            perNano = perNano.map(it -> it * 0.9);
        }
        stretches.addLast(new Stretch(at));
        if (stretches.size() > STRETCHES_MAX) {
            stretches.removeFirst();
        }
        nextAt = at;
    }

    /// Nothing is sent for a while because the gate is closed; that is not caught up.
    void closed(long until, long now) {
        nextAt = Math.max(nextAt, until);
        closed = Math.max(closed, until - now);
        openAt = until;
    }

    /// One more refusal of the same time.
    void refusedToo() {
        refusals++;
    }

    /// What was taken between two reopenings can be less than allowed, where the gate was closed
    /// for longer than needed; the pace at which it was refused was too much. The truth lies
    /// between.
    private void measure() {
        double taken = 0;
        double nanos = 0;
        for (Stretch stretch : stretches) {
            if (stretch.end.isPresent()) {
                taken += stretch.taken;
                nanos += stretch.end.get() - stretch.start;
            }
        }
        if (taken > 0 && nanos > 0) {
            double mean = taken / nanos;
            perNano =
                    perNano.map(it -> Math.clamp((it + mean) / 2, it * (1 - trust), it))
                            .or(() -> Optional.of(mean));
            var oldest = stretches.getFirst();
            window = Math.max(window, oldest.end.map(it -> it - oldest.start).orElse(1L));
        }
    }
}
