package dev.lorimer.app;

import dev.lorimer.command.Bubblewrap;
import dev.lorimer.journal.RunId;
import dev.lorimer.workspace.Home;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Runs what people run most, so that the start-up cache knows it. Made for the build.
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true)
final class WarmUpCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "WHAT", description = "page: what lists runs; work: what works.")
    String what = "";

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
        var quiet =
                new Console(
                        nowhere,
                        nowhere,
                        Map.copyOf(environment),
                        folder,
                        false,
                        InputStream.nullInputStream());
        switch (what) {
            case "page" -> page(quiet);
            case "work" -> work(quiet);
            default -> throw Failure.usage("\"%s\" is neither page nor work", what);
        }
        return 0;
    }

    private static void page(Console quiet) {
        Main.execute(quiet, "--version");
        Main.execute(quiet, "runs");
        var home = new Home(quiet.directory().resolve("home"));
        try (var journal = Places.journal(home, quiet)) {
            journal.create(new RunId("warm-up"), "warm up", Instant.EPOCH);
        }
        Main.execute(quiet, "runs", "--home", home.path().toString());
    }

    private static void work(Console quiet) throws InterruptedException {
        // Only where there is a sandbox: the demo would install one, which is no business of a
        // build.
        if (Bubblewrap.probe(CommandEnvironment.of(quiet)) instanceof Bubblewrap.Usable) {
            var demo = quiet.directory().resolve("demo").toString();
            Main.execute(quiet, "demo", "--json", "--workspace", demo);
            Main.execute(quiet, "judge", "--workspace", demo);
            Main.execute(quiet, "decisions", "list", "--workspace", demo);
        } else {
            Main.execute(quiet, "judge", "--workspace", quiet.directory().toString());
        }
    }
}
