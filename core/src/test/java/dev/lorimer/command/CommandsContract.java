package dev.lorimer.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.command.Commands.Command;
import dev.lorimer.command.Commands.CommandException;
import dev.lorimer.command.Commands.Exit;
import dev.lorimer.command.Commands.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every way of running commands promises.
@Timeout(60)
abstract class CommandsContract {
    static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/root", "LC_ALL", "C.UTF-8");

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir Path folder;

    abstract Commands commands();

    Command shell(String line, Duration limit) {
        return new Command(
                List.of("sh", "-c", line),
                folder,
                List.of(folder),
                Map.of(),
                Markers.next(),
                limit);
    }

    Output run(String line) throws InterruptedException {
        try (Commands commands = commands()) {
            return commands.run(shell(line, LONG));
        }
    }

    @Test
    void the_exit_code_and_both_streams_come_back_in_the_order_they_were_written()
            throws Exception {
        Output output = run("echo one; echo two >&2; echo three; exit 7");
        assertThat(output.exit()).isEqualTo(new Exit.Code(7));
        assertThat(output.text()).isEqualTo("one\ntwo\nthree\n");
        assertThat(output.bytes()).isEqualTo(14);
        assertThat(output.took()).isPositive().isLessThan(LONG);
    }

    @Test
    void a_command_ended_by_a_signal_gives_128_and_its_number() throws Exception {
        assertThat(run("kill -TERM $$").exit()).isEqualTo(new Exit.Code(143));
    }

    @Test
    void arguments_are_passed_as_they_are_and_never_read_by_a_shell() throws Exception {
        try (Commands commands = commands()) {
            var command =
                    new Command(
                            List.of(
                                    "printf",
                                    "%s|",
                                    "a b",
                                    "$HOME",
                                    "it's; \"q\"",
                                    "-n",
                                    "",
                                    "é\n"),
                            folder,
                            List.of(),
                            Map.of(),
                            Markers.next(),
                            LONG);
            assertThat(commands.run(command).text()).isEqualTo("a b|$HOME|it's; \"q\"|-n||é\n|");
        }
    }

    @Test
    void the_environment_holds_what_was_given_and_nothing_of_this_process() throws Exception {
        try (Commands commands = commands()) {
            var command =
                    new Command(
                            List.of("env"),
                            folder,
                            List.of(),
                            Map.of("GREETING", "good morning", "HOME", "/nowhere"),
                            Markers.next(),
                            LONG);
            List<String> names =
                    commands.run(command)
                            .text()
                            .lines()
                            .map(line -> line.substring(0, line.indexOf('=')))
                            .filter(name -> !List.of("PWD", "OLDPWD", "SHLVL", "_").contains(name))
                            .toList();
            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(
                            contained(commands)
                                    ? List.of(
                                            "PATH",
                                            "HOME",
                                            "LC_ALL",
                                            "GREETING",
                                            "LORIMER_CALL",
                                            "TMPDIR")
                                    : List.of(
                                            "PATH", "HOME", "LC_ALL", "GREETING", "LORIMER_CALL"));
            assertThat(commands.run(command).text()).contains("HOME=/nowhere\n");
        }
    }

    private static boolean contained(Commands commands) {
        return commands.contained();
    }

    @Test
    void standard_input_is_empty() throws Exception {
        assertThat(run("cat; echo end").text()).isEqualTo("end\n");
    }

    @Test
    void it_starts_in_its_directory_and_may_write_there() throws Exception {
        assertThat(run("pwd; echo hello > new.txt").text()).isEqualTo(folder.toRealPath() + "\n");
        assertThat(folder.resolve("new.txt")).hasContent("hello");
    }

    @Test
    void a_program_that_is_not_there_is_refused_in_plain_words() {
        try (Commands commands = commands()) {
            var command =
                    new Command(
                            List.of("no-such-program"),
                            folder,
                            List.of(),
                            Map.of(),
                            Markers.next(),
                            LONG);
            assertThatThrownBy(() -> commands.run(command))
                    .isInstanceOf(CommandException.class)
                    .hasMessage(
                            "program \"no-such-program\" is not on the path"
                                    + " \"/usr/local/bin:/usr/bin:/bin\"; install it or give its"
                                    + " full path");
        }
    }

    @Test
    void a_directory_that_is_not_there_is_refused_in_plain_words() {
        try (Commands commands = commands()) {
            var command =
                    new Command(
                            List.of("true"),
                            folder.resolve("gone"),
                            List.of(),
                            Map.of(),
                            Markers.next(),
                            LONG);
            assertThatThrownBy(() -> commands.run(command))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining(folder.resolve("gone") + "\" is not there");
        }
    }

