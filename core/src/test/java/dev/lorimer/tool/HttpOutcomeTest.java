package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.tool.HttpConfig.Allowed;
import dev.lorimer.tool.HttpConfig.Bounds;
import dev.lorimer.tool.HttpConfig.Site;
import dev.lorimer.tool.Tool.Result;
import dev.lorimer.tool.Tool.Result.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// However a connection fails, no false word about what became of the request.
class HttpOutcomeTest {
    private static final Bounds QUICK =
            new Bounds(
                    Duration.ofSeconds(5), Duration.ofMillis(700), Duration.ofMillis(1_500), 1_000);

    private static final String LOST =
            "the request was sent and no answer came, so nobody knows whether it took effect: ";

    private static Tool tool(int port) {
        return tool(
                new Site("127.0.0.1", Optional.of(port), false, true),
                host -> {
                    throw new UnknownHostException(host);
                },
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private static Tool tool(Site site, HostLookup lookup, SSLSocketFactory tls) {
        return HttpTool.of(
                new HttpConfig(List.of(Allowed.all(site)), QUICK), Map.of(), lookup, tls);
    }

    private interface Scene {
        void play(RawServer.Wire wire) throws Exception;
    }

    /// Asks a server that plays the scene once the request is there.
    private static Result ask(String method, String target, Scene scene) {
        try (var server = new RawServer((_, wire) -> scene.play(wire))) {
            return Calls.call(
                    tool(server.port()),
                    json("{'method':'%s','url':'%s'}".formatted(method, server.url(target))));
        }
    }

    private static Result call(Tool tool, String method, String url) {
        return Calls.call(tool, json("{'method':'%s','url':'%s'}".formatted(method, url)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST"})
    void nothing_is_sent_where_nobody_listens(String method) throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        assertThat(call(tool(port), method, "http://127.0.0.1:" + port + "/"))
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
        assertThat(ask(method, "/", RawServer.Wire::stall))
                .isEqualTo(new Result(LOST + "no first byte within 700 ms", Status.UNKNOWN));
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
        assertThat(ask(method, "/", RawServer.Wire::stall))
                .isEqualTo(Result.failed("no answer came: no first byte within 700 ms"));
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "content-length: 10||abc ~ the connection was closed with 7 bytes to come",
                "transfer-encoding: chunked||3|abc|5|de ~ the connection was closed with 3 bytes to come",
                "transfer-encoding: chunked||3|abc| ~ the connection was closed inside a chunk's size",
                "transfer-encoding: chunked||3|abc|xyz| ~ a chunk has no size: \"xyz\"",
                "transfer-encoding: chunked||3|abcd|0|| ~ a chunk is longer than it says",
                "transfer-encoding: chunked||3|abc|0| ~ the connection was closed inside the trailers",
            })
    void a_body_that_breaks_off_is_told_and_the_status_stands(String rest, String why) {
        Scene scene =
                wire ->
                        wire.send(
                                ("HTTP/1.1 200 OK|content-type: text/plain|" + rest)
                                        .replace("|", "\r\n"));
        var post = ask("POST", "/", scene);
        assertThat(post.status()).isEqualTo(Status.DONE);
        assertThat(post.text())
                .startsWith("200 OK\ncontent-type: text/plain\n\nabc")
                .contains("(the body is cut off after ")
                .contains(why);
        assertThat(ask("GET", "/", scene)).isEqualTo(Result.failed(post.text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: x",
                "content-length: -1",
                "content-length: 3\r\ncontent-length: 4",
                "transfer-encoding: gzip, chunked",
                "transfer-encoding: chunked\r\ntransfer-encoding: chunked",
            })
    void a_body_of_which_the_length_is_unclear_is_not_shown(String framing) {
        var result =
                ask(
                        "POST",
                        "/",
                        wire -> wire.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\nabcd"));
        assertThat(result.status()).isEqualTo(Status.DONE);
        assertThat(result.text()).startsWith("200 OK\n\n(the body did not come: its ");
    }

    @Test
    void a_body_that_stalls_or_drips_ends_with_the_time() {
        assertThat(
                        ask(
                                "POST",
                                "/",
                                wire -> {
                                    wire.send(
                                            "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\nabc");
                                    wire.stall();
                                }))
                .isEqualTo(
                        Result.done(
                                "200 OK\ncontent-type: text/plain\n\nabc\n(the body is cut off after 3 bytes: it was not finished in the time of a call; the first 3 bytes are shown)"));
        var dripping =
                ask(
                        "GET",
                        "/",
                        wire -> {
                            wire.send("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n");
                            while (true) {
                                wire.send("x");
                                TimeUnit.MILLISECONDS.sleep(20);
                            }
                        });
        assertThat(dripping.status()).isEqualTo(Status.FAILED);
        assertThat(dripping.text()).contains("it was not finished in the time of a call");
    }

    @Test
    void a_server_that_never_reads_does_not_hold_a_large_request_for_ever() throws Exception {
        try (var deaf = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            deaf.setReceiveBufferSize(4_096);
            var url = "http://127.0.0.1:" + deaf.getLocalPort() + "/";
            var body = "x".repeat(1 << 20);
            var result =
                    Calls.call(
                            tool(deaf.getLocalPort()),
                            json("{'method':'POST','url':'%s','body':'".formatted(url))
                                    + body
                                    + "\"}");
            assertThat(result)
                    .isEqualTo(new Result(LOST + "no first byte within 700 ms", Status.UNKNOWN));
        }
    }

    @Test
    void chunks_trailers_interim_answers_and_bare_line_ends_are_read() {
        assertThat(
                        ask(
                                "POST",
                                "/",
                                wire ->
                                        wire.send(
                                                "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200\nContent-Type:text/plain\nTransfer-Encoding: Chunked\n\n3;x=y\r\nabc\r\n000a\r\n0123456789\r\n0\r\ntrailer: t\r\n\r\n")))
                .isEqualTo(Result.done("200\ncontent-type: text/plain\n\nabc0123456789"));
    }

    @Test
    void the_answer_to_a_head_has_no_body_whatever_it_says() {
        assertThat(
                        ask(
                                "HEAD",
                                "/",
                                wire ->
                                        wire.send(
                                                "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")))
                .isEqualTo(Result.done("200 OK\n\n(no body)"));
    }

    @Test
    void a_huge_body_is_cut_and_said_to_be_more() {
        var result =
                ask(
                        "GET",
                        "/",
                        wire -> {
                            wire.send("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n");
                            byte[] block = "y".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                            while (true) {
                                wire.send(block);
                            }
                        });
        assertThat(result)
                .isEqualTo(
                        Result.done(
                                "200 OK\ncontent-type: text/plain\n\n"
                                        + "y".repeat(1_000)
                                        + "\n(the body is more than 8,388,608 bytes; the first 1,000 bytes are shown)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "image/png ~ (the body is image/png, 3 bytes; it is not shown)",
                "application/octet-stream ~ (the body is application/octet-stream, 3 bytes; it is not shown)",
                "application/vnd.x+json; charset=utf-8 ~ abc",
                "TEXT/HTML ~ abc",
                "application/json ~ abc",
            })
    void only_text_is_shown(String type, String body) {
        assertThat(
                        ask(
                                        "GET",
                                        "/",
                                        wire ->
                                                wire.answer(
                                                        "200 OK",
                                                        type,
                                                        "abc".getBytes(StandardCharsets.UTF_8)))
                                .text())
                .endsWith("\n\n" + body);
    }

    @Test
    void binary_packed_and_foreign_bodies_are_told_or_decoded() {
        assertThat(ask("GET", "/", wire -> wire.answer("200 OK", "text/plain", new byte[9])).text())
                .endsWith("(the body is text/plain, 9 bytes; it is not shown)");
        assertThat(
                        ask(
                                        "GET",
                                        "/",
                                        wire ->
                                                wire.send(
                                                        "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc"))
                                .text())
                .endsWith("(the body is text/plain, packed as gzip, 3 bytes; it is not shown)");
        assertThat(
                        ask(
                                        "GET",
                                        "/",
                                        wire ->
                                                wire.answer(
                                                        "200 OK",
                                                        "text/plain; charset=\"iso-8859-1\"",
                                                        new byte[] {(byte) 0xE4}))
                                .text())
                .endsWith("\n\nä");
        assertThat(
                        ask(
                                        "GET",
                                        "/",
                                        wire ->
                                                wire.send(
                                                        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"))
                                .text())
                .isEqualTo("200 OK\n\nok");
        assertThat(
                        ask(
                                        "GET",
                                        "/",
                                        wire ->
                                                wire.answer(
                                                        "200 OK",
                                                        "text/plain",
                                                        "a\u001b[31mred\u200b"
                                                                .getBytes(StandardCharsets.UTF_8)))
                                .text())
                .endsWith("\n\nared\n(1 control or invisible character removed)");
    }

    @Test
    void tls_is_checked_against_the_name_and_its_failure_sends_nothing(@TempDir Path directory)
            throws Exception {
        SSLContext context = selfSigned(directory, "api.example.test");
        HostLookup loopback = _ -> List.of(InetAddress.ofLiteral("127.0.0.1"));
        try (var server =
                new RawServer(
                        "127.0.0.1",
                        0,
                        context.getServerSocketFactory(),
                        (_, wire) -> wire.answer("200 OK", "safe"))) {
            var good = new Site("api.example.test", Optional.of(server.port()), true, true);
            var bad = new Site("other.example.test", Optional.of(server.port()), true, true);
            var trusting = context.getSocketFactory();
            assertThat(
                            call(
                                    tool(good, loopback, trusting),
                                    "POST",
                                    "https://api.example.test:" + server.port() + "/"))
                    .isEqualTo(Result.done("200 OK\ncontent-type: text/plain\n\nsafe"));
            assertThat(server.requests).hasSize(1);

            var otherName =
                    call(
                            tool(bad, loopback, trusting),
                            "POST",
                            "https://other.example.test:" + server.port() + "/");
            assertThat(otherName.status()).isEqualTo(Status.FAILED);
            assertThat(otherName.text()).startsWith("nothing was sent: no TLS connection: ");
            var untrusted =
                    call(
                            tool(good, loopback, (SSLSocketFactory) SSLSocketFactory.getDefault()),
                            "POST",
                            "https://api.example.test:" + server.port() + "/");
            assertThat(untrusted.status()).isEqualTo(Status.FAILED);
            assertThat(untrusted.text()).startsWith("nothing was sent: no TLS connection: ");
            assertThat(server.requests).hasSize(1);
        }
        try (var plain = new RawServer((_, wire) -> wire.answer("200 OK", "plain"))) {
            var site = new Site("api.example.test", Optional.of(plain.port()), true, true);
            assertThat(
                            call(
                                            tool(site, loopback, context.getSocketFactory()),
                                            "POST",
                                            "https://api.example.test:" + plain.port() + "/")
                                    .text())
                    .startsWith("nothing was sent: ");
            assertThat(plain.requests).isEmpty();
        }
    }

    private static SSLContext selfSigned(Path directory, String name) throws Exception {
        Path file = directory.resolve("keys.p12");
        var keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "a",
                                "-dname",
                                "CN=x",
                                "-ext",
                                "san=dns:" + name,
                                "-keystore",
                                file.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "changeit")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "changeit".toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
