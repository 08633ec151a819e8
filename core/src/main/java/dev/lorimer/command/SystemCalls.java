package dev.lorimer.command;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which system calls a contained command is refused, as a seccomp filter program. Namespaces do
/// not cover all of the kernel: sockets to the host of a virtual machine, the keyring, and those
/// parts that attacks on the kernel start from. Compilers, build tools and language runtimes need
/// none of them.
final class SystemCalls {
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int EAFNOSUPPORT = 97;

    /// Unix, IPv4, IPv6, netlink: within the sandbox's own network namespace, all are harmless.
    private static final List<Integer> SOCKET_FAMILIES = List.of(1, 2, 10, 16);

    private static final int CLONE_NEWUSER = 0x1000_0000;

    /// Numbers of x86-64 for the 32-bit ABI on top of it start here.
    private static final int X32 = 0x4000_0000;

    // The instructions of classic BPF that are used (linux/bpf_common.h).
    private static final int LOAD = 0x20;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int IF_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    // Where the words lie in struct seccomp_data.
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;

    private static final int ALLOW = 0x7fff_0000;
    private static final int FAIL = 0x0005_0000;

    /// Calls with the same number on every architecture: io_uring, the new mount calls, and clone3,
    /// whose flags a filter can not see. "Not implemented" makes programs use the older ones.
    private static final List<Integer> UNKNOWN_TO_ALL =
            List.of(425, 426, 427, 428, 429, 430, 431, 432, 435, 442);

    /// ptrace, add_key, request_key, keyctl, unshare, setns, mount, umount2, pivot_root, bpf,
    /// perf_event_open, userfaultfd, kexec_load, kexec_file_load, init_module, finit_module,
    /// delete_module, reboot, swapon, swapoff, acct, quotactl, open_by_handle_at, syslog.
    private static final List<Integer> REFUSED_X86_64 =
            List.of(
                    101, 248, 249, 250, 272, 308, 165, 166, 155, 321, 298, 323, 246, 320, 175, 313,
                    176, 169, 167, 168, 163, 179, 304, 103);

    private static final List<Integer> REFUSED_AARCH64 =
            List.of(
                    117, 217, 218, 219, 97, 268, 40, 39, 41, 280, 241, 282, 104, 294, 105, 273, 106,
                    142, 224, 225, 89, 60, 265, 116);

    private static final Map<String, Machine> MACHINES =
            Map.of(
                    "amd64", new Machine(0xc000_003e, 41, 56, REFUSED_X86_64),
                    "aarch64", new Machine(0xc000_00b7, 198, 220, REFUSED_AARCH64));

    private SystemCalls() {}

    /// @param audit the kernel's name for the architecture
    /// @param socket number of `socket`
    /// @param fork number of `clone`
    private record Machine(int audit, int socket, int fork, List<Integer> refused) {}

    /// The filter for a machine; empty where the numbers of its calls are not known here.
    ///
    /// @param architecture as Java names it in `os.arch`
    static Optional<byte[]> filter(String architecture) {
        return Optional.ofNullable(MACHINES.get(architecture)).map(SystemCalls::program);
    }

    private static byte[] program(Machine machine) {
        List<int[]> lines = new ArrayList<>();
        lines.add(line(LOAD, 0, 0, ARCHITECTURE));
        lines.add(line(IF_EQUAL, 1, 0, machine.audit()));
        lines.add(line(RETURN, 0, 0, FAIL | ENOSYS));
        lines.add(line(LOAD, 0, 0, NUMBER));
        lines.add(line(IF_AT_LEAST, 0, 1, X32));
        lines.add(line(RETURN, 0, 0, FAIL | ENOSYS));
        machine.refused().forEach(number -> refuse(lines, number, EPERM));
        UNKNOWN_TO_ALL.forEach(number -> refuse(lines, number, ENOSYS));
        lines.add(line(IF_EQUAL, 0, 4, machine.fork()));
        lines.add(line(LOAD, 0, 0, FIRST_ARGUMENT));
        lines.add(line(IF_ANY_BIT, 0, 1, CLONE_NEWUSER));
        lines.add(line(RETURN, 0, 0, FAIL | EPERM));
        lines.add(line(RETURN, 0, 0, ALLOW));
        lines.add(line(IF_EQUAL, 1, 0, machine.socket()));
        lines.add(line(RETURN, 0, 0, ALLOW));
        lines.add(line(LOAD, 0, 0, FIRST_ARGUMENT));
        for (int family : SOCKET_FAMILIES) {
            lines.add(line(IF_EQUAL, 0, 1, family));
            lines.add(line(RETURN, 0, 0, ALLOW));
        }
        lines.add(line(RETURN, 0, 0, FAIL | EAFNOSUPPORT));
        return assembled(lines);
    }

    private static void refuse(List<int[]> lines, int number, int error) {
        lines.add(line(IF_EQUAL, 0, 1, number));
        lines.add(line(RETURN, 0, 0, FAIL | error));
    }

    /// @param then how many lines to skip when the comparison holds
    /// @param otherwise how many when it does not
    private static int[] line(int code, int then, int otherwise, int value) {
        return new int[] {code, then, otherwise, value};
    }

    private static byte[] assembled(List<int[]> lines) {
        ByteBuffer program = ByteBuffer.allocate(8 * lines.size()).order(ByteOrder.nativeOrder());
        for (int[] line : lines) {
            program.putShort((short) line[0]).put((byte) line[1]).put((byte) line[2]);
            program.putInt(line[3]);
        }
        return program.array();
    }
}
