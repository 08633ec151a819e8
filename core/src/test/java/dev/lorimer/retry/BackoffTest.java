package dev.lorimer.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final double ALMOST_ONE = Math.nextDown(1.0);

    @Test
    void the_ceiling_doubles_up_to_a_minute_and_the_floor_stays_a_second() {
        var highest = new ArrayList<Long>();
        for (int attempt = 1; attempt <= 8; attempt++) {
            assertThat(Backoff.before(attempt, Optional.empty(), 0))
                    .isEqualTo(Duration.ofSeconds(1));
            highest.add(Backoff.before(attempt, Optional.empty(), ALMOST_ONE).toMillis() + 1);
        }
        assertThat(highest)
                .isEqualTo(List.of(2000L, 4000L, 8000L, 16000L, 32000L, 60000L, 60000L, 60000L));
    }

    @Test
    void any_attempt_and_spread_stays_between_a_second_and_a_minute() {
        var random = new Random(7);
        for (int n = 0; n < 10_000; n++) {
            int attempt = 1 + random.nextInt(Integer.MAX_VALUE);
            Duration wait = Backoff.before(attempt, Optional.empty(), random.nextDouble());
            assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
        }
    }

    @Test
    void a_hint_is_never_undercut_and_still_spread() {
        Optional<Duration> hint = Optional.of(Duration.ofMinutes(5));
        assertThat(Backoff.before(1, hint, 0)).isEqualTo(Duration.ofMinutes(5));
        assertThat(Backoff.before(1, hint, 0.5)).isEqualTo(Duration.ofMillis(300_500));
    }

    @Test
    void a_hint_below_a_second_does_not_shorten_the_wait() {
        assertThat(Backoff.before(1, Optional.of(Duration.ZERO), 0))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(Backoff.before(1, Optional.of(Duration.ofSeconds(-9)), 0))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void numbers_out_of_range_are_refused() {
        assertThatThrownBy(() -> Backoff.before(0, Optional.empty(), 0))
                .hasMessage("attempt 0 is no retry; the first retry is attempt 1");
        for (double spread : new double[] {1.0, -0.1, Double.NaN}) {
            assertThatThrownBy(() -> Backoff.before(1, Optional.empty(), spread))
                    .hasMessageContaining("outside [0, 1)");
        }
    }
}
