package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.context.Window;
import dev.lorimer.journal.RunId;
import dev.lorimer.model.Model;
import dev.lorimer.models.Deadlines;
import dev.lorimer.models.Keys;
import dev.lorimer.models.ModelSpec;
import dev.lorimer.models.Models;
import dev.lorimer.models.Patience;
import dev.lorimer.run.Agent;
import dev.lorimer.run.Answer;
import dev.lorimer.run.Desk;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Outcome;
import dev.lorimer.run.Phase;
import dev.lorimer.run.Question;
import dev.lorimer.run.Run;
import dev.lorimer.run.RunState;
import dev.lorimer.run.Scene;
import dev.lorimer.run.Timing;
import dev.lorimer.testing.FakeClock;
import dev.lorimer.testing.MemoryJournal;
import dev.lorimer.testing.MemoryJournal.SimulatedCrash;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import dev.lorimer.tool.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The shared tasks of a public benchmark, through the real loop and a real wire, with failures
/// between any two steps: 429, 500, 529, cut streams, lost answers, and the death of the process
/// before a call, after its effect, and after its answer was recorded. At the end the documents are
/// as they should be, and each effective action was applied once.
///
/// `-Dlorimer.tau.seeds=N` plays each task with N seeds.
class TauTest {
    private static final RunId RUN = new RunId("r-tau");
    private static final long SEEDS = Long.getLong("lorimer.tau.seeds", 1);

    /// With a fault at every second step a task of 20 calls dies some 20 times.
    private static final int LIVES_MAX = 300;

    @TempDir Path folder;

    record Summary(String summary) {}

    @ParameterizedTest
    @CsvSource({
        "retail, RECONCILABLE",
        "retail, IRREVERSIBLE",
        "airline, RECONCILABLE",
        "airline, IRREVERSIBLE"
    })
    void every_write_happens_once_whatever_fails_between(String domain, EffectClass writes)
            throws Exception {
        assumeTrue(
                Files.isDirectory(TauTask.folder()),
                "SKIPPED: no tau tasks at %s; give -Dlorimer.tau".formatted(TauTask.folder()));
        var played = play(domain, writes, true);
        assertThat(played).allSatisfy(one -> assertThat(one.wrong()).as(one.name()).isEmpty());
        assertThat(played.stream().mapToInt(Played::faults).sum())
                .as("faults")
                .isGreaterThan(played.size());
    }

    @Test
    void a_probe_that_denies_what_happened_is_found_by_the_counter() throws Exception {
        assumeTrue(
                Files.isDirectory(TauTask.folder()),
                "SKIPPED: no tau tasks at %s; give -Dlorimer.tau".formatted(TauTask.folder()));

        assertThat(play("airline", EffectClass.RECONCILABLE, false))
                .flatMap(Played::wrong)
                .anySatisfy(wrong -> assertThat(wrong).endsWith("2 times"));
    }

    /// @param faults how often something failed
    /// @param wrong what is not as it should be at the end
    private record Played(String name, int faults, List<String> wrong) {}

    private List<Played> play(String domain, EffectClass writes, boolean truthful)
            throws Exception {
        var tasks = TauTask.read(domain);
        var writers = TauTask.writers(tasks);
        var played = new ArrayList<Played>();
        for (var task : tasks) {
            for (var seed = 1L; seed <= SEEDS; seed++) {
                var random = new SplittableRandom(task.id().hashCode() * 31L + seed);
                var name = "%s, writes %s, seed %d".formatted(task.id(), writes, seed);
                var counter = folder.resolve(name);
                var environment = new TauEnvironment(task, counter, truthful);
                played.add(play(new Stage(task, environment, writers, writes, random), name));
            }
        }
        assertThat(played).as("tasks of %s", domain).isNotEmpty();
        return played;
    }

    private static Played play(Stage stage, String name) throws Exception {
        var clock = new FakeClock(Instant.parse("2026-11-23T12:00:00Z"));
        var keys = new Keys(_ -> Optional.of("sk-none"), Optional.empty());
        try (var server = new TauServer(stage.task(), stage.random().nextLong());
                var models =
                        new Models(
                                keys,
                                Deadlines.USUAL,
                                // Limits renew by the clock of the test, too.
                                new Patience(Duration.ZERO, 10),
                                clock,
                                () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())) {
            var model = models.open(ModelSpec.parse("openai:tau", Optional.of(server.url())));
            var deaths = toTheEnd(stage, model, clock, name);
            var wrong = new ArrayList<>(stage.environment().wrong());
            wrong.addAll(counts(stage.environment(), stage.task()));
            wrong.addAll(untold(server.lastRequest(), stage.task()));
            return new Played(name, deaths + server.failures(), wrong);
        }
    }

