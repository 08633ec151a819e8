package dev.lorimer.run;

import static dev.lorimer.run.Bench.call;
import static dev.lorimer.run.Bench.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message.ToolResult;
import dev.lorimer.run.World.Trouble;
import dev.lorimer.tool.EffectClass;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What becomes of a call of each class when its answer, or its process, is lost.
class EffectsTest {
    private static final String FINISH = calls(call("finish", "{}"));

    private static World world(EffectClass effect) {
        return new World(calls(call(name(effect), "{\"n\":1}")), FINISH);
    }

    private static String name(EffectClass effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }

    private static String told(RunState state) {
        return state.conversation().tail().stream()
                .filter(ToolResult.class::isInstance)
                .map(message -> ((ToolResult) message).text())
                .findFirst()
                .orElseThrow();
    }

    static Stream<Arguments> lossesThatTheWorldCanTell() {
        return Stream.of(
                        EffectClass.RECONCILABLE, EffectClass.COMPENSABLE, EffectClass.IRREVERSIBLE)
                .flatMap(effect ->
                        Stream.of(Trouble.values())
                                .filter(trouble -> trouble != Trouble.NONE)
                                .map(trouble -> Arguments.of(effect, trouble)));
    }

    @ParameterizedTest
    @MethodSource("lossesThatTheWorldCanTell")
    void where_the_world_can_tell_it_happens_once_and_nobody_is_asked(
            EffectClass effect, Trouble trouble) throws Exception {
        var world = world(effect);
        world.troubles.add(trouble);
        var state = world.untilItRests();
        assertThat(state.phase()).isInstanceOf(Phase.Ended.class);
        assertThat(world.done.values()).containsExactly(1);
        assertThat(world.log).containsExactly(name(effect));
    }

