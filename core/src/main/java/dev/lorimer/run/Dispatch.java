package dev.lorimer.run;

import dev.lorimer.govern.Finding;
import dev.lorimer.govern.Verdict;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Entry.Intent;
import dev.lorimer.run.Hands.Deed;
import dev.lorimer.run.Phase.Call;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import dev.lorimer.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Carries one call from description to outcome: describe, verdict, intent, effect, settle. Nothing
/// happens before its intent is durable, and no intent is recorded against a verdict.
final class Dispatch {
    private final Tape tape;
    private final Agent agent;
    private final Scene scene;
    private final Timing timing;
    private final Aftermath aftermath;
    private final Hands hands;

    Dispatch(Tape tape, Agent agent, Scene scene, Timing timing) {
        this.tape = tape;
        this.agent = agent;
        this.scene = scene;
        this.timing = timing;
        this.aftermath = new Aftermath(tape, scene, agent.rules(), timing);
        this.hands = new Hands(tape, agent);
    }

    /// What the loop has to do itself.
    sealed interface Next {
        record GoOn() implements Next {}

        /// The model asks to end the run.
        ///
        /// @param approval what a person has approved about it
        record Finish(Call call, String summary, Optional<Question.Approval> approval)
                implements Next {}
    }

    /// Looks at the first open call and carries it as far as it goes.
    Next next(Phase.Dispatching dispatching) throws InterruptedException {
        return dispatch(dispatching.open().getFirst(), Optional.empty());
    }

    /// A person has answered.
    Next decided(Phase.Decided decided) throws InterruptedException {
        var call = decided.open().getFirst();
        switch (decided.answer()) {
            case Answer.Approve _ -> {
                return approved(call, (Question.Approval) decided.question());
            }
            case Answer.Deny _ -> {
                var text =
                        held(decided.question())
                                ? Words.deniedHeld(decided.note())
                                : Words.deniedByPerson(decided.note());
                tape.append(
                        new Entry.Refused(call.id(), new Refusal.ByPerson(decided.note()), text));
            }
            case Answer.Done done ->
                    aftermath.settle(
                            call,
                            tape.state().work().tree(),
                            Tool.Result.done(Words.doneByPerson(done.result().orElse(""))),
                            Duration.ZERO);
            case Answer.NotDone _ -> {
                tape.restore(scene.workspace(), tape.state().work().tree());
                tape.append(
                        new Entry.Recovered(
                                call.id(), "a person reports that it did not happen; run again"));
            }
            case Answer.Abandon _ -> {
                // Whether it may stand is no question for a call that nobody vouches for: a verdict
                // on its changes would end the doubt, and allow an equal call.
                var before = tape.state().work().tree();
                tape.restore(scene.workspace(), before);
                tape.append(
                        new Entry.Settled(
                                call.id(),
                                new Tool.Result(Words.abandoned(), Tool.Result.Status.UNKNOWN),
                                before,
                                Optional.empty(),
                                Duration.ZERO));
            }
            case Answer.Undo _ -> {
                tape.journal().ensureRoom();
                tape.append(new Entry.Undoing(call.id(), Entry.Then.CLOSE));
            }
        }
        return new Next.GoOn();
    }

    private static boolean held(Question question) {
        return switch (question) {
            case Question.Approval approval -> approval.held().isPresent();
            case Question.InDoubt _ -> false;
        };
    }

    /// Nobody has answered in time: what was asked about does not happen. What is in doubt stays in
    /// doubt, and is called overdue.
    void unanswered(Phase.Waiting waiting) {
        var call = waiting.open().getFirst();
        switch (waiting.question()) {
            case Question.Approval approval -> {
                var text =
                        approval.held().isPresent() ? Words.unansweredHeld() : Words.unanswered();
                tape.append(new Entry.Refused(call.id(), new Refusal.Unanswered(), text));
            }
            case Question.InDoubt _ -> tape.append(new Entry.Overdue());
        }
    }

    /// The approval is consumed by the very append that it allows; where anything it was bound to
    /// has changed, or its time is over, the call is looked at afresh and asks again. What has run
    /// already is not run again for that: the question alone is asked again.
    private Next approved(Call call, Question.Approval approval) throws InterruptedException {
        var scope = approval.scope();
        var expired = approval.expires().filter(end -> !timing.now().isBefore(end)).isPresent();
        var fits =
                scope.decisions().equals(scene.law().decisions())
                        && scope.before().equals(tape.state().work().tree())
                        && scope.call().filter(hash -> !hash.equals(Keys.call(call))).isEmpty();
        if (approval.held().isPresent()) {
            bringBack(call, approval, expired || !fits);
            return new Next.GoOn();
        }
        if (expired || !fits) {
            tape.append(
                    new Entry.Recovered(
                            call.id(),
                            expired
                                    ? "the approval had expired; looked at again"
                                    : "the approval was for another state; looked at again"));
            return new Next.GoOn();
        }
        return dispatch(call, Optional.of(approval));
    }

