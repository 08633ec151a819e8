package dev.lorimer.app;

import dev.lorimer.app.HookCall.Moment;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How another coding agent talks to its hooks: the payloads that it sends and the answers that it
/// obeys, each as its own documentation has them (docs/judge.md names the versions).
enum AgentDialect {
    /// Claude Code.
    CLAUDE(
            Map.of(
                    "PreToolUse", Moment.BEFORE,
                    "PostToolUse", Moment.AFTER,
                    "PostToolUseFailure", Moment.AFTER,
                    "Stop", Moment.END,
                    "SubagentStop", Moment.END)),
    /// OpenAI's Codex: Claude Code's forms, but a question to the person is not asked there.
    CODEX(
            Map.of(
                    "PreToolUse", Moment.BEFORE,
                    "PostToolUse", Moment.AFTER,
                    "Stop", Moment.END,
                    "SubagentStop", Moment.END)),
    /// Gemini CLI.
    GEMINI(
            Map.of(
                    "BeforeTool", Moment.BEFORE,
                    "AfterTool", Moment.AFTER,
                    "AfterAgent", Moment.END)),
    /// Cursor.
    CURSOR(
            Map.of(
                    "preToolUse", Moment.BEFORE,
                    "beforeShellExecution", Moment.BEFORE,
                    "beforeMCPExecution", Moment.BEFORE,
                    "postToolUse", Moment.AFTER,
                    "postToolUseFailure", Moment.AFTER,
                    "afterFileEdit", Moment.AFTER,
                    "afterShellExecution", Moment.AFTER,
                    "afterMCPExecution", Moment.AFTER,
                    "stop", Moment.END,
                    "subagentStop", Moment.END));

    // Made by Map.of, and handed out to nobody.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, Moment> moments;

    AgentDialect(Map<String, Moment> moments) {
        this.moments = moments;
    }

    /// What the hook's process says: its exit code and its two streams.
    record Answer(int exit, String out, String err) {
        static Answer silent() {
            return new Answer(0, "", "");
        }

        static Answer json(Object... keysAndValues) {
            return new Answer(0, Json.line(object(keysAndValues)) + "\n", "");
        }

        /// All four agents take exit code 2 for "no", and stderr for the reason.
        static Answer blocked(String reason) {
            return new Answer(2, "", reason + "\n");
        }
    }

    /// Reads a payload.
    ///
    /// @param here where the hook runs, for payloads that do not say
    HookCall read(JsonNode payload, Path here) {
        var event = HookCall.first(payload, "hook_event_name", "hookEventName").orElse("");
        var folders = folders(payload, here);
        var moment = moments.getOrDefault(event, Moment.ELSEWHERE);
        var proposal =
                moment == Moment.BEFORE
                        ? HookCall.proposal(arguments(payload), folders.getFirst())
                        : Optional.<HookCall.Proposal>empty();
        var again =
                payload.path("stop_hook_active").asBoolean(false)
                        || payload.path("loop_count").asInt(0) > 2;
        return new HookCall(
                moment,
                event,
                HookCall.first(payload, "session_id", "conversation_id").orElse(""),
                folders,
                again,
                proposal);
    }

    private static JsonNode arguments(JsonNode payload) {
        var input = payload.path("tool_input");
        return input.isString() ? Json.object(input.stringValue()).orElse(input) : input;
    }

    private static List<Path> folders(JsonNode payload, Path here) {
        var named = new ArrayList<String>();
        HookCall.first(payload, "cwd").filter(cwd -> !cwd.isEmpty()).ifPresent(named::add);
        payload.path("workspace_roots").values().forEach(root -> named.add(root.asString("")));
        var folders = new ArrayList<Path>();
        for (var name : named) {
            try {
                if (!name.isEmpty()) {
                    folders.add(here.resolve(name).normalize());
                }
            } catch (InvalidPathException _) {
                // No folder of this machine has such a name, so nothing was changed there.
            }
        }
        return folders.isEmpty() ? List.of(here) : List.copyOf(folders);
    }

