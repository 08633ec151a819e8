package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Phase;
import dev.lorimer.run.Recorded;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Follows a run that some process works on.
@Command(
        name = "tail",
        description = "Shows what a run did and follows it live until it ends.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 the run is done, 1 it ended otherwise, or is waiting with --until-waiting.",
            "",
            "Example:",
            "  lorimer tail r-k3v9ta"
        })
final class TailCommand implements Callable<Integer> {
    /// Faster than a person reads; one indexed query each.
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(paramLabel = "RUN", description = "Its name, or the beginning of it.")
    String run = "";

    @Option(names = "--until-waiting", description = "Also stop when the run waits for a person.")
    boolean untilWaiting;

    TailCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        var at = places.locate(run, console);
        try (var journal = Places.journal(at.home(), console)) {
            var stored = Stored.read(journal, at.run());
            if (!places.json) {
                console.answer("run %s  %s".formatted(at.run(), stored.setup().place().branch()));
            }
            return follow(journal, at.run());
        }
    }

    private int follow(Journal journal, RunId id) throws InterruptedException {
        var story = new Story(new Timeline(new Style(console.colour())));
        var next = 0L;
        while (true) {
            next = Stored.each(journal, id, next, line -> show(line, story));
            switch (story.state().phase()) {
                case Phase.Ended _ -> {
                    return Summary.outcome(story.state().phase()).equals("done") ? 0 : Failure.NO;
                }
                case Phase.Waiting _, Phase.Stuck _ -> {
                    if (untilWaiting) {
                        return Failure.NO;
                    }
                }
                case Phase.Unstarted _,
                        Phase.Baseline _,
                        Phase.Asking _,
                        Phase.Silent _,
                        Phase.Compacting _,
                        Phase.Dispatching _,
                        Phase.Performing _,
                        Phase.Undoing _,
                        Phase.Parked _,
                        Phase.Decided _,
                        Phase.Compensating _ -> {}
            }
            Thread.sleep(LOOK);
        }
    }

    /// With `--json`, one entry a line.
    private void show(Recorded line, Story story) {
        var lines = story.lines(line.entry());
        if (places.json) {
            console.answer(Json.line(EntriesCommand.row(line)));
        } else {
            lines.forEach(console::answer);
        }
    }
}
