package dev.lorimer.tool;

import dev.lorimer.command.Commands;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Configured commands as a tool.
///
/// Each starts in the root and finds its arguments in its environment, never in its command line,
/// so that no argument can be read as code by a shell:
///
/// - `LORIMER_ARGUMENTS`: all of them, as a JSON object;
/// - `ARG_<NAME>`: each string, number and boolean, by its name in upper case with `_` for `-`;
/// - `LORIMER_KEY`: the idempotency key, the same for every attempt at the call and for its probe
///   and undo (`LORIMER_IDEMPOTENCY_KEY` is its older name);
/// - `LORIMER_EPOCH`: a number that grows when another process takes the run over, for what can
///   refuse an older one;
/// - `LORIMER_CALL`: marks the processes of the call.
///
/// Exit code 0 is done; another one failed: the program said so. After a timeout or the death by a
/// signal a call that reaches outside is in doubt: it may have done its work before. A command that
/// could not be started failed: nothing happened.
///
/// A probe answers as `grep`, `test` and `diff` do: 0 yes, 1 no, anything else is trouble, so that
/// a probe that could not run (126, 127), was misused (2) or died (above 128) is not taken for a
/// no. What it prints is the result when it says yes.
public final class CommandTool {
    /// Linux allows 128 KB for one variable, its name included.
    private static final int ARGUMENTS_BYTES_MAX = 120 * 1024;

    private final ToolConfig config;
    private final Root root;
    private final Commands commands;

    private CommandTool(ToolConfig config, Root root, Commands commands) {
        this.config = config;
        this.root = root;
        this.commands = commands;
    }

    /// @param commands contained ones for pure and staged tools; uncontained ones for those that
    ///   reach the outside world
    /// @throws IllegalArgumentException when a staged tool would run uncontained, or the name or
    ///   description will not do
    public static Tool of(ToolConfig config, Root root, Commands commands) {
        if (config.effect() == EffectClass.STAGED && !commands.contained()) {
            throw new IllegalArgumentException(
                    "tool \"%s\" is declared staged but its command would not be contained; contain it, or declare it opaque"
                            .formatted(config.name()));
        }
        var tool = new CommandTool(config, root, commands);
        return new DeclaredTool<ObjectNode>(
                config.name(),
                config.description(),
                tool.schema().toString(),
                arguments -> arguments,
                tool::effect,
                tool.deeds());
    }

    private ObjectNode schema() {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        var required = Json.MAPPER.createArrayNode();
        config.parameters()
                .forEach((name, parameter) -> {
                    properties.set(name, schema(parameter));
                    if (parameter.required()) {
                        required.add(name);
                    }
                });
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode schema(ToolConfig.Parameter parameter) {
        String type = parameter.type().name().toLowerCase(Locale.ROOT);
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", type);
        if (parameter.type() == ToolConfig.Parameter.Type.ARRAY) {
            schema.putObject("items").put("type", "string");
        }
        if (!parameter.description().isEmpty()) {
            schema.put("description", parameter.description());
        }
        return schema;
    }

    private Effect effect(ObjectNode arguments, String summary) {
        environment(arguments);
        return config.effect().effect(summary);
    }

    private Deeds<ObjectNode> deeds() {
        var programs = config.programs();
        return new Deeds<>(
                (asked, attempt) -> result(programs.perform(), asked, attempt),
                programs.probe().map(probe -> (asked, attempt) -> answer(probe, asked, attempt)),
                programs.undo().map(undo -> (asked, attempt) -> result(undo, asked, attempt)));
    }

    private Tool.Result result(CommandLine line, ObjectNode arguments, Tool.Attempt attempt)
            throws InterruptedException {
        boolean reads = config.effect() == EffectClass.PURE;
        var command =
                command(line, reads ? List.of() : List.of(root.directory()), arguments, attempt);
        return CommandResult.of(commands, command, config.effect());
    }

    private Tool.Probe answer(CommandLine line, ObjectNode arguments, Tool.Attempt attempt)
            throws InterruptedException {
        return CommandResult.probe(commands, command(line, List.of(), arguments, attempt));
    }

    private Commands.Command command(
            CommandLine line, List<Path> writable, ObjectNode arguments, Tool.Attempt attempt) {
        Map<String, String> environment = environment(arguments);
        environment.put("LORIMER_KEY", attempt.key());
        environment.put("LORIMER_IDEMPOTENCY_KEY", attempt.key());
        environment.put("LORIMER_EPOCH", String.valueOf(attempt.fence().epoch()));
        return new Commands.Command(
                line.argv(),
                root.directory(),
                writable,
                environment,
                attempt.marker(),
                attempt.limit());
    }

    private Map<String, String> environment(ObjectNode arguments) {
        var environment = new HashMap<String, String>();
        String json = arguments.toString();
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > ARGUMENTS_BYTES_MAX) {
            throw new Tool.BadArguments(
                    "the arguments have %d bytes, more than the %d that a command can be passed; write them to a file and pass its path"
                            .formatted(bytes, ARGUMENTS_BYTES_MAX));
        }
        environment.put("LORIMER_ARGUMENTS", json);
        config.parameters().keySet().forEach(name -> put(environment, name, arguments.path(name)));
        return environment;
    }

    private void put(Map<String, String> environment, String name, JsonNode value) {
        if (value.isString() || value.isNumber() || value.isBoolean()) {
            String text = value.asString();
            if (text.indexOf('\0') >= 0) {
                throw new Tool.BadArguments(
                        "\"%s\" contains a NUL character, which no command can be passed"
                                .formatted(name));
            }
            environment.put(ToolConfig.variable(name), text);
        }
    }
}
