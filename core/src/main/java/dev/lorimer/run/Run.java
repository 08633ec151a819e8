package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Entry.Occasion;
import dev.lorimer.tool.Tool;
import dev.lorimer.verify.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/// One task carried to one outcome, through any number of crashes. The loop below is the whole
/// order of things: the journal's fold says where the run is, each case does one thing and records
/// it, and the next round sees one more entry. A process that dies anywhere leaves a journal from
/// which the next one goes on.
public final class Run {
    /// How long a thread sleeps at most before it looks whether anybody has said anything.
    private static final Duration NAP = Duration.ofMillis(250);

    private final Journal journal;
    private final Agent agent;
    private final Scene scene;
    private final Timing timing;
    private final Listener listener;

    /// @param journal the only memory
    public Run(Journal journal, Agent agent, Scene scene, Timing timing, Listener listener) {
        this.journal = journal;
        this.agent = agent;
        this.scene = scene;
        this.timing = timing;
        this.listener = listener;
    }

    /// Takes a new task and works on it until it has an outcome or waits for a person. Blocks.
    ///
    /// @param id a new name, or one whose process died before its task was recorded
    /// @param setup what the caller needs to make this object again in another process
    public RunState start(RunId id, Entry.Task task, JsonNode setup) throws InterruptedException {
        try (var tape = taken(id, task, setup)) {
            return work(tape, Pace.staying());
        }
    }

    /// Takes a new task and leaves it to whoever looks for work in the journal; see [Worker].
    ///
    /// @param id see [#start]
    /// @param setup see [#start]
    public RunState queue(RunId id, Entry.Task task, JsonNode setup) {
        try (var tape = taken(id, task, setup)) {
            return tape.state();
        }
    }

    /// Goes on with a run, wherever it stopped, until it has an outcome or waits for a person. A
    /// run with an outcome is returned as it is; one that waits for its model asks it again.
    ///
    /// @throws IllegalStateException when it was never started
    public RunState resume(RunId id) throws InterruptedException {
        try (var tape = owned(id)) {
            if (tape.state().phase() instanceof Phase.Stuck) {
                tape.append(new Entry.Resumed());
            }
            return work(tape, Pace.staying());
        }
    }

    /// Goes on with a run as far as it goes now. Where it has to wait, for a person, a time or
    /// another run, it is left to the journal, without a thread.
    ///
    /// @param stopping asked between any two steps; when true the run is left as it is
    /// @throws IllegalStateException when it was never started
    public RunState proceed(RunId id, BooleanSupplier stopping) throws InterruptedException {
        try (var tape = owned(id)) {
            return work(tape, new Pace(false, stopping));
        }
    }

    /// @param stays whether this thread sleeps until a run that waits for a time wakes up
    private record Pace(boolean stays, BooleanSupplier stopping) {
        static Pace staying() {
            return new Pace(true, () -> false);
        }
    }

    private Tape taken(RunId id, Entry.Task task, JsonNode setup) {
        // Made first: between the run's row and its first entry nothing slow may stand.
        var started = started(task, setup);
        if (journal.head(id).filter(head -> head.entries() == 0).isEmpty()) {
            journal.create(id, title(task), timing.now());
        }
        var tape = own(id);
        try {
            tape.append(started);
            return tape;
        } catch (RuntimeException e) {
            tape.close();
            throw e;
        }
    }

    private Tape owned(RunId id) {
        var tape = own(id);
        if (tape.state().phase() instanceof Phase.Unstarted) {
            tape.close();
            throw new IllegalStateException(
                    "run %s died before its task was recorded; start it again".formatted(id));
        }
        return tape;
    }

    private Entry.Started started(Entry.Task task, JsonNode setup) {
        var law = scene.law();
        return new Entry.Started(
                task,
                scene.workspace().baseTree(),
                new Entry.Briefing(law.decisions(), law.brief(task.text())),
                agent.limits(),
                scene.verifiers().stream().map(Verifier::name).toList(),
                setup);
    }

    private RunState work(Tape tape, Pace pace) throws InterruptedException {
        if (tape.state().phase() instanceof Phase.Ended) {
            return sealed(tape, tape.state());
        }
        try (var cancel = new Cancel(tape)) {
            try {
                return sealed(tape, loop(tape, pace, cancel::check));
            } catch (InterruptedException e) {
                if (cancel.asked().isEmpty()) {
                    throw e;
                }
                cancel.taken();
                var undo = agent.rules().undoUnlessDone() || Json.undoes(cancel.asked().get());
                ending(tape).cancelled(undo);
                return sealed(tape, loop(tape, pace, _ -> {}));
            }
        }
    }

    private RunState sealed(Tape tape, RunState state) {
        Seal.seal(tape.run(), state, scene.workspace());
        return state;
    }

    /// Throws when a person has cancelled the run.
    private interface Check {
        void check(Optional<Journal.Signal> found) throws InterruptedException;
    }