    private void bringBack(Call call, Question.Approval approval, boolean again) {
        if (again) {
            tape.append(
                    new Entry.Asked(
                            call.id(),
                            new Question.Approval(
                                    approval.summary(),
                                    new Question.Scope(
                                            scene.law().decisions(),
                                            tape.state().work().tree(),
                                            approval.scope().after(),
                                            Optional.of(Keys.call(call))),
                                    approval.findings(),
                                    approval.held(),
                                    expiry())));
            return;
        }
        tape.restore(scene.workspace(), approval.scope().after());
        var held = approval.held().orElseThrow();
        tape.append(
                new Entry.Settled(
                        call.id(),
                        held.result(),
                        approval.scope().after(),
                        Optional.empty(),
                        held.took()));
    }

    private Next dispatch(Call call, Optional<Question.Approval> approval)
            throws InterruptedException {
        var request = call.request();
        var tool = agent.tool(request.name());
        if (call.cut()) {
            return invalid(call, Words.cut());
        }
        if (call.place() > agent.rules().bounds().calls()) {
            return invalid(call, Words.tooMany(agent.rules().bounds().calls()));
        }
        if (tool.isEmpty()) {
            return invalid(call, unknown(request.name()));
        }
        if (tape.state().ledger().doubts().contains(Doubt.of(call))) {
            return refuse(
                    call, new Refusal.Doubtful(request.name()), Words.doubtful(request.name()));
        }
        Deed deed;
        try {
            deed = hands.describe(call, tool.get());
        } catch (RuntimeException e) {
            // One of the three borders: whatever a tool throws is a result for the model.
            return invalid(call, Words.badArguments(String.valueOf(e.getMessage())));
        }
        return carry(deed, approval);
    }

    /// Never taken for another one, however alike: the model has to say what it means.
    private String unknown(String name) {
        var known = agent.toolNames();
        var right = known.stream().filter(name::equalsIgnoreCase).findFirst();
        return Words.unknownTool(name, known, right);
    }

    private Next carry(Deed deed, Optional<Question.Approval> approval)
            throws InterruptedException {
        switch (deed.effect()) {
            case Effect.Finish finish -> {
                return new Next.Finish(deed.call(), finish.summary(), approval);
            }
            case Effect.Planned planned ->
                    tape.append(
                            new Entry.Settled(
                                    deed.call().id(),
                                    Tool.Result.done(Words.planned()),
                                    tape.state().work().tree(),
                                    Optional.of(planned.items()),
                                    Duration.ZERO));
            case Effect.Wait wait -> park(deed.call(), wait);
            case Effect.Pure _ -> read(deed);
            case Effect.Staged staged -> stage(deed, staged, approval);
            case Effect.Idempotent _ -> act(deed, EffectClass.IDEMPOTENT, approval);
            case Effect.Reconcilable _ -> act(deed, EffectClass.RECONCILABLE, approval);
            case Effect.Compensable _ -> act(deed, EffectClass.COMPENSABLE, approval);
            case Effect.Irreversible _ -> act(deed, EffectClass.IRREVERSIBLE, approval);
            case Effect.Opaque _ -> act(deed, EffectClass.OPAQUE, approval);
        }
        return new Next.GoOn();
    }

    private void park(Call call, Effect.Wait wait) {
        Optional<RunId> run;
        try {
            run = wait.run().map(RunId::new);
        } catch (IllegalArgumentException e) {
            invalid(call, Words.badArguments(String.valueOf(e.getMessage())));
            return;
        }
        if (run.filter(id -> tape.journal().head(id).isEmpty()).isPresent()) {
            invalid(call, Words.badArguments("there is no run \"%s\"".formatted(run.get())));
        } else if (run.filter(tape.run()::equals).isPresent()) {
            invalid(call, Words.badArguments("a run can not wait for its own end"));
        } else {
            var until = timing.now().plus(wait.time());
            tape.append(new Entry.Parked(call.id(), new Entry.Pause(until, run, wait.summary())));
        }
    }

    /// Reading changes nothing, so intent and outcome are one append.
    private void read(Deed deed) throws InterruptedException {
        var started = timing.now();
        var result = hands.perform(deed, Tool.Result.Status.FAILED);
        tape.append(
                intended(deed, EffectClass.PURE, List.of()),
                new Entry.Settled(
                        deed.call().id(),
                        result,
                        tape.state().work().tree(),
                        Optional.empty(),
                        timing.since(started)));
    }

