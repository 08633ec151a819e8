package dev.lorimer.verify;

import dev.lorimer.command.Commands;
import dev.lorimer.command.Commands.CommandException;
import dev.lorimer.command.Commands.Exit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A check that is a shell command in the workspace: exit code 0 passes.
public final class CommandVerifier implements Verifier {
    private final Commands commands;
    private final String line;
    private final Path directory;
    private final Limits limits;

    /// @param line run as `sh -c LINE` in `directory`
    public CommandVerifier(Commands commands, String line, Path directory, Limits limits) {
        this.commands = commands;
        this.line = line;
        this.directory = directory;
        this.limits = limits;
    }

    /// @param writable what the command may change when contained
    /// @param marker of the run, so that its processes can be found and ended
    public record Limits(List<Path> writable, String marker, Duration time) {}

    @Override
    public String name() {
        return line;
    }

    @Override
    public Check verify() throws InterruptedException {
        var command =
                new Commands.Command(
                        List.of("sh", "-c", line),
                        directory,
                        limits.writable(),
                        Map.of(),
                        limits.marker(),
                        limits.time());
        try {
            var output = commands.run(command);
            return switch (output.exit()) {
                case Exit.Code(int code) ->
                        new Check(
                                line,
                                code == 0 ? Result.PASS : Result.FAIL,
                                code == 0
                                        ? output.text()
                                        : output.text() + "\n[exit code " + code + "]",
                                output.took());
                case Exit.TimedOut(var limit) ->
                        new Check(
                                line,
                                Result.ERROR,
                                output.text() + "\n[ended after " + limit.toSeconds() + " s]",
                                output.took());
            };
        } catch (CommandException e) {
            return new Check(line, Result.ERROR, String.valueOf(e.getMessage()), Duration.ZERO);
        }
    }
}
