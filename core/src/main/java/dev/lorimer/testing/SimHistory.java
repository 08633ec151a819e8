package dev.lorimer.testing;

import dev.lorimer.context.Window;
import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.model.ModelException;
import dev.lorimer.route.Health;
import dev.lorimer.route.Purpose;
import dev.lorimer.route.Rule;
import dev.lorimer.route.Situation;
import dev.lorimer.run.Agent;
import dev.lorimer.run.Bounds;
import dev.lorimer.run.Candidate;
import dev.lorimer.run.Desk;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Phase;
import dev.lorimer.run.Rules;
import dev.lorimer.run.Run;
import dev.lorimer.run.RunState;
import dev.lorimer.run.Scene;
import dev.lorimer.run.Timing;
import dev.lorimer.testing.MemoryJournal.SimulatedCrash;
import dev.lorimer.verify.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;

/// One simulated history: some runs, some processes that work on them, some persons, a clock and a
/// disk. One thread does everything; who is next is drawn. A tool or a model may hand control back
/// in the middle of its work, so that its process looks paused to all others.
final class SimHistory {
    /// Processes that take up due runs.
    private static final int WORKERS = 3;

    /// How deep pauses nest: a paused process, its successor, and the successor's successor.
    private static final int DEPTH_MAX = 3;

    /// A run of at most 15 turns with 3 calls each needs far fewer rounds once nothing goes wrong.
    private static final int ROUNDS_MAX = 600;

    private final SimFlaw flaw;
    private final SimChance chance;
    private final SimFaults faults;
    private final SimWatch watch;
    private final SimWorld world;
    private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryJournal disk = new MemoryJournal();
    private final List<Worker> workers = new ArrayList<>();
    private final List<SimTask> tasks = new ArrayList<>();
    private final Map<String, SimReading> readings = new HashMap<>();
    private final SimStates states;
    private final SimPersons persons;
    private final SimStore desk;
    private int depth;
    private int crashes;
    private int takeovers;

    SimHistory(long seed, SimFlaw flaw, boolean tracing) {
        this.flaw = flaw;
        this.chance = new SimChance(seed);
        this.faults = new SimFaults(chance);
        this.watch = new SimWatch(disk, tracing);
        this.world = new SimWorld(watch);
        this.states = new SimStates(watch);
        this.desk = new SimStore(disk.another(), watch, flaw, () -> {});
        this.persons =
                new SimPersons(new Desk(desk, timing(), Listener.none()), world, watch, faults);
        for (var i = 0; i < WORKERS; i++) {
            workers.add(new Worker());
        }
        var runs = chance.between(1, 3);
        for (var i = 0; i < runs; i++) {
            tasks.add(task(i));
        }
        tasks.forEach(task -> readings.put(task.name(), new SimReading(task, world, watch)));
    }

    /// A process that works on runs; after its death there is another one in its place.
    private final class Worker {
        private SimStore store = fresh();
        private boolean busy;

        private SimStore fresh() {
            return new SimStore(disk.another(), watch, flaw, SimHistory.this::halt);
        }

        void die() {
            crashes++;
            watch.note("  the process died");
            store = fresh();
        }
    }

    private SimTask task(int number) {
        var approvals = chance.oneIn(2) ? Set.of("pay", "book", "append") : Set.<String>of();
        Map<String, dev.lorimer.run.Answer> doubts =
                chance.oneIn(6) ? Map.of("mail", new dev.lorimer.run.Answer.Abandon()) : Map.of();
        var bounds = new Bounds(3, chance.between(3, 8), chance.between(2, 3));
        var rules = new Rules(approvals, Duration.ofHours(3), doubts, chance.oneIn(3), bounds);
        var windows =
                IntStream.rangeClosed(1, chance.between(1, 3))
                        .mapToObj(_ -> chance.of(WINDOWS))
                        .toList();
        return new SimTask(
                new RunId("run-" + number), new SimFiles(), rules, chance.between(5, 15), windows);
    }

    /// Tools and task take some 350 tokens, a turn about 100: the second has to be cut now and
    /// then, the third all the time.
    private static final Window[] WINDOWS = {
        Window.DEFAULT, new Window(1_000, 100), new Window(700, 100)
    };

