package dev.lorimer.app;

import dev.lorimer.command.Commands.CommandException;
import dev.lorimer.govern.git.GitException;
import dev.lorimer.journal.JournalException;
import dev.lorimer.models.ModelSpecException;
import dev.lorimer.workspace.WorkspaceException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Entry point of the command line.
public final class Main {
    static final String VERSION = "0.1.0";

    static final String NAME_AND_VERSION = "lorimer " + VERSION;

    /// Set to anything, it shows the stack trace of a failure; without it none is shown.
    private static final String DEBUG = "LORIMER_DEBUG";

    private Main() {}

    /// Runs one command.
    public static void main(String[] args) {
        var out = new FileOutputStream(FileDescriptor.out);
        var err = new FileOutputStream(FileDescriptor.err);
        var environment = System.getenv();
        var console =
                new Console(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        Path.of("").toAbsolutePath(),
                        !environment.containsKey("NO_COLOR") && terminal(),
                        System.in);
        var exit = WarmClient.isFor(args) ? warm(console, args) : execute(console, args);
        console.out().flush();
        console.err().flush();
        // Everything is closed by now; an orderly exit would only look for a logger to tell of
        // itself.
        Runtime.getRuntime().halt(exit);
    }

    /// Asks the process that has started already, where there is one.
    static int warm(Console console, String... args) {
        return switch (new WarmClient(console).ask(args)) {
            case WarmClient.Asked.Answered(var answer) -> {
                console.out().print(answer.out());
                console.err().print(answer.err());
                yield answer.exit();
            }
            case WarmClient.Asked.Cold(var left) -> execute(left, args);
        };
    }

    private static boolean terminal() {
        return Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
    }

    /// As `main`, without ending the process.
    static int execute(Console console, String... args) {
        return execute(console, Chambers.lasting(console), args);
    }

    /// The same with a judge who may have judged before.
    static int execute(Console console, Chambers chambers, String... args) {
        var line = new CommandLine(root());
        Commandry.add(line, console, chambers, args);
        line.setOut(new java.io.PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new java.io.PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((e, _) -> misused(console, e));
        line.setExecutionExceptionHandler((e, _, _) -> failed(console, e));
        if (args.length == 0) {
            line.usage(console.err());
            return Failure.USAGE;
        }
        return line.execute(args);
    }

    /// Described by picocli's model and not by its annotations, as the most used command is:
    /// reading an annotation costs a proxy class at every start, which no start-up cache can hold.
    private static CommandSpec root() {
        var root = CommandSpec.create().name("lorimer").version(NAME_AND_VERSION);
        root.addOption(HelpOptions.help()).addOption(HelpOptions.version());
        root.usageMessage()
                .description("Runs coding agents that are crash-proof, governed and verified.")
                .synopsisSubcommandLabel("COMMAND")
                .footer(
                        "",
                        "Examples:",
                        "  lorimer demo",
                        "  lorimer run \"make the tests pass\" --model openai:gpt-5 --verify \"mvn -q test\"",
                        "  lorimer show RUN",
                        "  lorimer judge --base main",
                        "",
                        "Exit codes: 0 yes, 1 no (a verdict), 2 asked wrongly, 3 our fault.");
        return root;
    }

    private static int misused(Console console, ParameterException e) {
        console.progress("lorimer: " + String.valueOf(e.getMessage()).replace('\n', ' '));
        var name = e.getCommandLine().getCommandSpec().qualifiedName();
        console.progress("next: " + name + " --help");
        return Failure.USAGE;
    }

    /// One clear line for whatever ended the command.
    private static int failed(Console console, Exception e) {
        if (console.variable(DEBUG).isPresent()) {
            e.printStackTrace(console.err());
        }
        var line = line(e);
        return switch (e) {
            case Failure failure -> say(console, failure.line(), failure.exit());
            case JournalException journal ->
                    say(
                            console,
                            line,
                            switch (journal.kind()) {
                                case EXISTS, UNKNOWN_RUN, TOO_NEW, ENDED, PRUNED -> Failure.USAGE;
                                case BUSY -> Failure.NO;
                                case FENCED, SIGNALLED, FULL, IO, CORRUPT -> Failure.FAULT;
                            });
            case WorkspaceException workspace ->
                    say(
                            console,
                            line,
                            switch (workspace.kind()) {
                                case UNUSABLE -> Failure.USAGE;
                                case UNTRACKABLE, CONFLICT -> Failure.NO;
                                case FAILED -> Failure.FAULT;
                            });
            case ModelSpecException _ -> say(console, line, Failure.USAGE);
            case GitException git ->
                    say(
                            console,
                            line,
                            git.kind() == GitException.Kind.REFUSED
                                    ? Failure.USAGE
                                    : Failure.FAULT);
            case CommandException _ -> say(console, line, Failure.FAULT);
            case InterruptedException _ ->
                    say(console, "interrupted; nothing is lost: resume the run", Failure.FAULT);
            default ->
                    say(
                            console,
                            "%s (this is a mistake of ours; run again with %s=1 for details)"
                                    .formatted(e.getMessage() == null ? e.toString() : line, DEBUG),
                            Failure.FAULT);
        };
    }

    /// A failure's message, in one line.
    static String line(Exception e) {
        return String.valueOf(e.getMessage()).replace('\n', ' ');
    }

    private static int say(Console console, String line, int exit) {
        console.progress("lorimer: " + line);
        return exit;
    }
}