    private record Stage(
            TauTask task,
            TauEnvironment environment,
            List<String> writers,
            EffectClass writes,
            SplittableRandom random) {
        Agent agent(Model model, MemoryJournal process) {
            var tools =
                    task.tools().values().stream()
                            .<Tool>map(function -> tool(function, process))
                            .toList();
            return new Agent(
                    model,
                    Window.DEFAULT,
                    "Serve the customer.",
                    Stream.concat(tools.stream(), Stream.of(finish())).toList(),
                    Entry.Limits.DEFAULT);
        }

        private Tool tool(JsonNode function, MemoryJournal process) {
            var writer = writers.contains(function.path("name").asString());
            return new TauTool(
                    function, writer ? writes : EffectClass.PURE, environment, process, random);
        }

        private static Tool finish() {
            return Tools.of(
                    "finish",
                    "Ends the task.",
                    Summary.class,
                    asked -> new Effect.Finish(asked.summary()),
                    (_, _) -> Tool.Result.done(""));
        }
    }

    private static int toTheEnd(Stage stage, Model model, FakeClock clock, String name)
            throws InterruptedException {
        var disk = new MemoryJournal();
        // Nobody really waits for the seven seconds that a 429 asks for.
        var timing = new Timing(clock, time -> clock.sleep(time.plusSeconds(10)), () -> 0.5);
        var deaths = 0;
        for (var life = 0; life < LIVES_MAX; life++) {
            var process = disk.another();
            var run =
                    new Run(
                            process,
                            stage.agent(model, process),
                            Scene.empty(),
                            timing,
                            Listener.none());
            try {
                var begun = disk.head(RUN).filter(head -> head.entries() > 0).isPresent();
                var state = begun ? run.resume(RUN) : run.start(RUN, task(stage), setup());
                if (state.phase() instanceof Phase.Ended(var outcome)) {
                    assertThat(outcome).as(name).isInstanceOf(Outcome.Done.class);
                    return deaths;
                }
                answer(stage, new Desk(disk, timing, Listener.none()), state);
            } catch (SimulatedCrash _) {
                deaths++;
            }
        }
        throw new AssertionError("%s comes to no end".formatted(name));
    }

    private static Entry.Task task(Stage stage) {
        return new Entry.Task(stage.task().request());
    }

    private static JsonNode setup() {
        return TauTask.JSON.createObjectNode();
    }

    /// A person who looks, and reports what is there.
    private static void answer(Stage stage, Desk desk, RunState state) {
        if (state.phase() instanceof Phase.Waiting waiting
                && waiting.question() instanceof Question.InDoubt) {
            var seen = stage.environment().answered(waiting.intent().orElseThrow().key());
            var answer = seen.isPresent() ? new Answer.Done(seen) : new Answer.NotDone();
            desk.answer(RUN, waiting.open().getFirst().id(), answer, "", "ann");
        }
    }

    /// Effective actions that were not applied exactly once.
    private static List<String> counts(TauEnvironment environment, TauTask task) {
        var counts = environment.counts();
        return task.actions().stream()
                .filter(TauTask.Action::effective)
                .filter(action -> counts.getOrDefault(action.id(), 0) != 1)
                .map(action ->
                        "%s %s: %d times"
                                .formatted(
                                        action.id(),
                                        action.name(),
                                        counts.getOrDefault(action.id(), 0)))
                .toList();
    }

    /// Actions of which the model was not told what they answered.
    private static List<String> untold(JsonNode request, TauTask task) {
        var told =
                request.path("messages")
                        .valueStream()
                        .filter(message -> message.path("role").asString().equals("tool"))
                        .collect(
                                Collectors.toMap(
                                        message -> message.path("tool_call_id").asString(),
                                        message -> message.path("content").asString()));
        var untold = new ArrayList<String>();
        for (var action : task.actions()) {
            var text = told.getOrDefault("call-" + action.id(), "nothing");
            if (!text.equals(action.result())
                    && !text.equals(
                            "The call was interrupted, and it is confirmed that it took effect. Its"
                                    + " result:\n"
                                    + action.result())
                    && !text.equals(
                            "The call was interrupted. A person reports that it was done. They report"
                                    + " as its result: "
                                    + action.result())) {
                untold.add("%s %s: %s".formatted(action.id(), action.name(), text));
            }
        }
        return untold;
    }
}
