package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.console.ConsoleLauncher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Real tasks with real tests, played by a scripted model: red, edit, green, done. They are read
/// from beside the project (property `lorimer.exercises`).
class ExercisesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NONE = "no exercises beside the project";

    @TempDir Path scratch;

    static Stream<String> tasks() throws IOException {
        var folder = exercises();
        if (!Files.isDirectory(folder)) {
            return Stream.of(NONE);
        }
        try (var all = Files.list(folder)) {
            return all
                    .filter(Files::isDirectory)
                    .map(task -> task.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void a_task_goes_from_red_to_green_and_ends_done_and_passed(String task) throws Exception {
        assumeTrue(!task.equals(NONE), "SKIPPED: no exercises at " + exercises());
        var folder = copy(task);
        var trajectory = JSON.readTree(exercises().resolve(task).resolve("trajectory.json"));
        var cli = new Cli(scratch, folder);
        var script = cli.file("script.json", script(trajectory));

        var said = run(cli, trajectory.path("task").asString(), script);

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.json().path("outcome").asString()).isEqualTo("done");
        assertThat(said.json().path("verification").asString()).isEqualTo("passed");
        assertThat(said.err()).contains("baseline").contains("failed").contains("passed");
        assertThat(Cli.git(folder, "status", "--porcelain")).isEmpty();
        assertThat(Cli.git(folder, "diff", "--name-only", "HEAD", "lorimer/" + name(said)))
                .startsWith("src/main/java/");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void a_liar_who_only_calls_finish_never_gets_done(String task) throws Exception {
        assumeTrue(!task.equals(NONE), "SKIPPED: no exercises at " + exercises());
        var folder = copy(task);
        var cli = new Cli(scratch, folder);
        var finish = Cli.call("finish", Map.of("summary", "all tests pass"));
        var script = cli.file("script.json", Cli.script(finish, finish));

        var said = run(cli, "Make the tests pass.", script);

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.json().path("outcome").asString()).isEqualTo("failed");
        assertThat(said.json().path("verification").asString()).isEqualTo("failing");
    }

    private static Cli.Said run(Cli cli, String task, Path script) {
        var sandbox = Files.isExecutable(Path.of("/usr/bin/bwrap"));
        var args = new ArrayList<>(List.of("run", task, "--json", "--model", "script:" + script));
        args.addAll(List.of("--verify", test()));
        if (!sandbox) {
            System.err.println("NO SANDBOX: the exercises run uncontained");
            args.add("--unsandboxed");
        }
        return cli.say(args.toArray(String[]::new));
    }

    private static String name(Cli.Said said) {
        return said.json().path("run").asString();
    }

    private Path copy(String task) throws IOException {
        var from = exercises().resolve(task).resolve("workspace");
        var to = scratch.resolve("workspace");
        try (var all = Files.walk(from)) {
            for (var source : (Iterable<Path>) all::iterator) {
                if (Files.isRegularFile(source)) {
                    Cli.write(to.resolve(from.relativize(source).toString()), Cli.read(source));
                }
            }
        }
        return Cli.repository(to, Map.of());
    }

    /// Compiles and runs the tests with the launcher that is on our own class path.
    private static String test() {
        var launcher =
                Path.of(
                        ConsoleLauncher.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath());
        var bin = Path.of(System.getProperty("java.home")).resolve("bin");
        return "rm -rf target && mkdir -p target && %1$s/javac -d target -cp %2$s src/main/java/*.java src/test/java/*.java && %1$s/java -jar %2$s execute -cp target --scan-classpath --details=none --disable-banner"
                .formatted(bin, launcher);
    }

    private static String script(JsonNode trajectory) {
        var calls = new ArrayList<Object>();
        for (var step : trajectory.path("steps")) {
            var tool = step.path("tool").asString();
            calls.add(
                    tool.equals("run_tests")
                            ? Cli.call("run_command", Map.of("command", test()))
                            : Map.of("name", tool, "arguments", step.path("args")));
        }
        return Cli.script(calls.toArray());
    }

    /// Beside the repository, wherever the module is built from.
    private static Path exercises() {
        var named = System.getProperty("lorimer.exercises", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        var here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/exercises"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(here.resolve("../shared/exercises"));
    }
}
