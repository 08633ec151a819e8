package dev.lorimer.run;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolResult;
import dev.lorimer.model.Reply;
import dev.lorimer.run.Phase.Call;
import dev.lorimer.run.Phase.Compensation;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Where a run is: a pure fold of its entries, one at a time. The same entries give the same state
/// in every process, so a restart goes on at the same next step.
public record RunState(
        Optional<Entry.Started> start,
        Phase phase,
        Conversation conversation,
        Work work,
        Ledger ledger,
        Spend spend) {

    public static final RunState EMPTY =
            new RunState(
                    Optional.empty(),
                    new Phase.Unstarted(),
                    Conversation.EMPTY,
                    new Work("", List.of(), new Verification.Unverified(), ""),
                    Ledger.EMPTY,
                    new Spend(0, Reply.Usage.NONE, Duration.ZERO));

    /// The fold over a whole journal, as the oracle for tests and the way to load a run.
    public static RunState of(List<Entry> entries) {
        var state = EMPTY;
        for (var entry : entries) {
            state = state.after(entry);
        }
        return state;
    }

    /// The messages of an older part of a conversation.
    ///
    /// @param entries from [Conversation.Part#from] up to [Conversation.Part#to]
    public static List<Message> part(Conversation.Part part, List<Entry> entries) {
        var spend = new Spend(part.turnsBefore(), Reply.Usage.NONE, Duration.ZERO);
        var first = part.from() == 0 ? EMPTY.phase : Phase.Asking.now();
        var state =
                new RunState(
                        EMPTY.start, first, EMPTY.conversation, EMPTY.work, EMPTY.ledger, spend);
        for (var entry : entries) {
            state = state.step(entry);
        }
        return state.conversation.tail();
    }

    /// The state after one more entry.
    ///
    /// @throws IllegalStateException when the entry can not follow: the journal is not ours
    public RunState after(Entry entry) {
        var next = step(entry);
        next = next.with(next.conversation.counted());
        return next.phase instanceof Phase.Asking
                ? next.with(next.conversation.sealed(next.spend.turns()))
                : next;
    }

    private RunState step(Entry entry) {
        return switch (entry) {
            case Entry.Started started -> begin(started);
            case Entry.Verified verified -> verified(verified);
            case Entry.Replied replied -> replied(replied);
            case Entry.Faltered faltered -> faltered(faltered);
            case Entry.Resumed resumed -> {
                expect(phase instanceof Phase.Stuck, resumed);
                yield asking();
            }
            case Entry.Told told -> {
                expect(phase instanceof Phase.Silent || phase instanceof Phase.Asking, told);
                yield with(Phase.Asking.now()).saying(new Message.User(told.text()));
            }
            case Entry.Heard heard -> heard(heard);
            case Entry.Refused refused -> refused(refused);
            case Entry.Asked asked -> asked(asked);
            case Entry.Answered answered -> answered(answered);
            case Entry.Overdue overdue -> overdue(overdue);
            case Entry.Intended intended -> intended(intended);
            case Entry.Lost lost -> lost(lost);
            case Entry.Parked parked -> {
                expect(phase instanceof Phase.Dispatching, parked);
                yield with(new Phase.Parked(open(parked.call()), parked.pause()));
            }
            case Entry.Undoing undoing -> undoing(undoing);
            case Entry.Undone undone -> undone(undone);
            case Entry.Settled settled -> settled(settled);
            case Entry.Recovered recovered -> recovered(recovered);
            case Entry.Reviewed reviewed -> {
                expect(ready(), reviewed);
                yield with(work.reviewed(reviewed.tree()));
            }
            case Entry.Compensating compensating -> {
                expect(stoppable(), compensating);
                yield with(
                        new Phase.Compensating(
                                undoable().reversed(), List.of(), compensating.outcome()));
            }
            case Entry.Finished finished -> {
                expect(live() && !(phase instanceof Phase.Performing), finished);
                yield with(new Phase.Ended(finished.outcome()));
            }
            case Entry.Landed landed -> {
                expect(phase instanceof Phase.Ended, landed);
                yield this;
            }
        };
    }

    /// Which axis the verifiers put the run on, for the tree as it is now.
    public Verification verification() {
        return work.verification().on(work.tree());
    }

    /// Whether a person has said something that the model has not heard yet.
    boolean spokenTo() {
        return !conversation.deferred().isEmpty();
    }

    /// What can be taken back, in order: what was done, and what may have been. An undo does no
    /// harm where there is nothing to undo.
    List<Compensation> undoable() {
        return compensable()
                ? Ledger.joined(ledger.done(), List.of(compensation(phase.open().getFirst())))
                : ledger.done();
    }

    private boolean live() {
        return !(phase instanceof Phase.Unstarted) && !(phase instanceof Phase.Ended);
    }

    /// Neither over, nor ending, nor with an effect under way.
    private boolean stoppable() {
        return live()
                && !(phase instanceof Phase.Performing)
                && !(phase instanceof Phase.Compensating);
    }

    /// The first open call has not been tried yet, or a person has allowed it.
    private boolean ready() {
        return phase instanceof Phase.Dispatching
                || phase instanceof Phase.Decided(var _, Question.Approval _, var _, var _, var _);
    }

    private RunState begin(Entry.Started started) {
        expect(phase instanceof Phase.Unstarted, started);
        var next = started.verifiers().isEmpty() ? Phase.Asking.now() : new Phase.Baseline();
        return new RunState(
                Optional.of(started), next, conversation, work.at(started.base()), ledger, spend);
    }

    private RunState verified(Entry.Verified verified) {
        var counted = spent(spend.plus(verified.took()));
        return switch (verified.occasion()) {
            case BASELINE -> {
                expect(phase instanceof Phase.Baseline, verified);
                yield counted.asking().saying(new Message.User(Words.baseline(verified)));
            }
            case FINISH -> {
                expect(ready(), verified);
                yield counted.with(work.verified(verified));
            }
        };
    }

    private RunState replied(Entry.Replied replied) {
        expect(phase instanceof Phase.Asking, replied);
        var turn = spend.turns() + 1;
        var calls = replied.message().calls();
        var open =
                IntStream.range(0, calls.size())
                        .mapToObj(i ->
                                new Call(
                                        turn + "." + (i + 1),
                                        calls.get(i),
                                        replied.stop() == Reply.Stop.LENGTH,
                                        0))
                        .toList();
        return spent(spend.plus(replied))
                .saying(replied.message())
                .with(open.isEmpty() ? new Phase.Silent() : new Phase.Dispatching(open));
    }

    private RunState faltered(Entry.Faltered faltered) {
        if (!(phase instanceof Phase.Asking asking)) {
            throw misfit(faltered);
        }
        return with(
                switch (faltered.next()) {
                    case RETRY -> new Phase.Asking(asking.failures() + 1, faltered.until());
                    case PARK ->
                            new Phase.Stuck(faltered.kind(), faltered.message(), faltered.until());
                });
    }

    private RunState heard(Entry.Heard heard) {
        expect(live(), heard);
        var next = with(conversation.hearing(heard.signal()));
        if (!heard.kind().equals(Cancel.SAY)) {
            return next;
        }
        var message = new Message.User(Words.person(heard.by(), heard.text()));
        if (phase instanceof Phase.Asking) {
            // Its time to wait for the provider is not over for that.
            return next.saying(message);
        }
        return phase instanceof Phase.Silent
                ? next.asking().saying(message)
                : next.with(next.conversation.deferring(message));
    }

    private RunState asked(Entry.Asked asked) {
        expect(
                switch (asked.question()) {
                    case Question.Approval _ ->
                            phase instanceof Phase.Performing
                                    || phase instanceof Phase.Dispatching
                                    || phase instanceof Phase.Decided;
                    case Question.InDoubt _ -> phase instanceof Phase.Performing;
                },
                asked);
        // What has happened stays known while its consequences are asked about.
        return with(
                new Phase.Waiting(open(asked.call()), asked.question(), phase.intended(), false));
    }

    private RunState overdue(Entry.Overdue overdue) {
        if (phase instanceof Phase.Waiting(var open, Question.InDoubt doubt, var intent, var before)
                && !before) {
            return with(new Phase.Waiting(open, doubt, intent, true));
        }
        if (phase instanceof Phase.Stuck stuck && stuck.until().isPresent()) {
            return with(new Phase.Stuck(stuck.kind(), stuck.message(), Optional.empty()));
        }
        throw misfit(overdue);
    }

    private RunState refused(Entry.Refused refused) {
        expect(
                phase instanceof Phase.Dispatching
                        || phase instanceof Phase.Performing
                        || phase instanceof Phase.Decided
                        || phase instanceof Phase.Waiting(var _, Question.Approval _, var _, var _),
                refused);
        // Refusing what a call left in the workspace does not take back what it did outside.
        var noted =
                compensable() ? ledger.did(compensation(open(refused.call()).getFirst())) : ledger;
        return closing(refused.call(), refused.text(), true).with(noted.refused(refused.refusal()));
    }

    private RunState answered(Entry.Answered answered) {
        if (!(phase instanceof Phase.Waiting waiting)
                || !waiting.question().takes(answered.answer())) {
            throw misfit(answered);
        }
        return with(
                new Phase.Decided(
                        open(answered.call()),
                        waiting.question(),
                        waiting.intent(),
                        answered.answer(),
                        answered.note()));
    }

    private RunState intended(Entry.Intended intended) {
        expect(ready(), intended);
        var intent = intended.intent();
        return with(new Phase.Performing(open(intended.call()), intent, Optional.empty()))
                .with(ledger.granting(intended.call(), intent.granted()));
    }

    private RunState lost(Entry.Lost lost) {
        if (!(phase instanceof Phase.Performing performing)) {
            throw misfit(lost);
        }
        return with(
                new Phase.Performing(
                        open(lost.call()), performing.intent(), Optional.of(lost.why())));
    }

    private RunState undoing(Entry.Undoing undoing) {
        var again = undoing.then() == Entry.Then.AGAIN;
        if (phase instanceof Phase.Compensating compensating) {
            expect(!again && compensating.undoes(undoing.call()), undoing);
            return this;
        }
        var fits =
                again
                        ? phase instanceof Phase.Performing
                        : phase
                                instanceof
                                Phase.Decided(var _, Question.InDoubt _, var _, var _, var _);
        var intent = phase.intended().filter(_ -> fits).orElseThrow(() -> misfit(undoing));
        return with(new Phase.Undoing(open(undoing.call()), intent, undoing.then()));
    }

    private RunState undone(Entry.Undone undone) {
        var gone = undone.result().status() == Tool.Result.Status.DONE;
        if (phase instanceof Phase.Compensating compensating) {
            expect(compensating.undoes(undone.call()), undone);
            return with(compensating.without(gone)).with(ledger.without(undone.call()));
        }
        if (!(phase instanceof Phase.Undoing undoing)) {
            throw misfit(undone);
        }
        if (!gone) {
            var why = Words.notUndone(undone.result().text());
            return with(
                    new Phase.Performing(open(undone.call()), undoing.intent(), Optional.of(why)));
        }
        return switch (undoing.then()) {
            case AGAIN -> with(new Phase.Dispatching(again(undone.call())));
            case CLOSE -> closing(undone.call(), Words.undone(), true);
        };
    }

    private RunState settled(Entry.Settled settled) {
        expect(!(phase instanceof Phase.Undoing) && !(phase instanceof Phase.Waiting), settled);
        var call = open(settled.call()).getFirst();
        var result = settled.result();
        var next = settled.plan().map(work::planning).orElse(work).at(settled.tree());
        var noted = ledger;
        var traceless =
                phase.intended().filter(intent -> intent.effect().leavesNoTrace()).isPresent();
        if (result.status() == Tool.Result.Status.UNKNOWN && !traceless) {
            noted = noted.doubting(Doubt.of(call));
        }
        if (result.status() != Tool.Result.Status.FAILED && compensable()) {
            noted = noted.did(compensation(call));
        }
        if (phase
                instanceof Phase.Decided(var _, Question.Approval approval, var _, var _, var _)) {
            noted = noted.granting(settled.call(), Rulings.identities(approval.findings()));
        }
        return closing(settled.call(), result.text(), result.status() != Tool.Result.Status.DONE)
                .with(next)
                .with(noted)
                .spent(spend.plus(settled.took()));
    }

    private boolean compensable() {
        return phase.intended().filter(i -> i.effect() == EffectClass.COMPENSABLE).isPresent();
    }

    private Compensation compensation(Call call) {
        var summary = phase.intended().map(Entry.Intent::summary).orElse(call.request().name());
        return new Compensation(call.id(), call.request(), summary);
    }

    private RunState recovered(Entry.Recovered recovered) {
        expect(phase instanceof Phase.Performing || phase instanceof Phase.Decided, recovered);
        // Looked at again because of its approval, it was not interrupted.
        var next = ready() ? open(recovered.call()) : again(recovered.call());
        return with(new Phase.Dispatching(next));
    }

    /// The open calls, the first of them made once more.
    private List<Call> again(String id) {
        var open = open(id);
        return Ledger.joined(List.of(open.getFirst().again()), open.subList(1, open.size()));
    }

    /// Gives the first open call its one result and goes on to the next.
    private RunState closing(String id, String text, boolean error) {
        var open = open(id);
        var rest = List.copyOf(open.subList(1, open.size()));
        var said = saying(new ToolResult(open.getFirst().request().id(), text, error));
        return rest.isEmpty() ? said.asking() : said.with(new Phase.Dispatching(rest));
    }

    /// On to the model, who now hears what persons said meanwhile.
    private RunState asking() {
        return with(Phase.Asking.now()).with(conversation.flushed());
    }

    /// The open calls, the named one first.
    private List<Call> open(String id) {
        var open = phase.open();
        if (open.isEmpty() || !open.getFirst().id().equals(id)) {
            throw new IllegalStateException(
                    "the journal goes on with call %s, which can not follow %s: it is not the open one"
                            .formatted(id, phase));
        }
        return open;
    }

    private RunState with(Phase next) {
        return new RunState(start, next, conversation, work, ledger, spend);
    }

    private RunState with(Conversation next) {
        return new RunState(start, phase, next, work, ledger, spend);
    }

    private RunState with(Work next) {
        return new RunState(start, phase, conversation, next, ledger, spend);
    }

    private RunState with(Ledger next) {
        return new RunState(start, phase, conversation, work, next, spend);
    }

    private RunState spent(Spend next) {
        return new RunState(start, phase, conversation, work, ledger, next);
    }

    private RunState saying(Message message) {
        return with(conversation.saying(message));
    }

    private void expect(boolean fits, Entry what) {
        if (!fits) {
            throw misfit(what);
        }
    }

    private IllegalStateException misfit(Entry what) {
        return new IllegalStateException(
                "the journal goes on with %s, which can not follow %s".formatted(what, phase));
    }
}
