package dev.lorimer.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Commands in a sandbox of Linux namespaces, made by the `bwrap` program (0.7 or newer). A command
/// reads the machine's files but for the hidden ones, writes its writable directories and a private
/// `/tmp`, reaches no network and no process outside, has no privileges, and is gone, with all it
/// started, when it ends or this process does.
///
/// On x86-64 and ARM64, the parts of the kernel that namespaces do not cover are closed to it too
/// (see [SystemCalls]).
///
/// `.git` at the top of a writable directory can not be changed. `HOME` is read-only unless it is
/// writable by the command's own word.
public final class Bubblewrap implements Commands {
    /// Namespaces that every machine with bubblewrap has.
    private static final List<String> APART =
            List.of(
                    "--unshare-pid",
                    "--unshare-net",
                    "--unshare-ipc",
                    "--unshare-uts",
                    "--unshare-cgroup-try",
                    "--die-with-parent",
                    "--new-session",
                    "--cap-drop",
                    "ALL");

    /// From the strictest to the plainest: a user namespace that allows no further ones, one that
    /// does (bubblewrap before 0.8), none (root where user namespaces are switched off).
    private static final List<List<String>> USER_NAMESPACES =
            List.of(
                    List.of("--unshare-user", "--disable-userns"),
                    List.of("--unshare-user"),
                    List.of());

    /// Tools to install with, and the line that does it.
    private static final List<Map.Entry<String, String>> INSTALLERS =
            List.of(
                    Map.entry("apt-get", "sudo apt-get install bubblewrap"),
                    Map.entry("dnf", "sudo dnf install bubblewrap"),
                    Map.entry("pacman", "sudo pacman -S bubblewrap"),
                    Map.entry("zypper", "sudo zypper install bubblewrap"),
                    Map.entry("apk", "sudo apk add bubblewrap"));

