package dev.lorimer.command;

import dev.lorimer.command.Commands.CommandException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds and ends every process of a call, by the marker in its environment. It finds those that
/// left their parent, group and session too, and it works from a later process: after a crash,
/// recovery ends what the dead process had started before it decides anything.
///
/// Nothing without the marker is ever signalled. A process that clears its own environment is not
/// found; inside the sandbox it still dies with the sandbox.
public final class Containment {
    /// The variable every process of a call carries.
    public static final String VARIABLE = "LORIMER_CALL";

    /// 10 s: an ended process is gone in milliseconds; one that waits on a dead disk is not.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// 4 MB: Linux gives the environment and arguments of one process 2 MB by default.
    private static final int ENVIRONMENT_BYTES_MAX = 4 << 20;

    private static final File PROCESSES = new File("/proc");

    private Containment() {}

    /// Ends all processes whose environment holds `LORIMER_CALL=marker`, and looks again until none
    /// is left. Blocks, at most 10 s. Does nothing where there is no `/proc`. An interrupt is kept
    /// for the caller: half a cleanup helps nobody.
    ///
    /// @return how many processes were ended
    /// @throws CommandException when some were still there at the deadline, naming them
    public static int end(String marker) {
        if (marker.isEmpty() || marker.indexOf('\0') >= 0) {
            throw new CommandException(
                    "a call's marker is empty or holds a zero byte, so its processes can not be"
                            + " told from others; give each call its own marker");
        }
        byte[] wanted = (VARIABLE + "=" + marker).getBytes(StandardCharsets.UTF_8);
        Set<ProcessHandle> ended = new HashSet<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<ProcessHandle> found = carrying(wanted);
        while (!found.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw stillThere(marker, found);
            }
            for (ProcessHandle process : found) {
                process.destroyForcibly();
                ended.add(process);
            }
            Pause.uninterrupted(Duration.ofMillis(1));
            found = carrying(wanted);
        }
        return ended.size();
    }

    /// Whether markers can be read on this machine; without them the family tree is all there is.
    static boolean available() {
        return new File(PROCESSES, "self/environ").exists();
    }

    private static CommandException stillThere(String marker, List<ProcessHandle> left) {
        return CommandException.running(
                "processes "
                        + left.stream().map(ProcessHandle::pid).sorted().toList()
                        + " of call \""
                        + marker
                        + "\" did not end within "
                        + PATIENCE.toSeconds()
                        + " s of being killed; they may wait for a disk or belong to another user:"
                        + " end them by hand, then try again");
    }

    private static List<ProcessHandle> carrying(byte[] wanted) {
        String[] names = PROCESSES.list();
        List<ProcessHandle> found = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        for (String name : names == null ? new String[0] : names) {
            if (name.isEmpty() || name.charAt(0) < '0' || name.charAt(0) > '9') {
                continue;
            }
            long pid = Long.parseLong(name);
            if (pid == self) {
                continue;
            }
            // The handle is taken first: it remembers the start time, so a number that is given
            // to another process in between is not signalled.
            Optional<ProcessHandle> handle = ProcessHandle.of(pid);
            if (handle.isPresent() && holds(environment(name), wanted)) {
                found.add(handle.get());
            }
        }
        return found;
    }

    /// Empty for a process that is gone, is a zombie or belongs to somebody else.
    private static byte[] environment(String pid) {
        try (var in = new FileInputStream(new File(new File(PROCESSES, pid), "environ"))) {
            return in.readNBytes(ENVIRONMENT_BYTES_MAX);
        } catch (IOException _) {
            return new byte[0];
        }
    }

    private static boolean holds(byte[] environment, byte[] wanted) {
        int start = 0;
        for (int at = 0; at <= environment.length; at++) {
            if (at == environment.length || environment[at] == 0) {
                if (Arrays.equals(environment, start, at, wanted, 0, wanted.length)) {
                    return true;
                }
                start = at + 1;
            }
        }
        return false;
    }
}
