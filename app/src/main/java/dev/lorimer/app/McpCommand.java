package dev.lorimer.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The judge as tools of any agent that speaks the Model Context Protocol.
@Command(
        name = "mcp",
        description = {
            "Serves the recorded decisions to other agents (Model Context Protocol, standard input and output).",
            "Tools: decisions_for, judge_change, explain. They read; nothing is changed."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example, in the settings of the agent:",
            "  { \"mcpServers\": { \"lorimer\": { \"command\": \"lorimer\", \"args\": [\"mcp\"] } } }"
        })
final class McpCommand implements Callable<Integer> {
    private final Console console;
    private final Chambers chambers;
    @Mixin final Places places = new Places();

    McpCommand(Console console, Chambers chambers) {
        this.console = console;
        this.chambers = chambers;
    }

    @Override
    public Integer call() {
        var folder = places.directory(console);
        new McpServer(new McpTools(folder, chambers), console.in(), console.out()).serve();
        return 0;
    }
}
