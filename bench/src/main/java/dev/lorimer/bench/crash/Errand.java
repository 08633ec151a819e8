package dev.lorimer.bench.crash;

import dev.lorimer.context.Window;
import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Agent;
import dev.lorimer.run.Answer;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Law;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Rules;
import dev.lorimer.run.Run;
import dev.lorimer.run.Scene;
import dev.lorimer.run.Timing;
import dev.lorimer.testing.ScriptedModel;
import dev.lorimer.testing.ScriptedReply;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/// A run of the kill loop: a scripted model that calls tools of every effect class, in an order
/// that follows from seed and name, and the tools, whose effects go to the [World].
///
/// @param port where the world listens
/// @param shelf the run's own workspace
record Errand(RunId id, long seed, int port, Shelf shelf) {
    /// One of every class; `book` and `hold` can be asked, `hold` and `lend` can be taken back.
    private static final List<String> TOOLS =
            List.of("look", "put", "book", "hold", "lend", "pay", "shout", "grant", "file");

    /// @param folder where shelves are
    static Errand of(RunId id, long seed, int port, Path folder) {
        return new Errand(id, seed, port, new Shelf(folder.resolve(id.value())));
    }

    Run run(Journal journal) {
        var random = random();
        // Some runs reach a limit, and take back what they can.
        int turns = random.nextInt(5) == 0 ? 2 : 50;
        var limits = new Entry.Limits(turns, 10_000_000, Duration.ofHours(1));
        // Some agents have a rule for a doubt instead of a person.
        Map<String, Answer> doubts =
                random.nextInt(4) == 0 ? Map.of("shout", new Answer.Abandon()) : Map.of();
        // Some need a word for every grant.
        Set<String> approvals = random.nextInt(4) == 0 ? Set.of("grant") : Set.of();
        var rules = new Rules(approvals, Duration.ofHours(1), doubts, true);
        var agent =
                new Agent(
                        new ScriptedModel(script().toArray(ScriptedReply[]::new)),
                        Window.DEFAULT,
                        "Do the errand.",
                        tools(),
                        limits,
                        rules);
        var scene = new Scene(shelf, Law.none(), List.of(), _ -> {});
        return new Run(journal, agent, scene, Timing.system(), Listener.none());
    }

    private RandomGenerator random() {
        return new SplittableRandom(seed * 31 + id.value().hashCode());
    }

    private List<ScriptedReply> script() {
        var random = random();
        var replies = new ArrayList<ScriptedReply>();
        int turns = 3 + random.nextInt(3);
        for (int turn = 0; turn < turns; turn++) {
            int place = turn;
            replies.add(
                    ScriptedReply.asks(
                            IntStream.range(0, 1 + random.nextInt(3))
                                    .mapToObj(n -> call(random, place, n))
                                    .toArray(ScriptedReply.Call[]::new)));
        }
        replies.add(ScriptedReply.asks(ScriptedReply.call("finish", "{\"text\":\"all done\"}")));
        return replies;
    }

    private static ScriptedReply.Call call(RandomGenerator random, int turn, int n) {
        String tool = TOOLS.get(random.nextInt(TOOLS.size()));
        // Now and then an equal call, which must be refused while the first is in doubt.
        String text = random.nextInt(6) == 0 ? "again" : "turn %d call %d".formatted(turn, n);
        return ScriptedReply.call(tool, "{\"text\":\"%s\"}".formatted(text));
    }

    private List<Tool> tools() {
        return List.of(
                new WorldTool("look", EffectClass.PURE, "", false, false, this),
                new WorldTool("put", EffectClass.IDEMPOTENT, "idempotent", false, false, this),
                new WorldTool("book", EffectClass.RECONCILABLE, "reconcilable", true, false, this),
                new WorldTool("hold", EffectClass.COMPENSABLE, "compensable", true, true, this),
                new WorldTool("lend", EffectClass.COMPENSABLE, "compensable", false, true, this),
                new WorldTool("pay", EffectClass.IRREVERSIBLE, "irreversible", false, false, this),
                new WorldTool("shout", EffectClass.OPAQUE, "opaque", false, false, this),
                new WorldTool("grant", EffectClass.IRREVERSIBLE, "fenced", false, false, this),
                new WorldTool("file", EffectClass.STAGED, "", false, false, this),
                new Finish());
    }

    private record Finish() implements Tool {
        @Override
        public String name() {
            return "finish";
        }

        @Override
        public String description() {
            return "Asks to finish.";
        }

        @Override
        public String inputSchema() {
            return WorldTool.SCHEMA;
        }

        @Override
        public Effect describe(ObjectNode arguments) {
            return new Effect.Finish("all done");
        }

        @Override
        public Result perform(ObjectNode arguments, Attempt attempt) {
            return Result.done("");
        }
    }
}
