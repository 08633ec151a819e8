package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.command.Commands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandToolsTest {
    private static final Commands.Exit TIMED_OUT =
            new Commands.Exit.TimedOut(Duration.ofSeconds(7));

    @TempDir Path directory;

    private Tool runCommand(Commands commands) {
        return BuiltInTools.command(new Root(directory), commands);
    }

    private static FakeCommands commands(boolean contained, Commands.Exit exit, String text) {
        return new FakeCommands(contained, exit, text);
    }

    private static Commands.Exit code(int code) {
        return new Commands.Exit.Code(code);
    }

    @Test
    void a_line_goes_to_the_shell_and_a_list_goes_as_it_is() {
        var commands = FakeCommands.quiet();
        Tool tool = runCommand(commands);
        Calls.call(tool, json("{'command':'ls | wc','timeout_seconds':5}"));
        Calls.call(tool, json("{'command':['ls','-l','a b']}"));
        assertThat(commands.asked)
                .containsExactly(
                        new Commands.Command(
                                List.of("sh", "-c", "ls | wc"),
                                directory,
                                List.of(directory),
                                Map.of(),
                                "marker-1",
                                Duration.ofSeconds(5)),
                        new Commands.Command(
                                List.of("ls", "-l", "a b"),
                                directory,
                                List.of(directory),
                                Map.of(),
                                "marker-1",
                                Duration.ofSeconds(120)));
    }

    @Test
    void an_attempts_own_limit_bounds_the_one_asked_for() throws InterruptedException {
        var commands = FakeCommands.quiet();
        Tool tool = runCommand(commands);
        var attempt = new Tool.Attempt("k", "m", Duration.ofSeconds(9), Tool.Fence.none());
        tool.perform(Arguments.read(tool, json("{'command':'x','timeout_seconds':3600}")), attempt);
        assertThat(commands.asked.getFirst().limit()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void a_contained_command_is_staged_and_another_opaque() {
        var arguments = json("{'command':['mvn','-q','test']}");
        assertThat(Calls.describe(runCommand(FakeCommands.quiet()), arguments))
                .isEqualTo(new Effect.Staged("run mvn -q test", new Effect.Edits.Unknown()));
        assertThat(Calls.describe(runCommand(commands(false, code(0), "")), arguments))
                .isEqualTo(new Effect.Opaque("run mvn -q test"));
    }

    @Test
    void the_exit_code_comes_first_and_tells_success_from_failure() {
        var arguments = json("{'command':'x'}");
        assertThat(Calls.call(runCommand(commands(true, code(0), "out\n")), arguments))
                .isEqualTo(Tool.Result.done("exit code 0\nout\n"));
        assertThat(Calls.call(runCommand(commands(true, code(2), "")), arguments))
                .isEqualTo(Tool.Result.failed("exit code 2\n(no output)"));
        assertThat(Calls.call(runCommand(commands(false, code(0), "does not start")), arguments))
                .isEqualTo(Tool.Result.failed("the command did not start: no such program"));
    }

    @Test
    void a_timeout_is_a_failure_when_contained_and_a_doubt_when_not() {
        var text = "timed out after 7 s; the command and everything it started were ended\npart";
        var arguments = json("{'command':'x'}");
        assertThat(Calls.call(runCommand(commands(true, TIMED_OUT, "part")), arguments))
                .isEqualTo(Tool.Result.failed(text));
        assertThat(Calls.call(runCommand(commands(false, TIMED_OUT, "part")), arguments))
                .isEqualTo(new Tool.Result(text, Tool.Result.Status.UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{'command':5} ~ \"command\" must be a non-empty string or a non-empty list of string, got 5; expects {command: string | [string], timeout_seconds?: integer}",
                "{'command':''} ~ \"command\" must be a non-empty string or a non-empty list of string, got \"\"; expects {command: string | [string], timeout_seconds?: integer}",
                "{'command':[]} ~ \"command\" must be a non-empty string or a non-empty list of string, got []; expects {command: string | [string], timeout_seconds?: integer}",
                "{'command':' '} ~ the command is empty; give a shell line",
                "{'command':['']} ~ the command is empty; give the program first, then its arguments",
                "{'command':'a\\u0000b'} ~ the command contains a NUL character, which no program can be given",
                "{'command':'x','timeout_seconds':3601} ~ \"timeout_seconds\" must be at most 3600, got 3601; expects {command: string | [string], timeout_seconds?: integer}",
            },
            quoteCharacter = '`')
    void an_impossible_command_is_refused(String arguments, String message) {
        assertThatThrownBy(() -> Calls.describe(runCommand(FakeCommands.quiet()), json(arguments)))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage("run_command: " + message);
    }

    private static ToolConfig config(EffectClass effect) {
        var parameters = new LinkedHashMap<String, ToolConfig.Parameter>();
        parameters.put("issue", parameter(ToolConfig.Parameter.Type.INTEGER, "number", true));
        parameters.put("new-title", parameter(ToolConfig.Parameter.Type.STRING, "", false));
        parameters.put("labels", parameter(ToolConfig.Parameter.Type.ARRAY, "", false));
        return new ToolConfig(
                "retitle",
                "Gives an issue a new title",
                new CommandLine.Line("gh issue edit \"$ARG_ISSUE\""),
                parameters,
                effect);
    }

    private static ToolConfig.Parameter parameter(
            ToolConfig.Parameter.Type type, String description, boolean required) {
        return new ToolConfig.Parameter(type, description, required);
    }

    private Tool retitle(EffectClass effect, Commands commands) {
        return CommandTool.of(config(effect), new Root(directory), commands);
    }

    @Test
    void a_configured_tool_has_the_schema_of_its_parameters() {
        assertThat(retitle(EffectClass.OPAQUE, FakeCommands.quiet()).inputSchema())
                .isEqualTo(
                        json(
                                "{'type':'object','properties':{'issue':{'type':'integer','description':'number'},"
                                        + "'new-title':{'type':'string'},'labels':{'type':'array','items':{'type':'string'}}},"
                                        + "'required':['issue'],'additionalProperties':false}"));
    }

    @Test
    void arguments_reach_the_command_by_its_environment_and_never_by_its_line() {
        var commands = commands(false, code(0), "ok");
        var arguments = json("{'issue':7,'new-title':'$(rm -rf /); `x`','labels':['a']}");
        Tool tool = retitle(EffectClass.IRREVERSIBLE, commands);
        assertThat(Calls.describe(tool, arguments))
                .isEqualTo(new Effect.Irreversible("retitle " + arguments));
        assertThat(Calls.call(tool, arguments)).isEqualTo(Tool.Result.done("exit code 0\nok"));
        assertThat(commands.asked)
                .containsExactly(
                        new Commands.Command(
                                List.of("sh", "-c", "gh issue edit \"$ARG_ISSUE\""),
                                directory,
                                List.of(directory),
                                Map.of(
                                        "LORIMER_ARGUMENTS",
                                        arguments,
                                        "LORIMER_IDEMPOTENCY_KEY",
                                        "key-1",
                                        "ARG_ISSUE",
                                        "7",
                                        "ARG_NEW_TITLE",
                                        "$(rm -rf /); `x`"),
                                "marker-1",
                                Duration.ofMinutes(10)));
    }

    @Test
    void a_pure_command_may_write_nowhere() {
        var commands = FakeCommands.quiet();
        Calls.call(retitle(EffectClass.PURE, commands), json("{'issue':7}"));
        assertThat(commands.asked.getFirst().writable()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EffectClass.class)
    void a_program_that_says_no_has_failed_and_a_timeout_is_in_doubt_unless_repeatable(
            EffectClass effect) {
        assertThat(Calls.call(retitle(effect, commands(true, code(1), "no")), json("{'issue':7}")))
                .isEqualTo(Tool.Result.failed("exit code 1\nno"));
        boolean repeatable = effect != EffectClass.IRREVERSIBLE && effect != EffectClass.OPAQUE;
        assertThat(
                        Calls.call(
                                        retitle(effect, commands(true, TIMED_OUT, "")),
                                        json("{'issue':7}"))
                                .status())
                .isEqualTo(repeatable ? Tool.Result.Status.FAILED : Tool.Result.Status.UNKNOWN);
    }

    @Test
    void arguments_that_no_environment_can_carry_are_refused_when_described() {
        Tool tool = retitle(EffectClass.OPAQUE, FakeCommands.quiet());
        assertThatThrownBy(() ->
                        Calls.describe(
                                tool,
                                json("{'issue':7,'new-title':'" + "x".repeat(130_000) + "'}")))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage(
                        "retitle: the arguments have 130026 bytes, more than the 122880 that a command can be passed; write them to a file and pass its path");
        assertThatThrownBy(() -> Calls.describe(tool, json("{'issue':7,'new-title':'\\u0000'}")))
                .hasMessage(
                        "retitle: \"new-title\" contains a NUL character, which no command can be passed");
    }

    @Test
    void a_staged_tool_that_would_run_uncontained_is_refused() {
        assertThatThrownBy(() -> retitle(EffectClass.STAGED, commands(false, code(0), "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "tool \"retitle\" is declared staged but its command would not be contained; contain it, or declare it opaque");
    }

    @Test
    void parameters_that_can_not_be_told_apart_are_refused() {
        var text = parameter(ToolConfig.Parameter.Type.STRING, "", false);
        var line = new CommandLine.Line("x");
        assertThatThrownBy(() ->
                        new ToolConfig(
                                "t",
                                "d",
                                line,
                                new LinkedHashMap<>(Map.of("a-b", text, "A_B", text)),
                                EffectClass.PURE))
                .hasMessageContaining("are both passed as ARG_A_B; rename one");
        assertThatThrownBy(
                        () -> new ToolConfig("t", "d", line, Map.of("a b", text), EffectClass.PURE))
                .hasMessage(
                        "tool \"t\": parameter \"a b\" is not of letters, digits, \"_\" and \"-\", starting with a letter, at most 64; rename it");
    }
}
