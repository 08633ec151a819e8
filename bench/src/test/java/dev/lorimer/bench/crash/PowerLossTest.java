package dev.lorimer.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.bench.crash.PowerLoss.Plan;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A small part of `./dev crash power`, so that no change of the store waits for the whole kit.
class PowerLossTest {
    @BeforeAll
    static void needsStrace() throws InterruptedException {
        boolean traces;
        try {
            traces =
                    Child.run(List.of("strace", "-f", "-qq", "-o", "/dev/null", "true")).code()
                            == 0;
        } catch (IOException _) {
            traces = false;
        }
        assumeTrue(
                traces,
                "SKIPPED: power loss needs strace and the right to trace; install the package strace");
    }

    @Test
    void whatever_a_power_failure_leaves_holds_every_acknowledged_line() throws Exception {
        try (var workplace = Workplace.make()) {
            var outcome = PowerLoss.of(workplace, Plan.brief(7, "none"), 400);

            assertThat(outcome.findings()).isEmpty();
            assertThat(outcome.states()).isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void a_store_that_does_not_sync_its_log_is_noticed() throws Exception {
        try (var workplace = Workplace.make()) {
            assertThat(PowerLoss.of(workplace, Plan.brief(7, "normal"), 400).lossy()).isPositive();
        }
    }

    @Test
    void a_store_that_acknowledges_before_the_commit_is_noticed() throws Exception {
        try (var workplace = Workplace.make()) {
            assertThat(PowerLoss.of(workplace, Plan.brief(7, "early"), 400).lossy()).isPositive();
        }
    }
}
