package dev.lorimer.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainCommandsTest extends CommandsContract {
    @Override
    Commands commands() {
        return new PlainCommands(ENVIRONMENT);
    }

    @Test
    void it_says_that_it_contains_nothing() {
        try (Commands commands = commands()) {
            assertThat(commands.contained()).isFalse();
        }
    }

    @Test
    void a_process_that_sheds_the_marker_but_stays_in_the_group_is_ended_too() throws Exception {
        run("env -i sleep 7654321 & exit 0");
        Markers.await(
                () ->
                        ProcessHandle.allProcesses()
                                .noneMatch(p ->
                                        p.info()
                                                .commandLine()
                                                .orElse("")
                                                .contains("sleep 7654321")),
                "the process is still there");
    }
}
