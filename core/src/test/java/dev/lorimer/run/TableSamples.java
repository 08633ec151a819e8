package dev.lorimer.run;

import dev.lorimer.govern.Finding;
import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.route.Purpose;
import dev.lorimer.route.Reason;
import dev.lorimer.run.Entry.Then;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import dev.lorimer.verify.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/// States and entries of every kind, as small as they come: states are folded from entries, so each
/// of them is one that a run can be in.
final class TableSamples {
    private static final Instant LATER = Instant.EPOCH.plusSeconds(60);
    private static final String CALL = "1.1";

    private TableSamples() {}

    /// The name of a state in the tables.
    static String name(Phase phase) {
        return switch (phase) {
            case Phase.Unstarted _ -> "unstarted";
            case Phase.Baseline _ -> "baseline";
            case Phase.Asking _ -> "asking";
            case Phase.Compacting _ -> "compacting";
            case Phase.Silent _ -> "silent";
            case Phase.Dispatching _ -> "dispatching";
            case Phase.Performing _ -> "performing";
            case Phase.Undoing undoing ->
                    undoing.then() == Then.AGAIN ? "undoing, then again" : "undoing, then over";
            case Phase.Parked _ -> "parked";
            case Phase.Waiting waiting ->
                    waiting.question() instanceof Question.Approval
                            ? "waiting, approval"
                            : waiting.overdue() ? "waiting, overdue" : "waiting, doubt";
            case Phase.Decided decided ->
                    decided.question() instanceof Question.Approval
                            ? "decided, approval"
                            : "decided, doubt";
            case Phase.Stuck stuck -> stuck.until().isPresent() ? "stuck" : "stuck, overdue";
            case Phase.Compensating compensating ->
                    compensating.pending().isEmpty() ? "compensated" : "compensating";
            case Phase.Ended _ -> "ended";
        };
    }

    /// Every state, by its name: with one open call and with two, with and without details.
    static Map<String, List<RunState>> states() {
        var all = new LinkedHashMap<String, List<RunState>>();
        Stream.of(withoutCall(), withCalls(1), withCalls(2))
                .flatMap(List::stream)
                .map(RunState::of)
                .forEach(state ->
                        all.computeIfAbsent(name(state.phase()), _ -> new ArrayList<>())
                                .add(state));
        return all;
    }

    private static List<List<Entry>> withoutCall() {
        var asking = List.<Entry>of(started(List.of()));
        var done =
                joined(
                        asking,
                        replied(1),
                        intended(EffectClass.COMPENSABLE),
                        settled(Tool.Result.Status.DONE));
        return List.of(
                List.of(),
                List.of(started(List.of("tests"))),
                asking,
                joined(asking, faltered(Entry.Faltered.Next.RETRY)),
                joined(asking, faltered(Entry.Faltered.Next.COMPACT)),
                joined(asking, replied(0)),
                joined(asking, faltered(Entry.Faltered.Next.PARK)),
                joined(asking, faltered(Entry.Faltered.Next.PARK), new Entry.Overdue()),
                done,
                joined(done, compensating()),
                joined(done, compensating(), undone(Tool.Result.Status.DONE)),
                joined(asking, finished()));
    }

    private static List<List<Entry>> withCalls(int calls) {
        var open = List.<Entry>of(started(List.of()), replied(calls));
        var performing = joined(open, intended(EffectClass.COMPENSABLE));
        var asked = joined(open, new Entry.Asked(CALL, approval(Optional.empty())));
        var held = joined(performing, new Entry.Asked(CALL, approval(Optional.of(held()))));
        var doubt = joined(performing, new Entry.Asked(CALL, doubt()));
        return List.of(
                open,
                joined(open, new Entry.Parked(CALL, pause())),
                performing,
                joined(open, intended(EffectClass.OPAQUE)),
                joined(performing, new Entry.Lost(CALL, "timeout")),
                joined(performing, new Entry.Undoing(CALL, Then.AGAIN)),
                joined(doubt, answered(new Answer.Undo()), new Entry.Undoing(CALL, Then.CLOSE)),
                asked,
                held,
                doubt,
                joined(doubt, new Entry.Overdue()),
                joined(asked, answered(new Answer.Approve())),
                joined(held, answered(new Answer.Deny())),
                joined(doubt, answered(new Answer.Done(Optional.empty()))));
    }

