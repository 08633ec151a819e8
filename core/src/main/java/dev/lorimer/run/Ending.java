package dev.lorimer.run;

import dev.lorimer.govern.Verdict;
import dev.lorimer.run.Entry.Occasion;
import dev.lorimer.run.Phase.Call;
import dev.lorimer.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a run comes to its end: the model asks, the review and the verifiers decide; or a person
/// cancels.
final class Ending {
    private final Tape tape;
    private final Scene scene;

    Ending(Tape tape, Scene scene) {
        this.tape = tape;
        this.scene = scene;
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
                Stream.concat(work.grantedAtAll().stream(), approved.stream())
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
                                                    work.tree()),
                                            findings,
                                            Optional.empty())));
            case Verdict.Allow _ -> {
                tape.append(reviewed);
                verified(call, finish.summary(), verification.verify(Occasion.FINISH));
            }
        }
    }

    private void verified(Call call, String summary, Entry.Verified verified) {
        if (verified.passed()) {
            tape.append(
                    verified,
                    settled(call, Tool.Result.done(Words.finished())),
                    new Entry.Finished(new Outcome.Done(summary)));
        } else {
            tape.append(verified, settled(call, Tool.Result.failed(Words.notVerified(verified))));
        }
    }

    /// Settles what is open and ends the run: nothing starts after this.
    RunState cancelled() {
        scene.containment().accept(tape.run().value());
        var text = "cancelled";
        if (tape.state().phase() instanceof Phase.Performing(var open, var intent)) {
            if (Recovery.of(intent) instanceof Recovery.Ask) {
                text = "cancelled; nobody knows whether %s happened".formatted(intent.summary());
            } else {
                scene.workspace().restore(intent.before());
            }
            tape.append(
                    new Entry.Settled(
                            open.getFirst().id(),
                            new Tool.Result(text, Tool.Result.Status.UNKNOWN),
                            intent.before(),
                            Optional.empty(),
                            Duration.ZERO));
        }
        if (!(tape.state().phase() instanceof Phase.Ended)) {
            tape.append(new Entry.Finished(new Outcome.Cancelled(text)));
        }
        return tape.state();
    }

    private Entry.Settled settled(Call call, Tool.Result result) {
        return new Entry.Settled(
                call.id(), result, tape.state().work().tree(), Optional.empty(), Duration.ZERO);
    }
}
