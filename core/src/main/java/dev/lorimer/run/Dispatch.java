package dev.lorimer.run;

import dev.lorimer.govern.Verdict;
import dev.lorimer.run.Entry.Intent;
import dev.lorimer.run.Phase.Call;
import dev.lorimer.tool.Arguments;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import dev.lorimer.workspace.Workspace;
import dev.lorimer.workspace.WorkspaceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Carries one call from description to outcome: describe, verdict, intent, effect, settle. Nothing
/// happens before its intent is durable, and no intent is recorded against a verdict.
final class Dispatch {
    /// The largest time that `run_command` lets a model ask for; no call of any tool may be longer.
    private static final Duration LIMIT = Duration.ofHours(1).plusMinutes(1);

    private final Tape tape;
    private final Agent agent;
    private final Scene scene;
    private final Timing timing;
    private final Aftermath aftermath;

    Dispatch(Tape tape, Agent agent, Scene scene, Timing timing) {
        this.tape = tape;
        this.agent = agent;
        this.scene = scene;
        this.timing = timing;
        this.aftermath = new Aftermath(tape, scene);
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

    /// Before anything is decided about an earlier process's work: its processes are gone, and the
    /// workspace is what the journal says, unless an interrupted call has the say.
    void contain() {
        scene.containment().accept(tape.run().value());
        var state = tape.state();
        if (!callHasTheSay(state.phase()) && !onDisk(state.work().tree())) {
            scene.workspace().restore(state.work().tree());
        }
    }

    private boolean onDisk(String tree) {
        try {
            return scene.workspace().snapshot().equals(tree);
        } catch (WorkspaceException _) {
            // Deleted, or holding what no tree can hold: restoring cures both, or says what it
            // can't.
            return false;
        }
    }

    private static boolean callHasTheSay(Phase phase) {
        return switch (phase) {
            case Phase.Performing _ -> true;
            case Phase.Waiting waiting -> waiting.question() instanceof Question.InDoubt;
            case Phase.Decided decided -> decided.question() instanceof Question.InDoubt;
            case Phase.Unstarted _,
                    Phase.Baseline _,
                    Phase.Asking _,
                    Phase.Silent _,
                    Phase.Dispatching _,
                    Phase.Stuck _,
                    Phase.Ended _ ->
                    false;
        };
    }

    /// A call was interrupted by the death of the process before this one.
    void recover(Phase.Performing interrupted) {
        var call = interrupted.open().getFirst().id();
        switch (Recovery.of(interrupted.intent())) {
            case Recovery.Again again -> tape.append(new Entry.Recovered(call, again.text()));
            case Recovery.Restore restore -> {
                scene.workspace().restore(restore.tree());
                tape.append(new Entry.Recovered(call, restore.text()));
            }
            case Recovery.Ask ask -> tape.append(new Entry.Asked(call, ask.question()));
        }
    }

    /// A person has answered.
    Next decided(Phase.Decided decided) throws InterruptedException {
        var call = decided.open().getFirst();
        switch (decided.answer()) {
            case Answer.Approve _ -> {
                return approved(call, (Question.Approval) decided.question());
            }
            case Answer.Deny _ ->
                    tape.append(
                            new Entry.Refused(
                                    call.id(),
                                    new Refusal.ByPerson(decided.note()),
                                    Words.deniedByPerson(decided.note())));
            case Answer.Done done ->
                    aftermath.settle(
                            call,
                            tape.state().work().tree(),
                            Tool.Result.done(Words.doneByPerson(done.result().orElse(""))),
                            Duration.ZERO);
            case Answer.NotDone _ -> {
                scene.workspace().restore(tape.state().work().tree());
                tape.append(
                        new Entry.Recovered(
                                call.id(), "a person reports that it did not happen; run again"));
            }
            case Answer.Abandon _ ->
                    aftermath.settle(
                            call,
                            tape.state().work().tree(),
                            new Tool.Result(Words.abandoned(), Tool.Result.Status.UNKNOWN),
                            Duration.ZERO);
        }
        return new Next.GoOn();
    }

    /// The approval is consumed by the very append that it allows; where anything it was bound to
    /// has changed, the call is looked at afresh and asks again.
    private Next approved(Call call, Question.Approval approval) throws InterruptedException {
        var scope = approval.scope();
        if (!scope.decisions().equals(scene.law().decisions())
                || !scope.before().equals(tape.state().work().tree())) {
            tape.append(
                    new Entry.Recovered(
                            call.id(), "the approval was for another state; looked at again"));
            return new Next.GoOn();
        }
        if (approval.held().isEmpty()) {
            return dispatch(call, Optional.of(approval));
        }
        scene.workspace().restore(scope.after());
        var held = approval.held().get();
        tape.append(
                new Entry.Settled(
                        call.id(), held.result(), scope.after(), Optional.empty(), held.took()));
        return new Next.GoOn();
    }

    private Next dispatch(Call call, Optional<Question.Approval> approval)
            throws InterruptedException {
        var request = call.request();
        var tool = agent.tool(request.name());
        if (call.cut()) {
            return invalid(call, Words.cut());
        }
        if (tool.isEmpty()) {
            return invalid(call, Words.unknownTool(request.name(), agent.toolNames()));
        }
        if (tape.state().work().doubts().contains(Doubt.of(call))) {
            return refuse(
                    call, new Refusal.Doubtful(request.name()), Words.doubtful(request.name()));
        }
        Deed deed;
        try {
            var arguments = Arguments.read(tool.get(), request.arguments());
            deed = new Deed(call, tool.get(), arguments, tool.get().describe(arguments));
        } catch (RuntimeException e) {
            // One of the three borders: whatever a tool throws is a result for the model.
            return invalid(call, Words.badArguments(String.valueOf(e.getMessage())));
        }
        return carry(deed, approval);
    }

    /// A described call.
    record Deed(Call call, Tool tool, ObjectNode arguments, Effect effect) {}

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
            case Effect.Pure _ -> read(deed);
            case Effect.Staged staged -> stage(deed, staged, approval);
            case Effect.Idempotent _ -> act(deed, EffectClass.IDEMPOTENT);
            case Effect.Reconcilable _ -> act(deed, EffectClass.RECONCILABLE);
            case Effect.Compensable _ -> act(deed, EffectClass.COMPENSABLE);
            case Effect.Wait _ -> act(deed, EffectClass.OPAQUE);
            case Effect.Irreversible _ -> act(deed, EffectClass.IRREVERSIBLE);
            case Effect.Opaque _ -> act(deed, EffectClass.OPAQUE);
        }
        return new Next.GoOn();
    }

    /// Reading changes nothing, so intent and outcome are one append.
    private void read(Deed deed) throws InterruptedException {
        var started = timing.now();
        var result = perform(deed, Tool.Result.Status.FAILED);
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
            case Effect.Edits.Unknown _ -> act(deed, EffectClass.STAGED);
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
                                tape.state().work().grantedTo(deed.call().id()).stream(),
                                granted.stream())
                        .collect(Collectors.toUnmodifiableSet());
        switch (scene.law().gate(before, after, all)) {
            case Verdict.Deny deny -> {
                var findings = Rulings.blocking(deny.evidence());
                refuse(deed.call(), new Refusal.Denied(findings, false), Words.denied(findings));
            }
            case Verdict.Escalate ask ->
                    tape.append(
                            new Entry.Asked(
                                    deed.call().id(),
                                    new Question.Approval(
                                            deed.effect().summary(),
                                            new Question.Scope(
                                                    scene.law().decisions(), before, after),
                                            Rulings.blocking(ask.evidence()),
                                            Optional.empty())));
            case Verdict.Allow _ -> {
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

    private void act(Deed deed, EffectClass effect) throws InterruptedException {
        tape.append(intended(deed, effect, List.of()));
        afterwards(deed, Set.of());
    }

    /// @param judged trees that have been allowed already
    private void afterwards(Deed deed, Set<String> judged) throws InterruptedException {
        var started = timing.now();
        var lost =
                switch (deed.effect()) {
                    case Effect.Irreversible _, Effect.Opaque _, Effect.Reconcilable _, Effect.Compensable _, Effect.Wait _ -> Tool.Result.Status.UNKNOWN;
                    case Effect.Pure _,
                            Effect.Idempotent _,
                            Effect.Staged _,
                            Effect.Planned _,
                            Effect.Finish _ ->
                            Tool.Result.Status.FAILED;
                };
        var result = perform(deed, lost);
        var took = timing.since(started);
        if (result.status() == Tool.Result.Status.UNKNOWN) {
            tape.append(
                    new Entry.Asked(
                            deed.call().id(),
                            new Question.InDoubt(
                                    deed.effect().summary(), Words.outcomeLost(result.text()))));
        } else {
            aftermath.settle(deed.call(), judged, result, took);
        }
    }

    private Tool.Result perform(Deed deed, Tool.Result.Status lost) throws InterruptedException {
        var key = Keys.idempotency(tape.run(), deed.call().id());
        var attempt = new Tool.Attempt(key, tape.run().value(), LIMIT, Tool.Fence.none());
        try (var deadline = new Deadline(LIMIT)) {
            return deadline.within(() -> deed.tool().perform(deed.arguments(), attempt))
                    .orElseGet(() -> new Tool.Result(Words.tookTooLong(LIMIT), lost));
        } catch (Tool.BadArguments e) {
            return Tool.Result.failed(Words.badArguments(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // One of the three borders: whatever a tool throws is a result for the model.
            return new Tool.Result(Words.failed(String.valueOf(e.getMessage())), lost);
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
