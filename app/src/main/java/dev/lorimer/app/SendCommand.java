package dev.lorimer.app;

import dev.lorimer.run.Desk;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Timing;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Says something to a run.
@Command(
        name = "send",
        description = "Says something to a run; it hears it before its model is asked again.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  lorimer send r-k3v9ta \"leave the parser alone\""})
final class SendCommand implements Callable<Integer> {
    /// As much as a task may well have; what is longer belongs into a file of the workspace.
    private static final int TEXT_MAX = 100_000;

    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(index = "0", paramLabel = "RUN", description = "Its name, or the beginning of it.")
    String run = "";

    @Parameters(index = "1", paramLabel = "TEXT", description = "What it shall know.")
    String text = "";

    SendCommand(Console console) {
        this.console = console;
    }

    /// As scripts see it.
    record Sent(String run, String text) {}

    @Override
    public Integer call() {
        if (text.isBlank() || text.length() > TEXT_MAX) {
            throw Failure.usage(
                    "a message has 1 to %d characters, not %d; put longer texts into a file",
                    TEXT_MAX, text.strip().length());
        }
        var at = places.locate(run, console);
        try (var journal = Places.journal(at.home(), console)) {
            var by = console.variable("USER").orElse("somebody");
            new Desk(journal, Timing.system(), Listener.none()).say(at.run(), text, by);
            console.answer(
                    places.json
                            ? Json.text(new Sent(at.run().value(), text))
                            : "sent to run %s\n".formatted(at.run()));
        }
        return 0;
    }
}
