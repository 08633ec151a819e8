package dev.lorimer.models;

import java.util.ArrayDeque;
import java.util.Optional;

/// A limit of which only the refusals tell, and the pace that keeps below it.
///
/// Whatever the server's windows look like, at the moment of a refusal all it allows is used up. So
/// what it took between one refusal and the next one, over the time between them, is what it allows
/// per time; the more such stretches, the more exactly. Requests then follow each other at a little
/// less than that. When many have passed without a refusal, the pace grows, slowly where the
/// measure is good, so that probing for more stays far below one refusal in a hundred requests.
///
/// Times are nanoseconds on the gate's monotonic clock. Not for several threads.
final class Pace {
    private static final int STRETCHES_MAX = 8;
    private static final double CAUTION = 0.98;

    /// Requests that pass before the pace grows, for each refusal of the last time.
    private static final double HOLD_PER_REFUSAL = 250;

    /// Growth with each request after that, where the measure is good.
    private static final double GROWTH_LEAST = 0.001;

    /// How far behind its pace the gate may be and catch up; more is a time without demand.
    private static final long SLACK_NANOS = 50_000_000L;

    private static final long IDLE_NANOS = 1_000_000_000L;

    private static final class Stretch {
        private final long start;
        private Optional<Long> end = Optional.empty();
        private double taken;
        private int requests;

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
    private int measured;
    private double sinceRefusal;
    private double refusals = 1;
    private long nextAt;
    private boolean reopening;
    private long refusedAt;

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
            if (stretch.holds(sentAt)) {
                stretch.taken += cost;
                stretch.requests++;
            }
        }
        sinceRefusal++;
        double hold = Math.min(HOLD_PER_REFUSAL * refusals, Math.max(10, measured / 2.0));
        if (known() && sinceRefusal > hold) {
            growth *= 1 + Math.max(GROWTH_LEAST, 0.5 / Math.max(1, measured));
        }
    }

    /// The first refusal after a time without one.
    void refused(long now) {
        reopening = true;
        refusedAt = now;
        refusals = 1;
        sinceRefusal = 0;
        perNano = perNano.map(it -> it * growth);
        growth = CAUTION;
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

    /// Nothing was sent for a while because the gate was closed; that is not caught up.
    void closed(long until) {
        nextAt = Math.max(nextAt, until);
    }

    /// One more refusal of the same time.
    void refusedToo() {
        refusals++;
    }

    /// What was taken between two reopenings can be less than allowed, where the pace left a window
    /// unused; the pace at which it was refused was too much. The truth lies between.
    private void measure() {
        double taken = 0;
        double nanos = 0;
        int requests = 0;
        for (Stretch stretch : stretches) {
            if (stretch.end.isPresent()) {
                taken += stretch.taken;
                requests += stretch.requests;
                nanos += stretch.end.get() - stretch.start;
            }
        }
        if (taken > 0 && nanos > 0) {
            double mean = taken / nanos;
            perNano = perNano.map(it -> (it + mean) / 2).or(() -> Optional.of(mean));
            measured = requests;
        }
    }
}
