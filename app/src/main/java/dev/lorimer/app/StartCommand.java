package dev.lorimer.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Takes a task for a worker.
@Command(
        name = "start",
        description = "Queues a task in its own worktree; lorimer work carries it out.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  lorimer start \"make the tests pass\" --model openai:gpt-5 --verify \"mvn -q test\"",
            "  lorimer work --parallel 4"
        })
final class StartCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();
    @Mixin final ModelOptions models = new ModelOptions();
    @Mixin final TaskOptions how = new TaskOptions();

    @Parameters(paramLabel = "TASK", description = "What to do, in your words.")
    String task = "";

    StartCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        var prepared = how.prepare(task, places, models, console);
        var run = RunIds.fresh();
        var setup = how.setup(prepared, run);
        return new Conduct(console, places, models, prepared.home(), how.signer(console))
                .queue(run, task, setup);
    }
}
