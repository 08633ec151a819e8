package dev.lorimer.app;

import dev.lorimer.run.Entry.Limits;
import dev.lorimer.run.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// An agent as a file: YAML front matter between two `---` lines, then instructions in Markdown.
///
/// @param instructions replaces the built-in ones when not empty
/// @param tools names of the built-in tools it may use; empty means all
/// @param commands tools of its own, each a command
/// @param http where its `http_request` may go; without it there is no such tool
/// @param own what it may do by itself
/// @param route models in the order of preference, instead of the one
record AgentFile(
        Optional<String> model,
        String instructions,
        List<String> verify,
        List<String> tools,
        List<OwnTool> commands,
        Optional<OwnHttp> http,
        Optional<OwnRules> own,
        Limits limits,
        Optional<List<OwnCandidate>> route) {
    static final AgentFile DEFAULT =
            new AgentFile(Optional.empty(), "", List.of(), List.of(), List.of(), Limits.DEFAULT);

    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    /// An agent without network.
    AgentFile(
            Optional<String> model,
            String instructions,
            List<String> verify,
            List<String> tools,
            List<OwnTool> commands,
            Limits limits) {
        this(
                model,
                instructions,
                verify,
                tools,
                commands,
                Optional.empty(),
                Optional.empty(),
                limits,
                Optional.empty());
    }

    static AgentFile read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw Failure.usage("agent file \"%s\" can not be read; check --agent", file);
        }
        if (!text.startsWith("---\n") && !text.startsWith("---\r\n")) {
            return DEFAULT.instructed(text.strip());
        }
        var end = text.indexOf("\n---", 3);
        if (end < 0) {
            throw Failure.usage(
                    "agent file \"%s\" opens front matter with --- and never closes it; add a second --- line",
                    file);
        }
        var close = text.indexOf('\n', end + 1);
        var body = close < 0 ? "" : text.substring(close).strip();
        try {
            return YAML.readValue(text.substring(3, end + 1), Front.class).agent(body);
        } catch (JacksonException e) {
            throw Failure.usage(
                    "agent file \"%s\" line %d: %s; known keys: model, route, verify, tools, commands, http, rules, limits",
                    file,
                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                    String.valueOf(e.getOriginalMessage())
                            .lines()
                            .findFirst()
                            .orElse("is not readable")
                            .replaceAll(" \\(class [^)]*\\)", ""));
        }
    }

    /// Names of the tools of which a person approves each call.
    List<String> approvals() {
        return commands.stream().filter(OwnTool::asksFirst).map(OwnTool::name).toList();
    }

    /// What the agent may do by itself.
    Rules rules() {
        return own.orElse(OwnRules.NONE).rules(approvals());
    }

    /// The same with what the command line says instead.
    AgentFile overridden(List<String> verify, Limits limits) {
        return new AgentFile(
                model, instructions, verify, tools, commands, http, own, limits, route);
    }

    /// The same, allowed to change these files only.
    AgentFile within(List<String> paths) {
        return new AgentFile(
                model,
                instructions,
                verify,
                tools,
                commands,
                http,
                Optional.of(own.orElse(OwnRules.NONE).within(paths)),
                limits,
                route);
    }

    /// Patterns of the files that it may change; none means all.
    List<String> paths() {
        return own.flatMap(OwnRules::paths).orElse(List.of());
    }

    /// Patterns of files whose tests it may weaken.
    List<String> mayWeaken() {
        return own.flatMap(OwnRules::mayWeaken).orElse(List.of());
    }

    AgentFile routed(Optional<List<OwnCandidate>> route) {
        return new AgentFile(
                model, instructions, verify, tools, commands, http, own, limits, route);
    }

    private AgentFile instructed(String text) {
        return new AgentFile(model, text, verify, tools, commands, http, own, limits, route);
    }

    /// The front matter as written.
    record Front(
            Optional<String> model,
            Optional<List<String>> verify,
            Optional<List<String>> tools,
            Optional<List<OwnTool>> commands,
            Optional<OwnHttp> http,
            Optional<OwnRules> rules,
            Optional<Ends> limits,
            Optional<List<OwnCandidate>> route) {
        AgentFile agent(String body) {
            return new AgentFile(
                    model,
                    body,
                    verify.orElse(List.of()),
                    tools.orElse(List.of()),
                    commands.orElse(List.of()),
                    http,
                    rules,
                    limits.map(Ends::limits).orElse(Limits.DEFAULT),
                    route);
        }
    }

    /// Limits as written; what is left out is the default.
    record Ends(OptionalInt turns, OptionalLong tokens, OptionalLong minutes) {
        Limits limits() {
            var standard = Limits.DEFAULT;
            return new Limits(
                    turns.orElse(standard.turns()),
                    tokens.orElse(standard.tokens()),
                    minutes.isPresent()
                            ? Duration.ofMinutes(minutes.getAsLong())
                            : standard.active());
        }
    }
}
