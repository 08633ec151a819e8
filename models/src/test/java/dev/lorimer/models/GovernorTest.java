package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.models.LimitedServer.Tells;
import dev.lorimer.models.LimitedServer.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The governor before servers of every kind of window, on a clock of its own.
class GovernorTest {
    private static final int SEEDS = 3;
    private static final long SECOND = 1_000_000_000L;
    private static final LimitReading.Key TOKENS = new LimitReading.Key(Measure.TOKENS, "");

    static Stream<Arguments> servers() {
        return Stream.of(Windows.FIXED, Windows.BUCKET)
                .flatMap(windows ->
                        Stream.of(Tells.NOTHING, Tells.HINT, Tells.HEADERS)
                                .flatMap(tells ->
                                        Stream.of(5, 60)
                                                .flatMap(seconds ->
                                                        Stream.of(0.5, 1.0, 2.0)
                                                                .map(guess ->
                                                                        Arguments.of(
                                                                                windows, tells,
                                                                                seconds, guess)))));
    }

    /// The bars for a server, after what is three windows or a minute of learning.
    @ParameterizedTest
    @MethodSource("servers")
    void fifty_runs_use_what_is_allowed_and_are_hardly_ever_refused(
            Windows windows, Tells tells, int seconds, double guess) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            var rush = new Rush(setting(windows, tells, seconds, guess, seed % 2 == 0), seed);
            var learning = Duration.ofSeconds(Math.max(60, 3 * seconds));
            var result = rush.play(learning, Duration.ofSeconds(400));
            assertThat(result.refusedShare())
                    .as("refused, seed %d", seed)
                    .isLessThanOrEqualTo(tells == Tells.NOTHING ? 0.012 : 0.01);
            assertThat(result.used()).as("used, seed %d", seed).isGreaterThan(0.9);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void nobody_waits_for_more_than_two_windows(
            Windows windows, Tells tells, int seconds, double guess) {
        var rush = new Rush(setting(windows, tells, seconds, guess, false), 7);
        var result = rush.play(Duration.ofMinutes(3), Duration.ofMinutes(10));
        assertThat(result.longestWaitSeconds()).isLessThan(2.0 * Math.max(seconds, 10));
    }

    /// Sliding windows tell of their resets in a way that no gate can plan by; what counts is that
    /// the runs go on.
    @Test
    void odd_windows_are_lived_with() {
        for (var windows : List.of(Windows.SLIDING, Windows.SLIDING_FIRST)) {
            for (var tells : Tells.values()) {
                var rush = new Rush(setting(windows, tells, 60, 1, false), 3);
                var result = rush.play(Duration.ofMinutes(3), Duration.ofMinutes(10));
                assertThat(result.used()).as("%s %s", windows, tells).isGreaterThan(0.6);
                assertThat(result.refusedShare()).as("%s %s", windows, tells).isLessThan(0.05);
            }
        }
    }

    private static Rush.Setting setting(
            Windows windows, Tells tells, int seconds, double guess, boolean late) {
        var per = Map.of(Measure.REQUESTS, 20L * seconds, Measure.TOKENS, 15_000L * seconds);
        var limits = new LimitedServer.Limits(windows, Duration.ofSeconds(seconds), per);
        return new Rush.Setting(limits, tells, 50, guess, late);
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
