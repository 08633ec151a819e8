package dev.lorimer.app;

import dev.lorimer.command.Boundary;
import dev.lorimer.command.Bubblewrap;
import dev.lorimer.command.Commands;
import dev.lorimer.command.Containment;
import dev.lorimer.command.PlainCommands;
import dev.lorimer.context.Window;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.model.Model;
import dev.lorimer.run.Agent;
import dev.lorimer.run.GitLaw;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Run;
import dev.lorimer.run.Scene;
import dev.lorimer.run.Timing;
import dev.lorimer.tool.CommandTool;
import dev.lorimer.tool.Root;
import dev.lorimer.tool.Tool;
import dev.lorimer.tool.Tools;
import dev.lorimer.verify.CommandVerifier;
import dev.lorimer.verify.Verifier;
import dev.lorimer.workspace.GitWorkspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Wires a [Run] from its setup: the same parts in the process that starts it and in every one that
/// goes on with it.
final class Work implements AutoCloseable {
    /// A whole test suite of a middle-sized project fits; a hung one ends.
    private static final Duration VERIFIER_TIME = Duration.ofMinutes(20);

    private final Console console;
    private final RunId run;
    private final Setup setup;
    private final Home home;
    private final GitWorkspace workspace;
    private final GitLaw law;
    private final Commands contained;
    private final Commands plain;

    private Work(Console console, RunId run, Setup setup, Home home) {
        this.console = console;
        this.run = run;
        this.setup = setup;
        this.home = home;
        var timing = Timing.system();
        this.workspace = GitWorkspace.reopen(setup.place());
        this.law =
                new GitLaw(
                        new Judge(new CelExpressions()),
                        workspace.git(),
                        workspace.baseTree(),
                        timing.clock());
        this.plain = new PlainCommands(CommandEnvironment.of(console));
        this.contained = setup.unsandboxed() ? plain : sandbox(console, home);
    }

    static Work open(Console console, RunId run, Setup setup, Home home) {
        return new Work(console, run, setup, home);
    }

    static Commands sandbox(Console console, Home home) {
        var boundary = Boundary.around(console.userHome(), List.of(home.folder()));
        return switch (Bubblewrap.probe(CommandEnvironment.of(console), boundary)) {
            case Bubblewrap.Probe.Works works -> works.commands();
            case Bubblewrap.Probe.Missing missing ->
                    throw Failure.usage(
                            "commands can not be contained: %s; install it (%s), or say --unsandboxed, which is recorded",
                            missing.reason(), missing.install());
        };
    }

    GitLaw law() {
        return law;
    }

    GitWorkspace workspace() {
        return workspace;
    }

    Setup setup() {
        return setup;
    }

    /// The run, with its model.
    Run run(Journal journal, Model model, Listener listener) {
        var file = setup.agent();
        var agent =
                new Agent(
                        model,
                        Window.DEFAULT,
                        file.instructions().isEmpty() ? Instructions.CODING : file.instructions(),
                        tools(),
                        file.limits());
        return new Run(journal, agent, scene(), Timing.system(), listener);
    }

    Scene scene() {
        return new Scene(workspace, law, verifiers(), Containment::end);
    }

    private List<Verifier> verifiers() {
        return setup.agent().verify().stream()
                .<Verifier>map(
                        line ->
                                new CommandVerifier(
                                        contained,
                                        line,
                                        workspace.directory(),
                                        new CommandVerifier.Limits(
                                                writable(), run.value(), VERIFIER_TIME)))
                .toList();
    }

    private List<Tool> tools() {
        var root = new Root(workspace.directory());
        var known = new ArrayList<Tool>(Tools.builtIn(root, commandsForTool(), writable()));
        var wanted = setup.agent().tools();
        var names = known.stream().map(Tool::name).toList();
        for (var name : wanted) {
            if (!names.contains(name)) {
                throw Failure.usage(
                        "agent file names tool \"%s\", which is not built in; the built-in tools are %s",
                        name, String.join(", ", names));
            }
        }
        var chosen =
                known.stream()
                        .filter(
                                tool ->
                                        wanted.isEmpty()
                                                || wanted.contains(tool.name())
                                                || tool.name().equals("finish"));
        var own =
                setup.agent().commands().stream()
                        .<Tool>map(
                                config ->
                                        new CommandTool(
                                                config, workspace.directory(), plain, contained));
        return Stream.concat(chosen, own).toList();
    }

    private Commands commandsForTool() {
        return setup.trusted() ? new Trusted(contained) : contained;
    }

    private List<Path> writable() {
        return List.of(workspace.writable());
    }

    @Override
    public void close() {
        contained.close();
        plain.close();
        workspace.close();
    }

    /// Commands that are our own and touch nothing but the workspace, although nothing holds them to
    /// it.
    private record Trusted(Commands commands) implements Commands {
        @Override
        public Output run(Command command) throws InterruptedException {
            return commands.run(command);
        }

        @Override
        public boolean contained() {
            return true;
        }

        @Override
        public void close() {
            commands.close();
        }
    }
}
