package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each agent is answered in its own form, to payloads as its documentation has them.
class AgentDialectTest {
    @TempDir Path scratch;
    private Path repository = Path.of("");

    @BeforeEach
    void ruled() {
        repository = Ruled.repository(scratch.resolve("repo"));
    }

    private Cli.Said say(String agent, String payload) {
        return new Cli(scratch, repository).hearing(payload).say("hook", agent);
    }

    private String claude(String event, String rest) {
        return """
        {"session_id":"abc123","transcript_path":"/home/u/.claude/projects/x/1.jsonl","cwd":"%s",
         "permission_mode":"default","hook_event_name":"%s"%s}\
        """
                .formatted(repository, event, rest);
    }

    private String write(String text) {
        return ",\"tool_name\":\"Write\",\"tool_input\":{\"file_path\":\"%s/src/c.txt\",\"content\":\"%s\"},\"tool_use_id\":\"toolu_01\""
                .formatted(repository, text);
    }

    private void breakIt() {
        Cli.write(repository.resolve("src/a.txt"), "forbidden\n");
    }

    @Test
    void claude_is_refused_a_file_before_it_is_written() {
        var said = say("claude", claude("PreToolUse", write("forbidden")));

        var answer = said.json().path("hookSpecificOutput");
        assertThat(said.exit()).isZero();
        assertThat(answer.path("hookEventName").stringValue("")).isEqualTo("PreToolUse");
        assertThat(answer.path("permissionDecision").stringValue("")).isEqualTo("deny");
        assertThat(answer.path("permissionDecisionReason").stringValue(""))
                .contains("D-0001#kind-words", "Say it kindly.");
        assertThat(repository.resolve("src/c.txt")).doesNotExist();
    }

    @Test
    void claude_may_write_what_breaks_nothing_by_its_own_permissions() {
        assertThat(say("claude", claude("PreToolUse", write("kind"))))
                .isEqualTo(new Cli.Said(0, "", ""));
    }

    @Test
    void an_edit_is_judged_as_the_file_would_be() {
        var edit =
                ",\"tool_name\":\"Edit\",\"tool_input\":{\"file_path\":\"%s/src/a.txt\",\"old_string\":\"two\",\"new_string\":\"forbidden\"}"
                        .formatted(repository);

        assertThat(say("claude", claude("PreToolUse", edit)).out()).contains("\"deny\"");
        var several =
                ",\"tool_name\":\"MultiEdit\",\"tool_input\":{\"file_path\":\"%s/src/a.txt\",\"edits\":[{\"old_string\":\"two\",\"new_string\":\"for2\"},{\"old_string\":\"for2\",\"new_string\":\"forbidden\"}]}"
                        .formatted(repository);
        assertThat(say("claude", claude("PreToolUse", several)).out()).contains("\"deny\"");
    }

    @Test
    void a_file_can_be_mended_while_another_is_still_broken() {
        breakIt();
        Cli.write(repository.resolve("src/b.txt"), "forbidden\n");
        var mend =
                ",\"tool_name\":\"Write\",\"tool_input\":{\"file_path\":\"%s/src/a.txt\",\"content\":\"kind\"}"
                        .formatted(repository);

        assertThat(say("claude", claude("PreToolUse", mend)).out()).isEmpty();
    }

    @Test
    void claude_is_told_after_a_call_that_broke_something_even_when_the_call_failed() {
        breakIt();
        var bash =
                ",\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"x\"},\"tool_response\":{\"stdout\":\"\"},\"tool_use_id\":\"t\"";

        var done = say("claude", claude("PostToolUse", bash)).json();
        assertThat(done.path("decision").stringValue("")).isEqualTo("block");
        assertThat(done.path("reason").stringValue("")).contains("src/a.txt:1");
        var failed = say("claude", claude("PostToolUseFailure", bash)).json();
        assertThat(failed.path("hookSpecificOutput").path("additionalContext").stringValue(""))
                .contains("D-0001#kind-words");
    }

    @Test
    void claude_does_not_stop_over_a_broken_decision_but_is_held_only_once() {
        breakIt();

        var first = say("claude", claude("Stop", ",\"stop_hook_active\":false")).json();
        assertThat(first.path("decision").stringValue("")).isEqualTo("block");
        var second = say("claude", claude("Stop", ",\"stop_hook_active\":true")).json();
        assertThat(second.has("decision")).isFalse();
        assertThat(second.path("systemMessage").stringValue("")).contains("D-0001#kind-words");
    }

    @Test
    void codex_is_answered_with_no_key_that_it_does_not_know() {
        var rest =
                ",\"model\":\"gpt-5\",\"turn_id\":\"1\",\"tool_name\":\"Bash\",\"tool_use_id\":\"call_1\",\"tool_input\":{\"command\":\"x\"}";
        breakIt();

        var after = say("codex", claude("PostToolUse", rest + ",\"tool_response\":\"\"")).json();
        assertThat(after.propertyNames()).containsExactly("decision", "reason");
        assertThat(after.path("decision").stringValue("")).isEqualTo("block");
        var before = say("codex", claude("PreToolUse", write("forbidden"))).json();
        assertThat(before.propertyNames()).containsExactly("hookSpecificOutput");
        assertThat(before.path("hookSpecificOutput").path("permissionDecision").stringValue(""))
                .isEqualTo("deny");
        var end = say("codex", claude("Stop", ",\"stop_hook_active\":false")).json();
        assertThat(end.path("decision").stringValue("")).isEqualTo("block");
    }

