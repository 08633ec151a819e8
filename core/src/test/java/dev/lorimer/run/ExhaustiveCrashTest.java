package dev.lorimer.run;

import static dev.lorimer.run.Bench.call;
import static dev.lorimer.run.Bench.calls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.Message;
import dev.lorimer.testing.MemoryJournal.SimulatedCrash;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// For each scenario and each append of it: the process dies right before it and right after it,
/// and whoever goes on comes to the same end, in the same world.
class ExhaustiveCrashTest {
    private static final String FINISH = calls(call("finish", "{}"));
    private static final String TWO = "{\"n\":2}";

    /// No scenario appends so often; one that did would not end.
    private static final int APPENDS_MAX = 200;

    /// @param probes whether the outside world can be asked
    /// @param person what a person does when the run rests
    record Scenario(String name, List<String> replies, Rules rules, boolean probes, Person person) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Person {
        void act(World world, RunState state);
    }

    static Stream<Scenario> scenarios() {
        var all =
                List.of(
                        calls(call("pure", "{}"), call("idempotent", "{}"), call("staged", "{}")),
                        calls(call("reconcilable", "{}"), call("compensable", "{}")),
                        calls(call("irreversible", "{}"), call("opaque", "{}")),
                        calls(call("irreversible", TWO), call("nothing", "{}")),
                        FINISH);
        var approvals = Set.of("irreversible", "reconcilable", "compensable", "idempotent");
        var endless =
                List.of(
                        calls(call("compensable", "{}"), call("compensable", TWO)),
                        calls(call("irreversible", "{}"), call("compensable", "{\"n\":3}")));
        var waiting =
                List.of(
                        calls(call("wait", "{\"seconds\":90}"), call("reconcilable", "{}")),
                        calls(call("wait", "{\"seconds\":3600}")),
                        FINISH);
        return Stream.of(
                new Scenario("each class, probed", all, Rules.DEFAULT, true, answering()),
                new Scenario("each class, asked", all, Rules.DEFAULT, false, answering()),
                new Scenario("approvals", all, asking(approvals, false), true, answering()),
                new Scenario("approvals, asked", all, asking(approvals, false), false, answering()),
                new Scenario(
                        "nobody approves",
                        all,
                        asking(approvals, false),
                        true,
                        ExhaustiveCrashTest::ignores),
                new Scenario(
                        "all is taken back", endless, asking(Set.of(), true), true, answering()),
                new Scenario(
                        "all is taken back, asked",
                        endless,
                        asking(Set.of(), true),
                        false,
                        answering()),
                new Scenario(
                        "cancelled with an undo",
                        endless,
                        asking(Set.of("irreversible"), false),
                        true,
                        ExhaustiveCrashTest::cancels),
                new Scenario("waits", waiting, Rules.DEFAULT, true, answering()),
                new Scenario(
                        "waits and is spoken to",
                        waiting,
                        Rules.DEFAULT,
                        true,
                        ExhaustiveCrashTest::speaks),
                new Scenario(
                        "asks and is spoken to",
                        all,
                        asking(approvals, false),
                        true,
                        ExhaustiveCrashTest::speaks));
    }

    private static Rules asking(Set<String> approvals, boolean undo) {
        return new Rules(approvals, Duration.ofHours(2), Map.of(), undo);
    }

