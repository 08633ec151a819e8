package dev.lorimer.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.command.Bubblewrap.Unusable;
import dev.lorimer.command.Bubblewrap.Usable;
import dev.lorimer.command.Commands.Command;
import dev.lorimer.command.Commands.CommandException;
import dev.lorimer.command.Commands.Exit;
import dev.lorimer.command.Commands.Output;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BubblewrapTest extends CommandsContract {
    private static final Duration LONG = Duration.ofSeconds(30);

    @BeforeAll
    static void skip_where_there_is_no_sandbox() throws InterruptedException {
        if (Bubblewrap.probe(ENVIRONMENT) instanceof Unusable(String reason)) {
            System.err.println("sandbox tests skipped: " + reason);
            assumeTrue(false, reason);
        }
    }

    static Commands sandbox(List<Path> hidden) {
        return sandbox(new Boundary(hidden, List.of(), 1 << 20), ENVIRONMENT);
    }

    private static Commands sandbox(Boundary boundary, Map<String, String> environment) {
        try {
            if (Bubblewrap.probe(environment) instanceof Usable usable) {
                return new Bubblewrap(usable, boundary, environment);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("no sandbox");
    }

    @Override
    Commands commands() {
        boolean interrupted = Thread.interrupted();
        Commands commands = sandbox(List.of());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return commands;
    }

    @Test
    void it_says_that_it_contains() {
        try (Commands commands = commands()) {
            assertThat(commands.contained()).isTrue();
        }
    }

    @Test
    void nothing_outside_the_writable_directories_can_be_written() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Path usr = Path.of("/usr/lorimer-was-here");
        try (Commands commands = commands()) {
            var command =
                    new Command(
                            List.of(
                                    "sh",
                                    "-c",
                                    "touch ok; for f in /usr/lorimer-was-here /etc/x /x /root/x"
                                            + " /dev/x /proc/sys/kernel/core_pattern /run/x; do"
                                            + " (echo x > $f) && echo wrote $f; done; true"),
                            inside,
                            List.of(inside),
                            Map.of(),
                            Markers.next(),
                            LONG);
            Output output = commands.run(command);
            assertThat(output.text()).doesNotContain("wrote");
            assertThat(output.exit()).isEqualTo(new Exit.Code(0));
        }
        assertThat(usr).doesNotExist();
        assertThat(inside.resolve("ok")).exists();
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void its_temporary_folders_are_its_own_and_bounded() throws Exception {
        Path outside = Files.createTempFile("lorimer-outside", "");
        try {
            Output output =
                    run(
                            "ls "
                                    + outside
                                    + "; for d in /tmp /var/tmp /dev/shm; do head -c 3000000"
                                    + " /dev/zero > $d/big; stat -c %s $d/big; done");
            assertThat(output.text()).contains("No such file");
            assertThat(output.text().lines().filter(line -> line.matches("[0-9]+")))
                    .hasSize(3)
                    .allSatisfy(size -> assertThat(Long.parseLong(size)).isLessThan(1_100_000));
            assertThat(Path.of("/tmp/big")).doesNotExist();
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void no_network_is_reached_not_even_this_machine() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Output output =
                    run(
                            "ls /sys/class/net 2>/dev/null | grep -c . ; cat /proc/net/dev | tail -n"
                                    + " +3; bash -c 'exec 3<>/dev/tcp/127.0.0.1/"
                                    + server.getLocalPort()
                                    + "' && echo reached; bash -c 'exec 3<>/dev/tcp/1.1.1.1/53' &&"
                                    + " echo reached; true");
            assertThat(output.text()).doesNotContain("reached").contains("lo:");
            assertThat(
                            output.text()
                                    .lines()
                                    .filter(line -> line.matches("\\s*[a-z0-9]+: +[0-9].*")))
                    .hasSize(1);
        }
    }

    @Test
    void sockets_of_other_programs_are_out_of_reach() throws Exception {
        Path socket = Path.of("/run/lorimer-test-" + ProcessHandle.current().pid());
        assumeTrue(Files.isWritable(Path.of("/run")), "only root can put a socket into /run");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThat(run("ls -A /run; ls " + socket).text()).contains("No such file");
        } finally {
            Files.deleteIfExists(socket);
        }
    }

    @Test
    void other_processes_are_neither_seen_nor_signalled() throws Exception {
        long self = ProcessHandle.current().pid();
        Output output = run("kill -0 " + self + " && echo alive; ls /proc | grep -c '^[0-9]'");
        assertThat(output.text()).doesNotContain("alive");
        assertThat(Integer.parseInt(output.text().strip().lines().toList().getLast()))
                .isLessThan(10);
    }

    @Test
    void the_git_directory_can_be_read_but_not_changed_moved_or_replaced() throws Exception {
        Path hooks = Files.createDirectories(folder.resolve(".git/hooks"));
        Files.writeString(folder.resolve(".git/config"), "kept\n");
        Output output =
                run(
                        "cat .git/config; echo x >> .git/config; echo x > .git/hooks/pre-commit; mv"
                                + " .git old; rm -rf .git; ln -sfn /tmp .git; touch beside");
        assertThat(output.text()).startsWith("kept\n");
        assertThat(folder.resolve(".git/config")).hasContent("kept");
        assertThat(hooks).isEmptyDirectory();
        assertThat(folder.resolve("old")).doesNotExist();
        assertThat(folder.resolve("beside")).exists();
    }

    @Test
    void the_git_file_of_a_worktree_is_protected_alike() throws Exception {
        Files.writeString(folder.resolve(".git"), "gitdir: /somewhere\n");
        run("echo x > .git; mv .git old; rm -f .git; cp /dev/null .git");
        assertThat(folder.resolve(".git")).hasContent("gitdir: /somewhere");
        assertThat(folder.resolve("old")).doesNotExist();
    }

    @Test
    void hidden_folders_and_files_are_empty_but_for_the_workspace_inside() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path workspace = Files.createDirectories(home.resolve("worktrees/r1"));
        Files.createDirectories(home.resolve("worktrees/r2"));
        Files.writeString(home.resolve("journal.db"), "secret");
        Path key = Files.writeString(folder.resolve("key"), "secret");
        try (Commands commands = sandbox(List.of(home, key, folder.resolve("not-there")))) {
            var command =
                    new Command(
                            List.of(
                                    "sh",
                                    "-c",
                                    "find ../.. | sort; echo key:; cat "
                                            + key
                                            + "; touch ../../x; touch ok"),
                            workspace,
                            List.of(workspace),
                            Map.of(),
                            Markers.next(),
                            LONG);
            Output output = commands.run(command);
            assertThat(output.text()).doesNotContain("secret").doesNotContain("journal.db");
            assertThat(output.text()).doesNotContain("r2").contains("../../worktrees/r1");
        }
        assertThat(workspace.resolve("ok")).exists();
        assertThat(home.resolve("x")).doesNotExist();
    }

    @Test
    void a_hidden_folder_inside_the_workspace_is_hidden_too() throws Exception {
        Path home = Files.createDirectories(folder.resolve(".lorimer"));
        Files.writeString(home.resolve("journal.db"), "secret");
        try (Commands commands = sandbox(List.of(home))) {
            Output output =
                    commands.run(shell("ls -A .lorimer; echo x > .lorimer/journal.db", LONG));
            assertThat(output.text()).doesNotContain("journal.db\n");
        }
        assertThat(home.resolve("journal.db")).hasContent("secret");
    }

    @Test
    void home_and_path_under_a_private_folder_are_bound_back_read_only() throws Exception {
        Path home = Files.createDirectories(folder.resolve("user"));
        Path bin = Files.createDirectories(folder.resolve("tools"));
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.writeString(home.resolve("settings"), "mine\n");
        Files.createDirectories(home.resolve(".ssh"));
        Files.writeString(home.resolve(".ssh/id"), "secret");
        Path tool = Files.writeString(bin.resolve("greet"), "#!/bin/sh\necho greetings\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("HOME", home.toString());
        environment.put("PATH", bin + ":/usr/bin:/bin");
        assumeTrue(folder.toRealPath().startsWith("/tmp"), "temporary files are elsewhere");
        try (Commands commands = sandbox(Boundary.around(home, List.of()), environment)) {
            var command =
                    new Command(
                            List.of(
                                    "sh",
                                    "-c",
                                    "greet; cat ~/settings; cat ~/.ssh/id; echo x > ~/new; echo x >"
                                            + " "
                                            + bin
                                            + "/new"),
                            work,
                            List.of(work),
                            Map.of(),
                            Markers.next(),
                            LONG);
            Output output = commands.run(command);
            assertThat(output.text()).startsWith("greetings\nmine\n").doesNotContain("secret");
        }
        assertThat(home.resolve("new")).doesNotExist();
        assertThat(bin.resolve("new")).doesNotExist();
    }

    @Test
    void a_tool_folder_inside_the_workspace_stays_writable() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("node_modules/.bin"));
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("PATH", bin + ":/usr/bin:/bin");
        try (Commands commands =
                sandbox(new Boundary(List.of(), List.of(), 1 << 20), environment)) {
            commands.run(shell("touch node_modules/.bin/new", LONG));
        }
        assertThat(bin.resolve("new")).exists();
    }

    @Test
    void it_has_no_privileges_and_can_not_get_any() throws Exception {
        assertThat(run("grep -i '^CapEff\\|^CapBnd\\|^NoNewPrivs' /proc/self/status").text())
                .isEqualTo(
                        """
                        CapEff:\t0000000000000000
                        CapBnd:\t0000000000000000
                        NoNewPrivs:\t1
                        """);
        assertThat(run("mount -t tmpfs none . && echo mounted; true").text())
                .doesNotContain("mounted");
    }

    @Test
    void parts_of_the_kernel_that_namespaces_do_not_cover_are_closed() throws Exception {
        assumeTrue(
                SystemCalls.filter(System.getProperty("os.arch")).isPresent(), "unknown machine");
        assertThat(run("grep ^Seccomp: /proc/self/status").text()).isEqualTo("Seccomp:\t2\n");
        assertThat(run("unshare -U true && echo unshared; true").text()).doesNotContain("unshared");
        assumeTrue(Files.exists(Path.of("/usr/bin/perl")), "no perl to make calls with");
        // Socket families: 40 is vsock, 38 the kernel's crypto, 17 raw packets, 1, 2, 10 everyday.
        assertThat(
                        run("perl -e 'for (40, 38, 17, 1, 2, 10) { print socket(my $s, $_,"
                                        + " 1, 0) ? qq(yes\n) : (0+$!).qq(\n) }'")
                                .text())
                .isEqualTo("97\n97\n97\nyes\nyes\nyes\n");
        assertThat(run("perl -e 'print syscall(425, 1, 0), q( ), 0+$!'").text()).isEqualTo("-1 38");
    }

    @Test
    void a_java_program_with_threads_and_children_runs_inside() throws Exception {
        Files.writeString(
                folder.resolve("Hello.java"),
                """
                void main() throws Exception {
                    var thread = new Thread(() -> IO.println("from a thread"));
                    thread.start();
                    thread.join();
                    var child = new ProcessBuilder("echo", "from a child").inheritIO().start();
                    IO.println(child.waitFor());
                }
                """);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThat(run(java + " -Xshare:auto Hello.java").text())
                .isEqualTo("from a thread\nfrom a child\n0\n");
    }

    @Test
    void a_directory_that_the_sandbox_hides_is_an_error_and_nothing_runs() throws Exception {
        Path hidden = Files.createDirectories(folder.resolve("hidden"));
        try (Commands commands = sandbox(List.of(hidden))) {
            var command =
                    new Command(
                            List.of("sh", "-c", "true"),
                            Files.createDirectories(hidden.resolve("below")),
                            List.of(folder),
                            Map.of(),
                            Markers.next(),
                            LONG);
            assertThatThrownBy(() -> commands.run(command))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("nothing was run")
                    .hasMessageContaining("hid");
        }
    }

    @Test
    void output_that_looks_like_the_sandbox_failing_is_only_output() throws Exception {
        Output output = run("echo 'bwrap: no such luck' >&2; exit 1");
        assertThat(output.exit()).isEqualTo(new Exit.Code(1));
        assertThat(output.text()).isEqualTo("bwrap: no such luck\n");
    }

    @Test
    void a_missing_sandbox_is_named_with_the_line_that_installs_it()
            throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path apt = Files.writeString(bin.resolve("dnf"), "#!/bin/sh\n");
        assertThat(apt.toFile().setExecutable(true)).isTrue();
        assertThat(Bubblewrap.probe(Map.of("PATH", bin.toString())))
                .isEqualTo(
                        new Unusable(
                                "no sandbox: the program \"bwrap\" is not on the path \""
                                        + bin
                                        + "\"; install it with \"sudo dnf install bubblewrap\""));
    }

    @Test
    void a_sandbox_that_does_not_work_is_not_used() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path broken =
                Files.writeString(
                        bin.resolve("bwrap"),
                        "#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2; exit"
                                + " 1\n");
        assertThat(broken.toFile().setExecutable(true)).isTrue();
        assertThat(Bubblewrap.probe(Map.of("PATH", bin + ":/usr/bin:/bin")))
                .isInstanceOfSatisfying(
                        Unusable.class,
                        unusable ->
                                assertThat(unusable.reason())
                                        .contains("No permissions to create a new namespace")
                                        .doesNotContain("\n"));
    }

    @Test
    void a_sandbox_that_merely_runs_the_command_is_not_believed() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path fake = Files.writeString(bin.resolve("bwrap"), "#!/bin/sh\nexit 0\n");
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        assertThat(Bubblewrap.probe(Map.of("PATH", bin + ":/usr/bin:/bin")))
                .isInstanceOf(Unusable.class);
    }
}
