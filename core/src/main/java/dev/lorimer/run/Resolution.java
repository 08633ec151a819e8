package dev.lorimer.run;

import dev.lorimer.run.Entry.Then;
import dev.lorimer.run.Phase.Call;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import dev.lorimer.tool.Tool.Probe;
import dev.lorimer.workspace.WorkspaceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds out what became of a call whose outcome nobody knows: the outside world is asked, then the
/// workspace, then a rule of the agent or a person. Takes back what can be taken back.
final class Resolution {
    /// Enough to recognise what happened, in one line.
    private static final int FILES_SHOWN = 10;

    private final Tape tape;
    private final Agent agent;
    private final Scene scene;
    private final Timing timing;
    private final Hands hands;

    Resolution(Tape tape, Agent agent, Scene scene, Timing timing) {
        this.tape = tape;
        this.agent = agent;
        this.scene = scene;
        this.timing = timing;
        this.hands = new Hands(tape, agent);
    }

    /// The first open call was interrupted, or its outcome was lost.
    void resolve(Phase.Performing interrupted) throws InterruptedException {
        var call = interrupted.open().getFirst();
        // Also where the process lives: a call that was given up on must not go on behind our back.
        scene.containment().accept(tape.run().value());
        switch (Recovery.of(interrupted)) {
            case Recovery.Again again -> tape.append(new Entry.Recovered(call.id(), again.text()));
            case Recovery.Restore restore -> {
                tape.restore(scene.workspace(), restore.tree());
                tape.append(new Entry.Recovered(call.id(), restore.text()));
            }
            case Recovery.GiveUp(var tree, var attempts) -> {
                tape.restore(scene.workspace(), tree);
                settle(call, Tool.Result.failed(Words.gaveUp(attempts)), tree);
            }
            case Recovery.Probe probe -> probe(interrupted, probe.undo());
            case Recovery.Ask(var why) -> ask(interrupted, why, List.of());
            case Recovery.Await _, Recovery.Proceed _, Recovery.Undo _ ->
                    throw new IllegalStateException(
                            "call %s is being performed, which needs a decision"
                                    .formatted(call.id()));
        }
    }

    private void probe(Phase.Performing interrupted, boolean undo) throws InterruptedException {
        var call = interrupted.open().getFirst();
        switch (hands.probe(call)) {
            case Probe.Happened(var result) -> {
                var text = Words.confirmed(result.text());
                new Aftermath(tape, scene, agent.rules(), timing)
                        .settle(
                                call,
                                tape.state().work().tree(),
                                new Tool.Result(text, result.status()),
                                Duration.ZERO);
            }
            case Probe.NotHappened _ -> {
                tape.restore(scene.workspace(), interrupted.intent().before());
                tape.append(
                        new Entry.Recovered(
                                call.id(),
                                "the outside world says that it did not happen; made again"));
            }
            case Probe.Unknown(var why) -> {
                if (undo) {
                    tape.journal().ensureRoom();
                    tape.append(new Entry.Undoing(call.id(), Then.AGAIN));
                } else {
                    ask(interrupted, Words.lost(interrupted.lost()), List.of("probe: " + why));
                }
            }
        }
    }

    /// The open call is taken back; when that fails, a person has to say.
    void undo(Phase.Undoing undoing) throws InterruptedException {
        var call = undoing.open().getFirst();
        var result = hands.undo(call.id(), call.request());
        var undone = new Entry.Undone(call.id(), result);
        if (result.status() == Tool.Result.Status.DONE) {
            // Where it may have changed files as well, nothing of that is left either.
            tape.restore(scene.workspace(), undoing.intent().before());
            tape.append(undone);
        } else {
            var why = Words.notUndone(result.text());
            tape.append(undone, asked(call, undoing.intent(), why, List.of()));
        }
    }

    /// Takes back the last call that was done, and ends the run when none is left.
    void compensate(Phase.Compensating compensating, Ending ending) throws InterruptedException {
        if (compensating.pending().isEmpty()) {
            ending.finish(Words.compensated(compensating.outcome(), compensating.left()));
            return;
        }
        var next = compensating.pending().getFirst();
        tape.journal().ensureRoom();
        tape.append(new Entry.Undoing(next.call(), Then.CLOSE));
        tape.append(new Entry.Undone(next.call(), hands.undo(next.call(), next.request())));
    }

    private void ask(Phase.Performing interrupted, String why, List<String> evidence) {
        var call = interrupted.open().getFirst();
        var seen = new ArrayList<>(evidence);
        seen.addAll(difference(interrupted.intent()));
        var asked = asked(call, interrupted.intent(), why, seen);
        var rule = agent.rules().doubt(call.request().name());
        // A rule that has the call made again, and again loses its outcome, would never end.
        if (rule.isEmpty()
                || (rule.get() instanceof Answer.NotDone && call.recoveries() >= Recovery.TRIES)) {
            tape.append(asked);
        } else {
            tape.append(
                    asked, new Entry.Answered(call.id(), rule.get(), "", "a rule of the agent"));
        }
    }

    private Entry.Asked asked(Call call, Entry.Intent intent, String why, List<String> evidence) {
        return new Entry.Asked(
                call.id(),
                new Question.InDoubt(
                        intent.summary(),
                        why,
                        Optional.of(List.copyOf(evidence)),
                        Optional.of(intent.effect() == EffectClass.COMPENSABLE),
                        Optional.of(timing.now().plus(agent.rules().patience()))));
    }

    /// What the workspace shows of an interrupted call that may have changed it.
    private List<String> difference(Entry.Intent intent) {
        if (intent.effect() != EffectClass.OPAQUE) {
            return List.of();
        }
        try {
            var after = scene.workspace().snapshot();
            if (after.equals(intent.before())) {
                return List.of("workspace: unchanged since before the call");
            }
            var changed =
                    scene.workspace().changes(intent.before(), after).stream()
                            .map(change -> change.path())
                            .limit(FILES_SHOWN)
                            .collect(Collectors.joining(", "));
            return List.of("workspace: changed since before the call: " + changed);
        } catch (WorkspaceException e) {
            return List.of("workspace: can not be compared: " + e.getMessage());
        }
    }

    private void settle(Call call, Tool.Result result, String tree) {
        tape.append(new Entry.Settled(call.id(), result, tree, Optional.empty(), Duration.ZERO));
    }
}
