package dev.lorimer.app;

import dev.lorimer.command.Commands;
import dev.lorimer.command.Containment;
import dev.lorimer.command.PlainCommands;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.verification.Signer;
import dev.lorimer.govern.verification.TaskIntent;
import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import dev.lorimer.run.Agent;
import dev.lorimer.run.Entry;
import dev.lorimer.run.GitLaw;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Run;
import dev.lorimer.run.Scene;
import dev.lorimer.run.Timing;
import dev.lorimer.tool.BuiltInTools;
import dev.lorimer.tool.CommandTool;
import dev.lorimer.tool.Root;
import dev.lorimer.tool.Tool;
import dev.lorimer.verify.CommandVerifier;
import dev.lorimer.verify.Verifier;
import dev.lorimer.workspace.GitWorkspace;
import dev.lorimer.workspace.Home;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Wires a [Run] from its setup: the same parts in the process that starts it and in every one that
/// goes on with it.
final class Work implements AutoCloseable {
    /// A whole test suite of a middle-sized project fits; a hung one ends.
    private static final Duration VERIFIER_TIME = Duration.ofMinutes(20);

    private final Console console;
    private final RunId run;
    private final Setup setup;
    private final GitWorkspace workspace;
    private final GitLaw law;
    private final Commands plain;

    /// Where the commands of tools and verifiers run.
    private final Commands commands;

    private Work(Console console, RunId run, Setup setup, Commands plain, Commands commands) {
        this.console = console;
        this.run = run;
        this.setup = setup;
        this.plain = plain;
        this.commands = commands;
        this.workspace = GitWorkspace.reopen(setup.place(), Timing.system().clock());
        var chambers = Chambers.of(console);
        this.law =
                new GitLaw(
                        chambers.judge(),
                        chambers.expressions(),
                        Git.in(workspace.gitDirectory()),
                        workspace.baseTree(),
                        Timing.system().clock());
    }

    /// Ready to run commands.
    static Work open(Console console, RunId run, Setup setup, Home home)
            throws InterruptedException {
        var plain = new PlainCommands(CommandEnvironment.of(console));
        var contained =
                setup.unsandboxed() ? plain : Sandboxing.required(console, home, setup.place());
        return new Work(
                console, run, setup, plain, setup.trusted() ? new Trusted(plain) : contained);
    }

    /// Only to look at trees and decisions, and to end what still runs: needs no sandbox.
    static Work inspect(Console console, RunId run, Setup setup) {
        var plain = new PlainCommands(CommandEnvironment.of(console));
        return new Work(console, run, setup, plain, plain);
    }

    GitLaw law() {
        return law;
    }

    GitWorkspace workspace() {
        return workspace;
    }

    /// The run, with its models.
    Run run(Journal journal, Lineup lineup, Listener listener) {
        var file = setup.agent();
        var agent =
                new Agent(
                        lineup.route(),
                        lineup.health(),
                        file.instructions().isEmpty() ? Instructions.CODING : file.instructions(),
                        tools(),
                        file.limits(),
                        file.rules());
        return new Run(journal, agent, scene(), Timing.system(), listener);
    }

    /// The task with what is meant by it, frozen before the run begins.
    Entry.Task frozen(RunId id, Entry.Task task, Setup how, Optional<Signer> signer) {
        var file = how.agent();
        var limits = file.limits();
        var intent =
                new TaskIntent(
                        id.value(),
                        TaskIntent.digest(task.text()),
                        new TaskIntent.Basis(
                                how.place().base(), workspace.baseTree(), law.decisions()),
                        new TaskIntent.Scope(
                                file.paths(),
                                tools().stream().map(Tool::name).sorted().toList(),
                                file.mayWeaken()),
                        new TaskIntent.Budget(
                                limits.turns(), limits.tokens(), limits.active().toSeconds()),
                        verifiers().stream().map(Verifier::name).toList());
        return new Entry.Task(task.text(), task.kind(), Optional.of(intent.sealed(signer)));
    }

    /// For what is done without asking a model.
    static Model noModel() {
        return new Model() {
            @Override
            public String name() {
                return "none";
            }

            @Override
            public Reply complete(Request request, Consumer<String> onText) {
                throw new ModelException(
                        ModelException.Kind.INVALID_REQUEST, "no model is asked for this");
            }
        };
    }

    Scene scene() {
        return new Scene(workspace, law, verifiers(), Containment::end);
    }

    private List<Verifier> verifiers() {
        var paths = setup.agent().paths();
        var scope =
                paths.isEmpty()
                        ? Stream.<Verifier>empty()
                        : Stream.<Verifier>of(new ScopeVerifier(workspace, paths));
        return Stream.concat(scope, setup.agent().verify().stream().<Verifier>map(this::verifier))
                .toList();
    }

    private CommandVerifier verifier(String line) {
        var directory = workspace.directory();
        return new CommandVerifier(
                commands,
                line,
                directory,
                new CommandVerifier.Limits(List.of(directory), run.value(), VERIFIER_TIME));
    }

    private List<Tool> tools() {
        var root = new Root(workspace.directory());
        var builtIn = BuiltInTools.of(root, commands);
        var wanted = setup.agent().tools();
        var waiting = BuiltInTools.waiting();
        var names = Stream.concat(builtIn.stream(), Stream.of(waiting)).map(Tool::name).toList();
        for (var name : wanted) {
            if (!names.contains(name)) {
                throw Failure.usage(
                        "the agent file names tool \"%s\", which is not built in; the built-in tools are %s",
                        name, String.join(", ", names));
            }
        }
        // Without finish no run could ever be done.
        var chosen =
                builtIn.stream()
                        .filter(tool ->
                                wanted.isEmpty()
                                        || wanted.contains(tool.name())
                                        || tool.name().equals("finish"));
        var own = setup.agent().commands().stream().<Tool>map(tool -> own(tool, root));
        var more =
                Stream.concat(
                        wanted.contains(waiting.name()) ? Stream.of(waiting) : Stream.empty(),
                        http().stream());
        return Stream.of(chosen, own, more).flatMap(tools -> tools).toList();
    }

    private Optional<Tool> http() {
        try {
            return setup.agent().http().map(given -> given.tool(console::variable));
        } catch (IllegalArgumentException e) {
            throw Failure.usage("agent file, http: %s", e.getMessage());
        }
    }

    private Tool own(OwnTool written, Root root) {
        try {
            var config = written.config();
            return switch (config.effect()) {
                case PURE, STAGED -> CommandTool.of(config, root, commands);
                case IDEMPOTENT, RECONCILABLE, COMPENSABLE, IRREVERSIBLE, OPAQUE ->
                        CommandTool.of(config, root, plain);
            };
        } catch (IllegalArgumentException e) {
            throw Failure.usage("agent file: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        commands.close();
        plain.close();
    }

    /// Commands that are our own and touch nothing but the workspace, although nothing holds them
    /// to it: those of the demo on a machine without a sandbox.
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
