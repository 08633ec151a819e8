package dev.lorimer.tool;

import static dev.lorimer.tool.HttpScenes.ENDLESS;
import static dev.lorimer.tool.HttpScenes.NOBODY;
import static dev.lorimer.tool.HttpScenes.Scene;
import static dev.lorimer.tool.HttpScenes.ask;
import static dev.lorimer.tool.HttpScenes.asking;
import static dev.lorimer.tool.HttpScenes.local;
import static dev.lorimer.tool.HttpScenes.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.tool.HttpConfig.Allowed;
import dev.lorimer.tool.HttpConfig.Bounds;
import dev.lorimer.tool.Tool.Result;
import dev.lorimer.tool.Tool.Result.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How an answer is read and shown, however it is framed and wherever it ends.
class HttpAnswerTest {
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
                                ENDLESS,
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
                        ENDLESS,
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
    void a_large_body_is_shown_from_its_start_and_its_size_told() {
        byte[] body = "ä".repeat(5_000).getBytes(StandardCharsets.UTF_8);
        try (var server = new RawServer((_, wire) -> wire.answer("200 OK", "text/plain", body))) {
            var bounds =
                    new Bounds(
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(30),
                            999);
            var text =
                    Calls.text(
                            tool(bounds, NOBODY, Allowed.all(local(server.port()))),
                            asking("GET", server.url("/")));
            assertThat(text)
                    .isEqualTo(
                            "200 OK\ncontent-type: text/plain\n\n"
                                    + "ä".repeat(499)
                                    + "\n(the body is 10,000 bytes; the first 999 bytes are shown)");
        }
    }
}
