package dev.lorimer.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The rules of one credential's gate: whether a request may be sent now, and if not, when. Pure
/// but for its own memory: time comes in with every call, as nanoseconds on a monotonic clock, so
/// that no jump of the wall clock opens or closes anything.
///
/// What it knows comes from limit headers ([Ledger]), from refusals ([Pace]) and from the hints in
/// them. While nothing is known it lets a few requests through, and one more with each answer. Not
/// for several threads; [Gate] stands around it.
final class Governor {
    /// What nobody can say before the next answer comes.
    static final long UNTIL_TOLD = Long.MAX_VALUE;

    /// Under way at once while nothing is known of the limits: even the smallest free plan takes
    /// three requests a minute, and each answer lets in one more.
    private static final double FIRST = 4;

    private static final long BACKOFF_FIRST = Duration.ofMillis(500).toNanos();

    /// A quarter of the shortest window that providers have.
    private static final long BACKOFF_LONGEST = Duration.ofSeconds(15).toNanos();

    private static final long HINTED_FIRST = Duration.ofMillis(200).toNanos();
    private static final long HINTED_LONGEST = Duration.ofSeconds(5).toNanos();

    /// Answers without a header that earlier ones had, before its limit is forgotten.
    private static final int MISSED_MAX = 20;

    private static final class Kept {
        private final Ledger ledger = new Ledger();
        private int missed;
    }

    private static final class Sent {
        private final Cost cost;
        private final long at;
        private boolean answered;

        Sent(Cost cost, long at) {
            this.cost = cost;
            this.at = at;
        }
    }

    private final Map<LimitReading.Key, Kept> ledgers = new HashMap<>();
    private final Map<Measure, Pace> paces =
            Map.of(Measure.REQUESTS, new Pace(), Measure.TOKENS, new Pace());
    private final Map<Long, Sent> underWay = new TreeMap<>();

    /// How many of them have no answer yet.
    private int unanswered;

    private long orders;
    private double window = FIRST;
    private long closedUntil = Long.MIN_VALUE;
    private long refusedAt = Long.MIN_VALUE;
    private int strikes;
    private Optional<Long> probe = Optional.empty();

    /// @param at when to ask again; `now` or earlier: it may be sent now
    /// @param spare true when smaller requests may go first without delaying this one
    record Opening(long at, boolean spare) {}

    Opening opens(Cost cost, long now) {
        if (now < closedUntil) {
            return new Opening(closedUntil, false);
        }
        boolean reopening = strikes > 0;
        if (reopening && probe.isPresent()) {
            return new Opening(UNTIL_TOLD, false);
        }
        if (!informed() && !reopening && unanswered >= window) {
            return new Opening(UNTIL_TOLD, false);
        }
        var last = new Opening(now, false);
        for (var entry : ledgers.entrySet()) {
            Ledger ledger = entry.getValue().ledger;
            long at = ledger.opens(cost.in(entry.getKey().measure()), now);
            last = at > last.at() ? new Opening(at, ledger.stepwise()) : last;
        }
        for (Pace pace : paces.values()) {
            long at = pace.opens(now);
            last = at > last.at() ? new Opening(at, false) : last;
        }
        return last;
    }

    private boolean informed() {
        return !ledgers.isEmpty() || paces.values().stream().anyMatch(Pace::known);
    }

    /// The request is sent now.
    ///
    /// @return its order, by which the rest is told
    long sent(Cost cost, long now) {
        long order = orders++;
        underWay.put(order, new Sent(cost, now));
        unanswered++;
        if (strikes > 0) {
            probe = Optional.of(order);
        }
        ledgers.forEach((key, kept) -> kept.ledger.sent(order, cost.in(key.measure()), now));
        paces.forEach((measure, pace) -> pace.sent(cost.in(measure), now));
        return order;
    }

    /// The server has taken the request: the headers of a success are there.
    void taken(long order, List<LimitReading> readings, long now) {
        var sent = find(order);
        if (sent.isEmpty() || sent.get().answered) {
            return;
        }
        sent.get().answered = true;
        unanswered--;
        read(order, sent.get(), readings, now);
        window++;
        if (sent.get().at >= refusedAt) {
            strikes = 0;
        }
        freeProbe(order);
        paces.forEach((measure, pace) -> pace.taken(sent.get().at, sent.get().cost.in(measure)));
    }

