package dev.lorimer.models;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/// One limit that the provider's headers tell of, and what is left of it by our own books: what the
/// last answer said, less what was sent since and not yet counted there.
///
/// Headers are taken as written when a request arrived at the server. Some are written when its
/// reply is done: then what is still under way is subtracted twice, which costs a little waiting at
/// the end of a window and closes itself as the replies come in. The other way round would send
/// into a closed window.
///
/// Times are nanoseconds on the gate's monotonic clock. Not for several threads.
final class Ledger {
    private static final long NEVER = Long.MIN_VALUE;

    /// Where nothing tells of a reset: no provider's shortest window is longer.
    private static final long LENGTH_UNKNOWN = Duration.ofMinutes(1).toNanos();

    /// While a window opens, one request goes ahead for a fiftieth of the window: should the window
    /// open later than told, one is refused and not all that wait.
    private static final long RAMP_SHARE = 50;

    private static final long RAMP_LONGEST = Duration.ofMillis(500).toNanos();

    /// More than a header's rounding to whole seconds is not the rounding.
    private static final long GUARD_LONGEST = Duration.ofSeconds(2).toNanos();

    private static final long GUARD_STEP = Duration.ofMillis(50).toNanos();

    private static final double RATIO_LEAST = 0.5;
    private static final double RATIO_MOST = 50;
    private static final double MARGIN_MOST = 3;
    private static final double FADE = 0.95;

    /// Requests this close together can arrive in another order than they were sent in.
    private static final long JITTER = Duration.ofMillis(100).toNanos();

    private record Spent(long order, long at, double cost) {}

    private final Refill refill = new Refill();
    private final ArrayDeque<Spent> uncounted = new ArrayDeque<>();
    private double limit;
    private double remaining;
    private long anchorOrder = NEVER;
    private long anchorAt;
    private Optional<Long> resetAt = Optional.empty();

    /// When a whole new window was last taken for granted, and the longest time to one seen.
    private long rolledAt = NEVER;

    private long length;

    /// What share of the limit was there when all of it should have been: some servers tell when
    /// the first of it comes back, not the last.
    private double renewal = 1;

    private boolean fresh;
    private boolean held;
    private Optional<Long> rampUntil = Optional.empty();
    private boolean ahead;
    private long guard;

    /// What the server charges for what we expect one unit.
    private double charged;

    private double expected;
    private double margin = 1;

    /// @return when a request of this cost fits; `now` or earlier when it does already
    long opens(double cost, long now) {
        roll(now);
        if (rampUntil.isPresent() && ahead && now < rampUntil.get()) {
            return rampUntil.get();
        }
        if (fresh && uncounted.isEmpty()) {
            // The time has come, and only an answer tells how much is there.
            return now;
        }
        double needed = Math.min(cost * factor(), limit);
        double free = free(now);
        if (free >= needed) {
            return now;
        }
        held = true;
        if (refill.perNano().isPresent()) {
            return now + 1 + (long) ((needed - free) / refill.perNano().get());
        }
        if (resetAt.isEmpty()) {
            long since = Math.max(rolledAt, anchorAt);
            resetAt = Optional.of(since + (length == 0 ? LENGTH_UNKNOWN : length));
        }
        return Math.max(now + 1, resetAt.get() + guard);
    }

    /// Whether it all comes back at once, so that what fits into the rest of a window delays nobody
    /// who waits for the next one.
    boolean stepwise() {
        return refill.perNano().isEmpty();
    }

    void sent(long order, double cost, long at) {
        uncounted.addLast(new Spent(order, at, cost));
        ahead = true;
    }

