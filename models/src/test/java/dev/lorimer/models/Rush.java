package dev.lorimer.models;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/// Many runs at one gate before one limited server, on a clock that jumps from event to event.
final class Rush {
    /// How a server charges for tokens.
    enum Charging {
        /// The prompt and the reply as it will be.
        REAL,
        /// The prompt and all that the reply may have.
        RESERVED
    }

    /// @param guessed what the gate thinks that a request costs, over what it costs
    /// @param late whether a reply's headers come when it is whole, as with whole replies
    record Setting(
            LimitedServer.Limits limits,
            LimitedServer.Tells tells,
            Charging charging,
            int runs,
            double guessed,
            boolean late) {}

    /// @param used share of what the server would have allowed
    /// @param leastTurns of the run that had the fewest, over the mean
    record Result(
            long taken,
            double refusedShare,
            double used,
            double longestWaitSeconds,
            double leastTurns) {}

    private record Event(long at, long number, Runnable deed) {}

    private static final int OUTPUT_MEAN = 200;
    private static final int OUTPUT_MAX = 1000;

    private final Setting setting;
    private final Random random;
    private final LimitedServer server;
    private final Governor governor = new Governor();
    private final Line line = new Line(governor);
    private final Map<Line.Waiter, Turn> waiting = new HashMap<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final long[] turns;
    private long now;
    private long numbers;
    private long wakeAt = Long.MAX_VALUE;
    private long longestWait;

    private record Turn(int run, long since, double input, double output) {}

    Rush(Setting setting, long seed) {
        this.setting = setting;
        this.random = new Random(seed);
        this.turns = new long[setting.runs()];
        long longest =
                setting.limits().all().stream()
                        .mapToLong(it -> it.period().toNanos())
                        .max()
                        .orElse(1);
        this.server =
                new LimitedServer(setting.limits(), setting.tells(), random.nextLong(longest));
        for (int run = 0; run < setting.runs(); run++) {
            int one = run;
            after(random.nextInt(50_000_000), () -> ask(one));
        }
    }

    /// @param learning how long before measuring begins
    Result play(Duration learning, Duration measured) {
        until(now + learning.toNanos());
        server.measure(now);
        longestWait = 0;
        Arrays.fill(turns, 0);
        until(now + measured.toNanos());
        double mean = Math.max(1e-9, Arrays.stream(turns).average().orElse(1));
        return new Result(
                server.taken(),
                server.refusedShare(),
                server.used(now),
                longestWait / 1e9,
                Arrays.stream(turns).min().orElse(0) / mean);
    }

    /// From now on the server allows this many times as much.
    void change(double times) {
        server.change(times);
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

    private void ask(int run) {
        double input = 150 + random.nextInt(1300);
        // As long as replies are: most are short.
        double output = Math.min(OUTPUT_MAX, -OUTPUT_MEAN * Math.log(1 - random.nextDouble()));
        join(new Turn(run, now, input, output));
    }

    private void join(Turn turn) {
        var cost =
                new Cost(
                        (long) (turn.input() * setting.guessed()),
                        (long) (OUTPUT_MEAN * setting.guessed()));
        waiting.put(line.join(cost), turn);
        advance();
    }

    private void advance() {
        for (Line.Passed passed : line.advance(now)) {
            Turn turn = Optional.ofNullable(waiting.remove(passed.waiter())).orElseThrow();
            longestWait = Math.max(longestWait, now - turn.since());
            after(2_000_000L + random.nextInt(20_000_000), () -> arrive(passed.order(), turn));
        }
        long opens = line.opens(now);
        if (opens != Governor.UNTIL_TOLD && (opens < wakeAt || wakeAt <= now)) {
            wakeAt = opens;
            after(Math.max(1, opens - now), this::advance);
        }
    }

    private void arrive(long order, Turn turn) {
        double output =
                switch (setting.charging()) {
                    case REAL -> turn.output();
                    case RESERVED -> OUTPUT_MAX;
                };
        var charge =
                Map.of(
                        Measure.REQUESTS,
                        1.0,
                        Measure.TOKENS,
                        turn.input() + output,
                        Measure.INPUT_TOKENS,
                        turn.input(),
                        Measure.OUTPUT_TOKENS,
                        output);
        var answer = server.ask(charge, now);
        long back = 2_000_000L + random.nextInt(10_000_000);
        if (!answer.taken()) {
            after(
                    back,
                    () -> {
                        governor.refused(order, answer.readings(), answer.hint(), List.of(), now);
                        join(turn);
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
                    turns[turn.run()]++;
                    ask(turn.run());
                });
    }
}