    /// The server has refused the request for the sake of a limit.
    ///
    /// @param hint when it wants to be asked again
    /// @param suspects which measures its words name; empty when they name none
    void refused(
            long order,
            List<LimitReading> readings,
            Optional<Duration> hint,
            List<Measure> suspects,
            long now) {
        var sent = find(order);
        if (sent.isEmpty()) {
            return;
        }
        freeProbe(order);
        read(order, sent.get(), readings, now);
        boolean explained = explained(order, sent.get(), hint, now);
        boolean first = sent.get().at >= refusedAt;
        if (first) {
            refusedAt = now;
            boolean again = strikes > 0;
            strikes++;
            if (!explained) {
                suspected(suspects).forEach(again ? Pace::refusedToo : pace -> pace.refused(now));
            }
        } else if (!explained) {
            suspected(suspects).forEach(Pace::refusedToo);
        }
        closedUntil = Math.max(closedUntil, now + closed(hint, explained));
        paces.values().forEach(pace -> pace.closed(closedUntil));
        remove(order);
    }

    private boolean explained(long order, Sent sent, Optional<Duration> hint, long now) {
        boolean explained = false;
        for (var entry : ledgers.entrySet()) {
            double cost = sent.cost.in(entry.getKey().measure());
            explained |= entry.getValue().ledger.refused(order, sent.at, cost, hint, now);
        }
        return explained;
    }

    private List<Pace> suspected(List<Measure> suspects) {
        var named = new ArrayList<Pace>();
        for (Measure measure : suspects) {
            named.add(paces.get(measure == Measure.REQUESTS ? measure : Measure.TOKENS));
        }
        return named.isEmpty() ? List.copyOf(paces.values()) : named;
    }

    /// How long nothing is sent. A limit whose reset is known opens by itself; a hint can be short
    /// of what is needed; without either only trying tells.
    private long closed(Optional<Duration> hint, boolean explained) {
        boolean reset =
                explained
                        && ledgers.values().stream()
                                .anyMatch(kept -> kept.ledger.resetAt().isPresent());
        int again = Math.min(10, strikes - 1);
        if (hint.isPresent() || reset) {
            long told = hint.map(Duration::toNanos).orElse(0L);
            return told + (again == 0 ? 0 : Math.min(HINTED_LONGEST, HINTED_FIRST << again));
        }
        return Math.min(BACKOFF_LONGEST, BACKOFF_FIRST << again);
    }

    /// The request is over, whatever came of it.
    void over(long order) {
        freeProbe(order);
        remove(order);
    }

    private void remove(long order) {
        boolean open = find(order).filter(it -> !it.answered).isPresent();
        underWay.remove(order);
        unanswered -= open ? 1 : 0;
    }

    private void freeProbe(long order) {
        probe = probe.filter(it -> it != order);
    }

    private Optional<Sent> find(long order) {
        return Optional.ofNullable(underWay.get(order));
    }

    private void read(long order, Sent sent, List<LimitReading> readings, long now) {
        ledgers.values().forEach(kept -> kept.missed++);
        for (LimitReading reading : readings) {
            Kept kept = ledgers.computeIfAbsent(reading.key(), key -> kept(key, order));
            kept.missed = 0;
            kept.ledger.answered(order, sent.at, reading, now);
        }
        ledgers.values().removeIf(kept -> kept.missed > MISSED_MAX);
    }

    /// A limit first heard of: what was sent after the request that tells of it is not in it.
    private Kept kept(LimitReading.Key key, long order) {
        var kept = new Kept();
        underWay.forEach((later, sent) -> {
            if (later > order) {
                kept.ledger.sent(later, sent.cost.in(key.measure()), sent.at);
            }
        });
        return kept;
    }

    /// The limits that headers have told of.
    List<Known> known(long now) {
        var known = new ArrayList<Known>();
        ledgers.forEach((key, kept) ->
                known.add(
                        new Known(
                                key,
                                kept.ledger.limit(),
                                kept.ledger.left(now),
                                kept.ledger.resetAt())));
        return known;
    }

    /// @param resetAt when all of it is there again, on the same clock
    record Known(LimitReading.Key key, double limit, double left, Optional<Long> resetAt) {}

    /// What a second allows, where refusals have told.
    Optional<Double> perSecond(Measure measure) {
        return Optional.ofNullable(paces.get(measure)).flatMap(Pace::perSecond);
    }

    /// How many requests are under way.
    int underWay() {
        return underWay.size();
    }

    /// Until when nothing is sent, on the same clock.
    Optional<Long> closedUntil(long now) {
        return now < closedUntil ? Optional.of(closedUntil) : Optional.empty();
    }
}
