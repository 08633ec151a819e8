package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.run.Entry.Limits;
import dev.lorimer.tool.CommandLine;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.HttpConfig;
import dev.lorimer.tool.HttpConfig.Method;
import dev.lorimer.tool.ToolConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an agent file may say about tools that reach outside.
class AgentFileTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir Path folder;

    private AgentFile read(String front) throws IOException {
        Path file = folder.resolve("agent.md");
        Files.writeString(file, "---\n" + front + "---\nDo it.\n");
        return AgentFile.read(file);
    }

    private static final String COMMANDS =
            """
            commands:
              - name: pay
                description: Pays
                command: ./pay
                effect: reconcilable
                probe: [./paid, --quiet]
                approve: true
              - name: book
                description: Books
                command: ./book
                effect: compensable
                undo: ./cancel
              - name: look
                description: Looks
                command: ./look
                effect: pure
                approve: false
            """;

    @Test
    void commands_bring_their_probe_and_undo() throws IOException {
        var file = read(COMMANDS);
        assertThat(file.commands().stream().map(OwnTool::config))
                .containsExactly(
                        new ToolConfig(
                                "pay",
                                "Pays",
                                new ToolConfig.Programs(
                                        new CommandLine.Line("./pay"),
                                        Optional.of(
                                                new CommandLine.Argv(List.of("./paid", "--quiet"))),
                                        Optional.empty()),
                                Map.of(),
                                EffectClass.RECONCILABLE),
                        new ToolConfig(
                                "book",
                                "Books",
                                new ToolConfig.Programs(
                                        new CommandLine.Line("./book"),
                                        Optional.empty(),
                                        Optional.of(new CommandLine.Line("./cancel"))),
                                Map.of(),
                                EffectClass.COMPENSABLE),
                        new ToolConfig(
                                "look",
                                "Looks",
                                new CommandLine.Line("./look"),
                                Map.of(),
                                EffectClass.PURE));
    }

    @Test
    void approvals_name_the_tools_that_a_person_is_asked_about() throws IOException {
        assertThat(read(COMMANDS).approvals()).containsExactly("pay");
        assertThat(AgentFile.DEFAULT.approvals()).isEmpty();
    }

    @Test
    void a_class_without_its_command_is_refused_by_name() throws IOException {
        var file =
                read(
                        """
                        commands:
                          - { name: pay, description: Pays, command: ./pay, effect: reconcilable }
                          - { name: send, description: Sends, command: ./send, undo: { a: 1 } }
                        """);
        assertThatThrownBy(() -> file.commands().getFirst().config())
                .hasMessage(
                        "tool \"pay\" is declared reconcilable but has no probe; say how to find out whether a call happened, or declare it irreversible");
        assertThatThrownBy(() -> file.commands().getLast().config())
                .hasMessage(
                        "tool \"send\", undo: the command must be a string or a list of strings, got {\"a\":1}");
    }

    private static final String HTTP =
            """
            http:
              allow:
                - host: api.example.org
                  methods: [GET, POST]
                  idempotent: [POST /v1/charges]
                  headers: { Authorization: "Bearer ${EXAMPLE_TOKEN}" }
                - host: localhost
                  port: 8080
                  scheme: http
                  private: true
              seconds: 30
              bytes: 1000
            """;

    @Test
    void the_http_section_says_where_requests_may_go() throws IOException {
        var file = read(HTTP);
        var config = file.http().orElseThrow().config();
        assertThat(config)
                .isEqualTo(
                        new HttpConfig(
                                List.of(
                                        new HttpConfig.Allowed(
                                                new HttpConfig.Site(
                                                        "api.example.org",
                                                        Optional.empty(),
                                                        true,
                                                        false),
                                                Set.of(Method.GET, Method.POST),
                                                List.of(
                                                        new HttpConfig.Keyed(
                                                                Method.POST, "/v1/charges")),
                                                Map.of("Authorization", "Bearer ${EXAMPLE_TOKEN}")),
                                        HttpConfig.Allowed.all(
                                                new HttpConfig.Site(
                                                        "localhost",
                                                        Optional.of(8080),
                                                        false,
                                                        true))),
                                new HttpConfig.Bounds(
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(30),
                                        1000)));
        assertThat(config.variables()).containsExactly("EXAMPLE_TOKEN");
        assertThat(AgentFile.DEFAULT.http()).isEmpty();
    }

    @Test
    void secrets_come_from_the_environment_when_the_tool_is_made() throws IOException {
        var http = read(HTTP).http().orElseThrow();
        assertThat(http.tool(name -> Optional.of("secret of " + name)).name())
                .isEqualTo("http_request");
        assertThatThrownBy(() -> http.tool(_ -> Optional.empty()))
                .hasMessageStartingWith("the environment variable \"EXAMPLE_TOKEN\" is not set");
    }

    @Test
    void mistakes_of_the_http_section_are_told() throws IOException {
        assertThatThrownBy(() -> read("http: { allow: [{ host: h.example, hosts: 1 }] }\n"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("hosts");
        for (var wrong :
                Map.of(
                                "methods: [get]",
                                "\"get\" of \"h.example\" is none of the methods",
                                "scheme: ftp",
                                "\"ftp\" of \"h.example\" is not http or https",
                                "idempotent: [/x]",
                                "\"/x\" of \"h.example\" is not a method and a path",
                                "headers: { A: \"${\" }",
                                "names no environment variable",
                                "port: 0",
                                "port 0 of \"h.example\" is not 1 to 65535")
                        .entrySet()) {
            var http =
                    read("http: { allow: [{ host: h.example, " + wrong.getKey() + " }] }\n")
                            .http()
                            .orElseThrow();
            assertThatThrownBy(http::config)
                    .as(wrong.getKey())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.getValue());
        }
    }

    @Test
    void the_guides_examples_are_agent_files() throws IOException {
        var guide = Files.readString(Path.of("..", "docs", "guides", "tools.md"));
        var blocks =
                Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                        .matcher(guide)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(blocks).hasSize(2);
        var commands = read(blocks.getFirst());
        assertThat(commands.commands().stream().map(OwnTool::config).map(ToolConfig::effect))
                .containsExactly(EffectClass.RECONCILABLE, EffectClass.COMPENSABLE);
        assertThat(commands.approvals()).containsExactly("open_ticket");
        var http = read(blocks.getLast()).http().orElseThrow();
        assertThat(http.tool(_ -> Optional.of("x")).name()).isEqualTo("http_request");
    }

    @Test
    void what_the_command_line_overrides_leaves_the_rest() throws IOException {
        var file = read(HTTP + COMMANDS);
        var limits = new Limits(7, 8, Duration.ofMinutes(9));
        assertThat(file.overridden(List.of("make"), limits))
                .isEqualTo(
                        new AgentFile(
                                file.model(),
                                "Do it.",
                                List.of("make"),
                                List.of(),
                                file.commands(),
                                file.http(),
                                file.own(),
                                limits,
                                Optional.empty()));
    }

    @Test
    void an_agent_file_is_recorded_with_its_run_and_read_back_whole() throws IOException {
        var file = read(HTTP + COMMANDS);
        JsonNode recorded = JSON.valueToTree(file);
        assertThat(recorded.toString()).contains("${EXAMPLE_TOKEN}");
        assertThat(JSON.treeToValue(recorded, AgentFile.class)).isEqualTo(file);
    }

    @Test
    void a_record_from_before_these_sections_is_still_read() {
        JsonNode recorded =
                JSON.readTree(
                        """
                        {"model":null,"instructions":"","verify":[],"tools":[],
                         "commands":[{"name":"a","description":"b","command":"c","parameters":null,"effect":"pure"}],
                         "limits":{"turns":1,"tokens":2,"active":"PT3M"}}
                        """);
        var file = JSON.treeToValue(recorded, AgentFile.class);
        assertThat(file.http()).isEmpty();
        assertThat(file.approvals()).isEmpty();
        assertThat(file.commands().getFirst().config().effect()).isEqualTo(EffectClass.PURE);
    }
}
