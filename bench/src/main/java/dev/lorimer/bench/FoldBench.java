package dev.lorimer.bench;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import dev.lorimer.run.Entry;
import dev.lorimer.run.RunState;
import dev.lorimer.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.node.JsonNodeFactory;

/// What one more entry costs after so many turns, beside the fold of the whole journal.
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class FoldBench {
    /// Turns that the run has behind it.
    @Param({"10", "100", "1000"})
    public int turns = 10;

    private List<Entry> entries = List.of();
    private RunState state = RunState.EMPTY;

    /// Made by JMH.
    public FoldBench() {}

    /// The journal of a run that has called one tool a turn.
    @org.openjdk.jmh.annotations.Setup
    public void journal() {
        var all = new ArrayList<Entry>();
        all.add(
                new Entry.Started(
                        new Entry.Task("measure"),
                        "tree",
                        new Entry.Briefing("none", ""),
                        Entry.Limits.DEFAULT,
                        List.of(),
                        JsonNodeFactory.instance.objectNode()));
        for (var turn = 1; turn <= turns; turn++) {
            all.add(replied(turn));
            all.add(
                    new Entry.Settled(
                            turn + ".1",
                            Tool.Result.done("x".repeat(1_000)),
                            "tree",
                            Optional.empty(),
                            Duration.ZERO));
        }
        entries = List.copyOf(all);
        state = RunState.of(entries);
    }

    private static Entry replied(int turn) {
        var call = new Message.ToolCall("call-" + turn, "look", "{}");
        return new Entry.Replied(
                new Message.Assistant("", List.of(call), List.of()),
                Reply.Usage.NONE,
                Reply.Stop.CALLS,
                "bench",
                Duration.ZERO);
    }

    /// One entry more.
    @Benchmark
    public RunState next() {
        return state.after(replied(turns + 1));
    }

    /// All of them again, as a restart does.
    @Benchmark
    public RunState whole() {
        return RunState.of(entries);
    }
}
