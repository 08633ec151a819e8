package dev.lorimer.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command line under test, in this process: its own user home, a folder to stand in, and what
/// it printed.
final class Cli {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path scratch;
    private final Path folder;
    private final Map<String, String> more;
    private final String input;

    Cli(Path scratch, Path folder) {
        this(scratch, folder, Map.of(), "");
    }

    private Cli(Path scratch, Path folder, Map<String, String> more, String input) {
        this.scratch = scratch;
        this.folder = folder;
        this.more = more;
        this.input = input;
    }

    /// The same, told this on its standard input.
    Cli hearing(String text) {
        return new Cli(scratch, folder, more, text);
    }

    /// The same with one more variable.
    Cli with(String name, String value) {
        var all = new HashMap<>(more);
        all.put(name, value);
        return new Cli(scratch, folder, all, input);
    }

    /// The same, standing somewhere else.
    Cli in(Path other) {
        return new Cli(scratch, other, more, input);
    }

    record Said(int exit, String out, String err) {
        JsonNode json() {
            return JSON.readTree(out);
        }
    }

    Said say(String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var exit = Main.execute(console(out, err), args);
        return new Said(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// What a command of this line is given.
    Console console(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        var environment = new HashMap<String, String>();
        environment.put("PATH", String.valueOf(System.getenv("PATH")));
        environment.put("HOME", directory("user").toString());
        environment.put("XDG_STATE_HOME", directory("state").toString());
        environment.put("XDG_CACHE_HOME", directory("cache").toString());
        environment.putAll(more);
        return new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                folder,
                false,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }

    /// A file below the scratch folder.
    Path file(String name, String content) {
        var file = scratch.resolve(name);
        write(file, content);
        return file;
    }

    private Path directory(String name) {
        try {
            return Files.createDirectories(scratch.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A repository with one commit of these files.
    static Path repository(Path folder, Map<String, String> files) {
        files.forEach((path, content) -> write(folder.resolve(path), content));
        git(folder, "init", "-q", "-b", "main");
        commit(folder);
        return folder;
    }

    static void commit(Path folder) {
        git(folder, "add", "-A");
        git(
                folder,
                "-c",
                "user.name=Tester",
                "-c",
                "user.email=tester@localhost",
                "commit",
                "-q",
                "-m",
                "state");
    }

    static String git(Path folder, String... arguments) {
        return dev.lorimer.govern.git.Git.in(folder).text(arguments);
    }

    /// A scripted model's replies, one call each.
    static String script(Object... calls) {
        var replies =
                List.of(calls).stream()
                        .map(call -> Map.of("text", "", "calls", List.of(call)))
                        .toList();
        return JSON.writeValueAsString(Map.of("replies", replies));
    }

    static Object call(String name, Map<String, ?> arguments) {
        return Map.of("name", name, "arguments", arguments);
    }
}
