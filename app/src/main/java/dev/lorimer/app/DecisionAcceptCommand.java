package dev.lorimer.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A proposed record becomes binding.
@Command(
        name = "accept",
        description = "Makes a proposed record an accepted one.",
        mixinStandardHelpOptions = true)
final class DecisionAcceptCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(paramLabel = "ID", description = "For example D-0007.")
    String id = "";

    DecisionAcceptCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return new LawDesk(console).write(places, (law, _) -> law.accept(id));
    }
}
