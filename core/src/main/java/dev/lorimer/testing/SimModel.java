package dev.lorimer.testing;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A model that asks for anything, in any form, and fails in every way there is. It reads each
/// request with suspicion first.
final class SimModel implements Model {
    private static final List<String> TOOLS =
            List.of(
                    "look", "put", "put", "book", "book", "order", "order", "pay", "pay", "mail",
                    "write", "append", "append", "plan", "nap");

    /// How a request for a summary ends.
    private static final String SUMMARY_WANTED =
            "This conversation is about to be replaced by a summary";

    private final String name;
    private final SimBench bench;
    private final SimWatch watch;
    private final SimReading reading;
    private final int runs;

    /// @param runs how many there are in the history, so that one can wait for another
    SimModel(String name, SimBench bench, SimWatch watch, SimReading reading, int runs) {
        this.name = name;
        this.bench = bench;
        this.watch = watch;
        this.reading = reading;
        this.runs = runs;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reply complete(Request request, Consumer<String> onText) throws InterruptedException {
        var summary = wantsSummary(request);
        watch.note(
                "  %s asks %s for %s"
                        .formatted(bench.task().run(), name, summary ? "a summary" : "a reply"));
        reading.check(request, name, summary);
        bench.pause();
        bench.dieAtTimes();
        if (bench.faults().strike(9)) {
            fail();
        }
        if (summary) {
            return new Reply(
                    new Message.Assistant(summary(), List.of(), List.of()),
                    new Reply.Usage(10, 5, 0),
                    Reply.Stop.END,
                    name);
        }
        if (bench.faults().strike(30)) {
            // Only thinking: nothing that anybody can read.
            watch.failing(bench.task().name(), ModelException.Kind.MALFORMED_REPLY.name());
            return new Reply(
                    new Message.Assistant(
                            " ", List.of(), List.of(new Message.PrivatePart(name, "{}"))),
                    new Reply.Usage(10, 5, 0),
                    Reply.Stop.END,
                    name);
        }
        var turn =
                1
                        + (int)
                                request.messages().stream()
                                        .filter(Message.Assistant.class::isInstance)
                                        .count();
        var calls = calls(turn);
        var message = new Message.Assistant(calls.isEmpty() ? "Well." : "", calls, List.of());
        return new Reply(message, new Reply.Usage(10, 5, 0), stop(calls), name());
    }

    static boolean wantsSummary(Request request) {
        return request.messages().getLast() instanceof Message.User user
                && user.text().startsWith(SUMMARY_WANTED);
    }

    private String summary() {
        return bench.faults().strike(4)
                ? bench.faults().chance().of("", "I will not.", "## Goal\n")
                : "## Goal\nto do\n## Done\nit\n## Open\nall\n## Facts\nnone";
    }

    private void fail() {
        var kind = bench.faults().chance().of(ModelException.Kind.values());
        if (kind != ModelException.Kind.CANCELLED) {
            watch.failing(bench.task().name(), kind.name());
        }
        var hint =
                bench.faults().strike(2)
                        ? Optional.of(Duration.ofMinutes(bench.faults().chance().below(3000)))
                        : Optional.<Duration>empty();
        throw new ModelException(kind, "the provider said " + kind, hint);
    }

    private Reply.Stop stop(List<ToolCall> calls) {
        if (bench.faults().strike(20)) {
            return Reply.Stop.LENGTH;
        }
        return calls.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
    }

    private List<ToolCall> calls(int turn) {
        var chance = bench.faults().chance();
        if (bench.faults().strike(15)) {
            return List.of();
        }
        if (turn >= 3 && chance.oneIn(6)) {
            return List.of(new ToolCall("f" + turn, "finish", "{\"text\":\"done\"}"));
        }
        var calls = new ArrayList<ToolCall>();
        IntStream.rangeClosed(1, chance.between(1, 4))
                .forEach(i -> calls.add(call("c-%d-%d".formatted(turn, i))));
        return calls;
    }

    private ToolCall call(String id) {
        var chance = bench.faults().chance();
        var named = chance.oneIn(20) ? "twice" : chance.oneIn(20) ? "" : id;
        if (bench.faults().strike(25)) {
            return new ToolCall(named, "fly", "{}");
        }
        var tool = chance.of(TOOLS);
        if (bench.faults().strike(25)) {
            return new ToolCall(named, tool, chance.of("{", "{\"text\":7}", "{\"txt\":\"\"}"));
        }
        var text =
                tool.equals("nap")
                        ? chance.of("5", "90", "600", "run-" + chance.between(0, runs))
                        : chance.oneIn(40)
                                ? "nonsense"
                                : chance.of("a", "a", "b", "b", "c", "fine", "odd", "evil", "bad");
        return new ToolCall(named, tool, "{\"text\":\"%s\"}".formatted(text));
    }
}
