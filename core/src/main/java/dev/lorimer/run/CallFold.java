package dev.lorimer.run;

import dev.lorimer.run.Phase.Call;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import java.util.List;
import java.util.Optional;

/// What follows from an entry about a call: part of the fold in [RunState].
///
/// @param state before the entry
record CallFold(RunState state) {

    RunState asked(Entry.Asked asked) {
        var phase = state.phase();
        state.expect(
                switch (asked.question()) {
                    case Question.Approval _ ->
                            phase instanceof Phase.Performing
                                    || phase instanceof Phase.Dispatching
                                    || phase instanceof Phase.Decided;
                    case Question.InDoubt _ -> phase instanceof Phase.Performing;
                },
                asked);
        // What has happened stays known while its consequences are asked about.
        return state.with(
                new Phase.Waiting(
                        state.open(asked.call()), asked.question(), phase.intended(), false));
    }

    RunState overdue(Entry.Overdue overdue) {
        if (state.phase()
                        instanceof
                        Phase.Waiting(var open, Question.InDoubt doubt, var intent, var before)
                && !before) {
            return state.with(new Phase.Waiting(open, doubt, intent, true));
        }
        if (state.phase() instanceof Phase.Stuck stuck && stuck.until().isPresent()) {
            return state.with(new Phase.Stuck(stuck.kind(), stuck.message(), Optional.empty()));
        }
        throw state.misfit(overdue);
    }

    RunState refused(Entry.Refused refused) {
        var phase = state.phase();
        state.expect(
                phase instanceof Phase.Dispatching
                        || phase instanceof Phase.Performing
                        || phase instanceof Phase.Decided
                        || phase instanceof Phase.Waiting(var _, Question.Approval _, var _, var _),
                refused);
        var call = state.open(refused.call()).getFirst();
        var ledger = state.ledger();
        // Refusing what a call left in the workspace does not take back what it did outside.
        var noted = state.compensable() ? ledger.did(state.compensation(call)) : ledger;
        var invalid = refused.refusal() instanceof Refusal.Invalid;
        var streak = ledger.streak();
        var next =
                invalid
                        ? streak.mistaken(call, refused.text())
                        : streak.sound(call).same(Keys.outcome(call, refused.text()));
        var closed =
                closing(refused.call(), refused.text(), true)
                        .with(noted.refused(refused.refusal()).with(next));
        return invalid ? closed.spent(closed.spend().repaired()) : closed;
    }

    RunState answered(Entry.Answered answered) {
        if (!(state.phase() instanceof Phase.Waiting waiting)
                || !waiting.question().takes(answered.answer())) {
            throw state.misfit(answered);
        }
        return state.with(
                new Phase.Decided(
                        state.open(answered.call()),
                        waiting.question(),
                        waiting.intent(),
                        answered.answer(),
                        answered.note()));
    }

    RunState intended(Entry.Intended intended) {
        state.expect(state.ready(), intended);
        var intent = intended.intent();
        var next =
                state.with(
                                new Phase.Performing(
                                        state.open(intended.call()), intent, Optional.empty()))
                        .with(state.ledger().granting(intended.call(), intent.granted()));
        return intent.effect() == EffectClass.PURE ? next : next.with(state.course().acting());
    }

    RunState lost(Entry.Lost lost) {
        if (!(state.phase() instanceof Phase.Performing performing)) {
            throw state.misfit(lost);
        }
        return state.with(
                new Phase.Performing(
                        state.open(lost.call()), performing.intent(), Optional.of(lost.why())));
    }

    RunState undoing(Entry.Undoing undoing) {
        var phase = state.phase();
        var again = undoing.then() == Entry.Then.AGAIN;
        if (phase instanceof Phase.Compensating compensating) {
            state.expect(!again && compensating.undoes(undoing.call()), undoing);
            return state;
        }
        var fits =
                again
                        ? phase instanceof Phase.Performing
                        : phase
                                instanceof
                                Phase.Decided(var _, Question.InDoubt _, var _, var _, var _);
        var intent = phase.intended().filter(_ -> fits).orElseThrow(() -> state.misfit(undoing));
        return state.with(new Phase.Undoing(state.open(undoing.call()), intent, undoing.then()));
    }

    RunState undone(Entry.Undone undone) {
        var gone = undone.result().status() == Tool.Result.Status.DONE;
        if (state.phase() instanceof Phase.Compensating compensating) {
            state.expect(compensating.undoes(undone.call()), undone);
            return state.with(compensating.without(gone))
                    .with(state.ledger().without(undone.call()));
        }
        if (!(state.phase() instanceof Phase.Undoing undoing)) {
            throw state.misfit(undone);
        }
        if (!gone) {
            var why = Words.notUndone(undone.result().text());
            return state.with(
                    new Phase.Performing(
                            state.open(undone.call()), undoing.intent(), Optional.of(why)));
        }
        return switch (undoing.then()) {
            case AGAIN -> state.with(new Phase.Dispatching(again(undone.call())));
            case CLOSE -> closing(undone.call(), Words.undone(), true);
        };
    }

    RunState settled(Entry.Settled settled) {
        var phase = state.phase();
        state.expect(
                !(phase instanceof Phase.Undoing) && !(phase instanceof Phase.Waiting), settled);
        var call = state.open(settled.call()).getFirst();
        var result = settled.result();
        var work = state.work();
        var next = settled.plan().map(work::planning).orElse(work).at(settled.tree());
        return closing(settled.call(), result.text(), result.status() != Tool.Result.Status.DONE)
                .with(next)
                .with(noted(settled, call).with(streak(call, result)))
                .spent(state.spend().plus(settled.took()));
    }

    private Ledger noted(Entry.Settled settled, Call call) {
        var status = settled.result().status();
        var noted = state.ledger();
        var traceless =
                state.phase()
                        .intended()
                        .filter(intent -> intent.effect().leavesNoTrace())
                        .isPresent();
        if (status == Tool.Result.Status.UNKNOWN && !traceless) {
            noted = noted.doubting(Doubt.of(call));
        }
        if (status != Tool.Result.Status.FAILED && state.compensable()) {
            noted = noted.did(state.compensation(call));
        }
        if (state.phase()
                instanceof Phase.Decided(var _, Question.Approval approval, var _, var _, var _)) {
            noted = noted.granting(settled.call(), Rulings.identities(approval.findings()));
        }
        return noted;
    }

    private Streak streak(Call call, Tool.Result result) {
        var sound = state.ledger().streak().sound(call);
        // Who waits again and again for the same thing is patient, not caught in a loop.
        return state.phase() instanceof Phase.Parked
                ? sound
                : sound.same(Keys.outcome(call, result.text()));
    }

    RunState recovered(Entry.Recovered recovered) {
        state.expect(
                state.phase() instanceof Phase.Performing || state.phase() instanceof Phase.Decided,
                recovered);
        // Looked at again because of its approval, it was not interrupted.
        var next = state.ready() ? state.open(recovered.call()) : again(recovered.call());
        return state.with(new Phase.Dispatching(next));
    }

    /// The open calls, the first of them made once more.
    private List<Call> again(String id) {
        var open = state.open(id);
        return Ledger.joined(List.of(open.getFirst().again()), open.subList(1, open.size()));
    }

    private RunState closing(String id, String text, boolean error) {
        return state.closing(id, text, error);
    }
}