    /// Every entry, by its name, in all its kinds.
    static Map<String, List<Entry>> entries() {
        var all = new LinkedHashMap<String, List<Entry>>();
        all.put("Started", List.of(started(List.of("tests")), started(List.of())));
        all.put("Verified, baseline", List.of(verified(Entry.Occasion.BASELINE)));
        all.put("Verified, finish", List.of(verified(Entry.Occasion.FINISH)));
        all.put("Replied", List.of(replied(0), replied(1), replied(2)));
        all.put("Faltered, retry", List.of(faltered(Entry.Faltered.Next.RETRY)));
        all.put("Faltered, park", List.of(faltered(Entry.Faltered.Next.PARK)));
        all.put("Faltered, fall back", List.of(faltered(Entry.Faltered.Next.FALL_BACK)));
        all.put("Faltered, compact", List.of(faltered(Entry.Faltered.Next.COMPACT)));
        all.put("Switched", Stream.of(Reason.values()).map(TableSamples::switched).toList());
        all.put("Compacted", List.of(compacted(0), compacted(2)));
        all.put("Resumed", List.of(new Entry.Resumed()));
        all.put("Told", List.of(new Entry.Told("go on")));
        all.put("Heard, say", List.of(new Entry.Heard(1, "say", "stop that", "ann")));
        all.put("Heard, cancel", List.of(new Entry.Heard(1, "cancel", "", "ann")));
        all.put("Refused", refusals());
        all.put(
                "Asked, approval",
                List.of(
                        new Entry.Asked(CALL, approval(Optional.empty())),
                        new Entry.Asked(CALL, approval(Optional.of(held())))));
        all.put("Asked, doubt", List.of(new Entry.Asked(CALL, doubt())));
        all.put(
                "Answered, approval",
                List.of(answered(new Answer.Approve()), answered(new Answer.Deny())));
        all.put(
                "Answered, doubt",
                List.of(
                        answered(new Answer.Done(Optional.of("paid"))),
                        answered(new Answer.NotDone()),
                        answered(new Answer.Abandon()),
                        answered(new Answer.Undo())));
        all.put("Overdue", List.of(new Entry.Overdue()));
        all.put(
                "Intended",
                Stream.of(EffectClass.values()).<Entry>map(TableSamples::intended).toList());
        all.put("Lost", List.of(new Entry.Lost(CALL, "timeout")));
        all.put("Parked", List.of(new Entry.Parked(CALL, pause())));
        all.put("Undoing, then again", List.of(new Entry.Undoing(CALL, Then.AGAIN)));
        all.put("Undoing, then over", List.of(new Entry.Undoing(CALL, Then.CLOSE)));
        all.put("Undone", List.of(undone(Tool.Result.Status.DONE)));
        all.put(
                "Undone, but not all",
                List.of(undone(Tool.Result.Status.FAILED), undone(Tool.Result.Status.UNKNOWN)));
        all.put(
                "Settled",
                Stream.of(Tool.Result.Status.values()).map(TableSamples::settled).toList());
        all.put("Recovered", List.of(new Entry.Recovered(CALL, "again")));
        all.put("Reviewed", List.of(new Entry.Reviewed("t0", "allow", List.of())));
        all.put("Compensating", List.of(compensating()));
        all.put("Finished", List.of(finished()));
        all.put("Landed", List.of(new Entry.Landed("merge", "c1")));
        return all;
    }

    /// The entries that name a call, naming one that is not the open one.
    static List<Entry> strays() {
        var other = "9.9";
        return List.of(
                new Entry.Refused(other, new Refusal.Invalid(), "no"),
                new Entry.Asked(other, approval(Optional.empty())),
                new Entry.Asked(other, doubt()),
                new Entry.Answered(other, new Answer.Approve(), "", "ann"),
                new Entry.Answered(other, new Answer.Abandon(), "", "ann"),
                new Entry.Intended(other, intent(EffectClass.OPAQUE)),
                new Entry.Lost(other, "timeout"),
                new Entry.Parked(other, pause()),
                new Entry.Undoing(other, Then.CLOSE),
                new Entry.Undone(other, Tool.Result.done("gone")),
                new Entry.Settled(
                        other, Tool.Result.done("ok"), "t1", Optional.empty(), Duration.ZERO),
                new Entry.Recovered(other, "again"));
    }

