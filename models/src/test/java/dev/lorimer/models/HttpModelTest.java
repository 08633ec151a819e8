package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The wire against a server that misbehaves in every way the wire promises to survive.
@Timeout(60)
class HttpModelTest extends Wired {
    @Test
    void a_stream_becomes_a_reply_and_its_text_is_told() throws Exception {
        try (var server = FakeServer.of(FakeServer.http(200, SSE, HELLO + END))) {
            var pieces = new CopyOnWriteArrayList<String>();
            Reply reply =
                    openai(server).complete(Given.request(new Message.User("go")), pieces::add);
            assertThat(reply)
                    .isEqualTo(
                            new Reply(
                                    new Message.Assistant("hé", List.of(), List.of()),
                                    Reply.Usage.NONE,
                                    Reply.Stop.END,
                                    "m-1"));
            assertThat(pieces).containsExactly("hé");
            FakeServer.Received request = server.received().take();
            assertThat(request.head())
                    .startsWith("post /v1/chat/completions http/1.1\r\n")
                    .contains("authorization: bearer " + SECRET + "\r\n")
                    .doesNotContain("upgrade:");
            assertThat(request.body()).contains("\"stream\":true").doesNotContain(SECRET);
        }
    }

    @Test
    void the_other_dialect_sends_its_own_headers() throws Exception {
        String body =
                "{\"type\":\"message\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],"
                        + "\"stop_reason\":\"end_turn\"}";
        try (var server = FakeServer.of(FakeServer.sized(200, "", body))) {
            Model model = open("anthropic:m", server);
            assertThat(complete(model).message().text()).isEqualTo("hi");
            assertThat(server.received().take().head())
                    .startsWith("post /v1/messages http/1.1\r\n")
                    .contains("x-api-key: " + SECRET + "\r\n", "anthropic-version: 2023-06-01\r\n")
                    .doesNotContain("authorization:");
        }
    }

    @Test
    void a_server_that_knows_no_streams_may_answer_whole() throws Exception {
        String body =
                "\n {\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";
        // The content type is a lie on purpose.
        try (var server = FakeServer.of(FakeServer.sized(200, SSE, body))) {
            assertThat(complete(openai(server)).message().text()).isEqualTo("hi");
        }
    }

    @Test
    void a_reply_is_given_out_at_its_terminal_event_while_the_connection_stays_open()
            throws Exception {
        var over = new CountDownLatch(1);
        try (var server =
                new FakeServer(out -> {
                    out.write(bytes(FakeServer.http(200, SSE, HELLO + END)));
                    out.flush();
                    over.await();
                })) {
            assertThat(complete(openai(server)).message().text()).isEqualTo("hé");
            over.countDown();
        }
    }

