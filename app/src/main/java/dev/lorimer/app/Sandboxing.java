package dev.lorimer.app;

import dev.lorimer.command.Boundary;
import dev.lorimer.command.Bubblewrap;
import dev.lorimer.command.Bubblewrap.Probe;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Gets a sandbox for the demo: finds it, installs it, or says loudly that there is none.
final class Sandboxing {
    /// A package manager on a slow mirror; then the demo goes on without.
    private static final long MINUTES = 3;

    private Sandboxing() {}

    /// True when commands can be contained, after installing bubblewrap where that is possible.
    static boolean installed(Console console, Home home) throws InterruptedException {
        var first = probe(console, home);
        if (first instanceof Probe.Missing missing && root(console)) {
            console.progress("no sandbox (" + missing.reason() + "); installing: " + missing.install());
            install(console, missing.install());
        }
        var now = probe(console, home);
        return switch (now) {
            case Probe.Works works -> {
                works.commands().close();
                yield true;
            }
            case Probe.Missing missing -> {
                console.progress(
                        "NO SANDBOX: the demo's own commands run uncontained (%s; install: %s)"
                                .formatted(missing.reason(), missing.install()));
                yield false;
            }
        };
    }

    static Probe probe(Console console, Home home) {
        var boundary = Boundary.around(console.userHome(), List.of(home.folder()));
        return Bubblewrap.probe(CommandEnvironment.of(console), boundary);
    }

    private static boolean root(Console console) {
        return "root".equals(System.getProperty("user.name")) || console.variable("SUDO_UID").isPresent();
    }

    private static void install(Console console, String line) throws InterruptedException {
        try {
            var process =
                    new ProcessBuilder("sh", "-c", line)
                            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                console.progress("the installation took over %d minutes and was ended".formatted(MINUTES));
            }
        } catch (IOException e) {
            console.progress("the installation did not start: " + e.getMessage());
        }
    }
}
