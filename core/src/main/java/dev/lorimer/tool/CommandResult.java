package dev.lorimer.tool;

import dev.lorimer.command.Commands;
import dev.lorimer.command.Commands.Exit;
import java.time.Duration;

/// What the model is told about a command that was run.
final class CommandResult {
    /// Shells and launchers report the death by signal n as 128 + n, and Linux has 64 signals.
    private static final int SIGNAL_FIRST = 128 + 1;

    private static final int SIGNAL_LAST = 128 + 64;

    /// A few lines; the rest of an error goes unread.
    private static final int ERROR_CHARS_MAX = 500;

    private CommandResult() {}

    /// Runs it to its end. A command that reaches outside and was ended before its own end is in
    /// doubt: it may have done its work by then.
    static Tool.Result of(Commands commands, Commands.Command command, EffectClass effect)
            throws InterruptedException {
        var endedEarly =
                effect.leavesNoTrace() ? Tool.Result.Status.FAILED : Tool.Result.Status.UNKNOWN;
        Commands.Output output;
        try {
            output = commands.run(command);
        } catch (Commands.CommandException e) {
            return e.started()
                    ? new Tool.Result("the command was not ended: " + e.getMessage(), endedEarly)
                    : Tool.Result.failed("the command did not start: " + e.getMessage());
        }
        String text = output.text().isBlank() ? "(no output)" : output.text();
        return switch (output.exit()) {
            case Exit.Code(int code) when bySignal(code) ->
                    new Tool.Result(
                            "exit code %d: ended by signal %d\n%s"
                                    .formatted(code, code - 128, text),
                            endedEarly);
            case Exit.Code(int code) ->
                    new Tool.Result(
                            "exit code " + code + "\n" + text,
                            code == 0 ? Tool.Result.Status.DONE : Tool.Result.Status.FAILED);
            case Exit.TimedOut(Duration limit) ->
                    new Tool.Result(
                            "timed out after "
                                    + seconds(limit)
                                    + " s; the command and everything it started were ended\n"
                                    + text,
                            endedEarly);
        };
    }

    /// Asks a command whether an earlier one took effect.
    static Tool.Probe probe(Commands commands, Commands.Command command)
            throws InterruptedException {
        Commands.Output output;
        try {
            output = commands.run(command);
        } catch (Commands.CommandException e) {
            return new Tool.Probe.Unknown("the probe did not run: " + e.getMessage());
        }
        return switch (output.exit()) {
            case Exit.Code(int code) when code == 0 ->
                    new Tool.Probe.Happened(
                            Tool.Result.done(
                                    output.text().isBlank() ? "(no output)" : output.text()));
            case Exit.Code(int code) when code == 1 -> new Tool.Probe.NotHappened();
            case Exit.Code(int code) ->
                    new Tool.Probe.Unknown(
                            "the probe ended with exit code %d, where 0 says yes and 1 says no: %s"
                                    .formatted(
                                            code, ResultText.line(output.text(), ERROR_CHARS_MAX)));
            case Exit.TimedOut(Duration limit) ->
                    new Tool.Probe.Unknown("the probe timed out after " + seconds(limit) + " s");
        };
    }

    private static boolean bySignal(int code) {
        return code >= SIGNAL_FIRST && code <= SIGNAL_LAST;
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1_000 == 0
                ? String.valueOf(limit.toSeconds())
                : String.valueOf(limit.toMillis() / 1_000.0);
    }
}
