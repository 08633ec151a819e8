package dev.lorimer.models;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A provider's limits, played on a clock of the test's own: what it takes, what it refuses, and
/// what it tells of it.
final class LimitedServer {
    enum Windows {
        /// All of it comes back at the end of each window.
        FIXED,
        /// It comes back drop by drop.
        BUCKET,
        /// What was used counts until it is as old as the window.
        SLIDING,
        /// The same, and what it tells of is when the first of it comes back.
        SLIDING_FIRST
    }

    enum Tells {
        NOTHING,
        /// Only how long to wait, and only with a refusal.
        HINT,
        /// The same, in whole seconds.
        HINT_SECONDS,
        HEADERS,
        /// Headers with times in whole seconds.
        HEADERS_SECONDS
    }

    record Limits(Windows windows, Duration period, Map<Measure, Long> per) {}

    record Answer(boolean taken, List<LimitReading> readings, Optional<Duration> hint) {}

    private final Limits limits;
    private final Tells tells;
    private final Map<Measure, Account> accounts = new TreeMap<>();
    private final long phase;
    private long taken;
    private long refused;
    private double units;

    LimitedServer(Limits limits, Tells tells, long phase) {
        this.limits = limits;
        this.tells = tells;
        this.phase = phase;
        limits.per().forEach((measure, limit) -> accounts.put(measure, new Account(limit)));
    }

    Answer ask(Map<Measure, Double> charge, long now) {
        accounts.values().forEach(account -> account.roll(now));
        boolean fits =
                accounts.entrySet().stream()
                        .allMatch(it ->
                                it.getValue().left() >= charge.getOrDefault(it.getKey(), 0.0));
        var hint = Duration.ZERO;
        for (var entry : accounts.entrySet()) {
            double cost = charge.getOrDefault(entry.getKey(), 0.0);
            if (fits) {
                entry.getValue().charge(cost, now);
            } else {
                var wait = Duration.ofNanos(entry.getValue().wait(cost, now));
                hint = wait.compareTo(hint) > 0 ? wait : hint;
            }
        }
        taken += fits ? 1 : 0;
        refused += fits ? 0 : 1;
        units += fits ? charge.getOrDefault(Measure.TOKENS, 0.0) : 0;
        return new Answer(fits, readings(now), fits ? Optional.empty() : told(hint));
    }

    private Optional<Duration> told(Duration hint) {
        return switch (tells) {
            case NOTHING -> Optional.empty();
            case HINT, HEADERS -> Optional.of(hint);
            case HINT_SECONDS, HEADERS_SECONDS ->
                    Optional.of(Duration.ofSeconds(hint.plusNanos(999_999_999).toSeconds()));
        };
    }

    private List<LimitReading> readings(long now) {
        var readings = new ArrayList<LimitReading>();
        accounts.forEach((measure, account) -> {
            var reset = Duration.ofNanos(account.reset(now));
            var shown =
                    switch (tells) {
                        case NOTHING, HINT, HINT_SECONDS -> Optional.<Duration>empty();
                        case HEADERS -> Optional.of(reset);
                        // Cut off, the unkind way of rounding.
                        case HEADERS_SECONDS -> Optional.of(Duration.ofSeconds(reset.toSeconds()));
                    };
            shown.ifPresent(it ->
                    readings.add(
                            new LimitReading(
                                    new LimitReading.Key(measure, ""),
                                    (long) account.limit,
                                    (long) Math.max(0, account.left()),
                                    Optional.of(it))));
        });
        return readings;
    }

    long taken() {
        return taken;
    }

    long refused() {
        return refused;
    }

    double units() {
        return units;
    }

    private final class Account {
        private final double limit;
        private double used;
        private long window = Long.MIN_VALUE;
        private long at;
        private final ArrayDeque<double[]> log = new ArrayDeque<>();

        Account(double limit) {
            this.limit = limit;
        }

        void roll(long now) {
            long period = limits.period().toNanos();
            switch (limits.windows()) {
                case FIXED -> {
                    long current = (now + phase) / period;
                    used = current == window ? used : 0;
                    window = current;
                }
                case BUCKET -> used = Math.max(0, used - limit / period * (now - at));
                case SLIDING, SLIDING_FIRST -> {
                    while (!log.isEmpty() && log.getFirst()[0] <= now - period) {
                        used -= log.removeFirst()[1];
                    }
                }
            }
            at = now;
        }

        double left() {
            return limit - used;
        }

        void charge(double cost, long now) {
            used += cost;
            log.addLast(new double[] {now, cost});
        }

        long reset(long now) {
            long period = limits.period().toNanos();
            return switch (limits.windows()) {
                case FIXED -> period - (now + phase) % period;
                case BUCKET -> (long) (used / limit * period);
                case SLIDING -> log.isEmpty() ? 0 : (long) log.getLast()[0] + period - now;
                case SLIDING_FIRST -> log.isEmpty() ? 0 : (long) log.getFirst()[0] + period - now;
            };
        }

        long wait(double cost, long now) {
            if (left() >= cost) {
                return 0;
            }
            long period = limits.period().toNanos();
            return switch (limits.windows()) {
                case FIXED -> reset(now);
                case BUCKET -> (long) ((cost - left()) / limit * period) + 1;
                case SLIDING, SLIDING_FIRST -> (long) log.getFirst()[0] + period - now;
            };
        }
    }
}
