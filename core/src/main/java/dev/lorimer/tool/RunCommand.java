package dev.lorimer.tool;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lorimer.command.Commands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `run_command`: a command in the workspace.
record RunCommand(Root root, Commands commands) {
    /// Most builds and tests are done by then, and a hanging one costs little.
    private static final int SECONDS_DEFAULT = 120;

    record Asked(
            @Describe(
                            value = "a shell line, or a list of program and arguments",
                            schema =
                                    """
                                    {"anyOf": [{"type": "string", "minLength": 1},
                                               {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
                                    """)
                    JsonNode command,
            @JsonProperty("timeout_seconds")
                    @Describe(
                            value = "120 when left out",
                            schema = "{\"minimum\":1,\"maximum\":3600}")
                    Optional<Integer> timeoutSeconds) {
        Asked {
            CommandLine.of(command);
        }

        CommandLine line() {
            return CommandLine.of(command);
        }

        Duration limit(Tool.Attempt attempt) {
            var asked = Duration.ofSeconds(timeoutSeconds.orElse(SECONDS_DEFAULT));
            return asked.compareTo(attempt.limit()) < 0 ? asked : attempt.limit();
        }
    }

    Tool tool() {
        return Tools.of(
                "run_command",
                "Runs a command in the workspace and shows its exit code and output. It gets no input, and everything it started is ended with it.",
                Asked.class,
                asked -> effectClass().effect(summary(asked)),
                this::run);
    }

    /// A contained command can change the workspace only; of another, nobody knows what it does.
    private EffectClass effectClass() {
        return commands.contained() ? EffectClass.STAGED : EffectClass.OPAQUE;
    }

    private static String summary(Asked asked) {
        String shown =
                switch (asked.line()) {
                    case CommandLine.Line line -> line.text();
                    case CommandLine.Argv argv -> String.join(" ", argv.argv());
                };
        return ResultText.line("run " + shown, 160);
    }

    private Tool.Result run(Asked asked, Tool.Attempt attempt) throws InterruptedException {
        var command =
                new Commands.Command(
                        asked.line().argv(),
                        root.directory(),
                        List.of(root.directory()),
                        Map.of(),
                        attempt.marker(),
                        asked.limit(attempt));
        return CommandResult.of(commands, command, effectClass());
    }
}
