package dev.lorimer.app;

import dev.lorimer.govern.git.Git;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Timing;
import dev.lorimer.workspace.GitWorkspace;
import dev.lorimer.workspace.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows the whole idea on a small bundled repository.
@Command(
        name = "demo",
        description = {
            "Plays a governed, verified run on a small bundled repository.",
            "A scripted model needs no key; --model takes a real one."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String VERIFY = "sh test.sh";

    private final Console console;
    @Mixin final Places places = new Places();
    @Mixin final ModelOptions models = new ModelOptions();

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        var material = material();
        var folder = folder();
        copy(material.resolve("repo"), folder);
        var git = Git.in(folder);
        git.text("init", "-q", "-b", "main");
        git.text("add", "-A");
        git.text(
                "-c",
                "user.name=Lorimer",
                "-c",
                "user.email=lorimer@localhost",
                "commit",
                "-q",
                "-m",
                "A small shop with two decisions");
        places.workspace = folder;
        console.progress("demo repository: " + folder);
        var code = play(material, folder);
        offer();
        return code;
    }

    private int play(Path material, Path folder) throws InterruptedException {
        var origin = Origin.at(folder);
        var homes = new Homes(console);
        var home = homes.prepare(places.given(console).orElseGet(() -> homes.of(origin)));
        var contained = Sandboxing.installed(console);
        var script = "script:" + material.resolve("script.json");
        var chosen = models.chosen().orElse(script);
        var file =
                new AgentFile(
                        Optional.of(chosen),
                        "",
                        List.of(VERIFY),
                        List.of(),
                        List.of(),
                        Entry.Limits.DEFAULT);
        var model = models.spec(file, console);
        try (var source = models.models(console)) {
            var _ = models.open(model, file, source);
        }
        var run = RunIds.fresh();
        var workspace = GitWorkspace.create(origin, home, run.value(), Timing.system().clock());
        var setup =
                new Setup(
                        model.name(),
                        model.baseUrl(),
                        file,
                        !contained,
                        !contained && chosen.equals(script),
                        workspace.place());
        var task = read(material.resolve("task.txt")).strip();
        var code =
                new Conduct(console, places, models, home, KeysCommand.keys(console).usual())
                        .start(run, task, setup, false);
        if (!places.json) {
            console.answer(
                    """
                    look further:
                      lorimer show %1$s             the whole run, with its change
                      lorimer entries %1$s          its journal
                      lorimer verify %1$s           whether what ran was what was meant
                      lorimer land %1$s             bring the change to the demo's main branch
                      cat %2$s/docs/decisions/*.md  the decisions it was held against
                    """
                            .formatted(run, folder));
        }
        return code;
    }

    private void offer() {
        if (models.chosen().isPresent() || places.json) {
            return;
        }
        for (var vendor : List.of("openai", "anthropic")) {
            var key = vendor.toUpperCase(java.util.Locale.ROOT) + "_API_KEY";
            if (console.variable(key).isPresent()) {
                console.answer(
                        "%s is set: lorimer demo --model %s:NAME plays it with a real model"
                                .formatted(key, vendor));
            }
        }
    }

    private static Path material() {
        var home = System.getProperty("lorimer.dist", "");
        var demo = Path.of(home).resolve("demo");
        if (home.isEmpty() || !Files.isDirectory(demo)) {
            throw Failure.fault(
                    "the demo's files are not at \"%s\"; start it with ./lorimer, which builds them",
                    demo);
        }
        return demo;
    }

    private Path folder() {
        try {
            if (places.workspace == null) {
                return Files.createTempDirectory("lorimer-demo-");
            }
            var given = console.directory().resolve(places.workspace).normalize();
            Files.createDirectories(given);
            try (var content = Files.list(given)) {
                if (content.findAny().isPresent()) {
                    throw Failure.usage(
                            "\"%s\" is not empty; the demo needs an empty or new folder", given);
                }
            }
            return given.toRealPath();
        } catch (IOException e) {
            throw Failure.fault("the demo's folder can not be made: %s", e.getMessage());
        }
    }

    private static void copy(Path from, Path to) {
        try (var all = Files.walk(from)) {
            for (var source : (Iterable<Path>) all::iterator) {
                var target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target);
                }
            }
        } catch (IOException e) {
            throw Failure.fault("the demo's repository can not be copied: %s", e.getMessage());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Failure.fault("\"%s\" can not be read; build again", file);
        }
    }
}
