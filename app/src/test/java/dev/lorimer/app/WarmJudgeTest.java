package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A judge that stays answers what a judge that starts would have answered.
class WarmJudgeTest {
    @TempDir Path scratch;
    private Cli cli = new Cli(Path.of(""), Path.of(""));
    private Path repository = Path.of("");
    private Thread server = Thread.ofPlatform().start(() -> {});

    @BeforeEach
    void ruled() throws IOException {
        repository = Ruled.repository(scratch.resolve("repo"));
        // A socket's path is short.
        var state = Files.createTempDirectory(Path.of("/tmp"), "lw");
        cli = new Cli(scratch, repository).with("XDG_STATE_HOME", state.toString());
    }

    @AfterEach
    void stop() throws Exception {
        Files.deleteIfExists(socket());
        server.join(Duration.ofSeconds(20));
        assertThat(server.isAlive()).isFalse();
    }

    private Console console() {
        return cli.console(new ByteArrayOutputStream(), new ByteArrayOutputStream());
    }

    private Path socket() {
        return WarmSocket.path(console());
    }

    private void start(Duration idle) throws InterruptedException {
        server = Thread.ofPlatform().start(() -> new WarmJudge(console(), idle).serve());
        for (int i = 0; i < 1000 && !new WarmClient(console()).isAnswered(); i++) {
            Thread.sleep(10);
        }
    }

    private record Heard(int exit, String out) {}

    /// What the command line says when it may ask the warm judge, and whether it did.
    private boolean isWarm(String... args) {
        return new WarmClient(console()).ask(args) instanceof WarmClient.Asked.Answered;
    }

    private Heard warm(String... args) {
        var out = new ByteArrayOutputStream();
        var exit = Main.warm(cli.console(out, new ByteArrayOutputStream()), args);
        return new Heard(exit, out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void it_answers_what_a_cold_judge_answers_byte_for_byte() throws Exception {
        Cli.write(repository.resolve("src/a.txt"), "forbidden\n");
        start(Duration.ofMinutes(1));

        assertThat(isWarm("judge", "--json")).isTrue();
        for (var format : List.of("text", "json", "sarif", "github", "junit")) {
            var cold = cli.say("judge", "--format", format);
            assertThat(warm("judge", "--format", format))
                    .isEqualTo(new Heard(cold.exit(), cold.out()));
        }
        assertThat(warm("judge", "--format", "none").exit()).isEqualTo(Failure.USAGE);
    }

    @Test
    void it_sees_every_change_of_the_files() throws Exception {
        start(Duration.ofMinutes(1));

        assertThat(warm("judge").exit()).isZero();
        Cli.write(repository.resolve("src/a.txt"), "forbidden\n");
        assertThat(warm("judge").exit()).isEqualTo(Failure.NO);
        Cli.write(repository.resolve("src/a.txt"), "kind\n");
        assertThat(warm("judge").exit()).isZero();
    }

    @Test
    void a_hook_goes_on_by_itself_where_nobody_listens_and_loses_nothing_it_was_told() {
        blocks();
    }

    private void blocks() {
        Cli.write(repository.resolve("src/a.txt"), "forbidden\n");
        var payload =
                Json.line(
                        AgentDialect.object(
                                "hook_event_name", "PostToolUse",
                                "session_id", "s",
                                "cwd", repository.toString(),
                                "tool_name", "Bash",
                                "tool_input", Map.of()));
        cli = cli.hearing(payload);

        assertThat(warm("hook", "claude").out()).contains("\"decision\":\"block\"");
    }

    @Test
    void the_same_hook_is_answered_warm() throws Exception {
        Cli.write(repository.resolve("src/a.txt"), "forbidden\n");
        start(Duration.ofMinutes(1));
        blocks();
        assertThat(isWarm("hook", "claude")).isTrue();
    }

    @Test
    void nobody_else_can_reach_it() throws Exception {
        start(Duration.ofMinutes(1));

        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(socket().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void another_build_is_refused_and_takes_its_place() throws Exception {
        start(Duration.ofMinutes(1));
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
                var out = new DataOutputStream(Channels.newOutputStream(channel));
                var in = new java.io.DataInputStream(Channels.newInputStream(channel))) {
            WarmMessage.write(
                    out,
                    new WarmMessage.Question(
                            "lorimer 99", List.of("judge"), repository.toString(), Map.of(), ""));
            assertThat(WarmMessage.read(in, WarmMessage.Answer.class).served()).isFalse();
        }
        server.join(Duration.ofSeconds(20));
        assertThat(server.isAlive()).isFalse();
        assertThat(warm("judge").exit()).isZero();
    }

    @Test
    void a_message_without_end_is_hung_up_on() throws Exception {
        start(Duration.ofMinutes(1));
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
                var out = new DataOutputStream(Channels.newOutputStream(channel));
                var in = Channels.newInputStream(channel)) {
            out.writeInt(Integer.MAX_VALUE);
            out.flush();
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(isWarm("judge")).isTrue();
    }

    @Test
    void it_ends_when_nobody_asks() throws Exception {
        start(Duration.ofMillis(300));
        server.join(Duration.ofSeconds(20));

        assertThat(server.isAlive()).isFalse();
        assertThat(socket()).doesNotExist();
        assertThat(warm("judge").exit()).isZero();
    }

    @Test
    void a_socket_left_by_a_dead_one_is_in_nobodys_way() throws Exception {
        PrivateFiles.folder(WarmSocket.folder(socket()));
        try (var dead =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(warm("judge").exit()).isZero();
        start(Duration.ofMinutes(1));
        assertThat(isWarm("judge")).isTrue();
    }
}