    /// @param order of the request that was answered; higher ones were sent later
    /// @param sentAt when it was sent
    void answered(long order, long sentAt, LimitReading reading, long now) {
        roll(now);
        limit =
                reading.limit() == reading.remaining()
                        ? Math.max(limit, (double) reading.limit())
                        : (double) reading.limit();
        if (sentAt < rolledAt) {
            // It was counted in a window that is over.
            return;
        }
        if (order <= anchorOrder) {
            uncounted.removeIf(it -> it.order() == order);
            if (stepwise()) {
                remaining = Math.min(remaining, (double) reading.remaining());
            }
            return;
        }
        Optional<Long> reset = reading.reset().map(it -> now + it.toNanos());
        double counted = counted(order, sentAt);
        calibrate(counted, (double) reading.remaining(), reset, now);
        if (fresh) {
            fresh = false;
            double found = Math.clamp((reading.remaining() + counted) / limit, 0.01, 1);
            renewal = found < 0.8 * renewal ? found : renewal + (found - renewal) / 2;
        }
        reset.ifPresent(it -> {
            refill.seen(limit, (double) reading.remaining(), it - now);
            length = Math.max(length, it - now);
            resetAt = reset;
        });
        remaining = reading.remaining();
        anchorOrder = order;
        anchorAt = now;
        rampUntil = Optional.empty();
    }

    /// A request that was let through was refused.
    ///
    /// @param hint when the server wants to be asked again
    /// @return whether this limit can have been the cause
    boolean refused(long order, long sentAt, double cost, Optional<Duration> hint, long now) {
        uncounted.removeIf(it -> it.order() == order);
        boolean cause = remaining < Math.max(cost * factor(), limit / 20);
        if (!cause) {
            return false;
        }
        long early =
                resetAt.map(it -> it - rolledAt)
                        .orElseGet(() -> hint.map(Duration::toNanos).orElse(0L));
        boolean opening = rolledAt != NEVER && sentAt >= rolledAt && early < length / 3;
        if (opening) {
            guard = Math.min(GUARD_LONGEST, guard + Math.max(GUARD_STEP, early));
        } else {
            margin = Math.min(MARGIN_MOST, margin * 1.2);
        }
        if (margin > 1.5) {
            refill.forget();
        }
        return true;
    }

    private double free(long now) {
        double base =
                refill.perNano()
                        .map(perNano -> Math.min(limit, remaining + perNano * (now - anchorAt)))
                        .orElse(remaining);
        double under = uncounted.stream().mapToDouble(Spent::cost).sum();
        return base - under * factor();
    }

    private double factor() {
        return margin
                * (expected == 0 ? 1 : Math.clamp(charged / expected, RATIO_LEAST, RATIO_MOST));
    }

    private void roll(long now) {
        if (resetAt.isEmpty() || now < resetAt.get() + guard) {
            return;
        }
        remaining = Math.max(remaining, limit * renewal);
        uncounted.clear();
        rolledAt = now;
        fresh = true;
        anchorAt = now;
        resetAt = Optional.empty();
        guard = guard * 19 / 20;
        if (held) {
            rampUntil = Optional.of(now + Math.min(RAMP_LONGEST, length / RAMP_SHARE));
            ahead = false;
            held = false;
        }
    }

    private double counted(long order, long sentAt) {
        double cost = 0;
        var each = uncounted.iterator();
        while (each.hasNext()) {
            Spent spent = each.next();
            boolean before = spent.order() < order && sentAt - spent.at() > JITTER;
            if (before || spent.order() == order) {
                cost += spent.cost();
                each.remove();
            }
        }
        return cost;
    }

    private void calibrate(double cost, double left, Optional<Long> reset, long now) {
        boolean sameWindow =
                anchorOrder != NEVER
                        && anchorAt >= rolledAt
                        && (!stepwise()
                                || reset.isEmpty()
                                || resetAt.isEmpty()
                                || reset.get() - resetAt.get() < length / 4);
        double back = refill.perNano().map(it -> it * (now - anchorAt)).orElse(0.0);
        double drop = remaining - left + back;
        if (cost <= 0 || !sameWindow || drop < 0) {
            return;
        }
        charged = charged * FADE + drop;
        expected = expected * FADE + cost;
        margin = Math.max(1, margin * 0.99);
    }

    double limit() {
        return limit;
    }

    /// What is left by our own books.
    double left(long now) {
        roll(now);
        return Math.clamp(free(now), 0, limit);
    }

    /// When all of it is there again, as far as known.
    Optional<Long> resetAt() {
        return resetAt;
    }
}
