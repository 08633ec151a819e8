package dev.lorimer.command;

import dev.lorimer.command.Commands.Command;
import dev.lorimer.command.Commands.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What can be said about a command before it is started, so that a mistake is named in plain words
/// and not by a shell inside a sandbox.
final class Program {
    private Program() {}

    /// The arguments with the program's full path, so that no shell takes it for one of its own.
    ///
    /// @throws CommandException when the program or the directory is not there
    static List<String> resolve(Command command, Map<String, String> environment) {
        check(command);
        List<String> argv = new ArrayList<>(command.argv());
        argv.set(0, fullPath(command, environment.getOrDefault("PATH", "")));
        return argv;
    }

    private static void check(Command command) {
        if (command.argv().isEmpty() || command.argv().getFirst().isEmpty()) {
            throw new CommandException("the command is empty; give a program and its arguments");
        }
        for (String word : command.argv()) {
            if (word.indexOf('\0') >= 0) {
                throw new CommandException(
                        "an argument of \""
                                + command.argv().getFirst()
                                + "\" holds a zero byte, which no program can be given; remove it");
            }
        }
        if (!Files.isDirectory(command.directory())) {
            throw new CommandException(
                    "the command's directory \""
                            + command.directory()
                            + "\" is not there or is no directory; name an existing one");
        }
    }

    private static String fullPath(Command command, String path) {
        String name = command.argv().getFirst();
        if (name.indexOf('/') < 0) {
            return find(name, path)
                    .orElseThrow(() ->
                            new CommandException(
                                    "program \""
                                            + name
                                            + "\" is not on the path \""
                                            + path
                                            + "\"; install it or give its full path"))
                    .toString();
        }
        Path file = command.directory().resolve(name).toAbsolutePath();
        if (!isProgram(file)) {
            throw new CommandException(
                    "\""
                            + name
                            + "\" is not a program that can be started from \""
                            + command.directory()
                            + "\"; check that it is there and executable");
        }
        return file.toString();
    }

    static CommandException notStarted(Command command, IOException cause) {
        return new CommandException(
                "could not start \""
                        + command.argv().getFirst()
                        + "\": "
                        + cause.getMessage()
                        + "; if the arguments are too long, pass them in a file; if the machine is"
                        + " out of processes or memory, try again later",
                cause);
    }

    /// The first executable of that name on a search path.
    static Optional<Path> find(String name, String path) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Program::isProgram)
                .findFirst();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
