package dev.lorimer.models;

import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// What every request to one model with one credential passes: the breaker, then the line before
/// the provider's limits. The thin blocking shell around [Breaker], [Governor] and [Line], for any
/// number of threads.
final class Gate {
    /// A wait never sleeps longer than this at once, in case what it waits for is never told.
    private static final long NAP_LONGEST = Duration.ofSeconds(5).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Line.Waiter, Condition> sleepers = new HashMap<>();
    private final Map<Line.Waiter, Long> passed = new HashMap<>();
    private final Governor governor = new Governor();
    private final Line line = new Line(governor);
    private final Breaker breaker = new Breaker();
    private final TokenGauge gauge = new TokenGauge();
    private final Patience patience;
    private final LongSupplier nanos;
    private Optional<Setback> setback = Optional.empty();

    private record Setback(Kind kind, String message, long at) {}

    /// @param nanos a clock that only goes forward, from any origin
    Gate(Patience patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
    }

    /// Waits until the request may be sent. Blocks up to [Patience#longest]; an interrupt gives the
    /// place up.
    ///
    /// @param name of the model, for messages
    /// @throws ModelException OVERLOADED while the model is left alone, RATE_LIMITED when the wait
    ///   would be too long, both with the time to come back
    Ticket enter(String name, Request request) throws InterruptedException {
        var size = TokenGauge.Size.of(request);
        lock.lockInterruptibly();
        try {
            stayAway(name);
            long order = pass(name, gauge.guess(size));
            long now = nanos.getAsLong();
            breaker.sent(now);
            return new Ticket(order, size, now);
        } finally {
            lock.unlock();
        }
    }

    private void stayAway(String name) {
        Optional<Duration> shut = breaker.shut(nanos.getAsLong());
        if (shut.isPresent()) {
            String last = setback.map(it -> "; the last failure: " + it.message()).orElse("");
            throw new ModelException(
                    Kind.OVERLOADED,
                    Wording.shortened(
                            name + " failed too often and is left alone for a while" + last,
                            Wording.MESSAGE_LETTERS_MAX),
                    shut);
        }
    }

    private long pass(String name, Cost cost) throws InterruptedException {
        if (line.length() >= patience.waitingMax()) {
            throw tooLong(name, patience.longest());
        }
        long came = nanos.getAsLong();
        if (line.length() == 0 && governor.opens(cost, came).at() <= came) {
            return governor.sent(cost, came);
        }
        var place = line.join(cost);
        Condition call = lock.newCondition();
        sleepers.put(place, call);
        try {
            while (true) {
                long now = nanos.getAsLong();
                advance(now);
                Optional<Long> order = Optional.ofNullable(passed.remove(place));
                if (order.isPresent()) {
                    stayAwayAfterAll(name, order.get());
                    return order.get();
                }
                long left = patience.longest().toNanos() - (now - came);
                Duration due = due(place, now - came, now);
                if (left <= 0 || (line.first(place) && due.toNanos() > left)) {
                    throw tooLong(name, due);
                }
                // Whoever lets the others through wakes them; only the head has to look at the
                // clock.
                sleep(call, line.first(place) ? Math.clamp(due.toNanos(), 1, NAP_LONGEST) : left);
            }
        } finally {
            sleepers.remove(place);
            Optional.ofNullable(passed.remove(place)).ifPresent(governor::over);
            line.leave(place);
            advance(nanos.getAsLong());
        }
    }

    /// The breaker may have opened while the request waited.
    private void stayAwayAfterAll(String name, long order) {
        try {
            stayAway(name);
        } catch (ModelException shut) {
            governor.over(order);
            throw shut;
        }
    }

    // Woken early or late, the loop around looks again.
    @SuppressWarnings({"WaitNotInLoop", "ReturnValueIgnored"})
    private static void sleep(Condition call, long nanos) throws InterruptedException {
        call.awaitNanos(nanos);
    }

    /// About how long this one will still wait: by the governor for the head of the line, by the
    /// pace of those before it for the others.
    private Duration due(Line.Waiter place, long waited, long now) {
        long head = line.opens(now);
        long opens = head == Governor.UNTIL_TOLD ? NAP_LONGEST : Math.max(0, head - now);
        long ahead = line.first(place) ? 0 : line.ahead(place);
        long each = waited / Math.max(1, line.passedSince(place));
        return Duration.ofNanos(opens + Math.min(ahead * each, TimeUnit.DAYS.toNanos(1)));
    }

