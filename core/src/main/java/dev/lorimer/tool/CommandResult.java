package dev.lorimer.tool;

import dev.lorimer.command.Commands;
import java.time.Duration;

/// What the model is told about a command that was run.
final class CommandResult {
    private CommandResult() {}

    /// Runs it to its end. A timeout leaves a command that can not be repeated in doubt: it may
    /// have done its work before it was ended.
    static Tool.Result of(Commands commands, Commands.Command command, EffectClass effect)
            throws InterruptedException {
        Commands.Output output;
        try {
            output = commands.run(command);
        } catch (Commands.CommandException e) {
            return Tool.Result.failed("the command did not start: " + e.getMessage());
        }
        String text = output.text().isBlank() ? "(no output)" : output.text();
        return switch (output.exit()) {
            case Commands.Exit.Code(int code) ->
                    new Tool.Result(
                            "exit code " + code + "\n" + text,
                            code == 0 ? Tool.Result.Status.DONE : Tool.Result.Status.FAILED);
            case Commands.Exit.TimedOut(Duration limit) ->
                    new Tool.Result(
                            "timed out after "
                                    + seconds(limit)
                                    + " s; the command and everything it started were ended\n"
                                    + text,
                            effect.leavesNoTrace()
                                    ? Tool.Result.Status.FAILED
                                    : Tool.Result.Status.UNKNOWN);
        };
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1_000 == 0
                ? String.valueOf(limit.toSeconds())
                : String.valueOf(limit.toMillis() / 1_000.0);
    }
}
