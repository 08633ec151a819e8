package dev.lorimer.run;

import static dev.lorimer.run.Talk.calls;
import static dev.lorimer.run.Talk.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.ModelException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;

/// Waits of a run that nobody stays with: they are rows of the journal.
class LongWaitTest {
    private static final Duration LONG = Duration.ofHours(6);

    @Test
    void a_long_rate_limit_is_waited_for_in_the_journal_without_a_thread() throws Exception {
        var left = new ArrayList<>(List.of(LONG));
        var talk = new Talk();
        talk.with(
                "a",
                _ ->
                        left.isEmpty()
                                ? calls("finish", "well")
                                : fails(Kind.RATE_LIMITED, left.removeFirst()));
        queue(talk);

        // Comes back at once, with nothing slept.
        var waiting = talk.run().proceed(Talk.RUN, () -> false);
        assertThat(talk.clock.instant()).isEqualTo(Talk.NOON);
        var wake = ((Phase.Asking) waiting.phase()).notBefore().orElseThrow();
        assertThat(wake).isAfterOrEqualTo(Talk.NOON.plus(LONG));
        var head = talk.journal.head(Talk.RUN).orElseThrow();
        assertThat(head.status()).isEqualTo("waiting");
        assertThat(head.owner()).isEmpty();

        talk.clock.jump(LONG.minusSeconds(1));
        assertThat(talk.journal.due(talk.clock.instant(), 10)).isEmpty();
        assertThat(talk.run().proceed(Talk.RUN, () -> false).phase()).isEqualTo(waiting.phase());
        assertThat(talk.asked).hasSize(1);

        talk.clock.jump(Duration.between(talk.clock.instant(), wake));
        assertThat(talk.journal.due(talk.clock.instant(), 10)).containsExactly(Talk.RUN);
        assertThat(Talk.outcome(talk.run().proceed(Talk.RUN, () -> false)))
                .isEqualTo(new Outcome.Done("well"));
        assertThat(talk.asked).hasSize(2);
    }

    @Test
    void a_run_whose_last_model_rests_is_woken_when_it_has() throws Exception {
        var left = new ArrayList<>(List.of(LONG));
        var talk = new Talk();
        talk.with(
                        "a",
                        _ ->
                                left.isEmpty()
                                        ? calls("finish", "well")
                                        : fails(Kind.RATE_LIMITED, left.removeFirst()))
                .with("b", _ -> fails(Kind.QUOTA));
        queue(talk);

        talk.run().proceed(Talk.RUN, () -> false);
        assertThat(talk.clock.instant()).isEqualTo(Talk.NOON);
        assertThat(talk.journal.due(Talk.NOON.plus(LONG).minusSeconds(1), 10)).isEmpty();
        assertThat(talk.journal.due(Talk.NOON.plus(LONG), 10)).containsExactly(Talk.RUN);
        talk.clock.jump(LONG);

        assertThat(Talk.outcome(talk.run().proceed(Talk.RUN, () -> false)))
                .isEqualTo(new Outcome.Done("well"));
        assertThat(talk.models()).containsExactly("a", "b", "a");
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTH", "QUOTA"})
    void what_a_person_has_to_cure_parks_the_run_in_sight_until_it_is_resumed(Kind kind)
            throws Exception {
        var broken = new ArrayList<>(List.of(true));
        var talk = new Talk();
        talk.with("a", _ -> broken.isEmpty() ? calls("finish", "well") : fails(kind));
        queue(talk);

        var stuck = talk.run().proceed(Talk.RUN, () -> false);
        assertThat(stuck.phase())
                .isEqualTo(
                        new Phase.Stuck(
                                kind,
                                "it says " + kind,
                                Optional.of(Talk.NOON.plus(Duration.ofDays(1)))));
        assertThat(talk.journal.head(Talk.RUN).orElseThrow().status()).isEqualTo("waiting");
        assertThat(talk.asked).hasSize(1);
        // Nobody comes: it is called overdue, and is still there.
        talk.clock.jump(Duration.ofDays(2));
        talk.run().proceed(Talk.RUN, () -> false);
        assertThat(talk.journal.head(Talk.RUN).orElseThrow().status()).isEqualTo("overdue");
        assertThat(talk.asked).hasSize(1);
        broken.clear();

        assertThat(Talk.outcome(talk.resume())).isEqualTo(new Outcome.Done("well"));
    }

    private static void queue(Talk talk) {
        talk.run().queue(Talk.RUN, new Entry.Task("do it"), JsonNodeFactory.instance.objectNode());
    }
}
