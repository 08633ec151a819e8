package dev.lorimer.app;

import dev.lorimer.run.Timing;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A new record, to be filled in.
@Command(
        name = "new",
        description = "Writes a new, proposed record with the next number.",
        mixinStandardHelpOptions = true)
final class DecisionNewCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(paramLabel = "TITLE", description = "What is decided, in one line.")
    String title = "";

    DecisionNewCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var today = LocalDate.ofInstant(Timing.system().clock().instant(), ZoneOffset.UTC);
        return new LawDesk(console).write(places, (law, _) -> law.create(title, today));
    }
}
