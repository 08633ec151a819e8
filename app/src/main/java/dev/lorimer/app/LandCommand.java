package dev.lorimer.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Brings a run's change to the user.
@Command(
        name = "land",
        description = "Reviews a finished run's change once more and merges it into your branch.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  lorimer land r-k3v9ta",
            "  lorimer land r-k3v9ta --patch > change.patch"
        })
final class LandCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(paramLabel = "RUN", description = "Its name, or the beginning of it.")
    String run = "";

    @Option(names = "--patch", description = "Print the change as a patch and merge nothing.")
    boolean patch;

    LandCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var at = places.locate(run, console);
        var land = new Land(console, at.home());
        if (patch) {
            console.out().writeBytes(land.patch(at.run()));
            return 0;
        }
        var words = land.merge(at.run());
        console.answer(
                places.json
                        ? Json.text(Map.of("run", at.run().value(), "landed", words))
                        : "run %s: %s".formatted(at.run(), words));
        return 0;
    }
}