    @Test
    void the_model_is_told_that_a_lost_call_is_confirmed() throws Exception {
        var world = world(EffectClass.RECONCILABLE);
        world.troubles.add(Trouble.ANSWER_LOST);
        assertThat(told(world.untilItRests())).contains("confirmed that it took effect", "did it");
        assertThat(world.entries(Entry.Lost.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"ANSWER_LOST", "REQUEST_LOST", "DEATH_AFTER", "DEATH_BEFORE"})
    void an_idempotent_call_is_sent_again_with_its_key(Trouble trouble) throws Exception {
        var world = world(EffectClass.IDEMPOTENT);
        world.troubles.add(trouble);
        var state = world.untilItRests();
        assertThat(state.phase()).isInstanceOf(Phase.Ended.class);
        assertThat(world.done).hasSize(1);
        assertThat(told(state)).isEqualTo("did it");
    }

    @Test
    void an_idempotent_call_that_never_gets_an_answer_ends_in_doubt() throws Exception {
        var world = world(EffectClass.IDEMPOTENT);
        world.troubles.addAll(
                List.of(
                        Trouble.REQUEST_LOST,
                        Trouble.REQUEST_LOST,
                        Trouble.ANSWER_LOST,
                        Trouble.REQUEST_LOST));
        var state = world.untilItRests();
        assertThat(state.phase())
                .isInstanceOfSatisfying(
                        Phase.Waiting.class,
                        waiting ->
                                assertThat(waiting.question())
                                        .isInstanceOf(Question.InDoubt.class));
        assertThat(world.entries(Entry.Recovered.class)).hasSize(Recovery.TRIES);
    }

    @ParameterizedTest
    @EnumSource(
            value = EffectClass.class,
            names = {"IRREVERSIBLE", "OPAQUE", "RECONCILABLE"})
    void where_nobody_can_tell_a_person_is_asked_and_nothing_is_repeated(EffectClass effect)
            throws Exception {
        for (var trouble : List.of(Trouble.ANSWER_LOST, Trouble.DEATH_AFTER)) {
            var world = world(effect);
            world.probeKnows = false;
            world.troubles.add(trouble);
            var state = world.untilItRests();
            assertThat(state.phase()).isInstanceOf(Phase.Waiting.class);
            assertThat(world.log).containsExactly(name(effect));
            world.answer("1.1", new Answer.Done(Optional.of("receipt 7")));
            var ended = world.untilItRests();
            assertThat(ended.phase()).isInstanceOf(Phase.Ended.class);
            assertThat(told(ended)).contains("A person reports that it was done", "receipt 7");
            assertThat(world.log).containsExactly(name(effect));
        }
    }

    @Test
    void a_persons_not_done_makes_it_once_more_with_the_same_key() throws Exception {
        var world = world(EffectClass.IRREVERSIBLE);
        world.probeKnows = false;
        world.troubles.add(Trouble.DEATH_BEFORE);
        world.untilItRests();
        world.answer("1.1", new Answer.NotDone());
        assertThat(world.untilItRests().phase()).isInstanceOf(Phase.Ended.class);
        assertThat(world.log).containsExactly("irreversible");
        assertThat(
                        world.entries(Entry.Intended.class).stream()
                                .map(intended -> intended.intent().key())
                                .distinct())
                .hasSize(1);
    }

    @Test
    void a_rule_answers_instead_of_a_person_and_is_recorded() throws Exception {
        var world = world(EffectClass.OPAQUE);
        world.probeKnows = false;
        world.rules =
                new Rules(
                        Set.of(),
                        Duration.ofDays(1),
                        Map.of("opaque", new Answer.Abandon()),
                        false);
        world.troubles.add(Trouble.ANSWER_LOST);
        var state = world.untilItRests();
        assertThat(state.phase()).isInstanceOf(Phase.Ended.class);
        assertThat(told(state)).contains("Nobody knows whether it happened");
        assertThat(world.entries(Entry.Answered.class).getFirst().by()).contains("rule");
    }

    @Test
    void an_abandoned_call_is_never_made_again() throws Exception {
        var same = call("opaque", "{\"n\":1}");
        var spaced = call("opaque", "{ \"n\" : 1 }");
        var world = new World(calls(same), calls(spaced), FINISH);
        world.probeKnows = false;
        world.troubles.add(Trouble.ANSWER_LOST);
        world.untilItRests();
        world.answer("1.1", new Answer.Abandon());
        world.untilItRests();
        assertThat(world.log).containsExactly("opaque");
        assertThat(world.entries(Entry.Refused.class).getFirst().refusal())
                .isInstanceOf(Refusal.Doubtful.class);
    }

    @Test
    void what_nobody_can_tell_is_undone_and_made_again_where_it_can_be() throws Exception {
        var world = world(EffectClass.COMPENSABLE);
        world.probeKnows = false;
        world.troubles.add(Trouble.ANSWER_LOST);
        var state = world.untilItRests();
        assertThat(state.phase()).isInstanceOf(Phase.Ended.class);
        assertThat(world.log).containsExactly("compensable", "undo compensable", "compensable");
        assertThat(world.done.values()).containsExactly(1);
    }

    @Test
    void an_undo_that_fails_leaves_the_doubt_to_a_person_who_can_ask_for_it_again()
            throws Exception {
        var world = world(EffectClass.COMPENSABLE);
        world.probeKnows = false;
        world.undoWorks = false;
        world.troubles.add(Trouble.ANSWER_LOST);
        assertThat(world.untilItRests().phase()).isInstanceOf(Phase.Waiting.class);
        world.undoWorks = true;
        world.answer("1.1", new Answer.Undo());
        var state = world.untilItRests();
        assertThat(world.done).isEmpty();
        assertThat(told(state)).contains("taken back: nothing of it is left");
    }

    @Test
    void only_what_can_be_undone_takes_undo_for_an_answer() throws Exception {
        var world = world(EffectClass.IRREVERSIBLE);
        world.probeKnows = false;
        world.troubles.add(Trouble.ANSWER_LOST);
        world.untilItRests();
        assertThatThrownBy(() -> world.answer("1.1", new Answer.Undo()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can not be taken back");
        assertThat(world.entries(Entry.Answered.class)).isEmpty();
    }

    @Test
    void a_cancelled_run_takes_back_in_reverse_order_what_it_did() throws Exception {
        var world =
                new World(
                        calls(call("compensable", "{\"n\":1}")),
                        calls(call("irreversible", "{}"), call("compensable", "{\"n\":2}")),
                        calls(call("wait", "{\"seconds\":9}"), call("finish", "{}")));
        var run = world.run();
        run.queue(World.RUN, new Entry.Task("do it"), Json.readable("{}").orElseThrow());
        var parked = run.proceed(World.RUN, () -> false);
        assertThat(parked.phase()).isInstanceOf(Phase.Parked.class);
        world.desk().askToStop(World.RUN, true);
        var state = run.proceed(World.RUN, () -> false);
        assertThat(state.phase())
                .isEqualTo(
                        new Phase.Ended(
                                new Outcome.Cancelled(
                                        "cancelled; all that could be taken back was taken back")));
        assertThat(world.entries(Entry.Undone.class).stream().map(Entry.Undone::call).toList())
                .containsExactly("2.2", "1.1");
        assertThat(world.log).endsWith("undo compensable", "undo compensable");
        assertThat(world.done).hasSize(1);
    }

    @Test
    void what_could_not_be_taken_back_is_named_in_the_outcome() throws Exception {
        var world = new World(calls(call("compensable", "{}")), calls(call("wait", "{}")));
        world.undoWorks = false;
        var run = world.run();
        run.queue(World.RUN, new Entry.Task("do it"), Json.readable("{}").orElseThrow());
        run.proceed(World.RUN, () -> false);
        world.desk().askToStop(World.RUN, true);
        var state = run.proceed(World.RUN, () -> false);
        assertThat(((Phase.Ended) state.phase()).outcome().text())
                .contains("not confirmed as taken back: 1.1 (compensable)");
    }

    @Test
    void a_staged_call_that_takes_its_process_down_every_time_is_given_up() throws Exception {
        var world = world(EffectClass.STAGED);
        for (var i = 0; i <= Recovery.TRIES; i++) {
            world.troubles.add(Trouble.DEATH_BEFORE);
        }
        var state = world.untilItRests();
        assertThat(state.phase()).isInstanceOf(Phase.Ended.class);
        assertThat(told(state)).contains("interrupted 4 times");
    }
}
