package dev.lorimer.run;

import dev.lorimer.govern.Verdict;
import dev.lorimer.journal.JournalException;
import dev.lorimer.run.Entry.Occasion;
import dev.lorimer.run.Phase.Call;
import dev.lorimer.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a run comes to its end: the model asks, the review and the verifiers decide; or a person
/// cancels.
final class Ending {
    private final Tape tape;
    private final Scene scene;
    private final Rules rules;
    private final Timing timing;

    Ending(Tape tape, Scene scene, Rules rules, Timing timing) {
        this.tape = tape;
        this.scene = scene;
        this.rules = rules;
        this.timing = timing;
    }

    /// Runs every verifier on the workspace as it is.
    interface Verification {
        Entry.Verified verify(Occasion occasion) throws InterruptedException;
    }

    /// The model asks to finish: first the whole change is reviewed, then the verifiers look.
    void asked(Dispatch.Next.Finish finish, Verification verification) throws InterruptedException {
        var work = tape.state().work();
        var approved =
                finish.approval()
                        .map(given -> Rulings.identities(given.findings()))
                        .orElse(List.of());
        var granted =
                Stream.concat(tape.state().ledger().grantedAtAll().stream(), approved.stream())
                        .collect(Collectors.toUnmodifiableSet());
        var verdict = scene.law().review(work.tree(), granted);
        var findings = Rulings.blocking(verdict.evidence());
        var reviewed = new Entry.Reviewed(work.tree(), verdict.word(), findings);
        var call = finish.call();
        switch (verdict) {
            case Verdict.Deny _ ->
                    tape.append(
                            reviewed,
                            new Entry.Refused(
                                    call.id(),
                                    new Refusal.Denied(findings, false),
                                    Words.deniedFinish(findings)));
            case Verdict.Escalate _ ->
                    tape.append(
                            reviewed,
                            new Entry.Asked(
                                    call.id(),
                                    new Question.Approval(
                                            "finish: the change as a whole",
                                            new Question.Scope(
                                                    scene.law().decisions(),
                                                    work.tree(),
                                                    work.tree(),
                                                    Optional.of(Keys.call(call))),
                                            findings,
                                            Optional.empty(),
                                            Optional.of(timing.now().plus(rules.patience())))));
            case Verdict.Allow _ -> {
                tape.append(reviewed);
                verified(call, finish.summary(), verification.verify(Occasion.FINISH));
            }
        }
    }

    private void verified(Call call, String summary, Entry.Verified verified) {
        if (!verified.passed()) {
            tape.append(verified, settled(call, Tool.Result.failed(Words.notVerified(verified))));
            return;
        }
        try {
            tape.append(
                    verified,
                    settled(call, Tool.Result.done(Words.finished())),
                    new Entry.Finished(new Outcome.Done(summary)));
        } catch (JournalException e) {
            if (e.kind() != JournalException.Kind.SIGNALLED) {
                throw e;
            }
            // A person spoke while the checks ran: that is part of the task.
            tape.append(verified, settled(call, Tool.Result.failed(Words.spokenTo())));
        }
    }

    /// Ends the run otherwise than done. What can be taken back is taken back first, when the agent
    /// says so.
    ///
    /// @param because recorded with it: dying between a cause and its end would leave the run
    ///   waiting
    void end(Outcome outcome, boolean undo, Entry... because) {
        if (undo && !tape.state().undoable().isEmpty()) {
            var entries = new ArrayList<>(List.of(because));
            entries.add(new Entry.Compensating(outcome));
            tape.append(entries);
        } else {
            finish(outcome, because);
        }
    }

    /// The last entry. What persons have said by then is recorded with it: a wish to cancel that
    /// was taken before the end, and then a crash, would let the run go on.
    void finish(Outcome outcome, Entry... because) {
        for (var attempt = 1; ; attempt++) {
            var last = new ArrayList<>(List.of(because));
            last.addAll(tape.unheard());
            last.add(new Entry.Finished(outcome));
            try {
                tape.append(last);
                return;
            } catch (JournalException e) {
                if (e.kind() != JournalException.Kind.SIGNALLED || attempt == MESSAGES_MAX) {
                    throw e;
                }
            }
        }
    }

    /// Messages can come faster than they are taken, but not for long.
    private static final int MESSAGES_MAX = 100;

    /// Settles what is open and ends the run: nothing starts after this, but undoing when asked
    /// for.
    RunState cancelled(boolean undo) {
        scene.containment().accept(tape.run().value());
        var text = "cancelled";
        switch (tape.state().phase()) {
            case Phase.Performing(var open, var intent, var _) -> {
                if (intent.effect().leavesNoTrace()) {
                    tape.restore(scene.workspace(), intent.before());
                } else {
                    text =
                            "cancelled; nobody knows whether %s happened"
                                    .formatted(intent.summary());
                }
                tape.append(
                        new Entry.Settled(
                                open.getFirst().id(),
                                new Tool.Result(text, Tool.Result.Status.UNKNOWN),
                                intent.before(),
                                Optional.empty(),
                                Duration.ZERO));
            }
            case Phase.Undoing undoing ->
                    text =
                            "cancelled; nobody knows whether %s was undone"
                                    .formatted(undoing.intent().summary());
            case Phase.Waiting(var _, Question.InDoubt doubt, var _, var _) ->
                    text = "cancelled; nobody knows whether %s happened".formatted(doubt.summary());
            case Phase.Unstarted _,
                    Phase.Baseline _,
                    Phase.Asking _,
                    Phase.Compacting _,
                    Phase.Silent _,
                    Phase.Dispatching _,
                    Phase.Parked _,
                    Phase.Waiting _,
                    Phase.Decided _,
                    Phase.Stuck _ -> {}
            case Phase.Compensating _, Phase.Ended _ -> {
                return tape.state();
            }
        }
        end(new Outcome.Cancelled(text), undo);
        return tape.state();
    }

    private Entry.Settled settled(Call call, Tool.Result result) {
        return new Entry.Settled(
                call.id(), result, tape.state().work().tree(), Optional.empty(), Duration.ZERO);
    }
}
