package dev.lorimer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.journal.Journal;
import dev.lorimer.model.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// A journal that an older version wrote still folds.
class GoldenEntriesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<Path> journals() throws IOException {
        var folder = Path.of("src", "test", "resources", "golden", "entries-1");
        try (var files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("journals")
    void folds_to_the_phase_that_it_was_left_in(Path file) throws IOException {
        var entries = read(file);
        var state = RunState.of(entries);
        var name = file.getFileName().toString();
        assertThat(name)
                .startsWith(state.phase().getClass().getSimpleName().toLowerCase(Locale.ROOT));
        assertThat(state.conversation().entries()).isEqualTo(entries.size());
        assertThat(Json.state(Json.snapshot(state))).contains(state);
        if (state.phase() instanceof Phase.Ended(Outcome.Done _)) {
            assertThat(results(state)).isEqualTo(calls(state));
        }
    }

    private static List<Entry> read(Path file) throws IOException {
        var entries = new ArrayList<Entry>();
        for (var line : JSON.readTree(Files.readString(file))) {
            var draft =
                    new Journal.Draft(
                            line.path("kind").asString(),
                            line.path("entry").toString(),
                            Instant.parse(line.path("at").asString()));
            entries.add(Json.entry(new Journal.Line(entries.size(), 1, draft, "")));
        }
        return entries;
    }

    private static List<String> calls(RunState state) {
        return state.conversation().tail().stream()
                .filter(Message.Assistant.class::isInstance)
                .flatMap(message -> ((Message.Assistant) message).calls().stream())
                .map(Message.ToolCall::id)
                .toList();
    }

    private static List<String> results(RunState state) {
        return state.conversation().tail().stream()
                .filter(Message.ToolResult.class::isInstance)
                .map(message -> ((Message.ToolResult) message).callId())
                .toList();
    }
}
