package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Entry.Occasion;
import dev.lorimer.verify.Verifier;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;

/// One task carried to one outcome, through any number of crashes. The loop below is the whole
/// order of things: the journal's fold says where the run is, each case does one thing and records
/// it, and the next round sees one more entry. A process that dies anywhere leaves a journal from
/// which the next one goes on.
public final class Run {
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
        // Made first: between the run's row and its first entry nothing slow may stand.
        var started = started(task, setup);
        if (journal.head(id).filter(head -> head.entries() == 0).isEmpty()) {
            journal.create(id, title(task), timing.now());
        }
        try (var tape = own(id)) {
            tape.append(started);
            return work(tape);
        }
    }

    /// Goes on with a run, wherever it stopped. A run with an outcome is returned as it is.
    ///
    /// @throws IllegalStateException when it was never started
    public RunState resume(RunId id) throws InterruptedException {
        try (var tape = own(id)) {
            return switch (tape.state().phase()) {
                case Phase.Unstarted _ ->
                        throw new IllegalStateException(
                                "run %s died before its task was recorded; start it again"
                                        .formatted(id));
                case Phase.Stuck _ -> {
                    tape.append(new Entry.Resumed());
                    yield work(tape);
                }
                case Phase.Baseline _,
                        Phase.Asking _,
                        Phase.Silent _,
                        Phase.Dispatching _,
                        Phase.Performing _,
                        Phase.Waiting _,
                        Phase.Decided _,
                        Phase.Ended _ ->
                        work(tape);
            };
        }
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

    private RunState work(Tape tape) throws InterruptedException {
        if (tape.state().phase() instanceof Phase.Ended) {
            return sealed(tape, tape.state());
        }
        try (var cancel = new Cancel(journal, tape.run())) {
            try {
                return sealed(tape, loop(tape, cancel));
            } catch (InterruptedException e) {
                if (!cancel.asked()) {
                    throw e;
                }
                cancel.taken();
                return sealed(tape, new Ending(tape, scene).cancelled());
            }
        }
    }

    private RunState sealed(Tape tape, RunState state) {
        Seal.seal(tape.run(), state, scene.workspace());
        return state;
    }

    private RunState loop(Tape tape, Cancel cancel) throws InterruptedException {
        var turn = new Turn(tape, agent, timing, listener);
        var dispatch = new Dispatch(tape, agent, scene, timing);
        var ending = new Ending(tape, scene);
        dispatch.contain();
        while (true) {
            cancel.check();
            switch (tape.state().phase()) {
                case Phase.Baseline _ -> tape.append(verify(Occasion.BASELINE));
                case Phase.Asking asking -> turn.ask(asking);
                case Phase.Silent _ -> turn.nudge();
                case Phase.Dispatching open -> end(dispatch.next(open), ending);
                case Phase.Performing interrupted -> dispatch.recover(interrupted);
                case Phase.Decided decided -> end(dispatch.decided(decided), ending);
                case Phase.Waiting _, Phase.Stuck _, Phase.Ended _ -> {
                    return tape.state();
                }
                case Phase.Unstarted _ ->
                        throw new IllegalStateException("a run without a task can not work");
            }
        }
    }

    private void end(Dispatch.Next next, Ending ending) throws InterruptedException {
        if (next instanceof Dispatch.Next.Finish finish) {
            ending.asked(finish, this::verify);
        }
    }

    /// Every verifier looks at the workspace as it is; what one of them leaves behind is removed,
    /// so that the verdict holds for exactly the tree it names.
    private Entry.Verified verify(Occasion occasion) throws InterruptedException {
        var workspace = scene.workspace();
        var tree = workspace.snapshot();
        // What git ignores may have been put there by anybody: the verdict is about the tree alone.
        workspace.restore(tree);
        var checks = new ArrayList<Verifier.Check>();
        for (var verifier : scene.verifiers()) {
            checks.add(verifier.verify());
            if (!workspace.snapshot().equals(tree)) {
                workspace.restore(tree);
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
