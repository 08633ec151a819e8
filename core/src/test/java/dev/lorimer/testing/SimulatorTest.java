package dev.lorimer.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.run.Entry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What must always hold does, in random histories; and where the harness is broken on purpose, it
/// does not.
class SimulatorTest {
    private static final int SEEDS = 300;

    /// What the checks say first about each flaw, or what they say of its consequences.
    private static final Map<SimFlaw, List<String>> CAUGHT =
            Map.of(
                    SimFlaw.DROPS_INTENT, List.of("I1:", "I10:"),
                    SimFlaw.NO_FENCE, List.of("I1:"),
                    SimFlaw.ACKNOWLEDGES_EARLY, List.of("I2:", "I10:"),
                    SimFlaw.REPEATS_WHAT_IS_IN_DOUBT, List.of("I1:"),
                    SimFlaw.APPROVES_TWICE, List.of("approvals are used once:"));

    @Test
    void what_must_always_hold_does_in_random_histories() {
        for (var seed = 1; seed <= SEEDS; seed++) {
            var report = Simulator.run(seed);

            assertThat(report.violations())
                    .as(
                            "./dev simulate --from %d --seeds 1%n%s",
                            seed, String.join("\n", report.history()))
                    .isEmpty();
        }
    }

    @Test
    void a_seed_gives_the_same_history_each_time() {
        for (var seed = 1; seed <= 20; seed++) {
            assertThat(Simulator.trace(seed, SimFlaw.NONE))
                    .isEqualTo(Simulator.trace(seed, SimFlaw.NONE));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_broken_harness_is_caught_by_what_it_breaks(SimFlaw flaw) {
        var caught =
                LongStream.rangeClosed(1, SEEDS)
                        .mapToObj(seed -> Simulator.run(seed, flaw))
                        .flatMap(report -> report.violations().stream())
                        .filter(violation ->
                                CAUGHT.getOrDefault(flaw, List.of()).stream()
                                        .anyMatch(violation::startsWith))
                        .findFirst();

        assertThat(caught).as("%s in %d seeds", flaw, SEEDS).isPresent();
    }

    @Test
    void everything_that_can_be_recorded_is_and_every_answer_is_given() {
        var histories =
                LongStream.rangeClosed(1, SEEDS)
                        .boxed()
                        .flatMap(seed -> Simulator.trace(seed, SimFlaw.NONE).history().stream())
                        .toList();

        assertThat(found(histories, "^  run-\\d \\+ ([a-z]+) "))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Entry.class.getPermittedSubclasses())
                                .map(entry -> entry.getSimpleName().toLowerCase(Locale.ROOT))
                                // Landing is no part of a run's work.
                                .filter(entry -> !entry.equals("landed"))
                                .collect(Collectors.toSet()));
        assertThat(found(histories, "\\+ answered .*\"type\":\"([A-Za-z]+)\""))
                .containsExactlyInAnyOrder("Approve", "Deny", "Done", "NotDone", "Abandon", "Undo");
        assertThat(found(histories, "\\+ intended .*\"effect\":\"([A-Z]+)\"")).hasSize(7);
        assertThat(found(histories, "\\+ finished .*\"type\":\"([A-Za-z]+)\"")).hasSize(4);
    }

    private static Set<String> found(List<String> lines, String pattern) {
        var compiled = Pattern.compile(pattern);
        return lines.stream()
                .map(compiled::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }
}