    private ModelException tooLong(String name, Duration wait) {
        return new ModelException(
                Kind.RATE_LIMITED,
                name
                        + " is at its provider's limits, and "
                        + line.length()
                        + " requests wait for them; send again later",
                Optional.of(
                        wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait));
    }

    private void advance(long now) {
        if (line.length() == 0) {
            return;
        }
        for (Line.Passed it : line.advance(now)) {
            passed.put(it.waiter(), it.order());
            Optional.ofNullable(sleepers.get(it.waiter())).ifPresent(Condition::signal);
        }
        line.head()
                .flatMap(it -> Optional.ofNullable(sleepers.get(it)))
                .ifPresent(Condition::signal);
    }

    /// One request's way through the gate, from the moment it may be sent. Whatever comes of it is
    /// told here; closing it without a word says that nothing came.
    final class Ticket implements AutoCloseable {
        private final long order;
        private final TokenGauge.Size size;
        private final long sentAt;
        private volatile List<LimitReading> readings = List.of();
        private boolean over;

        private Ticket(long order, TokenGauge.Size size, long sentAt) {
            this.order = order;
            this.size = size;
            this.sentAt = sentAt;
        }

        /// The head of the answer is there.
        ///
        /// @param success whether a reply follows
        void answered(boolean success, List<LimitReading> limits) {
            readings = limits;
            if (success) {
                locked(now -> governor.taken(order, limits, now));
            }
        }

        /// The reply is there.
        void replied(Reply.Usage usage) {
            locked(now -> {
                over = true;
                gauge.learn(size, usage);
                setback = Optional.empty();
                breaker.answered(sentAt, now);
                governor.over(order);
            });
        }

        void failed(ModelException failure) {
            locked(now -> {
                over = true;
                if (Breaker.counts(failure.kind())) {
                    setback = Optional.of(setback(failure, now));
                    breaker.failed(sentAt, failure.retryAfter(), now);
                } else {
                    breaker.answered(sentAt, now);
                }
                if (failure.kind() == Kind.RATE_LIMITED) {
                    var suspects = Suspects.in(told(failure));
                    governor.refused(order, readings, failure.retryAfter(), suspects, now);
                }
                governor.over(order);
            });
        }

        @Override
        public void close() {
            locked(now -> {
                if (!over) {
                    over = true;
                    breaker.abandoned(sentAt, now);
                    governor.over(order);
                }
            });
        }

        private void locked(LongConsumer deed) {
            lock.lock();
            try {
                long now = nanos.getAsLong();
                deed.accept(now);
                advance(now);
            } finally {
                lock.unlock();
            }
        }
    }

    private static Setback setback(ModelException failure, long now) {
        return new Setback(failure.kind(), told(failure), now);
    }

    private static String told(ModelException failure) {
        return Optional.ofNullable(failure.getMessage()).orElse("");
    }

    /// How the model is doing.
    Health health(String name, String host) {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            return new Health(
                    name,
                    host,
                    circuit(now),
                    setback.map(it ->
                            new Health.Failure(
                                    it.kind(), it.message(), Duration.ofNanos(now - it.at()))),
                    limits(now),
                    new Health.Load(
                            governor.underWay(),
                            line.length(),
                            governor.closedUntil(now).map(it -> Duration.ofNanos(it - now))));
        } finally {
            lock.unlock();
        }
    }

    private Health.Circuit circuit(long now) {
        return switch (breaker.state(now)) {
            case Breaker.State.Closed _ -> new Health.Circuit.Closed();
            case Breaker.State.Open open ->
                    new Health.Circuit.Open(Duration.ofNanos(open.until() - now));
            case Breaker.State.HalfOpen _ -> new Health.Circuit.HalfOpen();
        };
    }

    private List<Health.Limit> limits(long now) {
        var limits = new ArrayList<Health.Limit>();
        for (Governor.Known known : governor.known(now)) {
            limits.add(
                    new Health.Limit.Told(
                            known.key().measure(),
                            known.key().span(),
                            (long) known.limit(),
                            (long) known.left(),
                            known.resetAt().map(it -> Duration.ofNanos(Math.max(0, it - now)))));
        }
        for (Measure measure : Measure.values()) {
            governor.perSecond(measure)
                    .ifPresent(it -> limits.add(new Health.Limit.Learned(measure, it)));
        }
        return limits;
    }
}
