package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.models.LimitedServer.Tells;
import dev.lorimer.models.LimitedServer.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The governor before servers of every kind of window, on a clock of its own.
class GovernorTest {
    private static final int SEEDS = 3;
    private static final int SERVERS = 60;
    private static final long SECOND = 1_000_000_000L;
    private static final LimitReading.Key TOKENS = new LimitReading.Key(Measure.TOKENS, "");

    static Stream<Arguments> servers() {
        return Stream.of(Windows.values())
                .flatMap(windows ->
                        Stream.of(Tells.NOTHING, Tells.HINT, Tells.HEADERS, Tells.HEADERS_SECONDS)
                                .flatMap(tells ->
                                        Stream.of(10, 60)
                                                .map(seconds ->
                                                        Arguments.of(windows, tells, seconds))));
    }

    /// The bars for a server, after what is three windows or a minute of learning.
    @ParameterizedTest
    @MethodSource("servers")
    void fifty_runs_use_what_is_allowed_and_are_hardly_ever_refused(
            Windows windows, Tells tells, int seconds) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            double guess = List.of(0.5, 1.0, 2.0).get((int) seed % 3);
            var rush = new Rush(setting(windows, tells, seconds, guess, seed % 2 == 0), seed);
            var learning = Duration.ofSeconds(Math.max(60, 3 * seconds));
            var result = rush.play(learning, Duration.ofMinutes(7));
            assertThat(result.refusedShare()).as("refused, seed %d", seed).isLessThan(0.01);
            assertThat(result.used())
                    .as("used, seed %d", seed)
                    .isGreaterThan(wastes(windows, tells) ? 0.7 : 0.9);
            assertThat(result.leastTurns()).as("of the least, seed %d", seed).isGreaterThan(0.85);
        }
    }

    /// Such a server asks with each refusal for a rest until its window ends, though more would fit
    /// long before, and a gate that keeps to it leaves that unused.
    private static boolean wastes(Windows windows, Tells tells) {
        return windows == Windows.COUNTER && tells == Tells.HINT;
    }

    /// Of servers that nobody has thought of, nearly all meet the bars, and none falls far short.
    @Test
    void servers_at_random_are_learned() {
        int met = 0;
        for (long seed = 1; seed <= SERVERS; seed++) {
            var setting = anyServer(new Random(seed));
            long seconds = setting.limits().all().getLast().period().toSeconds();
            var learning = Duration.ofSeconds(Math.max(60, 3 * seconds));
            var result = new Rush(setting, seed).play(learning, Duration.ofMinutes(7));
            assertThat(result.refusedShare()).as("%d: %s", seed, setting).isLessThan(0.04);
            assertThat(result.used()).as("%d: %s", seed, setting).isGreaterThan(0.5);
            assertThat(result.leastTurns()).as("%d: %s", seed, setting).isGreaterThan(0.8);
            met += result.refusedShare() <= 0.01 && result.used() >= 0.9 ? 1 : 0;
        }
        assertThat(met).isGreaterThan(SERVERS * 8 / 10);
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static Rush.Setting anyServer(Random random) {
        var windows = any(List.of(Windows.values()), random);
        var tells = any(List.of(Tells.values()), random);
        long seconds = random.nextLong(8, 61);
        long each = random.nextLong(8, 28);
        var measures = List.of(Measure.TOKENS, Measure.INPUT_TOKENS, Measure.REQUESTS);
        var limits = new ArrayList<LimitedServer.Limit>();
        if (random.nextBoolean()) {
            limits.add(limit(Measure.REQUESTS, "second", each * 2, 1));
        }
        limits.add(limit(Measure.REQUESTS, "", each * seconds * 11 / 10, seconds));
        var measure = any(measures, random);
        if (measure != Measure.REQUESTS) {
            limits.add(limit(measure, "", each * 800 * seconds, seconds));
        }
        return new Rush.Setting(
                new LimitedServer.Limits(windows, limits),
                tells,
                random.nextBoolean() ? Rush.Charging.REAL : Rush.Charging.RESERVED,
                40 + random.nextInt(40),
                0.5 + random.nextDouble() * 1.5,
                random.nextBoolean());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void nobody_waits_for_more_than_some_windows(Windows windows, Tells tells, int seconds) {
        var rush = new Rush(setting(windows, tells, seconds, 1, false), 7);
        var result = rush.play(Duration.ofMinutes(3), Duration.ofMinutes(10));
        assertThat(result.longestWaitSeconds()).isLessThan(3.0 * Math.max(seconds, 10));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void limits_may_change_midway(Windows windows, Tells tells, int seconds) {
        for (double times : List.of(0.5, 2.0)) {
            var rush = new Rush(setting(windows, tells, seconds, 1, false), 11);
            rush.play(Duration.ofMinutes(3), Duration.ofMinutes(1));
            rush.change(times);
            rush.play(Duration.ofMinutes(4), Duration.ofMinutes(1));
            var result = rush.play(Duration.ZERO, Duration.ofMinutes(7));
            assertThat(result.refusedShare()).as("%f times", times).isLessThan(0.02);
            assertThat(result.used())
                    .as("%f times", times)
                    .isGreaterThan(wastes(windows, tells) ? 0.4 : 0.8);
        }
    }

    private static Rush.Setting setting(
            Windows windows, Tells tells, int seconds, double guess, boolean late) {
        var per =
                List.of(
                        limit(Measure.REQUESTS, "", 20L * seconds, seconds),
                        limit(Measure.TOKENS, "", 15_000L * seconds, seconds));
        var limits = new LimitedServer.Limits(windows, per);
        return new Rush.Setting(limits, tells, Rush.Charging.REAL, 50, guess, late);
    }

    private static LimitedServer.Limit limit(
            Measure measure, String span, long allowed, long seconds) {
        return new LimitedServer.Limit(measure, span, allowed, Duration.ofSeconds(seconds));
    }

    @Test
    void a_run_that_is_alone_is_never_paced() {
        var governor = new Governor();
        long now = 0;
        for (int left = 990; left >= 10; left -= 10) {
            assertThat(governor.opens(new Cost(10, 0), now).at()).isEqualTo(now);
            long order = governor.sent(new Cost(10, 0), now);
            now += SECOND / 1000;
            governor.taken(order, List.of(reading(1000, left, 10)), now);
            governor.over(order);
        }
    }

    @Test
    void what_waits_in_a_crowd_goes_in_an_even_flow() {
        var governor = new Governor();
        long order = governor.sent(new Cost(10, 0), 0);
        governor.taken(order, List.of(reading(1000, 0, 10)), SECOND);
        assertThat(governor.opens(new Cost(10, 0), true, SECOND).at()).isEqualTo(11 * SECOND);
        assertThat(governor.opens(new Cost(10, 0), true, 11 * SECOND).at()).isEqualTo(11 * SECOND);
        governor.sent(new Cost(10, 0), 11 * SECOND);
        governor.taken(1, List.of(reading(1000, 990, 10)), 12 * SECOND);
        governor.sent(new Cost(100, 0), 12 * SECOND);
        assertThat(governor.opens(new Cost(10, 0), true, 12 * SECOND).at())
                .isBetween(12 * SECOND + SECOND / 2, 13 * SECOND + SECOND / 10);
    }

    @Test
    void what_headers_call_used_up_is_not_asked_for_before_the_reset() {
        var governor = new Governor();
        long order = governor.sent(new Cost(100, 0), 0);
        governor.taken(order, List.of(reading(1000, 150, 10)), SECOND);
        assertThat(governor.opens(new Cost(100, 50), SECOND).at()).isEqualTo(SECOND);
        assertThat(governor.opens(new Cost(100, 51), SECOND).at()).isEqualTo(11 * SECOND);
        assertThat(governor.opens(new Cost(100, 51), 11 * SECOND).at()).isEqualTo(11 * SECOND);
    }

    @Test
    void what_is_under_way_counts_as_used() {
        var governor = new Governor();
        long first = governor.sent(new Cost(100, 0), 0);
        governor.taken(first, List.of(reading(1000, 150, 10)), SECOND);
        governor.sent(new Cost(100, 0), SECOND);
        assertThat(governor.opens(new Cost(51, 0), SECOND).at()).isEqualTo(11 * SECOND);
        assertThat(governor.opens(new Cost(50, 0), SECOND).at()).isEqualTo(SECOND);
    }

    @Test
    void a_hint_closes_the_gate_for_all_and_one_tries_first() {
        var governor = new Governor();
        long refused = governor.sent(new Cost(1, 1), 0);
        governor.refused(refused, List.of(), Optional.of(Duration.ofSeconds(7)), List.of(), SECOND);
        assertThat(governor.opens(new Cost(1, 1), SECOND).at()).isEqualTo(8 * SECOND);
        long probe = governor.sent(new Cost(1, 1), 8 * SECOND);
        assertThat(governor.opens(new Cost(1, 1), 8 * SECOND).at()).isEqualTo(Governor.UNTIL_TOLD);
        governor.taken(probe, List.of(), 9 * SECOND);
        assertThat(governor.opens(new Cost(1, 1), 9 * SECOND).at()).isLessThan(10 * SECOND);
    }

    @Test
    void a_request_larger_than_the_limit_goes_when_all_of_it_is_there() {
        var governor = new Governor();
        long order = governor.sent(new Cost(10, 0), 0);
        governor.taken(order, List.of(reading(1000, 900, 10)), SECOND);
        assertThat(governor.opens(new Cost(5000, 0), SECOND).at()).isEqualTo(11 * SECOND);
        assertThat(governor.opens(new Cost(5000, 0), 11 * SECOND).at()).isEqualTo(11 * SECOND);
    }

    @Test
    void small_requests_pass_a_big_one_into_what_is_left_but_never_starve_it() {
        var governor = new Governor();
        var line = new Line(governor);
        governor.taken(governor.sent(new Cost(1, 0), 0), List.of(reading(1000, 150, 10)), SECOND);
        var big = line.join(new Cost(900, 0));
        var small = line.join(new Cost(100, 0));
        assertThat(line.advance(SECOND)).extracting(Line.Passed::waiter).containsExactly(small);
        for (int more = 0; more < 20; more++) {
            line.join(new Cost(100, 0));
        }
        assertThat(line.advance(2 * SECOND)).isEmpty();
        assertThat(line.advance(11 * SECOND))
                .extracting(Line.Passed::waiter)
                .first()
                .isEqualTo(big);
    }

    @Test
    void equal_requests_pass_in_the_order_they_came() {
        var governor = new Governor();
        var line = new Line(governor);
        var came = new ArrayList<Line.Waiter>();
        for (int n = 0; n < 10; n++) {
            came.add(line.join(new Cost(1, 1)));
        }
        var went = new ArrayList<Line.Waiter>();
        for (long now = 0; went.size() < 10; now++) {
            for (Line.Passed passed : line.advance(now)) {
                went.add(passed.waiter());
                governor.taken(passed.order(), List.of(), now);
            }
        }
        assertThat(went).isEqualTo(came);
    }

    private static LimitReading reading(long limit, long remaining, int seconds) {
        return new LimitReading(TOKENS, limit, remaining, Optional.of(Duration.ofSeconds(seconds)));
    }
}
