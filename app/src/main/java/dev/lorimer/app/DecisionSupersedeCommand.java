package dev.lorimer.app;

import dev.lorimer.run.Timing;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// One record takes the place of another.
@Command(
        name = "supersede",
        description =
                "Puts a record, or a new one with that title, in the place of an older one; it is accepted with that.",
        mixinStandardHelpOptions = true)
final class DecisionSupersedeCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(index = "0", paramLabel = "OLD", description = "For example D-0003.")
    String old = "";

    @Parameters(
            index = "1",
            paramLabel = "NEW|TITLE",
            description = "A record, or the title of a new one.")
    String replacement = "";

    DecisionSupersedeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var today = LocalDate.ofInstant(Timing.system().clock().instant(), ZoneOffset.UTC);
        return new LawDesk(console)
                .write(places, (law, _) -> law.supersede(old, replacement, today));
    }
}
