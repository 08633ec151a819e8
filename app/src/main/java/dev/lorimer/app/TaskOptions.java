package dev.lorimer.app;

import dev.lorimer.govern.verification.Signer;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Timing;
import dev.lorimer.workspace.GitWorkspace;
import dev.lorimer.workspace.Home;
import dev.lorimer.workspace.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a task is to be worked on: the options of every command that takes one.
final class TaskOptions {
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

    @Option(
            names = "--scope",
            paramLabel = "GLOB",
            description =
                    "Only these files may change, from the repository's top; may be repeated.")
    List<String> scope = List.of();

    @Option(
            names = "--key",
            paramLabel = "NAME",
            description = "Sign what is meant with this key; default \"default\", if there is one.")
    @Nullable String key;

    /// Who signs the intent of a run.
    Optional<Signer> signer(Console console) {
        var keys = KeysCommand.keys(console);
        return key == null ? keys.usual() : Optional.of(keys.signer(key));
    }

    /// A task that can be worked on: everything that can be refused has been.
    record Prepared(Home home, Origin origin, ModelOptions.Spec model, AgentFile file) {}

    /// @throws Failure when it can not be worked on; nothing has been made then
    Prepared prepare(String task, Places places, ModelOptions models, Console console)
            throws InterruptedException {
        if (turns < 0 || tokens < 0 || minutes < 0) {
            throw Failure.usage(
                    "a limit below 0 can not be kept; give --turns, --tokens, --minutes as 1 or more");
        }
        if (task.isBlank()) {
            throw Failure.usage("the task is empty; say in a sentence what is to be done");
        }
        var _ = signer(console);
        var file = models.overriding(settings(console), console);
        var model = models.spec(file, console);
        // Opened here only to fail early: nothing has been made yet.
        try (var source = models.models(console)) {
            var _ = models.open(model, file, source);
        }
        var origin = Origin.at(places.directory(console));
        var homes = new Homes(console);
        var home = homes.prepare(places.given(console).orElseGet(() -> homes.of(origin)));
        warn(origin, console);
        if (!unsandboxed) {
            Sandboxing.check(console);
        } else {
            console.progress("unsandboxed: commands of this run can change anything you can");
        }
        return new Prepared(home, origin, model, file);
    }

    /// Makes the run's own worktree.
    Setup setup(Prepared prepared, RunId run) {
        var clock = Timing.system().clock();
        var workspace = GitWorkspace.create(prepared.origin(), prepared.home(), run.value(), clock);
        return new Setup(
                prepared.model().name(),
                prepared.model().baseUrl(),
                prepared.file(),
                unsandboxed,
                false,
                workspace.place());
    }

    private static void warn(Origin origin, Console console) {
        if (origin instanceof Origin.Repository repository && repository.uncommitted() > 0) {
            console.progress(
                    "%d uncommitted changes in your checkout are not part of this run; commit them first if they matter"
                            .formatted(repository.uncommitted()));
        }
    }

    /// The agent file, overridden by flags.
    private AgentFile settings(Console console) {
        var file =
                agent == null
                        ? AgentFile.DEFAULT
                        : AgentFile.read(console.directory().resolve(agent));
        var standard = file.limits();
        var known =
                (scope.isEmpty() ? file : file.within(scope))
                        .overridden(
                                verify.isEmpty() ? file.verify() : verify,
                                new Entry.Limits(
                                        turns > 0 ? turns : standard.turns(),
                                        tokens > 0 ? tokens : standard.tokens(),
                                        minutes > 0
                                                ? Duration.ofMinutes(minutes)
                                                : standard.active()));
        // Wrong ones are told now, not when a worker meets them.
        var _ = known.rules();
        try {
            known.http().ifPresent(OwnHttp::config);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("agent file, http: %s", e.getMessage());
        }
        return known;
    }
}