    @Test
    void a_time_out_ends_the_whole_tree_even_what_was_made_a_daemon_twice() throws Exception {
        Command command =
                shell(
                        "setsid sh -c 'setsid sleep 300 & setsid sh -c \"sleep 300 & wait\" &';"
                                + " (sleep 300 &) ; echo started; sleep 300",
                        Duration.ofSeconds(1));
        try (Commands commands = commands()) {
            Output output = commands.run(command);
            assertThat(output.exit()).isEqualTo(new Exit.TimedOut(Duration.ofSeconds(1)));
            assertThat(output.text()).isEqualTo("started\n");
            assertThat(output.took()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
        }
        assertThat(Markers.alive(command.marker())).isEmpty();
    }

    @Test
    void a_daemon_left_behind_by_a_finished_command_is_ended_and_holds_nobody_up()
            throws Exception {
        Command command =
                shell("setsid sh -c 'sleep 300; echo late' & setsid sleep 301 & exit 3", LONG);
        try (Commands commands = commands()) {
            Output output = commands.run(command);
            assertThat(output.exit()).isEqualTo(new Exit.Code(3));
            assertThat(output.took()).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(Markers.alive(command.marker())).isEmpty();
    }

    @Test
    void a_daemon_that_floods_the_pipe_is_ended_and_costs_no_memory() throws Exception {
        Command command = shell("setsid yes flood & sleep 0.2; exit 0", LONG);
        try (Commands commands = commands()) {
            Output output = commands.run(command);
            assertThat(output.exit()).isEqualTo(new Exit.Code(0));
            assertThat(output.text()).hasSizeLessThan(40_000);
        }
        assertThat(Markers.alive(command.marker())).isEmpty();
    }

    @Test
    void an_interrupt_ends_the_whole_tree() throws Exception {
        Command command = shell("setsid sleep 300 & sleep 300", LONG);
        var thrown = new AtomicReference<Throwable>(new AssertionError("nothing was thrown"));
        var waiting = new CountDownLatch(1);
        try (Commands commands = commands()) {
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                waiting.countDown();
                                try {
                                    commands.run(command);
                                } catch (InterruptedException e) {
                                    thrown.set(e);
                                }
                            });
            waiting.await();
            Markers.awaitAlive(command.marker());
            caller.interrupt();
            assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(Markers.alive(command.marker())).isEmpty();
    }

    @Test
    void a_caller_interrupted_before_it_starts_leaves_nothing() {
        Command command = shell("sleep 300", LONG);
        try (Commands commands = commands()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> commands.run(command))
                    .isInstanceOf(InterruptedException.class);
        } finally {
            assertThat(Thread.interrupted()).isFalse();
        }
        assertThat(Markers.alive(command.marker())).isEmpty();
    }

    @Test
    void fifty_megabytes_are_counted_exactly_and_kept_at_both_ends() throws Exception {
        System.gc();
        long before = used();
        Output output =
                run("echo first; head -c 52428800 /dev/zero | tr '\\0' 'x'; echo; echo last");
        System.gc();
        long after = used();
        assertThat(output.bytes()).isEqualTo(52_428_800L + 6 + 1 + 5);
        assertThat(output.text()).startsWith("first\nxxx").endsWith("xxx\nlast\n");
        assertThat(output.text())
                .contains("\n[52,396,044 of 52,428,812 bytes left out here]\n")
                .hasSizeLessThan(33_000);
        assertThat(after - before).isLessThan(8L << 20);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void many_commands_run_from_virtual_threads_at_once() throws Exception {
        try (Commands commands = commands();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Output>> outputs = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Command command = shell("sleep 0.3; echo " + i, LONG);
                outputs.add(threads.submit(() -> commands.run(command)));
            }
            for (int i = 0; i < 40; i++) {
                Output output = outputs.get(i).get(30, TimeUnit.SECONDS);
                assertThat(output.exit()).isEqualTo(new Exit.Code(0));
                assertThat(output.text()).isEqualTo(i + "\n");
            }
        }
    }

    @Test
    void closing_ends_what_is_running() throws Exception {
        Command command = shell("setsid sleep 300 & sleep 300", LONG);
        Commands commands = commands();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                commands.run(command);
                            } catch (InterruptedException | CommandException _) {
                                // Either is an end.
                            }
                        });
        Markers.awaitAlive(command.marker());
        commands.close();
        assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
        assertThat(Markers.alive(command.marker())).isEmpty();
        assertThatThrownBy(() -> commands.run(shell("true", LONG)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void when_this_process_is_killed_its_commands_die_within_a_second() throws Exception {
        String marker = Markers.next();
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Orphaning.class.getName(),
                                getClass().getSimpleName(),
                                marker,
                                folder.toString())
                        .inheritIO()
                        .start();
        Path ready = folder.resolve("ready");
        Markers.await(() -> Files.exists(ready), "the child's command did not start");
        assertThat(Markers.alive(marker)).hasSizeGreaterThanOrEqualTo(2);
        child.destroyForcibly().waitFor();
        Markers.await(() -> Markers.alive(marker).isEmpty(), Duration.ofSeconds(1), "survivors");
    }
}
