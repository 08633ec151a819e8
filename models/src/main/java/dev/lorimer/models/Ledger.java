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
    private static final long NEVER = Long.MIN_VALUE / 2;

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
    private static final double RATIO_STEP = 10;
    private static final double MARGIN_MOST = 3;
    private static final double FADE = 0.95;

    /// Requests this close together can arrive in another order than they were sent in.
    private static final long JITTER = Duration.ofMillis(100).toNanos();

    /// Twice what the guesses are off after a window of steady flow.
    private static final double RESERVE_SHARE = 40;

    /// Of whole seconds, and of the way.
    private static final long ROUNDING = Duration.ofMillis(1100).toNanos();

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private record Spent(long order, long at, double cost) {}

    private final Recovery recovery = new Recovery();
    private final Flow flow = new Flow();
    private final ArrayDeque<Spent> uncounted = new ArrayDeque<>();
    private final boolean whole;
    private double limit;
    private double remaining;
    private long anchorOrder = NEVER;
    private long anchorAt;
    private Optional<Long> resetAt = Optional.empty();

    /// When a whole new window was last taken for granted, and when the old one was to end.
    private long rolledAt = NEVER;

    private long rolledFrom = NEVER;

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

    /// How far the charge is from what we expect, on the average.
    private double spread;

    private double margin = 1;

    /// @param whole whether a request counts as what it is: one
    Ledger(boolean whole) {
        this.whole = whole;
    }

    /// @param crowd whether others wait behind this request
    /// @return when a request of this cost fits; `now` or earlier when it does already
    Governor.Opening opens(double cost, boolean crowd, long now) {
        roll(now);
        if (rampUntil.isPresent() && ahead && now < rampUntil.get()) {
            return new Governor.Opening(rampUntil.get(), stepwise(now));
        }
        if (fresh && uncounted.isEmpty()) {
            // The time has come, and only an answer tells how much is there.
            return new Governor.Opening(now, false);
        }
        double needed = Math.min(cost * factor() * margin + reserve(now), limit);
        double free = free(now);
        long paced = flow.opens(now);
        if (crowd && (free < needed || paced > now)) {
            flow.crowded(now);
        }
        if (free >= needed) {
            return new Governor.Opening(paced, false);
        }
        held = true;
        if (crowd) {
            flow.lacking(now);
        }
        return new Governor.Opening(Math.max(paced, back(needed - free, now)), stepwise(now));
    }

    /// What is left unused where more comes all the time: what is known of it is a guess, and a
    /// guess that leaves nothing is refused every other time.
    private double reserve(long now) {
        if (!flow.busy(now)) {
            return 0;
        }
        return Math.min(spread, limit / 10) + (recovery.rolling() ? limit / RESERVE_SHARE : 0);
    }

    /// When this much more is there.
    private long back(double lacking, long now) {
        Optional<Double> perNano = perNano(now);
        if (perNano.isPresent()) {
            return now + 1 + (long) (lacking / perNano.get());
        }
        if (resetAt.isEmpty()) {
            long since = Math.max(rolledAt, anchorAt);
            long length = recovery.length();
            resetAt = Optional.of(since + (length == 0 ? LENGTH_UNKNOWN : length));
        }
        return Math.max(now + 1, resetAt.get() + guard);
    }

    /// What comes back in a nanosecond, where it does not come back at once.
    private Optional<Double> perNano(long now) {
        if (recovery.perNano().isPresent()) {
            return recovery.perNano();
        }
        return recovery.rolling() && flow.busy(now)
                ? Optional.of(flow.perNano())
                : Optional.empty();
    }

    /// Whether it all comes back at once, so that what fits into the rest of a window delays nobody
    /// who waits for the next one.
    private boolean stepwise(long now) {
        return perNano(now).isEmpty();
    }

    void sent(long order, double cost, long at) {
        uncounted.addLast(new Spent(order, at, cost));
        flow.sent(cost * factor(), at);
        ahead = true;
    }

    /// @param order of the request that was answered; higher ones were sent later
    /// @param sentAt when it was sent
    void answered(long order, long sentAt, LimitReading reading, long now) {
        roll(now);
        double before = limit;
        limit =
                reading.limit() == reading.remaining()
                        ? Math.max(limit, (double) reading.limit())
                        : (double) reading.limit();
        boolean changed = limit != before;
        if (changed) {
            recovery.doubt();
        }
        if (sentAt < rolledAt) {
            // It was counted in a window that is over.
            return;
        }
        if (order <= anchorOrder) {
            double cost = counted(order, NEVER);
            if (expected > 0 && !unpriced()) {
                // It was in what an answer before it told, and nobody knew.
                expected += cost;
            }
            if (stepwise(now)) {
                remaining = Math.min(remaining, (double) reading.remaining());
            }
            return;
        }
        Optional<Long> reset = reading.reset().map(it -> now + told(it, reading));
        double counted = counted(order, sentAt);
        if (!changed) {
            calibrate(counted, (double) reading.remaining(), reset, sentAt);
        }
        boolean early = fresh && reset.isPresent() && tooEarly(reset.get());
        if (fresh && !early) {
            double found = Math.clamp((reading.remaining() + counted) / limit, 0.01, 1);
            renewal = found < 0.8 * renewal ? found : renewal + (found - renewal) / 2;
        }
        fresh = false;
        if (early) {
            guard = Math.min(GUARD_LONGEST, guard + GUARD_STEP);
        }
        remaining = reading.remaining();
        anchorOrder = order;
        anchorAt = sentAt;
        reset.ifPresent(it -> {
            recovery.seen(limit, remaining, it - now, sentAt);
            resetAt = Optional.of(sameEnd(it, now));
        });
        flow.of(limit, recovery.length());
        flow.left(free(now) / limit, now);
        rampUntil = Optional.empty();
    }

    /// Less than a second can be told as none; used up as it is, it is not over.
    private static long told(Duration reset, LimitReading reading) {
        boolean cutOff = reset.isZero() && reading.remaining() < reading.limit() / 2;
        return cutOff ? SECOND : reset.toNanos();
    }

    /// Whether the answer still speaks of the window that was taken for over.
    private boolean tooEarly(long reset) {
        return rolledFrom != NEVER && reset < rolledFrom + recovery.length() / 4;
    }

    /// Under load many answers tell of one window's end. Of those in whole seconds, cut off, the
    /// latest is nearest to the truth, and of exact ones the earliest: a reply takes its time to
    /// come.
    private long sameEnd(long reset, long now) {
        if (resetAt.isEmpty() || recovery.rolling() || !flow.busy(now)) {
            return reset;
        }
        long known = resetAt.get();
        if (!recovery.exact()) {
            return known > reset && known - reset < ROUNDING ? known : reset;
        }
        boolean same = known > now && reset > known && reset - known < recovery.length() / 4;
        return same ? known : reset;
    }

    /// A request that was let through was refused.
    ///
    /// @param hint when the server wants to be asked again
    /// @return whether this limit can have been the cause
    boolean refused(long order, long sentAt, double cost, Optional<Duration> hint, long now) {
        uncounted.removeIf(it -> it.order() == order);
        boolean cause = free(now) < Math.max(cost * factor() * margin, limit / 20);
        if (!cause) {
            return false;
        }
        long early =
                resetAt.map(it -> it - rolledAt)
                        .orElseGet(() -> hint.map(Duration::toNanos).orElse(0L));
        boolean opening = rolledAt != NEVER && sentAt >= rolledAt && early < recovery.length() / 3;
        if (opening) {
            guard = Math.min(GUARD_LONGEST, guard + Math.max(GUARD_STEP, early));
        } else {
            margin = Math.min(MARGIN_MOST, margin * 1.2);
        }
        if (margin > 1.5) {
            recovery.doubt();
        }
        flow.refused(now);
        return true;
    }

    private double free(long now) {
        double base =
                perNano(now)
                        .map(perNano -> Math.min(limit, remaining + perNano * (now - anchorAt)))
                        .orElse(remaining);
        double under = uncounted.stream().mapToDouble(Spent::cost).sum();
        return base - under * factor() * margin;
    }

    private double factor() {
        return expected == 0 ? 1 : Math.clamp(charged / expected, RATIO_LEAST, RATIO_MOST);
    }

    private void roll(long now) {
        boolean rolling = recovery.rolling() && flow.busy(now);
        if (rolling || resetAt.isEmpty() || now < resetAt.get() + guard) {
            return;
        }
        rolledFrom = resetAt.get();
        remaining = Math.max(remaining, limit * renewal);
        uncounted.clear();
        rolledAt = now;
        fresh = true;
        anchorAt = now;
        resetAt = Optional.empty();
        guard = guard * 19 / 20;
        if (held) {
            rampUntil = Optional.of(now + Math.min(RAMP_LONGEST, recovery.length() / RAMP_SHARE));
            ahead = false;
            held = false;
        }
    }

    private double counted(long order, long sentAt) {
        double cost = 0;
        var each = uncounted.iterator();
        while (each.hasNext()) {
            Spent spent = each.next();
            boolean before = spent.order() < order && spent.at() < sentAt - JITTER;
            if (before || spent.order() == order) {
                cost += spent.cost();
                each.remove();
            }
        }
        return cost;
    }

    private void calibrate(double cost, double left, Optional<Long> reset, long at) {
        boolean certain = recovery.perNano().isPresent();
        boolean sameWindow =
                anchorOrder != NEVER
                        && !fresh
                        && anchorAt >= rolledAt
                        && (certain
                                || reset.isEmpty()
                                || resetAt.isEmpty()
                                || reset.get() - resetAt.get() < recovery.length() / 4);
        double back = recovery.perNano().map(it -> it * (at - anchorAt)).orElse(0.0);
        back = Math.min(back, limit - remaining);
        double drop = remaining - left + back;
        if (unpriced() || cost <= 0 || !sameWindow || (drop < 0 && !certain)) {
            return;
        }
        drop = Math.min(drop, RATIO_STEP * cost * factor());
        spread += (Math.abs(drop - cost * factor()) - spread) * (1 - FADE);
        charged = charged * FADE + drop;
        expected = expected * FADE + cost;
        margin = Math.max(1, margin * 0.99);
    }

    /// Where more comes back all the time, and nobody knows how much, a price cannot be told from
    /// what is left.
    private boolean unpriced() {
        return whole || (recovery.rolling() && recovery.perNano().isEmpty());
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
