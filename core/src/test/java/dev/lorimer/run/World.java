package dev.lorimer.run;

import dev.lorimer.context.Window;
import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.testing.FakeClock;
import dev.lorimer.testing.MemoryJournal;
import dev.lorimer.testing.MemoryJournal.SimulatedCrash;
import dev.lorimer.testing.ScriptedModel;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An outside world with one tool per effect class, that counts what is done to it and can lose an
/// answer, or the process, at the worst moment.
final class World {
    static final RunId RUN = new RunId("r-world");

    final MemoryJournal journal = new MemoryJournal();
    final FakeClock clock = new FakeClock(Instant.parse("2026-11-23T12:00:00Z"));

    /// How often each key has taken effect; undone ones are taken off.
    final Map<String, Integer> done = new TreeMap<>();

    /// Every effect and every undo, in order.
    final List<String> log = new ArrayList<>();

    /// What happens at the next effects, one each.
    final List<Trouble> troubles = new ArrayList<>();

    Rules rules = Rules.DEFAULT;
    boolean probeKnows = true;
    boolean undoWorks = true;

    enum Trouble {
        NONE,
        /// The answer is lost after the effect.
        ANSWER_LOST,
        /// The request is lost before it took effect, which nobody can see.
        REQUEST_LOST,
        /// The process dies after the effect.
        DEATH_AFTER,
        /// The process dies before the effect.
        DEATH_BEFORE
    }

    private final String script;

    World(String... replies) {
        this.script = Bench.script(replies);
    }

    RunState start() throws InterruptedException {
        return run().start(RUN, new Entry.Task("do it"), JsonNodeFactory.instance.objectNode());
    }

    RunState resume() throws InterruptedException {
        return run().resume(RUN);
    }

    RunState answer(String call, Answer answer) {
        return desk().answer(RUN, call, answer, "", "tester");
    }

    Desk desk() {
        return new Desk(journal, timing(), Listener.none());
    }

    List<Entry> entries() {
        return Recorded.read(journal, RUN).stream().map(Recorded::entry).toList();
    }

    <E extends Entry> List<E> entries(Class<E> type) {
        return entries().stream().filter(type::isInstance).map(type::cast).toList();
    }

    Timing timing() {
        return new Timing(clock, clock::sleep, () -> 0.5);
    }

    Run run() {
        return run(journal);
    }

    Run run(Journal through) {
        var agent =
                new Agent(
                        ScriptedModel.parse("test", script),
                        Window.DEFAULT,
                        "Be good.",
                        tools(),
                        new Entry.Limits(30, 1_000_000, Duration.ofHours(1)),
                        rules);
        return new Run(through, agent, Scene.empty(), timing(), Listener.none());
    }

    private List<Tool> tools() {
        var acting = Stream.of(EffectClass.values()).<Tool>map(Acting::new);
        return Stream.concat(acting, Stream.of(new Fixed("finish"), new Fixed("wait"))).toList();
    }

    private static final String ANY =
            "{\"type\":\"object\",\"additionalProperties\":true,\"properties\":{}}";

    private record Fixed(String name) implements Tool {
        @Override
        public String description() {
            return name;
        }

        @Override
        public String inputSchema() {
            return ANY;
        }

        @Override
        public Effect describe(ObjectNode arguments) {
            var run = Optional.ofNullable(arguments.get("run")).map(node -> node.asString());
            var seconds = arguments.path("seconds").asInt(60);
            return name.equals("finish")
                    ? new Effect.Finish("finish")
                    : new Effect.Wait("wait", Duration.ofSeconds(seconds), run);
        }

        @Override
        public Result perform(ObjectNode arguments, Attempt attempt) {
            throw new AssertionError("never performed");
        }
    }

    private final class Acting implements Tool {
        private final EffectClass effect;

        Acting(EffectClass effect) {
            this.effect = effect;
        }

        @Override
        public String name() {
            return effect.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String description() {
            return name();
        }

        @Override
        public String inputSchema() {
            return ANY;
        }

        @Override
        public Effect describe(ObjectNode arguments) {
            return effect.effect(name());
        }

        @Override
        public Result perform(ObjectNode arguments, Attempt attempt) {
            var trouble = troubles.isEmpty() ? Trouble.NONE : troubles.removeFirst();
            switch (trouble) {
                case NONE -> happen(attempt);
                case ANSWER_LOST -> {
                    happen(attempt);
                    return new Result("the answer was lost", Result.Status.UNKNOWN);
                }
                case REQUEST_LOST -> {
                    return new Result("the answer was lost", Result.Status.UNKNOWN);
                }
                case DEATH_AFTER -> {
                    happen(attempt);
                    die();
                }
                case DEATH_BEFORE -> die();
            }
            return Result.done("did it");
        }

        @Override
        public Probe probe(ObjectNode arguments, Attempt attempt) {
            if (!probeKnows) {
                return new Probe.Unknown("nobody answers");
            }
            return done.getOrDefault(attempt.key(), 0) > 0
                    ? new Probe.Happened(Result.done("did it"))
                    : new Probe.NotHappened();
        }

        @Override
        public Result undo(ObjectNode arguments, Attempt attempt) {
            if (!undoWorks) {
                return Result.failed("no way back");
            }
            done.remove(attempt.key());
            log.add("undo " + name());
            return Result.done("undone");
        }

        private void happen(Attempt attempt) {
            log.add(name());
            if (effect == EffectClass.IDEMPOTENT) {
                done.put(attempt.key(), 1);
            } else {
                done.merge(attempt.key(), 1, Integer::sum);
            }
        }
    }

    /// The process dies here; nothing that is under way records anything.
    private void die() {
        journal.crashBefore(1);
        throw new Death();
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    /// Goes on until the run ends or asks, whatever dies meanwhile.
    RunState untilItRests() throws InterruptedException {
        for (var life = 0; life < 20; life++) {
            try {
                var begun = journal.head(RUN).filter(head -> head.entries() > 0).isPresent();
                return begun ? resume() : start();
            } catch (SimulatedCrash | Death _) {
                journal.close();
                journal.revive();
            }
        }
        throw new AssertionError("no rest after 20 lives");
    }
}
