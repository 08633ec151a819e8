package dev.lorimer.testing;

import dev.lorimer.journal.JournalException;
import dev.lorimer.run.Answer;
import dev.lorimer.run.Desk;
import dev.lorimer.run.Phase;
import dev.lorimer.run.Question;
import dev.lorimer.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Those who are asked, and those who speak unasked. What they report about the world is true; when
/// they report it, and whether, is left to chance.
final class SimPersons {
    private final Desk desk;
    private final SimWorld world;
    private final SimWatch watch;
    private final SimFaults faults;
    private int spoken;

    SimPersons(Desk desk, SimWorld world, SimWatch watch, SimFaults faults) {
        this.desk = desk;
        this.world = world;
        this.watch = watch;
        this.faults = faults;
    }

    /// Answers what the run asks now, if it asks anything.
    void answer(SimTask task, RunState state) {
        if (!(state.phase() instanceof Phase.Waiting waiting)) {
            return;
        }
        var call = waiting.open().getFirst().id();
        var answer = answer(task, call, waiting.question());
        try {
            desk.answer(task.run(), call, answer, "", "ann");
        } catch (JournalException e) {
            tolerate(e);
            return;
        } catch (IllegalArgumentException e) {
            watch.note("  %s not answered: %s".formatted(task.run(), e.getMessage()));
            return;
        }
        watch.note("  %s answered about %s: %s".formatted(task.run(), call, answer));
        if (answer instanceof Answer.Approve) {
            watch.approved(task.name(), call);
        }
        replay(task, call, answer);
    }

    /// The same answer, sent once more, answers nothing.
    private void replay(SimTask task, String call, Answer answer) {
        try {
            desk.answer(task.run(), call, answer, "", "ann");
            watch.hold(
                    false,
                    "approvals are used once",
                    "run %s took the answer about %s twice".formatted(task.run(), call));
        } catch (IllegalArgumentException e) {
            // As it should be.
        } catch (JournalException e) {
            tolerate(e);
        }
    }

    private Answer answer(SimTask task, String call, Question question) {
        var chance = faults.chance();
        return switch (question) {
            case Question.Approval _ -> chance.oneIn(4) ? new Answer.Deny() : new Answer.Approve();
            case Question.InDoubt doubt -> {
                var choices =
                        new ArrayList<>(List.<Answer>of(truth(task, call), truth(task, call)));
                choices.add(new Answer.Abandon());
                if (doubt.undo().orElse(false)) {
                    choices.add(new Answer.Undo());
                }
                yield chance.of(choices);
            }
        };
    }

    private Answer truth(SimTask task, String call) {
        return world.stands(SimWorld.key(task.name(), call))
                ? new Answer.Done(Optional.of("I saw it"))
                : new Answer.NotDone();
    }

    void say(SimTask task) {
        var text = "word-" + ++spoken;
        try {
            desk.say(task.run(), text, "bob");
            watch.said(task.name(), text);
            watch.note("  %s is told %s".formatted(task.run(), text));
        } catch (JournalException e) {
            tolerate(e);
        }
    }

    void cancel(SimTask task, boolean undo) {
        try {
            desk.askToStop(task.run(), undo);
            watch.cancelled(task.name(), undo);
            watch.note("  %s is cancelled, undo %s".formatted(task.run(), undo));
        } catch (JournalException e) {
            tolerate(e);
        }
    }

    private void tolerate(JournalException e) {
        switch (e.kind()) {
            case BUSY, ENDED, FULL, UNKNOWN_RUN ->
                    watch.note("  a person hears: " + e.getMessage());
            case EXISTS, FENCED, SIGNALLED, PRUNED, IO, CORRUPT, TOO_NEW ->
                    watch.hold(false, "the desk", "a person hears: " + e.getMessage());
        }
    }
}
