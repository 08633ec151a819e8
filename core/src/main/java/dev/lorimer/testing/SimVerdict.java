package dev.lorimer.testing;

import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Outcome;
import dev.lorimer.run.Phase;
import dev.lorimer.run.Question;
import dev.lorimer.run.Recorded;
import dev.lorimer.run.Refusal;
import dev.lorimer.run.RunState;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds what the journal says at the end of a history against what the world knows.
final class SimVerdict {
    private final SimWatch watch;
    private final SimWorld world;

    SimVerdict(SimWatch watch, SimWorld world) {
        this.watch = watch;
        this.world = world;
    }

    void check(List<SimTask> tasks) {
        for (var task : tasks) {
            kept(task);
            var entries =
                    Recorded.read(watch.disk(), task.run()).stream().map(Recorded::entry).toList();
            var state = RunState.of(entries);
            var names = new HashMap<String, String>();
            calls(entries).forEach((place, call) -> names.put(place, call.name()));
            doubts(task, entries);
            heard(task, entries);
            entries.forEach(entry -> told(task, names, entry));
            approved(task, names, entries);
            inTime(task, names);
            var outcome = ((Phase.Ended) state.phase()).outcome();
            outcome(task, names, outcome);
            files(task, entries, state);
        }
    }

    /// What was acknowledged is there, in its order.
    private void kept(SimTask task) {
        var stored = watch.lines(task.name()).iterator();
        for (var draft : watch.acknowledged(task.name())) {
            var found = false;
            while (!found && stored.hasNext()) {
                found = stored.next().draft().equals(draft);
            }
            watch.hold(
                    found,
                    "I2",
                    "run %s has lost an acknowledged line: %s %s"
                            .formatted(task.run(), draft.kind(), draft.json()));
        }
    }

    /// A call that is equal to one whose outcome nobody knows is not made.
    private void doubts(SimTask task, List<Entry> entries) {
        var calls = calls(entries);
        var doubts = new HashSet<String>();
        for (var entry : entries) {
            if (entry instanceof Entry.Settled settled
                    && settled.result().status() == Tool.Result.Status.UNKNOWN
                    && SimTool.reachesOut(call(calls, settled.call()).name())) {
                doubts.add(same(call(calls, settled.call())));
            }
            if (entry instanceof Entry.Intended intended) {
                var call = call(calls, intended.call());
                watch.hold(
                        !doubts.contains(same(call)),
                        "I1",
                        "run %s makes %s %s again, whose outcome nobody knows"
                                .formatted(task.run(), call.name(), call.arguments()));
            }
        }
    }

    private static ToolCall call(Map<String, ToolCall> calls, String place) {
        return Optional.ofNullable(calls.get(place))
                .orElseThrow(() -> new IllegalStateException("nobody made call " + place));
    }

    private static String same(ToolCall call) {
        return call.name() + call.arguments();
    }

    /// The calls by their place.
    private static Map<String, ToolCall> calls(List<Entry> entries) {
        var all = new HashMap<String, ToolCall>();
        var turn = 0;
        for (var entry : entries) {
            if (entry instanceof Entry.Replied replied) {
                turn++;
                var calls = replied.message().calls();
                for (var i = 0; i < calls.size(); i++) {
                    all.put(turn + "." + (i + 1), calls.get(i));
                }
            }
        }
        return all;
    }

    /// What a person was told had been taken is in the journal, once.
    private void heard(SimTask task, List<Entry> entries) {
        var heard =
                entries.stream()
                        .filter(Entry.Heard.class::isInstance)
                        .map(Entry.Heard.class::cast)
                        .filter(one -> one.kind().equals("say"))
                        .map(Entry.Heard::text)
                        .toList();
        watch.hold(
                heard.equals(watch.said(task.name())),
                "nothing sent is lost",
                "run %s was told %s and heard %s"
                        .formatted(task.run(), watch.said(task.name()), heard));
    }

    /// What the journal says about a call is so.
    private void told(SimTask task, Map<String, String> names, Entry entry) {
        switch (entry) {
            case Entry.Settled settled
                    when SimTool.reachesOut(names.getOrDefault(settled.call(), "")) -> {
                var done = world.done(key(task, settled.call())) > 0;
                var fits =
                        switch (settled.result().status()) {
                            case DONE -> done;
                            case FAILED -> !world.stands(key(task, settled.call()));
                            case UNKNOWN -> true;
                        };
                hold(task, fits, settled.call(), settled.result().text());
            }
            case Entry.Refused(var call, var refusal, var text) ->
                    hold(task, ran(refusal, text) || !world.stands(key(task, call)), call, text);
            case Entry.Intended(var call, var intent) ->
                    watch.hold(
                            intent.key().equals(key(task, call)),
                            "I1",
                            "run %s gives call %s the key %s"
                                    .formatted(task.run(), call, intent.key()));
            case Entry.Started _,
                    Entry.Verified _,
                    Entry.Replied _,
                    Entry.Faltered _,
                    Entry.Switched _,
                    Entry.Compacted _,
                    Entry.Resumed _,
                    Entry.Told _,
                    Entry.Heard _,
                    Entry.Asked _,
                    Entry.Answered _,
                    Entry.Overdue _,
                    Entry.Lost _,
                    Entry.Parked _,
                    Entry.Undoing _,
                    Entry.Undone _,
                    Entry.Settled _,
                    Entry.Recovered _,
                    Entry.Reviewed _,
                    Entry.Compensating _,
                    Entry.Finished _,
                    Entry.Landed _ -> {}
        }
    }

