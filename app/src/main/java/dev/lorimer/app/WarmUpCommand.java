package dev.lorimer.app;

import dev.lorimer.command.Bubblewrap;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Runs what people run most, so that the start-up cache knows it. Made for the build.
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true)
final class WarmUpCommand implements Callable<Integer> {
    private final Console console;

    WarmUpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        var folder = console.directory();
        var environment = new HashMap<>(console.environment());
        // What is learnt here must leave no trace in the user's lists.
        environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
        var nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var quiet = new Console(nowhere, nowhere, Map.copyOf(environment), folder, false);
        Main.execute(quiet, "--version");
        Main.execute(quiet, "--help");
        Main.execute(quiet, "runs");
        // Only where there is a sandbox: the demo would install one, which is no business of a
        // build.
        if (Bubblewrap.probe(CommandEnvironment.of(console)) instanceof Bubblewrap.Usable) {
            var demo = folder.resolve("demo").toString();
            Main.execute(quiet, "demo", "--json", "--workspace", demo);
            Main.execute(quiet, "runs", "--workspace", demo);
            Main.execute(quiet, "judge", "--workspace", demo);
            Main.execute(quiet, "decisions", "list", "--workspace", demo);
        }
        return 0;
    }
}
