package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.ModelException.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long SECOND = 1_000_000_000L;
    private final Breaker breaker = new Breaker();

    @Test
    void it_opens_after_repeated_failures_and_tells_when_to_come_back() {
        fail(Breaker.FAILURES_LEAST - 1, SECOND);
        assertThat(breaker.shut(SECOND)).isEmpty();
        fail(1, SECOND);
        assertThat(breaker.shut(SECOND)).contains(Duration.ofSeconds(5));
        assertThat(breaker.shut(3 * SECOND)).contains(Duration.ofSeconds(3));
    }

    @Test
    void failures_far_apart_open_nothing() {
        for (int n = 0; n < 50; n++) {
            fail(1, n * 20L * SECOND);
            assertThat(breaker.shut(n * 20L * SECOND)).isEmpty();
        }
    }

    @Test
    void a_server_that_mostly_answers_is_left_open() {
        for (int n = 0; n < 50; n++) {
            breaker.answered(SECOND, SECOND);
            breaker.answered(SECOND, SECOND);
            fail(1, SECOND);
        }
        assertThat(breaker.shut(SECOND)).isEmpty();
    }

    @Test
    void one_tries_while_the_others_stay_away_and_its_answer_closes_it() {
        fail(Breaker.FAILURES_LEAST, 0);
        assertThat(breaker.shut(5 * SECOND)).isEmpty();
        breaker.sent(5 * SECOND);
        assertThat(breaker.shut(5 * SECOND)).isPresent();
        breaker.answered(5 * SECOND, 6 * SECOND);
        assertThat(breaker.shut(6 * SECOND)).isEmpty();
        assertThat(breaker.state(6 * SECOND)).isEqualTo(new Breaker.State.Closed());
    }

    @Test
    void it_stays_shut_longer_each_time_the_trial_fails_but_a_minute_at_most() {
        fail(Breaker.FAILURES_LEAST, 0);
        long now = 0;
        for (long expected : new long[] {5, 10, 20, 40, 60, 60}) {
            assertThat(breaker.shut(now)).contains(Duration.ofSeconds(expected));
            now += expected * SECOND;
            breaker.sent(now);
            fail(1, now);
        }
    }

    @Test
    void the_servers_own_hint_counts_up_to_a_bound() {
        for (int n = 0; n < Breaker.FAILURES_LEAST; n++) {
            breaker.failed(0, Optional.of(Duration.ofHours(2)), 0);
        }
        assertThat(breaker.shut(0)).contains(Duration.ofMinutes(5));
    }

    @Test
    void a_trial_that_is_given_up_lets_the_next_one_try() {
        fail(Breaker.FAILURES_LEAST, 0);
        breaker.sent(5 * SECOND);
        breaker.abandoned(5 * SECOND, 6 * SECOND);
        assertThat(breaker.shut(6 * SECOND)).isEmpty();
    }

    @Test
    void a_trial_never_heard_of_again_does_not_keep_it_shut_for_ever() {
        fail(Breaker.FAILURES_LEAST, 0);
        breaker.sent(5 * SECOND);
        assertThat(breaker.shut(60 * SECOND)).isPresent();
        assertThat(breaker.shut(66 * SECOND)).isEmpty();
    }

    @Test
    void what_was_sent_before_it_opened_tells_nothing_new() {
        fail(Breaker.FAILURES_LEAST, 10 * SECOND);
        breaker.answered(9 * SECOND, 11 * SECOND);
        assertThat(breaker.shut(11 * SECOND)).isPresent();
    }

    @Test
    void only_failures_of_the_server_count() {
        assertThat(Arrays.stream(Kind.values()).filter(Breaker::counts))
                .containsExactlyInAnyOrder(Kind.OVERLOADED, Kind.TRANSIENT, Kind.TIMEOUT, Kind.CUT);
    }

    private void fail(int times, long now) {
        for (int n = 0; n < times; n++) {
            breaker.failed(now, Optional.empty(), now);
        }
    }
}
