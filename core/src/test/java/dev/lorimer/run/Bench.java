package dev.lorimer.run;

import dev.lorimer.context.Window;
import dev.lorimer.govern.Advice;
import dev.lorimer.govern.Evidence;
import dev.lorimer.govern.Finding;
import dev.lorimer.govern.Place;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.decision.Severity;
import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.testing.FakeClock;
import dev.lorimer.testing.MemoryJournal;
import dev.lorimer.testing.MemoryWorkspace;
import dev.lorimer.testing.ScriptedModel;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.Tool;
import dev.lorimer.tool.Tools;
import dev.lorimer.verify.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/// A run under test: real files, a journal that can die, a scripted model, an outside world that
/// counts, and a law that one can read in a line.
final class Bench {
    static final RunId RUN = new RunId("r-test");
    static final Duration LIMIT = Duration.ofMinutes(5);

    final MemoryJournal journal = new MemoryJournal();
    final FakeClock clock = new FakeClock(Instant.EPOCH);
    final MemoryWorkspace workspace;

    /// What the irreversible tool has done to the world.
    final List<String> world = new ArrayList<>();

    /// What the idempotent tool has sent: its keys.
    final List<String> sent = new ArrayList<>();

    private final Path folder;
    private final String script;

    Bench(Path folder, String script) {
        this.folder = folder;
        this.script = script;
        write(folder.resolve("app.txt"), "wrong");
        this.workspace = new MemoryWorkspace(folder);
    }

    RunState start() throws InterruptedException {
        return run(Listener.none())
                .start(
                        RUN,
                        new Entry.Task("make app.txt right"),
                        JsonNodeFactory.instance.objectNode());
    }

    RunState resume() throws InterruptedException {
        return run(Listener.none()).resume(RUN);
    }

    RunState answer(String call, Answer answer) {
        return new Desk(journal, timing(), Listener.none()).answer(RUN, call, answer, "", "tester");
    }

    RunState stored() {
        return Recorded.state(Recorded.read(journal, RUN));
    }

    List<Entry> entries() {
        return Recorded.read(journal, RUN).stream().map(Recorded::entry).toList();
    }

    Run run(Listener listener) {
        var model = ScriptedModel.parse("test", script);
        var limits = new Entry.Limits(30, 1_000_000, Duration.ofHours(1));
        var agent = new Agent(model, Window.DEFAULT, "Be good.", tools(), limits);
        return new Run(journal, agent, scene(), timing(), listener);
    }

    Scene scene() {
        return new Scene(workspace, law(), List.of(verifier()), _ -> {});
    }

    private Timing timing() {
        return new Timing(clock, clock::sleep, () -> 0.5);
    }

    record Text(String path, String content) {}

    record Line(String text) {}

    record Nothing() {}

    private List<Tool> tools() {
        return List.of(
                Tools.of(
                        "write",
                        "Writes a file.",
                        Text.class,
                        text ->
                                new Effect.Staged(
                                        "write " + text.path(),
                                        new Effect.Edits.Known(
                                                List.of(
                                                        new Effect.FileEdit(
                                                                text.path(), text.content())))),
                        (text, _) -> {
                            write(folder.resolve(text.path()), text.content());
                            return Tool.Result.done("written");
                        }),
                Tools.of(
                        "append",
                        "Appends to app.txt, as a command would.",
                        Line.class,
                        line -> new Effect.Staged("append", new Effect.Edits.Unknown()),
                        (line, _) -> {
                            change(old -> old + line.text());
                            return Tool.Result.done("appended");
                        }),
                Tools.of(
                        "pay",
                        "Pays once.",
                        Line.class,
                        line -> new Effect.Irreversible("pay " + line.text()),
                        (line, _) -> {
                            world.add(line.text());
                            return Tool.Result.done("paid");
                        }),
                Tools.of(
                        "send",
                        "Sends with a key.",
                        Line.class,
                        line -> new Effect.Idempotent("send " + line.text()),
                        (_, attempt) -> {
                            sent.add(attempt.key());
                            return Tool.Result.done("sent");
                        }),
                Tools.of(
                        "look",
                        "Reads app.txt.",
                        Nothing.class,
                        _ -> new Effect.Pure("look"),
                        (_, _) -> Tool.Result.done(text())),
                Tools.of(
                        "finish",
                        "Asks to finish.",
                        Line.class,
                        line -> new Effect.Finish(line.text()),
                        (_, _) -> Tool.Result.done("")));
    }

    String text() {
        try {
            return Files.readString(folder.resolve("app.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void change(UnaryOperator<String> change) {
        write(folder.resolve("app.txt"), change.apply(text()));
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Verifier verifier() {
        return new Verifier() {
            @Override
            public String name() {
                return "app.txt is right";
            }

            @Override
            public Check verify() {
                return new Check(
                        name(),
                        text().startsWith("right") ? Result.PASS : Result.FAIL,
                        "it says: " + text(),
                        Duration.ZERO);
            }
        };
    }

    /// Files that say "evil" are denied, files that say "odd" are asked about.
    private Law law() {
        return new Law() {
            @Override
            public String decisions() {
                return "law-1";
            }

            @Override
            public String brief(String task) {
                return "- D-0001#no-evil";
            }

            @Override
            public Verdict gate(String before, String after, Set<String> granted) {
                return judge(before, after, granted);
            }

            @Override
            public Verdict review(String tree, Set<String> granted) {
                return judge(workspace.baseTree(), tree, granted);
            }
        };
    }

    private Verdict judge(String before, String after, Set<String> granted) {
        var findings =
                workspace.changes(before, after).stream()
                        .flatMap(change -> {
                            var text = workspace.tree(after).getOrDefault(change.path(), "");
                            return Stream.of("evil", "odd")
                                    .filter(text::contains)
                                    .map(word -> finding(change.path(), word, text));
                        })
                        .filter(finding -> !granted.contains(finding.identity()))
                        .toList();
        var evidence = new Evidence(findings, List.of(), "law-1", before, after);
        if (findings.stream().anyMatch(f -> f.severity() == Severity.DENY)) {
            return new Verdict.Deny(evidence);
        }
        return findings.isEmpty() ? new Verdict.Allow(evidence) : new Verdict.Escalate(evidence);
    }

    private static Finding finding(String path, String word, String text) {
        var severity = word.equals("evil") ? Severity.DENY : Severity.ASK;
        return new Finding(
                new dev.lorimer.govern.Law("D-0001#no-" + word, "No " + word, severity, false),
                Finding.Kind.VIOLATION,
                new Place(path, 1),
                "it says " + word,
                new Advice("it harms", "say right"),
                word + ":" + text.hashCode());
    }

    static String calls(String... calls) {
        return "{\"text\":\"\",\"calls\":[" + String.join(",", calls) + "]}";
    }

    static String call(String name, String arguments) {
        return "{\"name\":\"%s\",\"arguments\":%s}".formatted(name, arguments);
    }

    static String script(String... replies) {
        return "{\"replies\":[" + String.join(",", replies) + "]}";
    }

    static Journal.Draft draft(Entry entry) {
        return Json.draft(entry, Instant.EPOCH);
    }
}
