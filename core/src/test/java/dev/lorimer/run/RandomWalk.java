package dev.lorimer.run;

import dev.lorimer.journal.RunId;
import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.route.Purpose;
import dev.lorimer.route.Reason;
import dev.lorimer.run.Entry.Then;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import dev.lorimer.verify.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;

/// A run that goes anywhere that a run can go, except to its end.
final class RandomWalk {
    private final SplittableRandom random;
    private final Function<RunState, Entry.Cut> cut;
    private long signal;

    /// @param cut where the conversation may be cut
    RandomWalk(long seed, Function<RunState, Entry.Cut> cut) {
        this.random = new SplittableRandom(seed);
        this.cut = cut;
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /// Something that can follow.
    Entry next(RunState state) {
        var started = !(state.phase() instanceof Phase.Unstarted);
        if (started && oneIn(12)) {
            signal += 1 + random.nextInt(3);
            return new Entry.Heard(signal, oneIn(5) ? "other" : "say", "word " + signal, "ann");
        }
        return switch (state.phase()) {
            case Phase.Unstarted _ -> started();
            case Phase.Baseline _ -> verified(Entry.Occasion.BASELINE);
            case Phase.Asking _ -> asking();
            case Phase.Compacting _ -> compacting(state);
            case Phase.Silent _ -> new Entry.Told("go on");
            case Phase.Dispatching(var open) -> dispatching(open.getFirst().id());
            case Phase.Performing(var open, var _, var _) -> performing(open.getFirst().id());
            case Phase.Undoing(var open, var _, var _) ->
                    new Entry.Undone(open.getFirst().id(), result());
            case Phase.Parked(var open, var _) -> settled(open.getFirst().id());
            case Phase.Waiting waiting -> waiting(waiting);
            case Phase.Decided decided -> decided(decided);
            case Phase.Stuck _ -> new Entry.Resumed();
            case Phase.Compensating _, Phase.Ended _ ->
                    throw new IllegalStateException("the walk does not go there");
        };
    }

    private static Entry started() {
        return new Entry.Started(
                new Entry.Task("walk"),
                "t0",
                new Entry.Briefing("law", "- D-0001"),
                Entry.Limits.DEFAULT,
                List.of("tests"),
                JsonNodeFactory.instance.objectNode().put("a", 1));
    }

    private Entry verified(Entry.Occasion occasion) {
        var result = oneIn(2) ? Verifier.Result.PASS : Verifier.Result.FAIL;
        return new Entry.Verified(
                occasion,
                tree(),
                List.of(new Verifier.Check("tests", result, "out", Duration.ofMillis(7))));
    }

    private Entry asking() {
        if (oneIn(25)) {
            return new Entry.Switched("a", "b", oneOf(Reason.values()), Purpose.ACT, later());
        }
        if (oneIn(10)) {
            var next = oneIn(9) ? Entry.Faltered.Next.COMPACT : oneOf(OTHERS);
            return new Entry.Faltered(ModelException.Kind.OVERLOADED, "busy", next, later());
        }
        var calls =
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i ->
                                new Message.ToolCall(
                                        "c%d-%d".formatted(random.nextInt(1_000_000), i),
                                        "tool-" + random.nextInt(5),
                                        "{\"n\":%d}".formatted(random.nextInt(20))))
                        .toList();
        var parts = List.of(new Message.PrivatePart("k:m", "{\"sig\":\"…\"}"));
        return new Entry.Replied(
                new Message.Assistant("well", calls, oneIn(3) ? parts : List.of()),
                new Reply.Usage(random.nextInt(100), random.nextInt(10), 1),
                oneIn(9) ? Reply.Stop.LENGTH : Reply.Stop.CALLS,
                "m",
                Duration.ofNanos(random.nextInt(1_000_000)));
    }

    /// A cut where the last known place is, or none at all when there is nothing to cut.
    private Entry compacting(RunState state) {
        if (oneIn(4)) {
            return new Entry.Switched("b", "a", Reason.RULE, Purpose.SUMMARISE, Optional.empty());
        }
        if (oneIn(4)) {
            return new Entry.Faltered(
                    ModelException.Kind.TIMEOUT,
                    "no summary",
                    Entry.Faltered.Next.COMPACT,
                    Optional.empty());
        }
        var said = state.conversation();
        return new Entry.Compacted(
                cut.apply(state),
                "in short " + random.nextInt(1000),
                List.of("Message from ann:\nword"),
                new Entry.Sizes(1000, random.nextInt(1000)),
                "m",
                new Entry.Cost(Reply.Usage.NONE, Duration.ofMillis(said.tail().size())));
    }

