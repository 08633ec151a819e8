package dev.lorimer.run;

import static dev.lorimer.run.Bench.call;
import static dev.lorimer.run.Bench.calls;
import static dev.lorimer.run.Bench.script;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.Message;
import dev.lorimer.testing.MemoryJournal.SimulatedCrash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The process dies at every append of a run that has one effect of each class, a refusal, an
/// approval and a failing verification, and another process goes on.
class CrashTest {
    /// More than the run below ever appends, so that the last cases do not crash at all.
    private static final int APPENDS = 36;

    private static final String SCRIPT =
            script(
                    calls(
                            call("look", "{}"),
                            call("write", "{\"path\":\"app.txt\",\"content\":\"evil\"}"),
                            call("write", "{\"path\":\"app.txt\",\"content\":\"half\"}")),
                    calls(
                            call("append", "{\"text\":\"+1\"}"),
                            call("append", "{\"text\":\" evil\"}")),
                    calls(call("pay", "{\"text\":\"10\"}"), call("send", "{\"text\":\"hello\"}")),
                    calls(call("finish", "{\"text\":\"too early\"}")),
                    calls(call("write", "{\"path\":\"app.txt\",\"content\":\"right odd\"}")),
                    calls(call("append", "{\"text\":\" odd!\"}")),
                    calls(call("finish", "{\"text\":\"done\"}")));

    @TempDir Path folder;

    static Stream<Arguments> deaths() {
        return IntStream.rangeClosed(1, APPENDS)
                .boxed()
                .flatMap(n -> Stream.of(Arguments.of(n, true), Arguments.of(n, false)));
    }

    @ParameterizedTest(name = "append {0}, durable {1}")
    @MethodSource("deaths")
    void whoever_dies_anywhere_nothing_is_lost_or_repeated(int append, boolean durable)
            throws Exception {
        var undisturbed = new Bench(Files.createDirectory(folder.resolve("a")), SCRIPT);
        var expected = toTheEnd(undisturbed);

        var bench = new Bench(Files.createDirectory(folder.resolve("b")), SCRIPT);
        if (durable) {
            bench.journal.crashAfter(append);
        } else {
            bench.journal.crashBefore(append);
        }
        var state = toTheEnd(bench);

        assertThat(state.phase()).isEqualTo(expected.phase());
        assertThat(bench.text()).isEqualTo(undisturbed.text());
        assertThat(state.work().tree()).isEqualTo(expected.work().tree());
        assertThat(bench.world).containsExactly("10");
        assertThat(new HashSet<>(bench.sent)).hasSize(1);
        assertThat(toldApartFromDoubt(state)).isEqualTo(toldApartFromDoubt(expected));
        assertThat(bench.stored()).isEqualTo(state);
        assertEachCallHasOneResult(state);
    }

    /// Answers what is asked, as a person who can see the world would, and revives what died.
    private static RunState toTheEnd(Bench bench) throws InterruptedException {
        for (var round = 0; round < 20; round++) {
            try {
                var state = begun(bench) ? bench.resume() : bench.start();
                if (!(state.phase() instanceof Phase.Waiting waiting)) {
                    return state;
                }
                answer(bench, waiting);
            } catch (SimulatedCrash _) {
                bench.journal.revive();
            }
        }
        throw new AssertionError("no end after 20 rounds: " + bench.stored().phase());
    }

    private static boolean begun(Bench bench) {
        return bench.journal.head(Bench.RUN).filter(head -> head.entries() > 0).isPresent();
    }

    private static void answer(Bench bench, Phase.Waiting waiting) {
        var call = waiting.open().getFirst().id();
        var answer =
                switch (waiting.question()) {
                    case Question.Approval _ -> new Answer.Approve();
                    case Question.InDoubt _ ->
                            bench.world.isEmpty()
                                    ? new Answer.NotDone()
                                    : new Answer.Done(Optional.of("paid"));
                };
        bench.answer(call, answer);
    }

    /// What the model was told, except about the payment: there the truth differs, and is told.
    private static List<String> toldApartFromDoubt(RunState state) {
        return state.conversation().tail().stream()
                .filter(Message.ToolResult.class::isInstance)
                .map(message -> ((Message.ToolResult) message).text())
                .map(text ->
                        text.equals(
                                        "The call was interrupted. A person reports that it"
                                                + " was done. They report as its result:"
                                                + " paid")
                                ? "paid"
                                : text)
                .toList();
    }

    private static void assertEachCallHasOneResult(RunState state) {
        var calls =
                state.conversation().tail().stream()
                        .filter(Message.Assistant.class::isInstance)
                        .flatMap(message -> ((Message.Assistant) message).calls().stream())
                        .map(Message.ToolCall::id)
                        .toList();
        var results =
                state.conversation().tail().stream()
                        .filter(Message.ToolResult.class::isInstance)
                        .map(message -> ((Message.ToolResult) message).callId())
                        .toList();
        assertThat(results).isEqualTo(calls);
    }
}
