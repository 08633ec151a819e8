package dev.lorimer.run;

import dev.lorimer.govern.Finding;
import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolResult;
import dev.lorimer.model.Reply;
import dev.lorimer.run.Phase.Call;
import dev.lorimer.tool.Effect.PlanItem;
import dev.lorimer.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Where a run is: a pure fold of its entries, one at a time. The same entries give the same state
/// in every process, so a restart goes on at the same next step.
public record RunState(
        Optional<Entry.Started> start,
        Phase phase,
        List<Message> conversation,
        Work work,
        Spend spend,
        List<Finding> refusals) {

    public static final RunState EMPTY =
            new RunState(
                    Optional.empty(),
                    new Phase.Unstarted(),
                    List.of(),
                    new Work(
                            "", List.of(), List.of(), new Verification.Unverified(), "", List.of()),
                    new Spend(0, Reply.Usage.NONE, Duration.ZERO),
                    List.of());

    /// The fold over a whole journal, as the oracle for tests and the way to load a run.
    public static RunState of(List<Entry> entries) {
        var state = EMPTY;
        for (var entry : entries) {
            state = state.after(entry);
        }
        return state;
    }

    /// The state after one more entry.
    ///
    /// @throws IllegalStateException when the entry can not follow: the journal is not ours
    public RunState after(Entry entry) {
        return switch (entry) {
            case Entry.Started started -> begin(started);
            case Entry.Verified verified -> verified(verified);
            case Entry.Replied replied -> replied(replied);
            case Entry.Faltered faltered -> faltered(faltered);
            case Entry.Resumed _ -> {
                expect(phase instanceof Phase.Stuck, entry);
                yield with(new Phase.Asking(0));
            }
            case Entry.Told told -> {
                expect(phase instanceof Phase.Silent || phase instanceof Phase.Asking, entry);
                yield with(new Phase.Asking(0)).saying(new Message.User(told.text()));
            }
            case Entry.Refused refused -> refused(refused);
            case Entry.Asked asked -> with(new Phase.Waiting(open(asked.call()), asked.question()));
            case Entry.Answered answered -> answered(answered);
            case Entry.Intended intended -> intended(intended);
            case Entry.Settled settled -> settled(settled);
            case Entry.Recovered recovered -> {
                expect(phase instanceof Phase.Performing || phase instanceof Phase.Decided, entry);
                yield with(new Phase.Dispatching(open(recovered.call())));
            }
            case Entry.Reviewed reviewed -> with(work.reviewed(reviewed.tree()));
            case Entry.Finished finished -> with(new Phase.Ended(finished.outcome()));
            case Entry.Landed _ -> {
                expect(phase instanceof Phase.Ended, entry);
                yield this;
            }
        };
    }

    /// Which axis the verifiers put the run on, for the tree as it is now.
    public Verification verification() {
        return work.verification().on(work.tree());
    }

    private RunState begin(Entry.Started started) {
        expect(phase instanceof Phase.Unstarted, started);
        var next = started.verifiers().isEmpty() ? new Phase.Asking(0) : new Phase.Baseline();
        return new RunState(
                Optional.of(started), next, conversation, work.at(started.base()), spend, refusals);
    }

    private RunState verified(Entry.Verified verified) {
        var counted = spent(spend.plus(verified.took()));
        return switch (verified.occasion()) {
            case BASELINE -> {
                expect(phase instanceof Phase.Baseline, verified);
                yield counted.with(new Phase.Asking(0))
                        .saying(new Message.User(Words.baseline(verified)));
            }
            case FINISH -> counted.with(work.verified(verified));
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
                                        replied.stop() == Reply.Stop.LENGTH))
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
                    case RETRY -> new Phase.Asking(asking.failures() + 1);
                    case PARK -> new Phase.Stuck(faltered.kind(), faltered.message());
                });
    }

    private RunState refused(Entry.Refused refused) {
        var told =
                switch (refused.refusal()) {
                    case Refusal.Denied denied -> denied.findings();
                    case Refusal.ByPerson _,
                            Refusal.Invalid _,
                            Refusal.Doubtful _,
                            Refusal.Untrackable _ ->
                            List.<Finding>of();
                };
        var next = closing(refused.call(), refused.text(), true);
        return new RunState(
                start, next.phase, next.conversation, work, spend, joined(refusals, told));
    }

    private RunState answered(Entry.Answered answered) {
        if (!(phase instanceof Phase.Waiting waiting)) {
            throw misfit(answered);
        }
        return with(
                new Phase.Decided(
                        open(answered.call()),
                        waiting.question(),
                        answered.answer(),
                        answered.note()));
    }

    private RunState intended(Entry.Intended intended) {
        var intent = intended.intent();
        return with(new Phase.Performing(open(intended.call()), intent))
                .with(work.granting(intended.call(), intent.granted()));
    }

    private RunState settled(Entry.Settled settled) {
        var call = open(settled.call()).getFirst();
        var result = settled.result();
        var next = work.at(settled.tree());
        if (settled.plan().isPresent()) {
            next = next.planning(settled.plan().get());
        }
        if (result.status() == Tool.Result.Status.UNKNOWN) {
            next = next.doubting(Doubt.of(call));
        }
        if (phase instanceof Phase.Decided(var _, Question.Approval approval, var _, var _)) {
            next =
                    next.granting(
                            settled.call(),
                            approval.findings().stream().map(Finding::identity).toList());
        }
        return closing(settled.call(), result.text(), result.status() != Tool.Result.Status.DONE)
                .with(next)
                .spent(spend.plus(settled.took()));
    }

    /// Gives the first open call its one result and goes on to the next.
    private RunState closing(String id, String text, boolean error) {
        var open = open(id);
        var rest = open.subList(1, open.size());
        return saying(new ToolResult(open.getFirst().request().id(), text, error))
                .with(rest.isEmpty() ? new Phase.Asking(0) : new Phase.Dispatching(rest));
    }

    /// The open calls, the named one first.
    private List<Call> open(String id) {
        var open =
                switch (phase) {
                    case Phase.Dispatching dispatching -> dispatching.open();
                    case Phase.Performing performing -> performing.open();
                    case Phase.Waiting waiting -> waiting.open();
                    case Phase.Decided decided -> decided.open();
                    case Phase.Unstarted _,
                            Phase.Baseline _,
                            Phase.Asking _,
                            Phase.Silent _,
                            Phase.Stuck _,
                            Phase.Ended _ ->
                            List.<Call>of();
                };
        if (open.isEmpty() || !open.getFirst().id().equals(id)) {
            throw new IllegalStateException(
                    "the journal speaks of call %s, which is not the open one in %s"
                            .formatted(id, phase));
        }
        return open;
    }

    private RunState with(Phase next) {
        expect(!(phase instanceof Phase.Ended), next);
        return new RunState(start, next, conversation, work, spend, refusals);
    }

    private RunState with(Work next) {
        return new RunState(start, phase, conversation, next, spend, refusals);
    }

    private RunState spent(Spend next) {
        return new RunState(start, phase, conversation, work, next, refusals);
    }

    private RunState saying(Message message) {
        return new RunState(
                start, phase, joined(conversation, List.of(message)), work, spend, refusals);
    }

    private void expect(boolean fits, Object what) {
        if (!fits) {
            throw misfit(what);
        }
    }

    private IllegalStateException misfit(Object what) {
        return new IllegalStateException(
                "the journal goes on with %s, which can not follow %s".formatted(what, phase));
    }

    private static <T> List<T> joined(List<T> first, List<? extends T> second) {
        var all = new ArrayList<T>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /// What has become of the workspace and what is known of it.
    ///
    /// @param granted what persons have approved in this run
    /// @param doubts calls whose outcome nobody knows, as tool name and arguments
    public record Work(
            String tree,
            List<Grant> granted,
            List<PlanItem> plan,
            Verification verification,
            String reviewed,
            List<String> doubts) {
        Work at(String next) {
            return new Work(next, granted, plan, verification, reviewed, doubts);
        }

        Work granting(String call, List<String> identities) {
            var more = identities.stream().map(identity -> new Grant(call, identity));
            var all = Stream.concat(granted.stream(), more).distinct().toList();
            return new Work(tree, all, plan, verification, reviewed, doubts);
        }

        /// Identities of findings that were approved for this very call. For any other call an
        /// equal finding is asked about again.
        Set<String> grantedTo(String call) {
            return granted.stream()
                    .filter(grant -> grant.call().equals(call))
                    .map(Grant::identity)
                    .collect(Collectors.toUnmodifiableSet());
        }

        /// Identities of all findings that were approved: what a review of the whole change need
        /// not ask again.
        public Set<String> grantedAtAll() {
            return granted.stream().map(Grant::identity).collect(Collectors.toUnmodifiableSet());
        }

        Work planning(List<PlanItem> next) {
            return new Work(tree, granted, next, verification, reviewed, doubts);
        }

        Work reviewed(String next) {
            return new Work(tree, granted, plan, verification, next, doubts);
        }

        Work doubting(String call) {
            return new Work(
                    tree, granted, plan, verification, reviewed, joined(doubts, List.of(call)));
        }

        Work verified(Entry.Verified verified) {
            var next =
                    verified.checks().isEmpty()
                            ? new Verification.Unverified()
                            : verified.passed()
                                    ? new Verification.Passed(verified.tree())
                                    : new Verification.Failing(verified.tree());
            return new Work(verified.tree(), granted, plan, next, reviewed, doubts);
        }
    }

    /// A person's approval of one finding, for one call.
    public record Grant(String call, String identity) {}

    /// What has been used up.
    ///
    /// @param active time in the model, tools and verifiers; waiting does not count
    public record Spend(int turns, Reply.Usage tokens, Duration active) {
        Spend plus(Duration took) {
            return new Spend(turns, tokens, active.plus(took));
        }

        Spend plus(Entry.Replied replied) {
            return new Spend(turns + 1, tokens.plus(replied.usage()), active.plus(replied.took()));
        }
    }

    /// What the verifiers said, bound to the tree they saw. A separate axis from the outcome.
    public sealed interface Verification {
        record Unverified() implements Verification {}

        record Passed(String tree) implements Verification {}

        record Failing(String tree) implements Verification {}

        /// The workspace has changed since.
        record Stale() implements Verification {}

        /// What that says about `tree`.
        default Verification on(String tree) {
            return switch (this) {
                case Unverified unverified -> unverified;
                case Passed passed -> passed.tree().equals(tree) ? passed : new Stale();
                case Failing failing -> failing.tree().equals(tree) ? failing : new Stale();
                case Stale stale -> stale;
            };
        }
    }
}