    private static final Entry.Faltered.Next[] OTHERS = {
        Entry.Faltered.Next.RETRY, Entry.Faltered.Next.PARK, Entry.Faltered.Next.FALL_BACK
    };

    private <T> T oneOf(T[] all) {
        return all[random.nextInt(all.length)];
    }

    private Entry dispatching(String call) {
        return switch (random.nextInt(7)) {
            case 0 -> new Entry.Refused(call, new Refusal.Invalid(), "no such tool");
            case 1 -> new Entry.Asked(call, approval());
            case 2 ->
                    new Entry.Parked(call, new Entry.Pause(later().orElseThrow(), child(), "nap"));
            case 3 -> settled(call);
            case 4 -> oneIn(2) ? verified(Entry.Occasion.FINISH) : reviewed();
            default -> intended(call);
        };
    }

    private Entry reviewed() {
        return new Entry.Reviewed(tree(), "allow", List.of());
    }

    private Optional<RunId> child() {
        return oneIn(2) ? Optional.of(new RunId("r-child")) : Optional.empty();
    }

    private Entry intended(String call) {
        var effects = EffectClass.values();
        return new Entry.Intended(
                call,
                new Entry.Intent(
                        effects[random.nextInt(effects.length)],
                        "do it",
                        "key",
                        tree(),
                        "law",
                        oneIn(4) ? List.of("finding-" + random.nextInt(9)) : List.of()));
    }

    private Entry performing(String call) {
        return switch (random.nextInt(9)) {
            case 0 -> new Entry.Lost(call, "timeout");
            case 1 -> new Entry.Recovered(call, "again");
            case 2 -> new Entry.Asked(call, doubt());
            case 3 -> new Entry.Undoing(call, Then.AGAIN);
            case 4 -> new Entry.Refused(call, new Refusal.Denied(List.of(), true), "undone");
            case 5 -> new Entry.Asked(call, approval());
            default -> settled(call);
        };
    }

    private Entry waiting(Phase.Waiting waiting) {
        var call = waiting.open().getFirst().id();
        var answer =
                switch (waiting.question()) {
                    case Question.Approval _ -> oneIn(2) ? new Answer.Approve() : new Answer.Deny();
                    case Question.InDoubt _ ->
                            switch (random.nextInt(4)) {
                                case 0 -> new Answer.Done(Optional.of("seen"));
                                case 1 -> new Answer.NotDone();
                                case 2 -> new Answer.Abandon();
                                default -> new Answer.Undo();
                            };
                };
        var late = waiting.question() instanceof Question.InDoubt && !waiting.overdue();
        return late && oneIn(3)
                ? new Entry.Overdue()
                : new Entry.Answered(call, answer, "note", "ann");
    }

    private Entry decided(Phase.Decided decided) {
        var call = decided.open().getFirst().id();
        return switch (decided.question()) {
            case Question.Approval _ ->
                    switch (random.nextInt(4)) {
                        case 0 -> new Entry.Recovered(call, "expired");
                        case 1 -> new Entry.Refused(call, new Refusal.ByPerson("no"), "refused");
                        case 2 -> settled(call);
                        default -> intended(call);
                    };
            case Question.InDoubt _ ->
                    switch (random.nextInt(3)) {
                        case 0 -> new Entry.Recovered(call, "not done");
                        case 1 -> new Entry.Undoing(call, Then.CLOSE);
                        default -> settled(call);
                    };
        };
    }

    private Entry settled(String call) {
        var items = List.of(new Effect.PlanItem("go", Effect.PlanItem.Status.ACTIVE));
        return new Entry.Settled(
                call,
                result(),
                tree(),
                oneIn(9) ? Optional.of(items) : Optional.empty(),
                Duration.ofMillis(random.nextInt(1000)));
    }

    private Tool.Result result() {
        var all = Tool.Result.Status.values();
        var status = oneIn(2) ? Tool.Result.Status.DONE : all[random.nextInt(all.length)];
        return new Tool.Result("result " + random.nextInt(1000), status);
    }

    private Question approval() {
        return new Question.Approval(
                "do it",
                new Question.Scope("law", tree(), tree(), Optional.of("hash")),
                List.of(),
                oneIn(3)
                        ? Optional.of(new Question.Held(result(), Duration.ofMillis(3)))
                        : Optional.empty(),
                later());
    }

    private Question doubt() {
        return new Question.InDoubt(
                "do it", "died", Optional.of(List.of("probe: no")), Optional.of(true), later());
    }

    private Optional<Instant> later() {
        return Optional.of(Instant.ofEpochSecond(random.nextInt(1_000_000), random.nextInt(1000)));
    }

    private String tree() {
        return "t" + random.nextInt(50);
    }
}