    /// Plays the history to its end and checks it.
    void play() {
        tasks.forEach(this::queue);
        var actions = chance.between(20, 120);
        for (var i = 0; i < actions && well(); i++) {
            act();
            tasks.forEach(task -> states.awake(task, clock.instant()));
        }
        watch.note("nothing goes wrong any more");
        faults.end();
        fill(false);
        for (var round = 0; round < ROUNDS_MAX && well() && !over(); round++) {
            drain();
        }
        if (well()) {
            tasks.forEach(task ->
                    watch.hold(
                            states.over(task),
                            "I3",
                            "run %s comes to no end: %s"
                                    .formatted(task.run(), states.of(task).map(RunState::phase))));
        }
        if (well()) {
            new SimVerdict(watch, world).check(tasks);
        }
    }

    private boolean well() {
        return watch.violations().isEmpty();
    }

    private void act() {
        switch (chance.below(40)) {
            case 0, 1 -> queue(chance.of(tasks));
            case 2, 3, 4 -> answer(chance.of(tasks));
            case 5, 6 -> persons.say(chance.of(tasks));
            case 7 -> {
                if (chance.oneIn(4)) {
                    persons.cancel(chance.of(tasks), chance.oneIn(2));
                }
            }
            case 8, 9, 10 -> passTime();
            case 11, 12 -> fill(chance.oneIn(4));
            case 13 -> chance.of(workers).store.process().crashAfter(chance.between(1, 8));
            case 14 -> chance.of(workers).store.process().crashBefore(chance.between(1, 8));
            case 15, 16 -> lapse(chance.of(tasks));
            case 17 -> resume(chance.of(tasks));
            default -> work();
        }
    }

    private void fill(boolean full) {
        watch.note("the disk is full: " + full);
        disk.fill(full);
    }

    /// A tool or a model gives the others time to act.
    private void interlude() {
        if (depth >= DEPTH_MAX || !faults.on()) {
            return;
        }
        depth++;
        watch.note("( paused");
        if (chance.oneIn(2)) {
            tasks.forEach(this::lapse);
        }
        var actions = chance.between(1, 6);
        for (var i = 0; i < actions && well(); i++) {
            act();
        }
        watch.note(") goes on");
        tasks.forEach(states::paused);
        depth--;
    }

    /// A process is paused between any two steps.
    private void halt() {
        if (faults.strike(25)) {
            interlude();
        }
    }

    private void passTime() {
        var minutes = chance.oneIn(8) ? -chance.below(300) : chance.below(300);
        watch.note("%d minutes pass".formatted(minutes));
        clock.jump(Duration.ofMinutes(minutes));
    }

    private void lapse(SimTask task) {
        if (disk.head(task.run()).flatMap(Journal.Head::owner).isPresent()) {
            watch.note("the lease of %s lapses".formatted(task.run()));
            takeovers++;
            disk.lapse(task.run());
        }
    }

    private void queue(SimTask task) {
        if (disk.head(task.run()).filter(head -> head.entries() > 0).isEmpty()) {
            watch.note("queue " + task.run());
            carefully(
                    task,
                    worker ->
                            run(worker, task)
                                    .queue(
                                            task.run(),
                                            new Entry.Task("do what you like"),
                                            JsonNodeFactory.instance.objectNode()));
        }
    }

    private void work() {
        var due = disk.due(clock.instant(), 10);
        if (!due.isEmpty()) {
            var id = chance.of(due);
            tasks.stream().filter(task -> task.run().equals(id)).forEach(this::proceed);
        }
    }

    private void proceed(SimTask task) {
        watch.note("work on " + task.run());
        carefully(task, worker -> run(worker, task).proceed(task.run(), stopping()));
    }

    /// A worker that is asked to stop after a few steps, or not at all.
    private BooleanSupplier stopping() {
        var steps = faults.strike(3) ? chance.between(0, 10) : Integer.MAX_VALUE;
        var left = new int[] {steps};
        return () -> left[0]-- <= 0;
    }

    private void resume(SimTask task) {
        if (states.of(task).filter(state -> state.phase() instanceof Phase.Stuck).isPresent()) {
            watch.note("a person resumes " + task.run());
            carefully(task, worker -> run(worker, task).resume(task.run()));
        }
    }

    private void answer(SimTask task) {
        states.of(task).ifPresent(state -> persons.answer(task, state));
    }

    private interface Deed {
        RunState in(Worker worker) throws InterruptedException;
    }

