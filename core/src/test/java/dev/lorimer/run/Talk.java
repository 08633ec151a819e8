package dev.lorimer.run;

import dev.lorimer.context.Window;
import dev.lorimer.journal.RunId;
import dev.lorimer.model.Message;
import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import dev.lorimer.route.Health;
import dev.lorimer.route.Rule;
import dev.lorimer.testing.FakeClock;
import dev.lorimer.testing.MemoryJournal;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.Tool;
import dev.lorimer.tool.Tools;
import dev.lorimer.verify.Verifier;
import dev.lorimer.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;

/// A run that talks with models that are written as functions of the request, and remembers who was
/// asked what.
final class Talk {
    static final RunId RUN = new RunId("r-talk");
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    final MemoryJournal journal = new MemoryJournal();
    final FakeClock clock = new FakeClock(NOON);
    final List<Asked> asked = new ArrayList<>();
    final List<Candidate> route = new ArrayList<>();
    final Map<String, Instant> closed = new HashMap<>();
    final List<Boolean> checks = new ArrayList<>();

    Entry.Limits limits = new Entry.Limits(60, 10_000_000, Duration.ofHours(5));
    Rules rules = Rules.DEFAULT;

    /// What `look` answers.
    String seen = "all is well";

    /// How long each `look` takes.
    Duration looking = Duration.ZERO;

    record Asked(String model, Request request, Instant at) {
        Message last() {
            return request.messages().getLast();
        }

        boolean forSummary() {
            return last() instanceof Message.User user && user.text().equals(SummaryWords.wanted());
        }
    }

    /// What a model says.
    interface Part {
        Reply say(Request request);
    }

    Talk with(String name, Part part) {
        return with(name, Window.DEFAULT, Rule.always(), false, part);
    }

    Talk with(String name, Window window, Rule rule, boolean stronger, Part part) {
        route.add(new Candidate(name, new Speaker(name, part), window, rule, stronger));
        return this;
    }

    private final class Speaker implements Model {
        private final String name;
        private final Part part;

        Speaker(String name, Part part) {
            this.name = name;
            this.part = part;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Reply complete(Request request, Consumer<String> onText) {
            asked.add(new Asked(name, request, clock.instant()));
            return part.say(request);
        }
    }

    RunState start() throws InterruptedException {
        return run().start(RUN, new Entry.Task("do it"), JsonNodeFactory.instance.objectNode());
    }

    RunState resume() throws InterruptedException {
        return run().resume(RUN);
    }

    Run run() {
        return new Run(journal, agent(), scene(), timing(), Listener.none());
    }

    Agent agent() {
        Health health = name -> Optional.ofNullable(closed.get(name));
        return new Agent(route, health, "Be good.", tools(), limits, rules);
    }

    Timing timing() {
        return new Timing(clock, clock::sleep, () -> 0.5);
    }

    private Scene scene() {
        return new Scene(
                Workspace.none(),
                Law.none(),
                checks.isEmpty() ? List.of() : List.of(verifier()),
                _ -> {});
    }

    private Verifier verifier() {
        return new Verifier() {
            @Override
            public String name() {
                return "tests";
            }

            @Override
            public Check verify() {
                var passes = checks.size() == 1 ? checks.getFirst() : checks.removeFirst();
                return new Check(name(), passes ? Result.PASS : Result.FAIL, "", Duration.ZERO);
            }
        };
    }

    record Text(String text) {}

    private List<Tool> tools() {
        return List.of(
                Tools.of(
                        "look",
                        "Looks.",
                        Text.class,
                        text -> new Effect.Pure("look " + text.text()),
                        (_, _) -> {
                            clock.jump(looking);
                            return Tool.Result.done(seen);
                        }),
                Tools.of(
                        "send",
                        "Sends.",
                        Text.class,
                        text -> new Effect.Idempotent("send " + text.text()),
                        (text, _) -> Tool.Result.done("sent " + text.text())),
                Tools.of(
                        "finish",
                        "Ends.",
                        Text.class,
                        text -> new Effect.Finish(text.text()),
                        (_, _) -> Tool.Result.done("")));
    }

    List<Entry> entries() {
        return Recorded.read(journal, RUN).stream().map(Recorded::entry).toList();
    }

    <E extends Entry> List<E> entries(Class<E> type) {
        return entries().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// Who was asked, in order.
    List<String> models() {
        return asked.stream().map(Asked::model).toList();
    }

    static Outcome outcome(RunState state) {
        return ((Phase.Ended) state.phase()).outcome();
    }

    static Reply calls(String... toolsAndTexts) {
        var calls =
                IntStream.range(0, toolsAndTexts.length / 2)
                        .mapToObj(i ->
                                new Message.ToolCall(
                                        "c" + i,
                                        toolsAndTexts[2 * i],
                                        "{\"text\":\"%s\"}".formatted(toolsAndTexts[2 * i + 1])))
                        .toList();
        return reply(new Message.Assistant("", calls, List.of()), Reply.Stop.CALLS);
    }

    static Reply says(String text) {
        return reply(new Message.Assistant(text, List.of(), List.of()), Reply.Stop.END);
    }

    static Reply reply(Message.Assistant message, Reply.Stop stop) {
        return new Reply(message, new Reply.Usage(100, 10, 0), stop, "m");
    }

    static Reply fails(ModelException.Kind kind) {
        throw new ModelException(kind, "it says " + kind);
    }

    static Reply fails(ModelException.Kind kind, Duration after) {
        throw new ModelException(kind, "it says " + kind, Optional.of(after));
    }

    /// How many replies the conversation of a request holds.
    static int replies(Request request) {
        return (int)
                request.messages().stream().filter(Message.Assistant.class::isInstance).count();
    }
}
