package dev.lorimer.run;

import dev.lorimer.govern.Verdict;
import dev.lorimer.run.Phase.Call;
import dev.lorimer.tool.Tool;
import dev.lorimer.workspace.WorkspaceException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// After an effect: the tree it left is judged, whatever tool left it, and undone when the
/// decisions stand against it.
final class Aftermath {
    private final Tape tape;
    private final Scene scene;
    private final Rules rules;
    private final Timing timing;

    Aftermath(Tape tape, Scene scene, Rules rules, Timing timing) {
        this.tape = tape;
        this.scene = scene;
        this.rules = rules;
        this.timing = timing;
    }

    /// @param judged trees that need no second look
    void settle(Call call, Set<String> judged, Tool.Result result, Duration took) {
        var before = tape.state().work().tree();
        String after;
        try {
            after = scene.workspace().snapshot();
        } catch (WorkspaceException e) {
            if (e.kind() != WorkspaceException.Kind.UNTRACKABLE) {
                throw e;
            }
            tape.restore(scene.workspace(), before);
            tape.append(
                    new Entry.Refused(
                            call.id(),
                            new Refusal.Untrackable(),
                            Words.untrackable(String.valueOf(e.getMessage()), result.text())));
            return;
        }
        if (after.equals(before) || judged.contains(after)) {
            settled(call, result, after, took);
        } else {
            judge(call, after, result, took);
        }
    }

    /// As above, where no tree but the one from before needs no look.
    void settle(Call call, String before, Tool.Result result, Duration took) {
        settle(call, Set.of(before), result, took);
    }

    private void judge(Call call, String after, Tool.Result result, Duration took) {
        var before = tape.state().work().tree();
        var granted = tape.state().ledger().grantedTo(call.id());
        switch (scene.law().gate(before, after, granted)) {
            case Verdict.Allow _ -> settled(call, result, after, took);
            case Verdict.Deny deny -> {
                tape.restore(scene.workspace(), before);
                var findings = Rulings.blocking(deny.evidence());
                tape.append(
                        new Entry.Refused(
                                call.id(),
                                new Refusal.Denied(findings, true),
                                Words.rolledBack(result.text(), findings)));
            }
            case Verdict.Escalate ask -> {
                tape.restore(scene.workspace(), before);
                tape.append(
                        new Entry.Asked(
                                call.id(),
                                new Question.Approval(
                                        "keep what %s changed".formatted(call.request().name()),
                                        new Question.Scope(
                                                scene.law().decisions(),
                                                before,
                                                after,
                                                Optional.of(Keys.call(call))),
                                        Rulings.blocking(ask.evidence()),
                                        Optional.of(new Question.Held(result, took)),
                                        Optional.of(timing.now().plus(rules.patience())))));
            }
        }
    }

    private void settled(Call call, Tool.Result result, String tree, Duration took) {
        tape.append(new Entry.Settled(call.id(), result, tree, Optional.empty(), took));
    }
}
