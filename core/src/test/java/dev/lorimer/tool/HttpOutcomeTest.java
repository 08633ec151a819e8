package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static dev.lorimer.tool.HttpScenes.LOST;
import static dev.lorimer.tool.HttpScenes.PATIENT;
import static dev.lorimer.tool.HttpScenes.SILENT;
import static dev.lorimer.tool.HttpScenes.ask;
import static dev.lorimer.tool.HttpScenes.call;
import static dev.lorimer.tool.HttpScenes.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.tool.HttpConfig.Site;
import dev.lorimer.tool.Tool.Result;
import dev.lorimer.tool.Tool.Result.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// However a connection fails, no false word about what became of the request.
class HttpOutcomeTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST"})
    void nothing_is_sent_where_nobody_listens(String method) throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        assertThat(call(tool(PATIENT, port), method, "http://127.0.0.1:" + port + "/"))
                .isEqualTo(Result.failed("nothing was sent: Connection refused"));
    }

    @Test
    void nothing_is_sent_to_a_host_that_nobody_knows() {
        var site = new Site("nowhere.example", Optional.empty(), true, false);
        HostLookup none =
                host -> {
                    throw new UnknownHostException(host);
                };
        var tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
        assertThat(call(tool(site, none, tls), "POST", "https://nowhere.example/"))
                .isEqualTo(
                        Result.failed(
                                "nothing was sent: the host \"nowhere.example\" is not known"));
        assertThat(call(tool(site, _ -> List.of(), tls), "POST", "https://nowhere.example/"))
                .isEqualTo(Result.failed("nothing was sent: it has no address"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "POST", "PATCH"})
    void a_change_without_an_answer_is_in_doubt(String method) {
        assertThat(ask(SILENT, method, "/", RawServer.Wire::stall))
                .isEqualTo(new Result(LOST + "no first byte within 300 ms", Status.UNKNOWN));
        assertThat(ask(method, "/", wire -> {}))
                .isEqualTo(
                        new Result(
                                LOST + "the connection was closed inside the answer's head",
                                Status.UNKNOWN));
        assertThat(ask(method, "/", RawServer.Wire::reset))
                .isEqualTo(new Result(LOST + "Connection reset", Status.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void a_read_without_an_answer_has_failed(String method) {
        assertThat(ask(SILENT, method, "/", RawServer.Wire::stall))
                .isEqualTo(Result.failed("no answer came: no first byte within 300 ms"));
        assertThat(ask(method, "/", RawServer.Wire::reset))
                .isEqualTo(Result.failed("no answer came: Connection reset"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "SSH-2.0-x|| ~ what came is not HTTP/1.1: \"SSH-2.0-x\"",
                "HTTP/2 200 OK|| ~ what came is not HTTP/1.1: \"HTTP/2 200 OK\"",
                "HTTP/1.1 20x OK|| ~ what came is not HTTP/1.1: \"HTTP/1.1 20x OK\"",
                "HTTP/1.1 099 OK|| ~ what came is not HTTP/1.1: \"HTTP/1.1 099 OK\"",
                "HTTP/1.1 200 OK|no colon|| ~ the answer has a broken header: \"no colon\"",
                "HTTP/1.1 200 OK|a: b|: c|| ~ the answer has a broken header: \": c\"",
                "HTTP/1.1 200 OK|a: b ~ the connection was closed inside the answer's head",
                "HTTP/1.1 101 Switching|| ~ the server switched protocols, which nobody asked for",
            })
    void a_change_with_a_broken_answer_is_in_doubt(String answer, String why) {
        assertThat(ask("POST", "/", wire -> wire.send(answer.replace("|", "\r\n"))))
                .isEqualTo(new Result(LOST + why, Status.UNKNOWN));
    }

    @Test
    void a_head_without_end_is_bounded() {
        assertThat(
                        ask(
                                "POST",
                                "/",
                                wire -> {
                                    wire.send("HTTP/1.1 200 OK\r\n");
                                    while (true) {
                                        wire.send("a: " + "x".repeat(10_000) + "\r\n");
                                    }
                                }))
                .isEqualTo(
                        new Result(
                                LOST + "the answer's head is larger than it may be",
                                Status.UNKNOWN));
        assertThat(
                        ask(
                                "POST",
                                "/",
                                wire -> {
                                    while (true) {
                                        wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                                    }
                                }))
                .isEqualTo(
                        new Result(
                                LOST + "more than 20 interim answers came, and no final one",
                                Status.UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource({
        "200, DONE",
        "204, DONE",
        "301, DONE",
        "400, DONE",
        "404, DONE",
        "409, DONE",
        "429, DONE",
        "500, DONE",
        "501, DONE",
        "502, UNKNOWN",
        "503, DONE",
        "504, UNKNOWN",
        "520, UNKNOWN",
        "524, UNKNOWN",
        "999, DONE",
    })
    void a_status_is_a_result_but_for_a_gateway_that_does_not_know(int status, Status outcome) {
        var text = status == 204 ? "(no body)" : "x";
        var expected = new Result(status + " Word\ncontent-type: text/plain\n\n" + text, outcome);
        assertThat(ask("POST", "/", wire -> wire.answer(status + " Word", "x")))
                .isEqualTo(expected);
        assertThat(ask("GET", "/", wire -> wire.answer(status + " Word", "x")))
                .isEqualTo(Result.done(expected.text()));
    }

    @Test
    void a_server_that_never_reads_does_not_hold_a_large_request_for_ever() throws Exception {
        try (var deaf = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            deaf.setReceiveBufferSize(4_096);
            var url = "http://127.0.0.1:" + deaf.getLocalPort() + "/";
            var body = "x".repeat(1 << 20);
            var result =
                    Calls.call(
                            tool(SILENT, deaf.getLocalPort()),
                            json("{'method':'POST','url':'%s','body':'".formatted(url))
                                    + body
                                    + "\"}");
            assertThat(result)
                    .isEqualTo(new Result(LOST + "no first byte within 300 ms", Status.UNKNOWN));
        }
    }

    @Test
    void an_answer_that_comes_before_the_request_is_read_counts() throws Exception {
        try (var hasty = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            hasty.setReceiveBufferSize(4_096);
            var port = hasty.getLocalPort();
            var done = new CountDownLatch(1);
            Thread.ofVirtual()
                    .start(() -> {
                        try (var socket = hasty.accept()) {
                            socket.getOutputStream()
                                    .write(
                                            "HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n"
                                                    .getBytes(StandardCharsets.US_ASCII));
                            // Neither reads on nor hangs up.
                            var _ = done.await(20, TimeUnit.SECONDS);
                        } catch (IOException | InterruptedException _) {
                            // The test sees it from the other side.
                        }
                    });
            var result =
                    Calls.call(
                            tool(PATIENT, port),
                            json(
                                            "{'method':'POST','url':'http://127.0.0.1:%d/','body':'"
                                                    .formatted(port))
                                    + "x".repeat(1 << 20)
                                    + "\"}");
            done.countDown();
            assertThat(result).isEqualTo(Result.done("413 Too Large\n\n(no body)"));
        }
    }
}