    @Test
    void a_connection_is_used_again() throws Exception {
        byte[] answer = bytes(FakeServer.chunked(HELLO + END));
        try (var server = new FakeServer(out -> out.write(answer), FakeServer.Ending.KEEP)) {
            Model model = openai(server);
            for (int n = 0; n < 10; n++) {
                assertThat(complete(model).message().text()).isEqualTo("hé");
            }
            // One more, should the end of a body once come later than the client waits for it.
            assertThat(server.connections()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void bytes_that_drip_one_by_one_make_the_same_reply() throws Exception {
        try (var server =
                new FakeServer(out -> {
                    for (byte one : bytes(FakeServer.http(200, SSE, HELLO + END))) {
                        out.write(one);
                        out.flush();
                    }
                })) {
            assertThat(complete(openai(server)).message().text()).isEqualTo("hé");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clean", "short", "chunk", "reset"})
    void a_stream_that_breaks_off_is_cut(String how) throws Exception {
        try (var server =
                new FakeServer(
                        out -> {
                            String head =
                                    switch (how) {
                                        case "short" -> "content-length: 9999\r\n";
                                        case "chunk" -> "transfer-encoding: chunked\r\n";
                                        default -> "";
                                    };
                            String body = how.equals("chunk") ? "fff\r\n" + HELLO : HELLO;
                            out.write(bytes(FakeServer.http(200, SSE + head, body)));
                            out.flush();
                            if (how.equals("reset")) {
                                // A reset overtakes what the client has not read yet, the head too.
                                Thread.sleep(500);
                            }
                        },
                        how.equals("reset") ? FakeServer.Ending.RESET : FakeServer.Ending.CLOSE)) {
            ModelException failure = failure(openai(server));
            assertThat(failure.kind()).isEqualTo(Kind.CUT);
            assertThat(failure).hasMessageStartingWith("openai:m ");
        }
    }

    @Test
    void whole_json_that_breaks_off_is_cut() throws Exception {
        try (var server = FakeServer.of(FakeServer.http(200, "", "{\"choices\":[{\"mess"))) {
            assertThat(failure(openai(server)).kind()).isEqualTo(Kind.CUT);
        }
        try (var server = FakeServer.of(FakeServer.http(200, "", ""))) {
            assertThat(failure(openai(server)).kind()).isEqualTo(Kind.CUT);
        }
    }

    @Test
    void a_connection_closed_without_an_answer_may_pass() throws Exception {
        try (var server = FakeServer.of("")) {
            assertThat(failure(openai(server)).kind()).isEqualTo(Kind.TRANSIENT);
        }
    }

    @Test
    void a_server_that_is_not_there_may_come_back() throws Exception {
        Model model;
        try (var server = FakeServer.of("")) {
            model = openai(server);
        }
        assertThat(failure(model))
                .hasMessageStartingWith("openai:m could not be reached at 127.0.0.1")
                .extracting(ModelException::kind)
                .isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void a_listener_that_fails_is_not_taken_for_the_wire() throws Exception {
        try (var server = FakeServer.of(FakeServer.http(200, SSE, HELLO + END))) {
            var request = Given.request(new Message.User("go"));
            assertThatThrownBy(() ->
                            openai(server)
                                    .complete(
                                            request,
                                            _ -> {
                                                throw new IllegalStateException("mine");
                                            }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("mine");
        }
    }

    @Test
    void malformed_utf8_is_no_reply() throws Exception {
        for (String shape : List.of("data: {\"x\":\"%s\"}\n\n", "{\"x\":\"%s\"}")) {
            byte[] body =
                    FakeServer.http(200, SSE, shape.formatted("é"))
                            .getBytes(StandardCharsets.ISO_8859_1);
            try (var server = new FakeServer(out -> out.write(body))) {
                assertThat(failure(openai(server)))
                        .hasMessage(
                                "openai:m gave no valid reply \"the reply is not valid UTF-8\";"
                                        + " ask again")
                        .extracting(ModelException::kind)
                        .isEqualTo(Kind.MALFORMED_REPLY);
            }
        }
    }

    @Test
    void an_endless_line_and_an_endless_reply_are_refused() throws Exception {
        for (String piece : List.of("x", ": a comment line of some length, again and again\n")) {
            byte[] block = bytes(piece.repeat(64 * 1024 / piece.length()));
            try (var server =
                    new FakeServer(out -> {
                        out.write(bytes(FakeServer.http(200, SSE, "data: ")));
                        while (true) {
                            out.write(block);
                        }
                    })) {
                assertThat(failure(openai(server)))
                        .hasMessageContaining("larger than")
                        .extracting(ModelException::kind)
                        .isEqualTo(Kind.MALFORMED_REPLY);
                assertThat(server.hangUps().poll(20, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void a_redirect_is_not_followed_and_named() throws Exception {
        try (var elsewhere = FakeServer.of("");
                var server =
                        FakeServer.of(
                                FakeServer.sized(
                                        307, "location: " + elsewhere.url() + "/x\r\n", ""))) {
            assertThat(failure(openai(server)))
                    .hasMessage(
                            "openai:m answered with status 307, a redirect to \""
                                    + elsewhere.url()
                                    + "/x\" that is not followed; correct the request")
                    .extracting(ModelException::kind)
                    .isEqualTo(Kind.INVALID_REQUEST);
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void a_failure_tells_its_kind_its_words_and_when_to_come_back() throws Exception {
        String body =
                "{\"error\":{\"message\":\"Slow down,\\nplease\",\"code\":\"rate_limit_exceeded\"}}";
        String header = "Retry-After: Mon, 23 Nov 2026 12:00:40 GMT\r\n";
        try (var server = FakeServer.of(FakeServer.sized(429, header, body))) {
            ModelException failure = failure(openai(server));
            assertThat(failure)
                    .hasMessage(
                            "openai:m answered with status 429 \"Slow down, please\"; send again later");
            assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
            assertThat(failure.retryAfter()).isEqualTo(Optional.of(Duration.ofSeconds(40)));
        }
    }

    @Test
    void a_hint_on_success_is_no_failure() throws Exception {
        try (var server =
                FakeServer.of(FakeServer.http(200, SSE + "retry-after: 9\r\n", HELLO + END))) {
            assertThat(complete(openai(server)).stop()).isEqualTo(Reply.Stop.END);
        }
    }

    @Test
    void an_error_inside_a_stream_has_its_kind() throws Exception {
        String error =
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"Overloaded\"}}\n\n";
        try (var server = FakeServer.of(FakeServer.http(200, SSE, error))) {
            assertThat(failure(open("anthropic:m", server)))
                    .hasMessage(
                            "anthropic:m gave an error in place of a reply \"Overloaded\";"
                                    + " send again later")
                    .extracting(ModelException::kind)
                    .isEqualTo(Kind.OVERLOADED);
        }
    }

    @Test
    void a_key_that_the_server_echoes_is_masked() throws Exception {
        String echo = "bad key " + SECRET + " " + "x".repeat(400);
        for (String raw :
                List.of(
                        FakeServer.sized(401, "", "{\"error\":{\"message\":\"" + echo + "\"}}"),
                        FakeServer.sized(500, "", echo),
                        FakeServer.sized(302, "location: http://h/?k=" + SECRET + "\r\n", ""),
                        FakeServer.http(
                                200, SSE, "data: {\"error\":{\"message\":\"" + echo + "\"}}\n\n"),
                        FakeServer.http(200, SSE, "data: {\"x\":" + SECRET + "}\n\n"))) {
            try (var server = FakeServer.of(raw)) {
                String message = failure(openai(server)).toString();
                assertThat(message).doesNotContain("secret");
                assertThat(message.length()).isLessThan(360);
            }
        }
    }

    @Test
    void an_error_whose_body_breaks_off_keeps_its_status() throws Exception {
        try (var server =
                FakeServer.of(FakeServer.http(503, "content-length: 999\r\n", "{\"error\":"))) {
            assertThat(failure(openai(server)).kind()).isEqualTo(Kind.OVERLOADED);
        }
    }

    @Test
    void what_speaks_no_http_gives_no_answer() throws Exception {
        try (var server = FakeServer.of("SSH-2.0-OpenSSH_9.2\r\n\r\n")) {
            assertThat(failure(openai(server)).kind()).isEqualTo(Kind.TRANSIENT);
        }
    }
}
