package dev.lorimer.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Goes on with a run, wherever its last process stopped.
@Command(
        name = "resume",
        description = "Goes on with a run that was interrupted or has been answered.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  lorimer resume r-k3v9ta"})
final class ResumeCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();
    @Mixin final ModelOptions models = new ModelOptions();

    @Parameters(paramLabel = "RUN", description = "Its name, or the beginning of it.")
    String run = "";

    @Option(names = "--yes-land", description = "Land the change when the run is done.")
    boolean land;

    ResumeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        var at = places.locate(run, console);
        return new Conduct(console, places, models, at.home()).resume(at.run(), land);
    }
}
