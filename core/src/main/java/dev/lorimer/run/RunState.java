package dev.lorimer.run;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolResult;
import dev.lorimer.route.Course;
import dev.lorimer.run.Phase.Call;
import dev.lorimer.run.Phase.Compensation;
import dev.lorimer.tool.EffectClass;
import java.util.List;
import java.util.Optional;

/// Where a run is: a pure fold of its entries, one at a time. The same entries give the same state
/// in every process, so a restart goes on at the same next step.
public record RunState(
        Optional<Entry.Started> start,
        Phase phase,
        Conversation conversation,
        Work work,
        Ledger ledger,
        Spend spend,
        Course course) {

    public static final RunState EMPTY =
            new RunState(
                    Optional.empty(),
                    new Phase.Unstarted(),
                    Conversation.EMPTY,
                    new Work("", List.of(), new Verification.Unverified(), ""),
                    Ledger.EMPTY,
                    Spend.NONE,
                    Course.START);

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
        var state = before(part.from(), part.turnsBefore());
        for (var entry : entries) {
            state = state.step(entry);
        }
        return state.conversation.tail();
    }

    /// As far as the messages of an entry and of those behind it are concerned.
    ///
    /// @param turns replies before that entry
    static RunState before(long entry, int turns) {
        return new RunState(
                EMPTY.start,
                entry == 0 ? EMPTY.phase : Phase.Asking.now(),
                EMPTY.conversation,
                EMPTY.work,
                EMPTY.ledger,
                Spend.before(turns),
                EMPTY.course);
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

    /// One entry, without counting it.
    RunState step(Entry entry) {
        var calls = new CallFold(this);
        var speech = new SpeechFold(this);
        return switch (entry) {
            case Entry.Started started -> begin(started);
            case Entry.Verified verified -> verified(verified);
            case Entry.Replied replied -> speech.replied(replied);
            case Entry.Faltered faltered -> speech.faltered(faltered);
            case Entry.Switched switched -> speech.switched(switched);
            case Entry.Compacted compacted -> speech.compacted(compacted);
            case Entry.Resumed resumed -> speech.resumed(resumed);
            case Entry.Told told -> speech.told(told);
            case Entry.Heard heard -> speech.heard(heard);
            case Entry.Refused refused -> calls.refused(refused);
            case Entry.Asked asked -> calls.asked(asked);
            case Entry.Answered answered -> calls.answered(answered);
            case Entry.Overdue overdue -> calls.overdue(overdue);
            case Entry.Intended intended -> calls.intended(intended);
            case Entry.Lost lost -> calls.lost(lost);
            case Entry.Parked parked -> {
                expect(phase instanceof Phase.Dispatching, parked);
                yield with(new Phase.Parked(open(parked.call()), parked.pause()));
            }
            case Entry.Undoing undoing -> calls.undoing(undoing);
            case Entry.Undone undone -> calls.undone(undone);
            case Entry.Settled settled -> calls.settled(settled);
            case Entry.Recovered recovered -> calls.recovered(recovered);
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

    boolean live() {
        return !(phase instanceof Phase.Unstarted) && !(phase instanceof Phase.Ended);
    }

    /// Neither over, nor ending, nor with an effect under way.
    private boolean stoppable() {
        return live()
                && !(phase instanceof Phase.Performing)
                && !(phase instanceof Phase.Compensating);
    }

    /// The first open call has not been tried yet, or a person has allowed it.
    boolean ready() {
        return phase instanceof Phase.Dispatching
                || phase instanceof Phase.Decided(var _, Question.Approval _, var _, var _, var _);
    }

    private RunState begin(Entry.Started started) {
        expect(phase instanceof Phase.Unstarted, started);
        var next = started.verifiers().isEmpty() ? Phase.Asking.now() : new Phase.Baseline();
        return new RunState(
                Optional.of(started),
                next,
                conversation,
                work.at(started.base()),
                ledger,
                spend,
                course);
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
                yield counted.with(work.verified(verified)).with(course.checked(verified.passed()));
            }
        };
    }

    boolean compensable() {
        return phase.intended().filter(i -> i.effect() == EffectClass.COMPENSABLE).isPresent();
    }

    Compensation compensation(Call call) {
        var summary = phase.intended().map(Entry.Intent::summary).orElse(call.request().name());
        return new Compensation(call.id(), call.request(), summary);
    }

    /// Gives the first open call its one result and goes on to the next.
    RunState closing(String id, String text, boolean error) {
        var open = open(id);
        var rest = List.copyOf(open.subList(1, open.size()));
        var said = saying(new ToolResult(open.getFirst().request().id(), text, error));
        return rest.isEmpty() ? said.asking() : said.with(new Phase.Dispatching(rest));
    }

    /// On to the model, who now hears what persons said meanwhile.
    RunState asking() {
        return with(Phase.Asking.now()).with(conversation.flushed());
    }

    /// The open calls, the named one first.
    List<Call> open(String id) {
        var open = phase.open();
        if (open.isEmpty() || !open.getFirst().id().equals(id)) {
            throw new IllegalStateException(
                    "the journal goes on with call %s, which can not follow %s: it is not the open one"
                            .formatted(id, phase));
        }
        return open;
    }

    RunState with(Phase next) {
        return new RunState(start, next, conversation, work, ledger, spend, course);
    }

    RunState with(Conversation next) {
        return new RunState(start, phase, next, work, ledger, spend, course);
    }

    RunState with(Work next) {
        return new RunState(start, phase, conversation, next, ledger, spend, course);
    }

    RunState with(Ledger next) {
        return new RunState(start, phase, conversation, work, next, spend, course);
    }

    RunState with(Course next) {
        return new RunState(start, phase, conversation, work, ledger, spend, next);
    }

    RunState spent(Spend next) {
        return new RunState(start, phase, conversation, work, ledger, next, course);
    }

    RunState saying(Message message) {
        return with(conversation.saying(message));
    }

    void expect(boolean fits, Entry what) {
        if (!fits) {
            throw misfit(what);
        }
    }

    IllegalStateException misfit(Entry what) {
        return new IllegalStateException(
                "the journal goes on with %s, which can not follow %s".formatted(what, phase));
    }
}
