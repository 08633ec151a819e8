package dev.lorimer.app;

import dev.lorimer.run.Entry;
import dev.lorimer.run.Timing;
import dev.lorimer.workspace.GitWorkspace;
import dev.lorimer.workspace.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    @Parameters(paramLabel = "TASK", description = "What to do, in your words.")
    String task = "";

    @Option(
            names = "--agent",
            paramLabel = "FILE",
            description = "Markdown file with the agent's settings and instructions.")
    @Nullable Path agent;

    @Option(
            names = "--verify",
            paramLabel = "CMD",
            description = "Command that must exit with 0 before the run is done; may be repeated.")
    List<String> verify = List.of();

    @Option(names = "--yes-land", description = "Land the change when the run is done.")
    boolean land;

    @Option(
            names = "--unsandboxed",
            description = "Run commands without a sandbox; recorded in the journal.")
    boolean unsandboxed;

    @Option(names = "--turns", paramLabel = "N", description = "End after so many turns.")
    int turns;

    @Option(names = "--tokens", paramLabel = "N", description = "End after so many tokens.")
    long tokens;

    @Option(names = "--minutes", paramLabel = "N", description = "End after so much active time.")
    long minutes;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (turns < 0 || tokens < 0 || minutes < 0) {
            throw Failure.usage(
                    "a limit below 0 can not be kept; give --turns, --tokens, --minutes as 1 or more");
        }
        if (task.isBlank()) {
            throw Failure.usage("the task is empty; say in a sentence what is to be done");
        }
        var file = settings();
        var model = models.spec(file, console);
        // Opened here only to fail early: nothing has been made yet.
        try (var source = models.models(console)) {
            var _ = models.open(model, source);
        }
        var origin = Origin.at(places.directory(console));
        var homes = new Homes(console);
        var home = homes.prepare(places.given(console).orElseGet(() -> homes.of(origin)));
        warn(origin);
        var run = RunIds.fresh();
        if (!unsandboxed) {
            Sandboxing.check(console);
        } else {
            console.progress("unsandboxed: commands of this run can change anything you can");
        }
        var workspace = GitWorkspace.create(origin, home, run.value(), Timing.system().clock());
        var setup =
                new Setup(
                        model.name(), model.baseUrl(), file, unsandboxed, false, workspace.place());
        return new Conduct(console, places, models, home)
                .start(run, new Entry.Task(task), setup, land);
    }

    private void warn(Origin origin) {
        if (origin instanceof Origin.Repository repository && repository.uncommitted() > 0) {
            console.progress(
                    "%d uncommitted changes in your checkout are not part of this run; commit them first if they matter"
                            .formatted(repository.uncommitted()));
        }
    }

    /// The agent file, overridden by flags.
    private AgentFile settings() {
        var file =
                agent == null
                        ? AgentFile.DEFAULT
                        : AgentFile.read(console.directory().resolve(agent));
        var standard = file.limits();
        return new AgentFile(
                file.model(),
                file.instructions(),
                verify.isEmpty() ? file.verify() : verify,
                file.tools(),
                file.commands(),
                new Entry.Limits(
                        turns > 0 ? turns : standard.turns(),
                        tokens > 0 ? tokens : standard.tokens(),
                        minutes > 0 ? Duration.ofMinutes(minutes) : standard.active()));
    }
}
