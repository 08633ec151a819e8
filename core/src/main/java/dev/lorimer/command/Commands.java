package dev.lorimer.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs commands, contained or not. Every process is started by one long-lived platform thread,
/// since a sandbox that dies with its parent dies with the thread that started it.
public interface Commands extends AutoCloseable {
    /// Runs one command to its end, its time limit or an interrupt; in each case its whole process
    /// tree is gone when this returns.
    ///
    /// @throws CommandException when it could not be started at all, or when its processes could
    ///   not be ended
    Output run(Command command) throws InterruptedException;

    /// True when a command can change nothing but the writable directories and reaches no network.
    boolean contained();

    @Override
    void close();

    /// @param argv program and arguments; a shell line is `sh -c LINE`
    /// @param directory where it starts
    /// @param writable what it may change when contained
    /// @param environment added to the cleared environment
    /// @param marker value of `LORIMER_CALL` in its environment
    record Command(
            List<String> argv,
            Path directory,
            List<Path> writable,
            Map<String, String> environment,
            String marker,
            Duration limit) {
        public Command {
            argv = List.copyOf(argv);
            writable = List.copyOf(writable);
            environment = Map.copyOf(environment);
        }
    }

    /// @param text standard output and error, interleaved, cut in the middle when above the cap and
    ///   cleaned of terminal controls
    /// @param bytes how many there were before cutting
    record Output(Exit exit, String text, long bytes, Duration took) {}

    /// How it ended.
    sealed interface Exit {
        record Code(int code) implements Exit {}

        record TimedOut(Duration limit) implements Exit {}
    }

    /// A command that could not be started; the message says why and what to do.
    final class CommandException extends RuntimeException {
        private final boolean started;

        public CommandException(String message) {
            super(message);
            this.started = false;
        }

        public CommandException(String message, Throwable cause) {
            super(message, cause);
            this.started = false;
        }

        private CommandException(boolean started, String message) {
            super(message);
            this.started = started;
        }

        /// The command ran, and its processes could not be ended.
        public static CommandException running(String message) {
            return new CommandException(true, message);
        }

        /// False when nothing of the command has run.
        public boolean started() {
            return started;
        }
    }
}