    /// What may go wrong in a process goes wrong here; anything else is a violation.
    private void carefully(SimTask task, Deed deed) {
        var idle = workers.stream().filter(worker -> !worker.busy).toList();
        if (idle.isEmpty()) {
            return;
        }
        var worker = chance.of(idle);
        worker.busy = true;
        var epoch = watch.epoch(task.name());
        try {
            var state = deed.in(worker);
            if (flaw == SimFlaw.NONE && watch.epoch(task.name()) == epoch + 1) {
                states.left(task, state);
            }
        } catch (SimulatedCrash _) {
            worker.die();
        } catch (InterruptedException e) {
            watch.note("  stopped: " + e.getMessage());
        } catch (JournalException e) {
            watch.note("  given up: " + e.getMessage());
            switch (e.kind()) {
                case BUSY, FULL -> {}
                case FENCED -> {
                    if (flaw == SimFlaw.NONE && watch.epoch(task.name()) > epoch + 1) {
                        states.untouched(task);
                    }
                }
                case EXISTS, UNKNOWN_RUN, SIGNALLED, ENDED, PRUNED, IO, CORRUPT, TOO_NEW ->
                        watch.hold(false, "the journal", String.valueOf(e.getMessage()));
            }
        } catch (RuntimeException e) {
            watch.hold(false, "the loop", "run %s: %s".formatted(task.run(), e));
        } finally {
            worker.busy = false;
            watch.gone(task.name());
        }
    }

    /// One round in which nothing goes wrong: all that is due is done, else persons answer, else
    /// time passes.
    private void drain() {
        tasks.forEach(this::queue);
        var due = disk.due(clock.instant(), 10);
        if (!due.isEmpty()) {
            tasks.stream().filter(task -> due.contains(task.run())).forEach(this::proceed);
            return;
        }
        tasks.forEach(this::answer);
        tasks.forEach(this::resume);
        if (disk.due(clock.instant(), 1).isEmpty()) {
            clock.jump(Duration.ofMinutes(chance.between(1, 600)));
        }
    }

    private boolean over() {
        return tasks.stream().allMatch(states::over);
    }

    private Run run(Worker worker, SimTask task) {
        var bench =
                new SimBench(task, world, faults, worker.store.process(), this::interlude, flaw);
        var reading = Optional.ofNullable(readings.get(task.name())).orElseThrow();
        var agent =
                new Agent(
                        IntStream.range(0, task.windows().size())
                                .mapToObj(i -> candidate(i, bench, reading))
                                .toList(),
                        Health.unknown(),
                        "Be good.",
                        SimTool.all(bench),
                        new Entry.Limits(task.turnsMax(), 1_000_000, Duration.ofDays(365)),
                        task.rules());
        var scene =
                new Scene(task.files(), new SimLaw(task.files()), List.of(verifier(task)), _ -> {});
        return new Run(worker.store, agent, scene, timing(), Listener.none());
    }

    /// The second one will not check, and takes no request that the first one refused; the third
    /// one is the one to escalate to.
    private Candidate candidate(int place, SimBench bench, SimReading reading) {
        var name = SimTask.model(place);
        var window = bench.task().windows().get(place);
        var model = new SimModel(name, bench, watch, reading, tasks.size());
        return switch (place) {
            case 1 -> new Candidate(name, model, window, SimHistory::second, false);
            case 2 -> new Candidate(name, model, window, Rule.always(), true);
            default -> new Candidate(name, model, window);
        };
    }

    private static boolean second(Situation situation) {
        return situation.purpose() != Purpose.CHECK
                && situation
                        .setbacks()
                        .failure()
                        .filter(ModelException.Kind.REFUSED::equals)
                        .isEmpty();
    }

    private static Verifier verifier(SimTask task) {
        return new Verifier() {
            @Override
            public String name() {
                return "the page is not bad";
            }

            @Override
            public Check verify() {
                var bad = task.files().read("page.txt").equals("bad");
                return new Check(name(), bad ? Result.FAIL : Result.PASS, "", Duration.ZERO);
            }
        };
    }

    private Timing timing() {
        // Whoever sleeps in a history sleeps well: the loop naps a quarter of a second at a time.
        return new Timing(clock, time -> clock.sleep(time.plusMinutes(7)), chance::spread);
    }

    SimWatch watch() {
        return watch;
    }

    SimReport report(long seed) {
        return new SimReport(
                seed,
                new SimReport.Counts(tasks.size(), crashes, takeovers, world.effects()),
                watch.violations(),
                watch.trace());
    }
}