    /// A call of that class that was interrupted after it had been made again so often.
    static Phase.Performing interrupted(EffectClass effect, int recoveries) {
        var request = new Message.ToolCall("c1", "pay", "{}");
        return new Phase.Performing(
                List.of(new Phase.Call(CALL, request, false, recoveries)),
                intent(effect),
                Optional.empty());
    }

    private static List<Entry> joined(List<Entry> first, Entry... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }

    private static Entry started(List<String> verifiers) {
        return new Entry.Started(
                new Entry.Task("pay"),
                "t0",
                new Entry.Briefing("law", ""),
                Entry.Limits.DEFAULT,
                verifiers,
                JsonNodeFactory.instance.objectNode());
    }

    private static Entry verified(Entry.Occasion occasion) {
        var check = new Verifier.Check("tests", Verifier.Result.PASS, "", Duration.ZERO);
        return new Entry.Verified(occasion, "t0", List.of(check));
    }

    private static Entry replied(int calls) {
        var all =
                IntStream.rangeClosed(1, calls)
                        .mapToObj(i -> new Message.ToolCall("c" + i, "pay", "{}"))
                        .toList();
        return new Entry.Replied(
                new Message.Assistant("well", all, List.of()),
                Reply.Usage.NONE,
                Reply.Stop.CALLS,
                "m",
                Duration.ZERO);
    }

    private static Entry faltered(Entry.Faltered.Next next) {
        return new Entry.Faltered(ModelException.Kind.OVERLOADED, "busy", next, Optional.of(LATER));
    }

    private static Entry switched(Reason reason) {
        return new Entry.Switched("a", "b", reason, Purpose.ACT, Optional.of(LATER));
    }

    private static Entry compacted(int kept) {
        return new Entry.Compacted(
                new Entry.Cut(1, 0, kept),
                "in short",
                List.of("Message from ann:\nstop that"),
                new Entry.Sizes(100, 50),
                "m",
                new Entry.Cost(Reply.Usage.NONE, Duration.ZERO));
    }

    private static List<Entry> refusals() {
        return Stream.of(
                        new Refusal.Denied(List.<Finding>of(), true),
                        new Refusal.ByPerson(""),
                        new Refusal.Invalid(),
                        new Refusal.Doubtful("pay"),
                        new Refusal.Untrackable(),
                        new Refusal.Unanswered())
                .<Entry>map(refusal -> new Entry.Refused(CALL, refusal, "no"))
                .toList();
    }

    private static Question approval(Optional<Question.Held> held) {
        return new Question.Approval(
                "pay",
                new Question.Scope("law", "t0", "t0", Optional.of("hash")),
                List.of(),
                held,
                Optional.of(LATER));
    }

    private static Question.Held held() {
        return new Question.Held(Tool.Result.done("paid"), Duration.ZERO);
    }

    private static Question doubt() {
        return new Question.InDoubt(
                "pay", "died", Optional.of(List.of()), Optional.of(true), Optional.of(LATER));
    }

    private static Entry answered(Answer answer) {
        return new Entry.Answered(CALL, answer, "", "ann");
    }

    private static Entry intended(EffectClass effect) {
        return new Entry.Intended(CALL, intent(effect));
    }

    private static Entry.Intent intent(EffectClass effect) {
        return new Entry.Intent(effect, "pay", "key", "t0", "law", List.of());
    }

    private static Entry.Pause pause() {
        return new Entry.Pause(LATER, Optional.empty(), "wait");
    }

    private static Entry undone(Tool.Result.Status status) {
        return new Entry.Undone(CALL, new Tool.Result("well", status));
    }

    private static Entry settled(Tool.Result.Status status) {
        return new Entry.Settled(
                CALL, new Tool.Result("paid", status), "t0", Optional.empty(), Duration.ZERO);
    }

    private static Entry compensating() {
        return new Entry.Compensating(new Outcome.Cancelled("cancelled"));
    }

    private static Entry finished() {
        return new Entry.Finished(new Outcome.Failed("it failed"));
    }
}
