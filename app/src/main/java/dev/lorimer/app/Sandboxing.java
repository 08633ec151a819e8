package dev.lorimer.app;

import dev.lorimer.command.Boundary;
import dev.lorimer.command.Bubblewrap;
import dev.lorimer.command.Commands;
import dev.lorimer.workspace.GitWorkspace;
import dev.lorimer.workspace.Home;
import dev.lorimer.workspace.Place;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /// Fails with what to install when commands can not be contained here.
    static void check(Console console) throws InterruptedException {
        var _ = usable(CommandEnvironment.of(console));
    }

    /// Commands in a sandbox that see neither the journal nor the user's keys.
    static Commands required(Console console, Home home, Place place) throws InterruptedException {
        var environment = CommandEnvironment.of(console);
        var usual = Boundary.around(console.userHome(), List.of(home.path()));
        // Of the hidden home they may read the repository of their own worktree.
        var boundary =
                new Boundary(
                        usual.hidden(),
                        List.of(GitWorkspace.gitDirectory(place)),
                        usual.scratchBytes());
        return new Bubblewrap(usable(environment), boundary, environment);
    }

    private static Bubblewrap.Usable usable(Map<String, String> environment)
            throws InterruptedException {
        return switch (Bubblewrap.probe(environment)) {
            case Bubblewrap.Usable usable -> usable;
            case Bubblewrap.Unusable unusable ->
                    throw Failure.usage(
                            "%s; or say --unsandboxed, which is recorded", unusable.reason());
        };
    }

    /// Whether commands can be contained, after installing bubblewrap where that is possible.
    static boolean installed(Console console) throws InterruptedException {
        if (Bubblewrap.probe(CommandEnvironment.of(console)) instanceof Bubblewrap.Usable) {
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

    private static Optional<Installer> installer(Console console) {
        var path = CommandEnvironment.of(console).getOrDefault("PATH", "");
        return INSTALLERS.stream()
                .filter(installer ->
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
