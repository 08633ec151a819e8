package dev.lorimer.models;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/// Many runs at one gate before one limited server, on a clock that jumps from event to event.
final class Rush {
    /// @param guessed what the gate thinks that a request costs, over what it is charged
    /// @param late whether a reply's headers come when it is whole, as with whole replies
    record Setting(
            LimitedServer.Limits limits,
            LimitedServer.Tells tells,
            int runs,
            double guessed,
            boolean late) {}

    /// @param used share of what the server would have allowed
    record Result(long taken, double refusedShare, double used, double longestWaitSeconds) {}

    private record Event(long at, long number, Runnable deed) {}

    private final Setting setting;
    private final Random random;
    private final LimitedServer server;
    private final Governor governor = new Governor();
    private final Line line = new Line(governor);
    private final Map<Line.Waiter, Run> waiting = new HashMap<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now;
    private long numbers;
    private long wakeAt = Long.MAX_VALUE;
    private long longestWait;
    private boolean measuring;

    private record Run(long since, double tokens) {}

    Rush(Setting setting, long seed) {
        this.setting = setting;
        this.random = new Random(seed);
        this.server =
                new LimitedServer(
                        setting.limits(),
                        setting.tells(),
                        random.nextLong(setting.limits().period().toNanos()));
    }

    /// @param learning how long before measuring begins
    Result play(Duration learning, Duration measured) {
        for (int run = 0; run < setting.runs(); run++) {
            after(random.nextInt(50_000_000), this::ask);
        }
        until(learning.toNanos());
        long takenBefore = server.taken();
        long refusedBefore = server.refused();
        double unitsBefore = server.units();
        measuring = true;
        until(learning.plus(measured).toNanos());
        long taken = server.taken() - takenBefore;
        long refused = server.refused() - refusedBefore;
        double periods = (double) measured.toNanos() / setting.limits().period().toNanos();
        double used =
                Math.max(
                        (server.units() - unitsBefore)
                                / (setting.limits()
                                                .per()
                                                .getOrDefault(Measure.TOKENS, Long.MAX_VALUE)
                                        * periods),
                        taken
                                / (setting.limits()
                                                .per()
                                                .getOrDefault(Measure.REQUESTS, Long.MAX_VALUE)
                                        * periods));
        return new Result(taken, (double) refused / (taken + refused), used, longestWait / 1e9);
    }

    private void until(long end) {
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event next = events.remove();
            now = next.at();
            next.deed().run();
        }
        now = end;
    }

    private void after(long nanos, Runnable deed) {
        events.add(new Event(now + nanos, numbers++, deed));
    }

    private void ask() {
        double tokens = 200 + random.nextInt(1600);
        var cost =
                new Cost(
                        (long) (tokens * setting.guessed() * 0.8),
                        (long) (tokens * setting.guessed() * 0.2));
        waiting.put(line.join(cost), new Run(now, tokens));
        advance();
    }

    private void advance() {
        for (Line.Passed passed : line.advance(now)) {
            Run run = Optional.ofNullable(waiting.remove(passed.waiter())).orElseThrow();
            if (measuring) {
                longestWait = Math.max(longestWait, now - run.since());
            }
            after(2_000_000L + random.nextInt(20_000_000), () -> arrive(passed.order(), run));
        }
        long opens = line.opens(now);
        if (opens != Governor.UNTIL_TOLD && (opens < wakeAt || wakeAt <= now)) {
            wakeAt = opens;
            after(Math.max(1, opens - now), this::advance);
        }
    }

    private void arrive(long order, Run run) {
        var answer =
                server.ask(
                        Map.of(
                                Measure.REQUESTS,
                                1.0,
                                Measure.TOKENS,
                                run.tokens(),
                                Measure.INPUT_TOKENS,
                                run.tokens() * 0.8),
                        now);
        long back = 2_000_000L + random.nextInt(10_000_000);
        if (!answer.taken()) {
            after(
                    back,
                    () -> {
                        governor.refused(order, answer.readings(), answer.hint(), List.of(), now);
                        ask();
                    });
            return;
        }
        long generation = 100_000_000L + random.nextInt(400_000_000);
        after(
                setting.late() ? back + generation : back,
                () -> {
                    governor.taken(order, answer.readings(), now);
                    advance();
                });
        after(
                back + generation,
                () -> {
                    governor.over(order);
                    ask();
                });
    }
}
