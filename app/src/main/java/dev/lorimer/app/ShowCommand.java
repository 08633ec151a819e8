package dev.lorimer.app;

import dev.lorimer.models.Prices;
import dev.lorimer.run.Timing;
import dev.lorimer.workspace.GitWorkspace;
import dev.lorimer.workspace.WorkspaceException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what happened in a run.
@Command(
        name = "show",
        description = "Shows a run from task to outcome, with its change.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    /// A screenful or two of diff; the branch has all of it.
    private static final int DIFF_BYTES = 20_000;

    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(paramLabel = "RUN", description = "Its name, or the beginning of it.")
    String run = "";

    @Option(names = "--no-diff", description = "Leave the change out.")
    boolean bare;

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var at = places.locate(run, console);
        try (var journal = Places.journal(at.home(), console)) {
            var stored = Stored.read(journal, at.run());
            if (places.json) {
                console.answer(Json.text(Summary.of(at.run(), stored.state(), stored.setup())));
                return 0;
            }
            var style = new Style(console.colour());
            var story = new Story(new Timeline(style));
            console.answer(
                    style.strong("run " + at.run()) + "  " + stored.setup().place().branch());
            var costs = new Costs(Prices.published(), stored.setup().model());
            Stored.each(
                    journal,
                    at.run(),
                    0,
                    line -> {
                        costs.take(line.entry());
                        story.lines(line.entry()).forEach(console::answer);
                    });
            costs.line().ifPresent(console::answer);
            if (!bare) {
                diff(stored);
            }
        }
        return 0;
    }

    private void diff(Stored stored) {
        var base = stored.state().start().orElseThrow().base();
        var tree = stored.state().work().tree();
        if (base.equals(tree)) {
            console.answer("\nno change");
            return;
        }
        try {
            var workspace = GitWorkspace.reopen(stored.setup().place(), Timing.system().clock());
            console.answer("\n" + workspace.diff(base, tree, DIFF_BYTES));
        } catch (WorkspaceException e) {
            console.progress("the change can not be shown: " + e.getMessage());
        }
    }
}