    private RunState loop(Tape tape, Pace pace, Check cancel) throws InterruptedException {
        var ending = ending(tape);
        var turn = new Turn(tape, agent, timing, listener, ending);
        var dispatch = new Dispatch(tape, agent, scene, timing);
        var compaction = new Compaction(tape, agent, timing, ending);
        var resolution = new Resolution(tape, agent, scene, timing);
        new Takeover(tape, scene).contain();
        while (!pace.stopping().getAsBoolean()) {
            cancel.check(tape.hear());
            switch (tape.state().phase()) {
                case Phase.Baseline _ -> tape.append(verify(tape, Occasion.BASELINE));
                case Phase.Asking(var _, var notBefore)
                        when notBefore.filter(timing.now()::isBefore).isPresent() -> {
                    if (!nap(pace, notBefore)) {
                        return tape.state();
                    }
                }
                case Phase.Asking asking -> turn.ask(asking);
                case Phase.Compacting compacting -> compaction.compact(compacting);
                case Phase.Silent _ -> turn.nudge();
                case Phase.Dispatching open -> end(tape, dispatch.next(open), ending);
                case Phase.Performing interrupted -> resolution.resolve(interrupted);
                case Phase.Undoing undoing -> resolution.undo(undoing);
                case Phase.Compensating compensating -> resolution.compensate(compensating, ending);
                case Phase.Decided decided -> end(tape, dispatch.decided(decided), ending);
                case Phase.Parked(var open, var wait) -> {
                    if (tape.state().spokenTo() || over(wait)) {
                        tape.append(woken(tape, open.getFirst(), wait));
                    } else if (!nap(pace, Optional.of(wait.until()))) {
                        return tape.state();
                    }
                }
                case Phase.Waiting waiting -> {
                    if (waiting.overdue() || early(waiting.question().expires())) {
                        return tape.state();
                    }
                    dispatch.unanswered(waiting);
                }
                case Phase.Stuck(var _, var _, var until) -> {
                    if (until.isEmpty() || early(until)) {
                        return tape.state();
                    }
                    tape.append(new Entry.Overdue());
                }
                case Phase.Ended _ -> {
                    return tape.state();
                }
                case Phase.Unstarted _ ->
                        throw new IllegalStateException("a run without a task can not work");
            }
        }
        return tape.state();
    }

    private boolean early(Optional<Instant> time) {
        // What has no time to expire waits for ever, as journals of old do.
        return time.map(timing.now()::isBefore).orElse(true);
    }

    /// Sleeps for a moment, where this thread is to stay with the run.
    private boolean nap(Pace pace, Optional<Instant> until) throws InterruptedException {
        if (pace.stays()) {
            var left = Duration.between(timing.now(), until.orElseThrow());
            timing.sleeper().sleep(left.compareTo(NAP) < 0 ? left : NAP);
        }
        return pace.stays();
    }

    private boolean over(Entry.Pause wait) {
        var ended =
                wait.run()
                        .flatMap(journal::head)
                        .filter(head -> Standings.ended(head.status()))
                        .isPresent();
        return ended || !timing.now().isBefore(wait.until());
    }

    private Entry.Settled woken(Tape tape, Phase.Call call, Entry.Pause wait) {
        var status = wait.run().flatMap(journal::head).map(Journal.Head::status);
        return new Entry.Settled(
                call.id(),
                Tool.Result.done(Words.woken(wait, status)),
                tape.state().work().tree(),
                Optional.empty(),
                Duration.ZERO);
    }

    private Ending ending(Tape tape) {
        return new Ending(tape, scene, agent.rules(), timing);
    }

    private void end(Tape tape, Dispatch.Next next, Ending ending) throws InterruptedException {
        if (next instanceof Dispatch.Next.Finish finish) {
            ending.asked(finish, occasion -> verify(tape, occasion));
        }
    }

    /// Every verifier looks at the workspace as it is; what one of them leaves behind is removed,
    /// so that the verdict holds for exactly the tree it names.
    private Entry.Verified verify(Tape tape, Occasion occasion) throws InterruptedException {
        var workspace = scene.workspace();
        var tree = workspace.snapshot();
        // What git ignores may have been put there by anybody: the verdict is about the tree alone.
        tape.restore(workspace, tree);
        var checks = new ArrayList<Verifier.Check>();
        for (var verifier : scene.verifiers()) {
            checks.add(verifier.verify());
            if (!workspace.snapshot().equals(tree)) {
                tape.restore(workspace, tree);
            }
        }
        return new Entry.Verified(occasion, tree, checks);
    }

    private Tape own(RunId id) {
        var owner = "pid %d".formatted(ProcessHandle.current().pid());
        return Tape.own(journal, id, owner, timing, listener);
    }

    /// The first line of the task, short enough for a list.
    private static String title(Entry.Task task) {
        var line = task.text().strip().lines().findFirst().orElse("");
        return line.length() <= 80 ? line : line.substring(0, 79) + "…";
    }
}
