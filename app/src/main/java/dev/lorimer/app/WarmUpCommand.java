package dev.lorimer.app;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Runs what people run most, so that the start-up cache knows it. Made for the build.
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true)
final class WarmUpCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "An empty folder to work in.")
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    WarmUpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var quiet =
                new Console(nowhere, nowhere, console.environment(), folder, false);
        Main.execute(quiet, "--version");
        Main.execute(quiet, "--help");
        Main.execute(quiet, "runs", "--home", folder.resolve("home").toString());
        Main.execute(
                quiet,
                "demo",
                "--json",
                "--workspace",
                folder.resolve("demo").toString(),
                "--home",
                folder.resolve("home").toString());
        Main.execute(quiet, "runs", "--home", folder.resolve("home").toString());
        Main.execute(quiet, "judge", "--workspace", folder.resolve("demo").toString());
        return 0;
    }
}