    /// The answer when nothing stands in the way: no opinion, so that the agent's own permissions
    /// go on to hold.
    Answer fine(HookCall call) {
        return switch (this) {
            case CLAUDE, CODEX -> Answer.silent();
            case GEMINI -> Answer.json();
            case CURSOR ->
                    call.moment() == Moment.BEFORE
                            ? Answer.json("permission", "allow")
                            : Answer.json();
        };
    }

    /// The answer when the change is denied.
    Answer denied(HookCall call, String reason) {
        return switch (call.moment()) {
            case ELSEWHERE -> fine(call);
            case BEFORE -> refused(call, "deny", reason);
            case AFTER -> afterwards(call, reason);
            case END -> sentBack(call, reason);
        };
    }

    /// The answer when a person has to decide. An agent can't mend that, so it is told and not sent
    /// back to work; what lands is held by the git hooks and by CI.
    Answer asked(HookCall call, String reason) {
        return switch (call.moment()) {
            case ELSEWHERE -> fine(call);
            case BEFORE -> refused(call, "ask", reason);
            case AFTER -> told(call, reason);
            case END -> this == CURSOR ? fine(call) : Answer.json("systemMessage", reason);
        };
    }

    private Answer refused(HookCall call, String word, String reason) {
        return switch (this) {
            case CLAUDE -> permission(call, word, reason);
            // Codex reads "ask" and goes on without asking.
            case CODEX -> permission(call, "deny", reason);
            case GEMINI -> Answer.json("decision", "deny", "reason", reason);
            case CURSOR -> {
                // Only the older events ask a person.
                var asked = call.event().equals("preToolUse") ? "deny" : word;
                yield Answer.json(
                        "permission", asked, "user_message", reason, "agent_message", reason);
            }
        };
    }

    private static Answer permission(HookCall call, String word, String reason) {
        return Answer.json(
                "hookSpecificOutput",
                object(
                        "hookEventName", call.event(),
                        "permissionDecision", word,
                        "permissionDecisionReason", reason));
    }

    private Answer afterwards(HookCall call, String reason) {
        return switch (this) {
            case CLAUDE, CODEX ->
                    call.event().equals("PostToolUseFailure")
                            ? told(call, reason)
                            : Answer.json("decision", "block", "reason", reason);
            case GEMINI -> Answer.json("decision", "deny", "reason", reason);
            case CURSOR -> told(call, reason);
        };
    }

    private Answer told(HookCall call, String reason) {
        return switch (this) {
            case CLAUDE, CODEX, GEMINI ->
                    Answer.json(
                            "hookSpecificOutput",
                            object("hookEventName", call.event(), "additionalContext", reason));
            case CURSOR -> Answer.json("additional_context", reason);
        };
    }

    /// Once: an agent that can't mend it must be able to stop, and the git hooks still hold.
    private Answer sentBack(HookCall call, String reason) {
        if (call.again()) {
            return this == CURSOR ? fine(call) : Answer.json("systemMessage", reason);
        }
        return switch (this) {
            case CLAUDE, CODEX -> Answer.json("decision", "block", "reason", reason);
            case GEMINI -> Answer.json("decision", "deny", "reason", reason);
            case CURSOR -> Answer.json("followup_message", reason);
        };
    }

    /// The answer when the judge itself could not judge: never "fine".
    Answer broken(HookCall call, String reason) {
        return switch (call.moment()) {
            case BEFORE ->
                    this == CLAUDE ? permission(call, "ask", reason) : Answer.blocked(reason);
            case AFTER -> Answer.blocked(reason);
            case END -> call.again() ? asked(call, reason) : Answer.blocked(reason);
            case ELSEWHERE -> fine(call);
        };
    }

    static Map<String, Object> object(Object... keysAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }
}
