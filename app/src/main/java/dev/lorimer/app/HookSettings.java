package dev.lorimer.app;

import static dev.lorimer.app.AgentDialect.object;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What to put into another coding agent's settings, so that every one of its tool calls is judged.
final class HookSettings {
    /// 120 s: a cold start on the largest repository measured, many times over.
    private static final int SECONDS_MAX = 120;

    private HookSettings() {}

    static String of(String agent, String program) {
        var command = "'" + program.replace("'", "'\\''") + "' hook " + agent;
        return switch (agent) {
            case "claude" ->
                    Json.text(
                            object(
                                    "hooks",
                                    groups(
                                            command,
                                            SECONDS_MAX,
                                            List.of(
                                                    "PreToolUse",
                                                    "PostToolUse",
                                                    "PostToolUseFailure"),
                                            List.of("SessionStart", "Stop", "SubagentStop"))));
            case "codex" ->
                    Json.text(
                            object(
                                    "hooks",
                                    groups(
                                            command,
                                            SECONDS_MAX,
                                            List.of("PreToolUse", "PostToolUse"),
                                            List.of("SessionStart", "Stop"))));
            case "gemini" ->
                    // In milliseconds there.
                    Json.text(
                            object(
                                    "hooks",
                                    groups(
                                            command,
                                            SECONDS_MAX * 1000,
                                            List.of("BeforeTool", "AfterTool"),
                                            List.of("SessionStart", "AfterAgent"))));
            case "cursor" -> Json.text(cursor(command));
            default ->
                    throw Failure.usage(
                            "agent \"%s\" is not known; take claude, codex, gemini or cursor",
                            agent);
        };
    }

    private static Map<String, Object> groups(
            String command, int timeout, List<String> tools, List<String> others) {
        var hook = object("type", "command", "command", command, "timeout", timeout);
        var hooks = new LinkedHashMap<String, Object>();
        tools.forEach(event ->
                hooks.put(event, List.of(object("matcher", ".*", "hooks", List.of(hook)))));
        others.forEach(event -> hooks.put(event, List.of(object("hooks", List.of(hook)))));
        return hooks;
    }

    private static Map<String, Object> cursor(String command) {
        var hook = object("command", command, "timeout", SECONDS_MAX, "failClosed", true);
        var hooks = new LinkedHashMap<String, Object>();
        List.of("sessionStart", "preToolUse", "postToolUse", "postToolUseFailure", "stop")
                .forEach(event -> hooks.put(event, List.of(hook)));
        return object("version", 1, "hooks", hooks);
    }
}
