package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.model.Reply;
import dev.lorimer.route.Bill;
import dev.lorimer.route.Purpose;
import dev.lorimer.route.Situation;
import dev.lorimer.route.Situation.Share;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The conditions of a route.
class RouteRuleTest {
    /// At 2 dollars a million tokens in and 8 out, 10.8 cents.
    private static final Bill.Item PRICED =
            new Bill.Item("openai:gpt-4.1 #2", new Reply.Usage(50_000, 1_000, 0));

    private static final Bill.Item UNPRICED =
            new Bill.Item("script:a.json", new Reply.Usage(50_000, 1_000, 0));

    @Test
    void money_is_the_sum_of_what_has_a_price_rounded_up_to_whole_cents() {
        assertThat(admits("cents_used == 0", UNPRICED)).isTrue();
        assertThat(admits("cents_used == 11", PRICED, UNPRICED)).isTrue();
        assertThat(admits("cents_used == 22", PRICED, PRICED)).isTrue();
        assertThat(admits("cents_used < 22", PRICED, PRICED)).isFalse();
    }

    @Test
    void what_is_left_of_a_budget_decides_with_the_purpose() {
        assertThat(admits("tokens_max - tokens_used > 600 && purpose == 'act'")).isTrue();
        assertThat(admits("tokens_max - tokens_used > 700 && purpose == 'act'")).isFalse();
        assertThat(admits("turns_used * 2 < turns_max")).isTrue();
    }

    @Test
    void the_kind_of_the_task_decides() {
        assertThat(admits("kind == 'fix' && task.contains('mend')")).isTrue();
        assertThat(admits("kind in ['upgrade', 'review']")).isFalse();
    }

    private static boolean admits(String condition, Bill.Item... items) {
        var situation =
                new Situation(
                        Purpose.ACT,
                        "mend it",
                        "fix",
                        100,
                        new Situation.Budget(
                                new Share(4, 10),
                                new Share(350, 1000),
                                new Share(5, 60),
                                () -> List.of(items)),
                        new Situation.Setbacks(0, Optional.empty(), 0),
                        "openai:gpt-4.1");
        return RouteRule.of(condition, new CelExpressions()).admits(situation);
    }
}
