package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.tool.Tool.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingTest {
    private static final Tool WAIT = BuiltInTools.waiting();

    @Test
    void a_wait_is_described_with_its_time_its_run_and_its_reason() {
        assertThat(Calls.describe(WAIT, json("{'seconds':90,'reason':'CI is slow'}")))
                .isEqualTo(
                        new Effect.Wait(
                                "wait 90 s: CI is slow", Duration.ofSeconds(90), Optional.empty()));
        assertThat(Calls.describe(WAIT, json("{'seconds':2592000,'run':'r-1','reason':'child'}")))
                .isEqualTo(
                        new Effect.Wait(
                                "wait for run r-1, at most 2592000 s: child",
                                Duration.ofDays(30),
                                Optional.of("r-1")));
    }

    @Test
    void waiting_for_a_run_alone_has_a_deadline_too() {
        assertThat(Calls.describe(WAIT, json("{'run':'r-1','reason':'child'}")))
                .isEqualTo(
                        new Effect.Wait(
                                "wait for run r-1, at most 86400 s: child",
                                Duration.ofDays(1),
                                Optional.of("r-1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'reason':'x'} ~ neither \"seconds\" nor \"run\" is given",
                "{'run':' ','reason':'x'} ~ neither \"seconds\" nor \"run\" is given",
                "{'seconds':0,'reason':'x'} ~ \"seconds\" must be at least 1, got 0",
                "{'seconds':2592001,'reason':'x'} ~ \"seconds\" must be at most 2592000, got 2592001",
                "{'seconds':1.5,'reason':'x'} ~ \"seconds\" must be an integer",
                "{'seconds':5} ~ \"reason\" is missing",
                "{'seconds':5,'reason':' '} ~ \"reason\" has 1 characters; give 1 to 300",
            })
    void a_wait_without_sense_is_refused(String arguments, String why) {
        assertThatThrownBy(() -> Calls.describe(WAIT, json(arguments)))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessageStartingWith("wait: " + why);
    }

    @Test
    void performing_a_wait_outside_of_a_run_says_that_nothing_was_waited_for() {
        assertThat(Calls.call(WAIT, json("{'seconds':5,'reason':'x'}")).status())
                .isEqualTo(Result.Status.FAILED);
    }

    @Test
    void waiting_is_only_given_to_those_who_ask_for_it(@TempDir Path directory) {
        assertThat(BuiltInTools.of(new Root(directory), FakeCommands.quiet()))
                .extracting(Tool::name)
                .doesNotContain("wait");
    }
}