    @Test
    void codex_is_denied_what_only_a_person_may_decide_since_it_asks_nobody() {
        Cli.write(
                repository.resolve("docs/decisions/0001-kind-words.md"),
                Ruled.RECORD.replace("severity: deny", "severity: ask"));
        Cli.commit(repository);

        assertThat(say("codex", claude("PreToolUse", write("forbidden"))).out())
                .contains("\"permissionDecision\":\"deny\"");
        assertThat(say("claude", claude("PreToolUse", write("forbidden"))).out())
                .contains("\"permissionDecision\":\"ask\"");
    }

    private String gemini(String event, String rest) {
        return """
        {"session_id":"g-1","transcript_path":"/t.json","cwd":"%s","hook_event_name":"%s",
         "timestamp":"2026-11-23T10:00:00Z"%s}\
        """
                .formatted(repository, event, rest);
    }

    @Test
    void gemini_is_answered_with_decision_and_reason() {
        var tool =
                ",\"tool_name\":\"write_file\",\"tool_input\":{\"file_path\":\"src/c.txt\",\"content\":\"forbidden\"}";
        var before = say("gemini", gemini("BeforeTool", tool)).json();
        assertThat(before.path("decision").stringValue("")).isEqualTo("deny");
        assertThat(before.path("reason").stringValue("")).contains("D-0001#kind-words");
        assertThat(say("gemini", gemini("BeforeTool", ",\"tool_name\":\"x\"")).out().strip())
                .isEqualTo("{}");

        breakIt();
        var after =
                say(
                                "gemini",
                                gemini(
                                        "AfterTool",
                                        ",\"tool_name\":\"run_shell_command\",\"tool_input\":{\"command\":\"x\"},\"tool_response\":{\"llmContent\":\"\",\"returnDisplay\":\"\"}"))
                        .json();
        assertThat(after.path("decision").stringValue("")).isEqualTo("deny");
        var end =
                say(
                                "gemini",
                                gemini(
                                        "AfterAgent",
                                        ",\"prompt\":\"p\",\"prompt_response\":\"r\",\"stop_hook_active\":false"))
                        .json();
        assertThat(end.path("decision").stringValue("")).isEqualTo("deny");
    }

    private String cursor(String event, String rest) {
        return """
        {"conversation_id":"c-1","generation_id":"g","model":"m","hook_event_name":"%s",
         "cursor_version":"2.0.77","workspace_roots":["%s"]%s}\
        """
                .formatted(event, repository, rest);
    }

    @Test
    void cursor_is_answered_with_permissions_context_and_a_follow_up() {
        var write =
                ",\"tool_name\":\"Write\",\"tool_input\":{\"file_path\":\"%s/src/c.txt\",\"content\":\"forbidden\"},\"tool_use_id\":\"t\",\"cwd\":\"%s\""
                        .formatted(repository, repository);
        var before = say("cursor", cursor("preToolUse", write)).json();
        assertThat(before.path("permission").stringValue("")).isEqualTo("deny");
        assertThat(before.path("agent_message").stringValue("")).contains("D-0001#kind-words");
        var shell = ",\"command\":\"ls\",\"cwd\":\"%s\"".formatted(repository);
        assertThat(say("cursor", cursor("beforeShellExecution", shell)).out().strip())
                .isEqualTo("{\"permission\":\"allow\"}");

        breakIt();
        assertThat(
                        say("cursor", cursor("postToolUse", ",\"tool_name\":\"Shell\""))
                                .json()
                                .path("additional_context")
                                .stringValue(""))
                .contains("D-0001#kind-words");
        assertThat(
                        say("cursor", cursor("stop", ",\"status\":\"completed\",\"loop_count\":0"))
                                .json()
                                .path("followup_message")
                                .stringValue(""))
                .contains("D-0001#kind-words");
        assertThat(
                        say("cursor", cursor("stop", ",\"status\":\"completed\",\"loop_count\":3"))
                                .out()
                                .strip())
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[1]", "{\"a\":"})
    void a_payload_that_nobody_understands_is_no_permission(String payload) {
        var said = say("claude", payload);

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("nobody judged this call");
    }

    @ParameterizedTest
    @CsvSource({
        "claude,PostToolUse",
        "codex,PostToolUse",
        "gemini,AfterTool",
        "cursor,postToolUse"
    })
    void a_judge_that_is_broken_says_so_and_passes_nothing(String agent, String event)
            throws Exception {
        breakIt();
        java.nio.file.Files.write(repository.resolve(".git/index"), new byte[] {1, 2, 3});

        var said = say(agent, claude(event, ",\"tool_name\":\"x\",\"tool_input\":{}"));

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("nobody could judge this call");
    }

    @Test
    void outside_of_repositories_there_is_no_law() {
        var payload =
                Json.line(
                        AgentDialect.object(
                                "hook_event_name", "PostToolUse",
                                "session_id", "s",
                                "cwd", scratch.toString(),
                                "tool_name", "Bash",
                                "tool_input", Map.of()));

        assertThat(say("claude", payload)).isEqualTo(new Cli.Said(0, "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude", "codex", "gemini", "cursor"})
    void the_settings_name_every_moment_and_every_tool(String agent) {
        var said = new Cli(scratch, repository).say("hook", "settings", agent);

        assertThat(said.exit()).isZero();
        assertThat(said.json().path("hooks")).isNotEmpty();
        assertThat(said.out()).contains("hook " + agent);
    }
}
