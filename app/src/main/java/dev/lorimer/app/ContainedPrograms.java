package dev.lorimer.app;

import dev.lorimer.command.Boundary;
import dev.lorimer.command.Bubblewrap;
import dev.lorimer.command.Commands;
import dev.lorimer.command.Commands.Command;
import dev.lorimer.command.Commands.CommandException;
import dev.lorimer.command.Commands.Exit;
import dev.lorimer.govern.decision.Programs;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The programs of `check` constraints, each on a copy of the tree in a folder of its own, in a
/// sandbox without network: the decision chose the command, but what it runs may come from the
/// change. Without a sandbox nothing is run, and nothing is decided.
record ContainedPrograms(Console console) implements Programs {
    /// A linter takes seconds, a build minutes; who waits for a verdict longer than that has it run
    /// elsewhere.
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /// More findings than that are one finding for a person.
    private static final int LINES_MAX = 1_000;

    /// A tree that can not be put on disk.
    private static final class Unwritable extends Exception {
        Unwritable(String why) {
            super(why);
        }
    }

    @Override
    public Answer run(List<String> command, Tree tree) {
        try {
            var environment = CommandEnvironment.of(console);
            if (!(Bubblewrap.probe(environment) instanceof Bubblewrap.Usable sandbox)) {
                return new Answer.Undecided(
                        "no sandbox here, and nothing of a change is run without one; see lorimer doctor");
            }
            var boundary = Boundary.around(console.userHome(), List.of());
            try (var commands = new Bubblewrap(sandbox, boundary, environment)) {
                return inCopy(commands, command, tree);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Undecided("it was interrupted");
        } catch (IOException | Unwritable | CommandException e) {
            return new Answer.Undecided(Main.line(e));
        }
    }

    private Answer inCopy(Commands commands, List<String> command, Tree tree)
            throws IOException, InterruptedException, Unwritable {
        var folder = Files.createTempDirectory("lorimer-check-");
        try {
            write(tree, folder);
            var output =
                    commands.run(
                            new Command(
                                    command,
                                    folder,
                                    List.of(folder),
                                    Map.of(),
                                    "check-" + UUID.randomUUID(),
                                    LIMIT));
            return switch (output.exit()) {
                case Exit.Code(int code) when code == 0 -> new Answer.Passed();
                case Exit.Code(int code) when code == 126 || code == 127 ->
                        new Answer.Undecided("it can not be run: " + output.text().strip());
                case Exit.Code _ ->
                        new Answer.Failed(
                                output.text()
                                        .lines()
                                        .map(line -> line.replace(folder + "/", "").strip())
                                        .filter(line -> !line.isEmpty())
                                        .limit(LINES_MAX)
                                        .toList());
                case Exit.TimedOut(var limit) ->
                        new Answer.Undecided(
                                "it was ended after %d s".formatted(limit.toSeconds()));
            };
        } finally {
            remove(folder);
        }
    }

    private static void write(Tree tree, Path folder) throws IOException, Unwritable {
        for (var entry : tree.files().entrySet()) {
            var path = entry.getKey();
            var file = folder.resolve(path).normalize();
            if (!file.startsWith(folder)) {
                throw new Unwritable("\"%s\" leaves the tree".formatted(path));
            }
            if (entry.getValue().isGitlink()) {
                continue;
            }
            Files.createDirectories(file.getParent());
            var bytes =
                    switch (tree.content(path)) {
                        case Content.Bytes found -> found.bytes();
                        case Content.TooLarge large ->
                                throw new Unwritable(
                                        "\"%s\" has %d bytes, too many for a copy"
                                                .formatted(path, large.bytes()));
                        case Content.Unreadable absent ->
                                throw new Unwritable(
                                        "\"%s\" can't be read: %s".formatted(path, absent.why()));
                    };
            if (entry.getValue().isLink()) {
                Files.createSymbolicLink(file, Path.of(new String(bytes, StandardCharsets.UTF_8)));
            } else {
                Files.write(file, bytes);
                if (entry.getValue().mode().equals("100755")) {
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    /// Nothing outside is touched: links are removed, not followed.
    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
