package dev.lorimer.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands without a sandbox: they can do what the user can. Only their lifetime is bounded. Each
/// runs in its own session under a small shell that ends the whole tree as soon as this process
/// lets go of it, by closing a pipe or by dying.
///
/// Where there is no `/proc` (macOS), only processes still in the command's process group or below
/// it are found.
public final class PlainCommands implements Commands {
    /// Descriptor 3 is the lifeline, 4 the control line; the command gets neither. The watcher ends
    /// whatever carries the marker until nothing does, at most 500 times, then the group and
    /// itself. The shell stays until it is let go, so that the reader decides when reading ends.
    private static final String WRAPPER =
            """
            call=$1; shift
            exec 3<&0 4>&2 </dev/null 2>/dev/null
            (
              exec 4>&- >/dev/null
              if ! read -r goodbye <&3; then
                PATH=$PATH:/usr/bin:/bin
                tries=0
                while [ $tries -lt 500 ]; do
                  found=$(grep -lzsFx -e "LORIMER_CALL=$call" /proc/[0-9]*/environ)
                  [ -n "$found" ] || break
                  for file in $found; do
                    file=${file#/proc/}
                    kill -9 "${file%/environ}"
                  done
                  tries=$((tries + 1))
                done
              fi
              kill -9 -$$
              kill -9 $$
            ) &
            exec 3<&-
            LORIMER_CALL=$call "$@" 2>&1 4>&-
            echo "exit $?" >&4
            exec >/dev/null
            wait
            """;

    private final Map<String, String> environment;
    private final Launcher launcher = new Launcher();

    /// @param environment what every command gets, and nothing else: at least `PATH`
    public PlainCommands(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Output run(Command command) throws InterruptedException {
        Map<String, String> whole = new HashMap<>(environment);
        whole.putAll(command.environment());
        whole.remove(Containment.VARIABLE);
        List<String> argv = new ArrayList<>();
        Program.find("setsid", whole.getOrDefault("PATH", "") + ":/usr/bin:/bin")
                .ifPresent(program -> argv.add(program.toString()));
        argv.addAll(List.of("/bin/sh", "-c", WRAPPER, "sh", command.marker()));
        argv.addAll(Program.resolve(command, whole));
        var builder = new ProcessBuilder(argv);
        builder.directory(command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(whole);
        return launcher.run(builder, command, Call.Wrapper.ENDS_WHEN_LET_GO, Optional.empty())
                .output();
    }

    @Override
    public boolean contained() {
        return false;
    }

    @Override
    public void close() {
        launcher.close();
    }
}