    private static boolean ran(Refusal refusal, String text) {
        return text.startsWith("It ran, ")
                || (refusal instanceof Refusal.Denied denied && denied.rolledBack());
    }

    private void hold(SimTask task, boolean fits, String call, String text) {
        watch.hold(
                fits,
                "no false statement",
                "run %s says of call %s: %s; in the world it took effect %d times and is there: %s"
                        .formatted(
                                task.run(),
                                call,
                                text,
                                world.done(key(task, call)),
                                world.stands(key(task, call))));
    }

    /// No effect of a tool that needs approval without an approval of its own.
    private void approved(SimTask task, Map<String, String> names, List<Entry> entries) {
        var intents = new HashMap<String, Integer>();
        for (var entry : entries) {
            if (entry instanceof Entry.Intended intended
                    && task.rules().approvals().contains(names.get(intended.call()))) {
                intents.merge(intended.call(), 1, Integer::sum);
            }
        }
        intents.forEach((call, count) ->
                watch.hold(
                        count <= watch.approvals(task.name(), call),
                        "approvals are used once",
                        "run %s has %d intents of call %s for %d approvals"
                                .formatted(
                                        task.run(),
                                        count,
                                        call,
                                        watch.approvals(task.name(), call))));
    }

    /// No approval is used when its time is over.
    private void inTime(SimTask task, Map<String, String> names) {
        var until = new HashMap<String, Instant>();
        for (var recorded : Recorded.read(watch.disk(), task.run())) {
            if (recorded.entry() instanceof Entry.Asked asked
                    && asked.question() instanceof Question.Approval) {
                asked.question().expires().ifPresent(end -> until.put(asked.call(), end));
            }
            if (recorded.entry() instanceof Entry.Intended intended
                    && task.rules().approvals().contains(names.get(intended.call()))) {
                watch.hold(
                        recorded.at().isBefore(until.getOrDefault(intended.call(), Instant.MIN)),
                        "approvals are used once",
                        "run %s made call %s at %s on an approval until %s"
                                .formatted(
                                        task.run(),
                                        intended.call(),
                                        recorded.at(),
                                        until.get(intended.call())));
            }
        }
    }

    /// A cancelled run is not done, and what it says about what it took back is so.
    private void outcome(SimTask task, Map<String, String> names, Outcome outcome) {
        var cancel = watch.cancel(task.name());
        watch.hold(
                cancel.isEmpty() || !(outcome instanceof Outcome.Done),
                "nothing sent is lost",
                "run %s was cancelled and is done".formatted(task.run()));
        var undo =
                switch (outcome) {
                    case Outcome.Done _ -> false;
                    case Outcome.Failed _, Outcome.Exhausted _ -> task.rules().undoUnlessDone();
                    case Outcome.Cancelled _ ->
                            task.rules().undoUnlessDone() || cancel.orElse(false);
                };
        if (!undo) {
            return;
        }
        names.forEach((call, tool) -> {
            var compensable =
                    SimTool.classOf(tool).filter(EffectClass.COMPENSABLE::equals).isPresent();
            if (compensable && world.stands(key(task, call))) {
                watch.hold(
                        outcome.text().contains("not confirmed as taken back")
                                && outcome.text().contains(call + " ("),
                        "no false statement",
                        "run %s ended with %s, and %s is still there"
                                .formatted(task.run(), outcome, call));
            }
        });
    }

    /// The files hold what the calls that were kept have written, each once, and nothing that the
    /// decisions forbid.
    private void files(SimTask task, List<Entry> entries, RunState state) {
        var last = task.files().tree(state.work().tree());
        var log = last.getOrDefault("log.txt", "").lines().toList();
        var orders = last.getOrDefault("orders.txt", "").lines().toList();
        watch.hold(
                orders.stream().distinct().count() == orders.size(),
                "I1",
                "run %s has written an order twice: %s".formatted(task.run(), orders));
        watch.hold(
                log.stream().distinct().count() == log.size(),
                "I1",
                "run %s has written a line twice: %s".formatted(task.run(), log));
        watch.hold(
                last.values().stream().noneMatch(text -> text.contains("evil")),
                "I10",
                "run %s holds what the decisions deny: %s".formatted(task.run(), last));
        watch.hold(
                last.values().stream().noneMatch(text -> text.contains("odd"))
                        || watch.anyApproval(task.name()),
                "I10",
                "run %s holds what nobody approved: %s".formatted(task.run(), last));
        for (var entry : entries) {
            if (entry instanceof Entry.Settled settled
                    && settled.result().status() == Tool.Result.Status.DONE
                    && settled.result().text().startsWith("did append ")) {
                watch.hold(
                        log.stream().anyMatch(line -> line.startsWith(key(task, settled.call()))),
                        "no false statement",
                        "run %s says that %s was written, and the log is %s"
                                .formatted(task.run(), settled.call(), log));
            }
        }
    }

    private static String key(SimTask task, String call) {
        return SimWorld.key(task.name(), call);
    }
}
