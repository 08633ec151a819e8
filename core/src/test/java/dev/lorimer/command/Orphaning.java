package dev.lorimer.command;

import dev.lorimer.command.Commands.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A process of its own that starts a command with daemons and is then killed.
final class Orphaning {
    private Orphaning() {}

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[2]);
        var command =
                new Command(
                        List.of(
                                "sh",
                                "-c",
                                "setsid sleep 300 & (setsid sleep 300 &); echo > ready; sleep 300"),
                        folder,
                        List.of(folder),
                        Map.of(),
                        args[1],
                        Duration.ofMinutes(5));
        try (Commands commands =
                args[0].equals("BubblewrapTest")
                        ? BubblewrapTest.sandbox(List.of())
                        : new PlainCommands(CommandsContract.ENVIRONMENT)) {
            commands.run(command);
        }
    }
}