    /// 20 s: starting a sandbox takes 20 ms; a machine that needs longer is out of order.
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);

    private final Usable sandbox;
    private final Boundary boundary;
    private final Map<String, String> environment;
    private final byte[] filter;
    private final Launcher launcher = new Launcher();

    /// @param environment what every command gets, and nothing else: at least `PATH`
    public Bubblewrap(Usable sandbox, Boundary boundary, Map<String, String> environment) {
        this.sandbox = sandbox;
        this.boundary = boundary;
        this.environment = Map.copyOf(environment);
        filter = SystemCalls.filter(System.getProperty("os.arch", "")).orElseGet(() -> new byte[0]);
    }

    /// Whether commands can be contained on this machine.
    public sealed interface Probe {}

    /// @param program the `bwrap` found
    /// @param options what it takes here to get a user namespace
    public record Usable(Path program, List<String> options) implements Probe {
        public Usable {
            options = List.copyOf(options);
        }
    }

    /// @param reason what is missing and how to cure it, one line
    public record Unusable(String reason) implements Probe {}

    /// Looks for `bwrap` on the `PATH` of `environment` and really runs `true` in a sandbox.
    public static Probe probe(Map<String, String> environment) throws InterruptedException {
        String path = environment.getOrDefault("PATH", "");
        Optional<Path> program = Program.find("bwrap", path);
        if (program.isEmpty()) {
            return new Unusable(
                    "no sandbox: the program \"bwrap\" is not on the path \""
                            + path
                            + "\"; install it with "
                            + installLine(path));
        }
        String failure = "";
        for (List<String> options : USER_NAMESPACES) {
            var usable = new Usable(program.get(), options);
            Optional<String> problem = tryOut(usable, environment);
            if (problem.isEmpty()) {
                return usable;
            }
            // The first failure is about an option that an old version lacks, the last is the
            // machine's.
            failure = problem.get();
        }
        return new Unusable(
                "no sandbox: \""
                        + program.get()
                        + "\" does not work here: "
                        + failure
                        + "; it needs version 0.7 or newer ("
                        + installLine(path)
                        + ") and a kernel that lets you make user namespaces (sysctl"
                        + " kernel.unprivileged_userns_clone=1, and on Ubuntu"
                        + " kernel.apparmor_restrict_unprivileged_userns=0; in a container, run it"
                        + " privileged)");
    }

    private static Optional<String> tryOut(Usable usable, Map<String, String> environment)
            throws InterruptedException {
        var boundary = new Boundary(List.of(), List.of(), Boundary.SCRATCH_BYTES);
        var command =
                new Command(
                        List.of("/bin/sh", "-c", "true"),
                        Path.of("/"),
                        List.of(),
                        Map.of(),
                        "probe-" + ProcessHandle.current().pid(),
                        PROBE_LIMIT);
        try (var commands = new Bubblewrap(usable, boundary, environment)) {
            Output output = commands.run(command);
            return output.exit().equals(new Exit.Code(0))
                    ? Optional.empty()
                    : Optional.of("a trial ended with " + output.exit());
        } catch (CommandException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String installLine(String path) {
        return INSTALLERS.stream()
                .filter(installer -> Program.find(installer.getKey(), path).isPresent())
                .map(installer -> "\"" + installer.getValue() + "\"")
                .findFirst()
                .orElse("your system's package manager (package \"bubblewrap\")");
    }

    @Override
    public Output run(Command command) throws InterruptedException {
        Map<String, String> whole = new HashMap<>(environment);
        // Whatever it was outside, only the private one can be written.
        whole.put("TMPDIR", "/tmp");
        whole.putAll(command.environment());
        whole.put(Containment.VARIABLE, command.marker());
        var builder = new ProcessBuilder(arguments(command, whole));
        builder.directory(new File("/"));
        builder.environment().clear();
        builder.environment().putAll(whole);
        Launcher.Ended ended =
                launcher.run(
                        builder, command, Call.Wrapper.DIES_WITH_ITS_TREE, Optional.of(filter));
        String report = ended.call().report();
        if (!ran(ended.output().exit(), report)) {
            throw new CommandException(
                    "the sandbox could not be set up for \""
                            + command.argv().getFirst()
                            + "\": "
                            + reason(report)
                            + "; nothing was run. check that its directory \""
                            + command.directory()
                            + "\" is neither hidden nor private");
        }
        return ended.output();
    }

    /// Bubblewrap names the child first, then its own trouble or the child's exit code; nothing
    /// more when it was killed from outside.
    private static boolean ran(Exit exit, String report) {
        boolean troubled = report.lines().anyMatch(line -> line.startsWith("bwrap: "));
        return exit instanceof Exit.TimedOut
                || report.contains("\"exit-code\"")
                || (report.contains("\"child-pid\"") && !troubled);
    }

    private List<String> arguments(Command command, Map<String, String> whole) {
        List<String> argv = Program.resolve(command, whole);
        List<String> arguments = new ArrayList<>();
        // Descriptor 8 is where the filter is read from, 9 the control line for reports; bubblewrap
        // keeps 2 for its own trouble, and closes 8 and 9 before the command starts.
        arguments.addAll(List.of("/bin/sh", "-c", "exec \"$@\" 8<&0 9>&2 </dev/null", "sh"));
        arguments.add(sandbox.program().toString());
        if (filter.length > 0) {
            arguments.addAll(List.of("--seccomp", "8"));
        }
        arguments.addAll(APART);
        arguments.addAll(sandbox.options());
        arguments.addAll(Mounts.arguments(boundary, command, whole));
        arguments.addAll(List.of("--chdir", realDirectory(command)));
        // The command's errors join its output; bubblewrap's own go to the control line, so that
        // "could not be set up" and "exited with 1" can be told apart.
        arguments.addAll(List.of("--json-status-fd", "9", "--"));
        arguments.addAll(List.of("/bin/sh", "-c", "exec \"$@\" 2>&1", "sh"));
        arguments.addAll(argv);
        return arguments;
    }

    private static String realDirectory(Command command) {
        try {
            return command.directory().toRealPath().toString();
        } catch (IOException e) {
            throw Program.notStarted(command, e);
        }
    }

    private static String reason(String report) {
        String said =
                String.join(" ", report.lines().filter(line -> !line.startsWith("{")).toList());
        return said.isBlank()
                ? "it said nothing"
                : said.strip().toLowerCase(Locale.ROOT).startsWith("bwrap: ")
                        ? said.strip().substring("bwrap: ".length())
                        : said.strip();
    }

    @Override
    public boolean contained() {
        return true;
    }

    @Override
    public void close() {
        launcher.close();
    }
}
