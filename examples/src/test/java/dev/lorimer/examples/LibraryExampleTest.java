package dev.lorimer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.context.Window;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Agent;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Outcome;
import dev.lorimer.run.Phase;
import dev.lorimer.run.Run;
import dev.lorimer.run.Scene;
import dev.lorimer.run.Timing;
import dev.lorimer.store.SqliteJournal;
import dev.lorimer.testing.ScriptedModel;
import dev.lorimer.tool.BuiltInTools;
import dev.lorimer.tool.Describe;
import dev.lorimer.tool.Tools;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/// The example of the README, as it stands there.
class LibraryExampleTest {
    record Weather(@Describe("city name") String city) {}

    @Test
    void the_readme_example_runs_a_tool_and_ends(@TempDir Path folder) throws Exception {
        var model =
                ScriptedModel.parse(
                        "example",
                        """
                        {"replies":[
                          {"calls":[{"name":"weather","arguments":{"city":"Turin"}}]},
                          {"calls":[{"name":"finish","arguments":{"summary":"sunny in Turin"}}]}]}
                        """);
        var setup = JsonNodeFactory.instance.objectNode();

        var weather =
                Tools.reading(
                        "weather",
                        "Tells the weather.",
                        Weather.class,
                        w -> "sunny in " + w.city());
        var agent =
                new Agent(
                        model,
                        Window.DEFAULT,
                        "You answer questions about the weather.",
                        List.of(weather, BuiltInTools.finish()),
                        Entry.Limits.DEFAULT);
        try (var journal = SqliteJournal.open(folder.resolve("state"), folder.resolve("cache"))) {
            var run = new Run(journal, agent, Scene.empty(), Timing.system(), Listener.none());
            var state = run.start(new RunId("weather-1"), new Entry.Task("How is Turin?"), setup);
            assertThat(state.phase())
                    .isEqualTo(new Phase.Ended(new Outcome.Done("sunny in Turin")));
        }
    }
}