    private static Person answering() {
        return ExhaustiveCrashTest::answers;
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whoever_dies_at_any_append_comes_to_the_same_end(Scenario scenario) throws Exception {
        var undisturbed = world(scenario);
        var expected = toTheEnd(undisturbed, scenario);
        var append = 0;
        var died = true;
        while (died && append < APPENDS_MAX) {
            append++;
            died = false;
            for (var durable : List.of(true, false)) {
                var world = world(scenario);
                if (durable) {
                    world.journal.crashAfter(append);
                } else {
                    world.journal.crashBefore(append);
                }
                var end = toTheEnd(world, scenario);
                died |= end.deaths() > 0;
                assertThat(end.told())
                        .as("died at append %d, durable %s", append, durable)
                        .isEqualTo(expected.told());
                assertThat(end.state().phase()).isEqualTo(expected.state().phase());
                assertThat(outside(world)).isEqualTo(outside(undisturbed));
                assertThat(RunState.of(world.entries())).isEqualTo(end.state());
            }
        }
        assertThat(append).isBetween(5, APPENDS_MAX - 1);
    }

    /// What is there outside, by key: calls that only read, or change files only, may be made
    /// again.
    private static Map<String, Integer> outside(World world) {
        var outside = new TreeMap<>(world.done);
        world.entries(Entry.Intended.class).stream()
                .map(Entry.Intended::intent)
                .filter(intent -> intent.effect().leavesNoTrace())
                .forEach(intent -> outside.remove(intent.key()));
        return outside;
    }

    private static World world(Scenario scenario) {
        var world = new World(scenario.replies().toArray(String[]::new));
        world.rules = scenario.rules();
        world.probeKnows = scenario.probes();
        return world;
    }

    private record End(RunState state, int deaths) {
        /// All that the model has heard, without the words that tell an interruption from the rest.
        List<String> told() {
            return state.conversation().tail().stream().map(End::text).toList();
        }

        private static String text(Message message) {
            return switch (message) {
                case Message.User user -> user.text();
                case Message.Assistant assistant -> assistant.calls().toString();
                case Message.ToolResult result ->
                        result.text()
                                .replace(
                                        "The call was interrupted, and it is confirmed that it took"
                                                + " effect. Its result:\n",
                                        "")
                                .replace(
                                        "The call was interrupted. A person reports that it was"
                                                + " done. They report as its result: ",
                                        "");
            };
        }
    }

    private static End toTheEnd(World world, Scenario scenario) throws InterruptedException {
        var deaths = 0;
        for (var life = 0; life < 60; life++) {
            try {
                var state = begun(world) ? proceed(world) : queued(world);
                if (state.phase() instanceof Phase.Ended) {
                    return new End(state, deaths);
                }
                scenario.person().act(world, state);
            } catch (SimulatedCrash _) {
                deaths++;
                world.journal.revive();
            }
        }
        throw new AssertionError("no end after 60 lives: " + RunState.of(world.entries()).phase());
    }

    private static boolean begun(World world) {
        return world.journal.head(World.RUN).filter(head -> head.entries() > 0).isPresent();
    }

    private static RunState queued(World world) {
        return world.run()
                .queue(World.RUN, new Entry.Task("do it"), Json.readable("{}").orElseThrow());
    }

    private static RunState proceed(World world) throws InterruptedException {
        return world.run().proceed(World.RUN, () -> false);
    }

    /// Approves, and reports the truth.
    private static void answers(World world, RunState state) {
        switch (state.phase()) {
            case Phase.Waiting waiting -> {
                var call = waiting.open().getFirst().id();
                world.answer(call, answer(world, call, waiting.question()));
            }
            case Phase.Parked parked -> world.clock.sleep(between(world, parked));
            default -> {}
        }
    }

    private static Duration between(World world, Phase.Parked parked) {
        return Duration.between(world.clock.instant(), parked.pause().until());
    }

    private static Answer answer(World world, String call, Question question) {
        var happened = world.done.getOrDefault(Keys.idempotency(World.RUN, call), 0) > 0;
        return switch (question) {
            case Question.Approval _ -> new Answer.Approve();
            case Question.InDoubt _ ->
                    happened ? new Answer.Done(Optional.of("did it")) : new Answer.NotDone();
        };
    }

    /// Lets every question about an approval expire.
    private static void ignores(World world, RunState state) {
        if (state.phase() instanceof Phase.Waiting waiting
                && waiting.question() instanceof Question.Approval) {
            world.clock.sleep(Duration.ofHours(3));
        } else {
            answers(world, state);
        }
    }

    /// Speaks once, when the run rests for the first time.
    private static void speaks(World world, RunState state) {
        var resting =
                state.phase() instanceof Phase.Waiting || state.phase() instanceof Phase.Parked;
        if (resting && world.journal.signals(World.RUN, 0).isEmpty()) {
            world.desk().say(World.RUN, "mind the gap", "ann");
        } else {
            answers(world, state);
        }
    }

    /// Cancels when asked for an approval.
    private static void cancels(World world, RunState state) {
        if (state.phase() instanceof Phase.Waiting
                && world.journal.signals(World.RUN, 0).isEmpty()) {
            world.desk().askToStop(World.RUN, true);
        } else {
            answers(world, state);
        }
    }
}
