package dev.lorimer.app;

import dev.lorimer.command.Boundary;
import dev.lorimer.command.Bubblewrap;
import dev.lorimer.command.Commands;
import dev.lorimer.workspace.Home;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Gets a sandbox: finds it, or says what is missing; for the demo it installs it.
final class Sandboxing {
    /// A package manager on a slow mirror; then the demo goes on without.
    private static final long INSTALL_MINUTES = 3;

    /// The program that tells of a package manager, and what then installs bubblewrap unasked.
    private record Installer(String program, String line) {}

    private static final List<Installer> INSTALLERS =
            List.of(
                    new Installer(
                            "apt-get",
                            "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq"
                                    + " --no-install-recommends bubblewrap"),
                    new Installer("dnf", "dnf install -y -q bubblewrap"),
                    new Installer("pacman", "pacman -Sy --noconfirm bubblewrap"),
                    new Installer("zypper", "zypper -n install bubblewrap"),
                    new Installer("apk", "apk add -q bubblewrap"));

    private Sandboxing() {}

    /// Commands in a sandbox, or a failure that says what to install.
    static Commands required(Console console, Home home) throws InterruptedException {
        var environment = CommandEnvironment.of(console);
        return switch (Bubblewrap.probe(environment)) {
            case Bubblewrap.Usable usable ->
                    new Bubblewrap(usable, boundary(console, home), environment);
            case Bubblewrap.Unusable unusable ->
                    throw Failure.usage(
                            "%s; or say --unsandboxed, which is recorded", unusable.reason());
        };
    }

    /// Whether commands can be contained, after installing bubblewrap where that is possible.
    static boolean installed(Console console) throws InterruptedException {
        if (usable(console)) {
            return true;
        }
        var installer = installer(console);
        if (root() && installer.isPresent()) {
            console.progress("no sandbox yet; installing bubblewrap: " + installer.get().line());
            install(console, installer.get().line());
        }
        return switch (Bubblewrap.probe(CommandEnvironment.of(console))) {
            case Bubblewrap.Usable _ -> true;
            case Bubblewrap.Unusable unusable -> {
                console.progress(
                        "NO SANDBOX: the demo's own commands run uncontained (%s)"
                                .formatted(unusable.reason()));
                yield false;
            }
        };
    }

    private static boolean usable(Console console) throws InterruptedException {
        return Bubblewrap.probe(CommandEnvironment.of(console)) instanceof Bubblewrap.Usable;
    }

    private static Boundary boundary(Console console, Home home) {
        return Boundary.around(console.userHome(), List.of(home.path()));
    }

    private static Optional<Installer> installer(Console console) {
        var path = CommandEnvironment.of(console).getOrDefault("PATH", "");
        return INSTALLERS.stream()
                .filter(
                        installer ->
                                Stream.of(path.split(":"))
                                        .filter(entry -> !entry.isEmpty())
                                        .map(entry -> Path.of(entry, installer.program()))
                                        .anyMatch(Files::isExecutable))
                .findFirst();
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void install(Console console, String line) throws InterruptedException {
        try {
            var process =
                    new ProcessBuilder("sh", "-c", line)
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                console.progress(
                        "the installation took over %d minutes and was ended"
                                .formatted(INSTALL_MINUTES));
            }
        } catch (IOException e) {
            console.progress("the installation did not start: " + e.getMessage());
        }
    }
}
