package dev.lorimer.models;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A provider's limits, played on a clock of the test's own: what it takes, what it refuses, and
/// what it tells of it.
final class LimitedServer {
    enum Windows {
        /// All of it comes back at the end of each window.
        FIXED,
        /// It comes back drop by drop.
        BUCKET,
        /// What was used counts until it is as old as the window; told is when the last of it does
        /// not any more.
        SLIDING,
        /// The same, and what it tells of is when the first of it comes back.
        SLIDING_FIRST,
        /// Fixed windows, of which the last one counts for the share of it that a window ending now
        /// would cover; told is the end of the present one.
        COUNTER
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

    /// @param span as headers name it; empty for none
    record Limit(Measure measure, String span, long allowed, Duration period) {}

    record Limits(Windows windows, List<Limit> all) {}

    record Answer(boolean taken, List<LimitReading> readings, Optional<Duration> hint) {}

    private final Limits limits;
    private final Tells tells;
    private final List<Account> accounts = new ArrayList<>();
    private final long phase;
    private long taken;
    private long refused;

    LimitedServer(Limits limits, Tells tells, long phase) {
        this.limits = limits;
        this.tells = tells;
        this.phase = phase;
        limits.all().forEach(limit -> accounts.add(new Account(limit)));
    }

    Answer ask(Map<Measure, Double> charge, long now) {
        accounts.forEach(account -> account.roll(now));
        boolean fits = accounts.stream().allMatch(it -> it.left(now) >= it.cost(charge));
        long hint = 0;
        for (Account account : accounts) {
            if (fits) {
                account.charge(account.cost(charge), now);
            } else {
                hint = Math.max(hint, account.wait(account.cost(charge), now));
            }
        }
        taken += fits ? 1 : 0;
        refused += fits ? 0 : 1;
        return new Answer(fits, readings(now), fits ? Optional.empty() : told(hint));
    }

    private Optional<Duration> told(long nanos) {
        var hint = Duration.ofNanos(nanos);
        return switch (tells) {
            case NOTHING -> Optional.empty();
            case HINT, HEADERS -> Optional.of(hint);
            case HINT_SECONDS, HEADERS_SECONDS ->
                    Optional.of(Duration.ofSeconds(hint.plusNanos(999_999_999).toSeconds()));
        };
    }

    private List<LimitReading> readings(long now) {
        var readings = new ArrayList<LimitReading>();
        for (Account account : accounts) {
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
                                    new LimitReading.Key(
                                            account.limit.measure(), account.limit.span()),
                                    (long) account.allowed,
                                    (long) Math.max(0, account.left(now)),
                                    Optional.of(it))));
        }
        return readings;
    }

    /// From now on it allows this many times as much.
    void change(double times) {
        accounts.forEach(account -> account.allowed *= times);
    }

    /// From here on it counts what it takes.
    void measure(long now) {
        taken = 0;
        refused = 0;
        accounts.forEach(account -> {
            account.charged = 0;
            account.since = now;
        });
    }

    long taken() {
        return taken;
    }

    double refusedShare() {
        return (double) refused / Math.max(1, taken + refused);
    }

    /// What was taken of what was allowed, by the limit that was nearest.
    double used(long now) {
        return accounts.stream()
                .mapToDouble(
                        it -> it.charged / it.allowed / ((double) (now - it.since) / it.period))
                .max()
                .orElse(0);
    }

    private record Charge(long at, double cost) {}

    private final class Account {
        private final Limit limit;
        private final long period;
        private final ArrayDeque<Charge> log = new ArrayDeque<>();
        private double allowed;
        private double used;
        private double before;
        private long window;
        private long at;
        private double charged;
        private long since;

        Account(Limit limit) {
            this.limit = limit;
            this.period = limit.period().toNanos();
            this.allowed = limit.allowed();
        }

        double cost(Map<Measure, Double> charge) {
            return charge.getOrDefault(limit.measure(), 0.0);
        }

        void roll(long now) {
            switch (limits.windows()) {
                case FIXED, COUNTER -> {
                    long current = (now + phase) / period;
                    before = current == window ? before : current == window + 1 ? used : 0;
                    used = current == window ? used : 0;
                    window = current;
                }
                case BUCKET -> used = Math.max(0, used - allowed / period * (now - at));
                case SLIDING, SLIDING_FIRST -> {
                    while (!log.isEmpty() && log.getFirst().at() <= now - period) {
                        used -= log.removeFirst().cost();
                    }
                }
            }
            at = now;
        }

        double left(long now) {
            double counted = limits.windows() == Windows.COUNTER ? before * rest(now) : 0;
            return allowed - used - counted;
        }

        /// How much of the window is still to come.
        private double rest(long now) {
            return 1 - (double) ((now + phase) % period) / period;
        }

        void charge(double cost, long now) {
            used += cost;
            charged += cost;
            log.addLast(new Charge(now, cost));
        }

        long reset(long now) {
            return switch (limits.windows()) {
                case FIXED, COUNTER -> period - (now + phase) % period;
                case BUCKET -> (long) (used / allowed * period);
                case SLIDING -> log.isEmpty() ? 0 : log.getLast().at() + period - now;
                case SLIDING_FIRST -> log.isEmpty() ? 0 : log.getFirst().at() + period - now;
            };
        }

        long wait(double cost, long now) {
            if (left(now) >= cost) {
                return 0;
            }
            return switch (limits.windows()) {
                case FIXED, COUNTER -> reset(now);
                case BUCKET -> (long) ((cost - left(now)) / allowed * period) + 1;
                case SLIDING, SLIDING_FIRST ->
                        log.isEmpty() ? period : log.getFirst().at() + period - now;
            };
        }
    }
}
