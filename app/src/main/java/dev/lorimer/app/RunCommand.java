package dev.lorimer.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes a task and works on it until it has an outcome or waits for a person.
@Command(
        name = "run",
        description = "Works on a task in its own worktree, until done or waiting for you.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Models: openai:NAME (any compatible server with --base-url), anthropic:NAME, script:FILE.",
            "Keys come from OPENAI_API_KEY or ANTHROPIC_API_KEY, or from a file with --key-file.",
            "",
            "Example:",
            "  lorimer run \"make the tests pass\" --model openai:gpt-5 --verify \"mvn -q test\""
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();
    @Mixin final ModelOptions models = new ModelOptions();
    @Mixin final TaskOptions how = new TaskOptions();

    @Parameters(paramLabel = "TASK", description = "What to do, in your words.")
    String task = "";

    @Option(names = "--yes-land", description = "Land the change when the run is done.")
    boolean land;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        var prepared = how.prepare(task, places, models, console);
        var run = RunIds.fresh();
        var setup = how.setup(prepared, run);
        return new Conduct(console, places, models, prepared.home(), how.signer(console))
                .start(run, task, setup, land);
    }
}
