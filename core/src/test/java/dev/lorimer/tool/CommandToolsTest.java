package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.command.Commands;
import dev.lorimer.command.PlainCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                new ToolConfig.Programs(
                        new CommandLine.Line("gh issue edit \"$ARG_ISSUE\""),
                        effect == EffectClass.RECONCILABLE
                                ? Optional.of(new CommandLine.Line("probe"))
                                : Optional.empty(),
                        effect == EffectClass.COMPENSABLE
                                ? Optional.of(new CommandLine.Argv(List.of("undo", "it")))
                                : Optional.empty()),
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
                                        "LORIMER_KEY",
                                        "key-1",
                                        "LORIMER_EPOCH",
                                        "0",
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
    void a_program_that_says_no_has_failed_whatever_its_class(EffectClass effect) {
        assertThat(Calls.call(retitle(effect, commands(true, code(1), "no")), json("{'issue':7}")))
                .isEqualTo(Tool.Result.failed("exit code 1\nno"));
    }

    @ParameterizedTest
    @EnumSource(EffectClass.class)
    void a_call_ended_early_is_in_doubt_where_it_reaches_outside(EffectClass effect) {
        var status = endedEarly(effect);
        assertThat(status(effect, commands(true, TIMED_OUT, ""))).isEqualTo(status);
        assertThat(Calls.call(retitle(effect, commands(true, code(137), "x")), json("{'issue':7}")))
                .isEqualTo(new Tool.Result("exit code 137: ended by signal 9\nx", status));
        assertThat(status(effect, commands(true, code(129), ""))).isEqualTo(status);
        assertThat(status(effect, commands(true, code(192), ""))).isEqualTo(status);
        assertThat(status(effect, commands(true, code(128), "")))
                .isEqualTo(Tool.Result.Status.FAILED);
        assertThat(status(effect, commands(true, code(193), "")))
                .isEqualTo(Tool.Result.Status.FAILED);
    }

    @ParameterizedTest
    @EnumSource(EffectClass.class)
    void a_command_that_never_started_failed_and_one_that_would_not_end_is_in_doubt(
            EffectClass effect) {
        assertThat(
                        Calls.call(
                                retitle(
                                        effect,
                                        failing(
                                                new Commands.CommandException(
                                                        "program \"gh\" is not on the path"))),
                                json("{'issue':7}")))
                .isEqualTo(
                        Tool.Result.failed(
                                "the command did not start: program \"gh\" is not on the path"));
        var stuck = "processes [7] of call \"marker-1\" did not end within 10 s of being killed";
        assertThat(
                        Calls.call(
                                retitle(effect, failing(Commands.CommandException.running(stuck))),
                                json("{'issue':7}")))
                .isEqualTo(
                        new Tool.Result("the command was not ended: " + stuck, endedEarly(effect)));
    }

    private static Commands failing(Commands.CommandException why) {
        return new Commands() {
            @Override
            public Output run(Command command) {
                throw why;
            }

            @Override
            public boolean contained() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private Tool.Result.Status status(EffectClass effect, Commands commands) {
        return Calls.call(retitle(effect, commands), json("{'issue':7}")).status();
    }

    private static Tool.Result.Status endedEarly(EffectClass effect) {
        return switch (effect) {
            case PURE, STAGED -> Tool.Result.Status.FAILED;
            case IDEMPOTENT, RECONCILABLE, COMPENSABLE, IRREVERSIBLE, OPAQUE ->
                    Tool.Result.Status.UNKNOWN;
        };
    }

    private Tool.Probe probed(Commands commands) throws InterruptedException {
        Tool tool = retitle(EffectClass.RECONCILABLE, commands);
        return tool.probe(Arguments.read(tool, json("{'issue':7}")), Calls.ATTEMPT);
    }

    @Test
    void a_probe_answers_by_its_exit_code_as_grep_does() throws InterruptedException {
        assertThat(probed(commands(false, code(0), "issue 7\n")))
                .isEqualTo(new Tool.Probe.Happened(Tool.Result.done("issue 7\n")));
        assertThat(probed(commands(false, code(1), "nothing")))
                .isEqualTo(new Tool.Probe.NotHappened());
        assertThat(probed(commands(false, code(2), "no\nnetwork")))
                .isEqualTo(
                        new Tool.Probe.Unknown(
                                "the probe ended with exit code 2, where 0 says yes and 1 says no: no network"));
        assertThat(probed(commands(false, code(127), ""))).isInstanceOf(Tool.Probe.Unknown.class);
        assertThat(probed(commands(false, code(137), ""))).isInstanceOf(Tool.Probe.Unknown.class);
        assertThat(probed(commands(false, TIMED_OUT, "")))
                .isEqualTo(new Tool.Probe.Unknown("the probe timed out after 7 s"));
        assertThat(probed(failing(new Commands.CommandException("gone"))))
                .isEqualTo(new Tool.Probe.Unknown("the probe did not run: gone"));
    }

    @Test
    void probe_and_undo_get_what_the_call_got_and_the_probe_may_write_nowhere()
            throws InterruptedException {
        var commands = commands(false, code(0), "");
        Tool reconcilable = retitle(EffectClass.RECONCILABLE, commands);
        Tool compensable = retitle(EffectClass.COMPENSABLE, commands);
        var arguments = Arguments.read(reconcilable, json("{'issue':7}"));
        reconcilable.perform(arguments, Calls.ATTEMPT);
        reconcilable.probe(arguments, Calls.ATTEMPT);
        assertThat(compensable.undo(arguments, Calls.ATTEMPT))
                .isEqualTo(Tool.Result.done("exit code 0\n(no output)"));
        assertThat(commands.asked).hasSize(3);
        assertThat(commands.asked.stream().map(Commands.Command::environment).distinct())
                .hasSize(1);
        assertThat(commands.asked.get(1).argv()).containsExactly("sh", "-c", "probe");
        assertThat(commands.asked.get(1).writable()).isEmpty();
        assertThat(commands.asked.get(2).argv()).containsExactly("undo", "it");
    }

    @Test
    void an_undo_that_says_no_has_failed_and_one_that_timed_out_is_in_doubt()
            throws InterruptedException {
        assertThat(undone(commands(false, code(1), "still there")))
                .isEqualTo(Tool.Result.failed("exit code 1\nstill there"));
        assertThat(undone(commands(false, TIMED_OUT, "")).status())
                .isEqualTo(Tool.Result.Status.UNKNOWN);
    }

    private Tool.Result undone(Commands commands) throws InterruptedException {
        Tool tool = retitle(EffectClass.COMPENSABLE, commands);
        return tool.undo(Arguments.read(tool, json("{'issue':7}")), Calls.ATTEMPT);
    }

    @Test
    void a_class_without_its_commands_is_refused() {
        var line = new CommandLine.Line("x");
        assertThatThrownBy(() -> new ToolConfig("t", "d", line, Map.of(), EffectClass.RECONCILABLE))
                .hasMessage(
                        "tool \"t\" is declared reconcilable but has no probe; say how to find out whether a call happened, or declare it irreversible");
        assertThatThrownBy(() ->
                        new ToolConfig(
                                "t",
                                "d",
                                new ToolConfig.Programs(line, Optional.empty(), Optional.of(line)),
                                Map.of(),
                                EffectClass.IDEMPOTENT))
                .hasMessage(
                        "tool \"t\" has an undo, of which idempotent calls have no use; declare it compensable, or drop the undo");
    }

    @Test
    void real_commands_reconcile_and_undo_by_the_key() throws Exception {
        var programs =
                new ToolConfig.Programs(
                        new CommandLine.Line(
                                "echo \"$ARG_WHAT $LORIMER_EPOCH\" > \"$LORIMER_KEY\""),
                        Optional.of(
                                new CommandLine.Line(
                                        "if [ -e \"$LORIMER_KEY\" ]; then cat \"$LORIMER_KEY\"; else exit 1; fi")),
                        Optional.of(new CommandLine.Line("rm -f \"$LORIMER_KEY\"")));
        var config =
                new ToolConfig(
                        "post",
                        "posts",
                        programs,
                        Map.of("what", parameter(ToolConfig.Parameter.Type.STRING, "", true)),
                        EffectClass.COMPENSABLE);
        try (var plain = new PlainCommands(Map.of("PATH", "/usr/bin:/bin"))) {
            Tool tool = CommandTool.of(config, new Root(directory), plain);
            var arguments = Arguments.read(tool, json("{'what':'hello'}"));
            assertThat(tool.probe(arguments, Calls.ATTEMPT))
                    .isEqualTo(new Tool.Probe.NotHappened());
            assertThat(tool.perform(arguments, Calls.ATTEMPT).status())
                    .isEqualTo(Tool.Result.Status.DONE);
            assertThat(directory.resolve("key-1")).hasContent("hello 0");
            assertThat(tool.probe(arguments, Calls.ATTEMPT))
                    .isEqualTo(new Tool.Probe.Happened(Tool.Result.done("hello 0\n")));
            for (int i = 0; i < 2; i++) {
                assertThat(tool.undo(arguments, Calls.ATTEMPT).status())
                        .isEqualTo(Tool.Result.Status.DONE);
            }
            assertThat(directory.resolve("key-1")).doesNotExist();
        }
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