    private void stage(Deed deed, Effect.Staged staged, Optional<Question.Approval> approval)
            throws InterruptedException {
        switch (staged.edits()) {
            case Effect.Edits.Unknown _ -> act(deed, EffectClass.STAGED, approval);
            case Effect.Edits.Known known -> edit(deed, known, approval);
        }
    }

    /// Edits are judged on the tree that they would make, before a byte of them is written.
    private void edit(Deed deed, Effect.Edits.Known known, Optional<Question.Approval> approval)
            throws InterruptedException {
        var before = tape.state().work().tree();
        var edits =
                known.files().stream()
                        .map(file -> new Workspace.Edit(file.path(), file.content()))
                        .toList();
        var after = scene.workspace().preview(before, edits);
        var granted = granted(approval, after);
        var all =
                Stream.concat(
                                tape.state().ledger().grantedTo(deed.call().id()).stream(),
                                granted.stream())
                        .collect(Collectors.toUnmodifiableSet());
        switch (scene.law().gate(before, after, all)) {
            case Verdict.Deny deny -> {
                var findings = Rulings.blocking(deny.evidence());
                refuse(deed.call(), new Refusal.Denied(findings, false), Words.denied(findings));
            }
            case Verdict.Escalate ask -> ask(deed, after, Rulings.blocking(ask.evidence()));
            case Verdict.Allow _ when mustAsk(deed, approval) -> ask(deed, after, List.of());
            case Verdict.Allow _ -> {
                tape.journal().ensureRoom();
                tape.append(intended(deed, EffectClass.STAGED, List.copyOf(granted)));
                afterwards(deed, Set.of(after));
            }
        }
    }

    /// An approval grants its findings to exactly the tree it was given for.
    private static Set<String> granted(Optional<Question.Approval> approval, String after) {
        return approval.filter(given -> given.scope().after().equals(after))
                .map(given -> Set.copyOf(Rulings.identities(given.findings())))
                .orElse(Set.of());
    }

    /// @param approval a person's word for this very call, used up by the intent
    private void act(Deed deed, EffectClass effect, Optional<Question.Approval> approval)
            throws InterruptedException {
        if (mustAsk(deed, approval)) {
            ask(deed, tape.state().work().tree(), List.of());
            return;
        }
        tape.journal().ensureRoom();
        tape.append(intended(deed, effect, List.of()));
        afterwards(deed, Set.of());
    }

    private boolean mustAsk(Deed deed, Optional<Question.Approval> approval) {
        return approval.isEmpty() && agent.rules().approvals().contains(deed.tool().name());
    }

    private void ask(Deed deed, String after, List<Finding> findings) {
        tape.append(
                new Entry.Asked(
                        deed.call().id(),
                        new Question.Approval(
                                deed.effect().summary(),
                                scope(deed.call(), after),
                                findings,
                                Optional.empty(),
                                expiry())));
    }

    private Question.Scope scope(Call call, String after) {
        return new Question.Scope(
                scene.law().decisions(),
                tape.state().work().tree(),
                after,
                Optional.of(Keys.call(call)));
    }

    private Optional<Instant> expiry() {
        return Optional.of(timing.now().plus(agent.rules().patience()));
    }

    /// @param judged trees that have been allowed already
    private void afterwards(Deed deed, Set<String> judged) throws InterruptedException {
        var started = timing.now();
        var lost =
                switch (deed.effect()) {
                    case Effect.Irreversible _,
                            Effect.Opaque _,
                            Effect.Idempotent _,
                            Effect.Reconcilable _,
                            Effect.Compensable _ ->
                            Tool.Result.Status.UNKNOWN;
                    case Effect.Pure _,
                            Effect.Staged _,
                            Effect.Planned _,
                            Effect.Wait _,
                            Effect.Finish _ ->
                            Tool.Result.Status.FAILED;
                };
        var result = hands.perform(deed, lost);
        if (result.status() == Tool.Result.Status.UNKNOWN) {
            tape.append(new Entry.Lost(deed.call().id(), Words.outcomeLost(result.text())));
        } else {
            aftermath.settle(deed.call(), judged, result, timing.since(started));
        }
    }

    private Entry.Intended intended(Deed deed, EffectClass effect, List<String> granted) {
        return new Entry.Intended(
                deed.call().id(),
                new Intent(
                        effect,
                        deed.effect().summary(),
                        Keys.idempotency(tape.run(), deed.call().id()),
                        tape.state().work().tree(),
                        scene.law().decisions(),
                        granted));
    }

    private Next invalid(Call call, String text) {
        return refuse(call, new Refusal.Invalid(), text);
    }

    private Next refuse(Call call, Refusal refusal, String text) {
        tape.append(new Entry.Refused(call.id(), refusal, text));
        return new Next.GoOn();
    }
}
