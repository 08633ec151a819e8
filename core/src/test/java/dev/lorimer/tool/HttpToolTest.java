package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static dev.lorimer.tool.HttpScenes.NOBODY;
import static dev.lorimer.tool.HttpScenes.PATIENT;
import static dev.lorimer.tool.HttpScenes.asking;
import static dev.lorimer.tool.HttpScenes.local;
import static dev.lorimer.tool.HttpScenes.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.tool.HttpConfig.Allowed;
import dev.lorimer.tool.HttpConfig.Bounds;
import dev.lorimer.tool.HttpConfig.Keyed;
import dev.lorimer.tool.HttpConfig.Method;
import dev.lorimer.tool.HttpConfig.Site;
import dev.lorimer.tool.Tool.Result;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent, and what it counts as.
class HttpToolTest {
    @Test
    void an_answer_is_shown_with_status_chosen_headers_and_body() {
        try (var server =
                new RawServer((_, wire) ->
                        wire.send(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: id=1\r\nETag: \"x\"\r\nContent-Length: 7\r\n\r\n{\"a\":1}"))) {
            assertThat(Calls.call(tool(server), asking("GET", server.url("/a?b=c"))))
                    .isEqualTo(
                            Result.done(
                                    "200 OK\ncontent-type: application/json\netag: \"x\"\n\n{\"a\":1}"));
            var request = server.requests.getFirst();
            assertThat(request.line()).isEqualTo("GET /a?b=c HTTP/1.1");
            assertThat(request.headers("host")).containsExactly("127.0.0.1:" + server.port());
            assertThat(request.headers("idempotency-key")).isEmpty();
            assertThat(request.headers("lorimer-epoch")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void the_effect_follows_from_the_method(Method method) {
        var site = new Site("api.example.org", Optional.empty(), true, false);
        var keyed = List.of(new Keyed(Method.POST, "/v1/charges"), new Keyed(Method.PATCH, "/p/"));
        var tool =
                tool(PATIENT, NOBODY, new Allowed(site, Set.of(Method.values()), keyed, Map.of()));
        String summary = method + " https://api.example.org/x";
        Effect expected =
                switch (method) {
                    case GET, HEAD, OPTIONS -> new Effect.Pure(summary);
                    case PUT, DELETE -> new Effect.Idempotent(summary);
                    case POST, PATCH -> new Effect.Irreversible(summary);
                };
        assertThat(Calls.describe(tool, asking(method.name(), "https://api.example.org/x")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/charges, true",
        "POST, /v1/charges?x=1, true",
        "POST, /v1/charges/7/capture, true",
        "POST, /v1/charges-other, false",
        "POST, /v1/charge, false",
        "POST, /V1/charges, false",
        "PATCH, /v1/charges, false",
        "PATCH, /p/1, true",
        "PATCH, /p/, true",
        "PATCH, /p, false",
    })
    void only_endpoints_that_are_said_to_honour_keys_make_a_post_idempotent(
            String method, String path, boolean idempotent) {
        var site = new Site("api.example.org", Optional.empty(), true, false);
        var keyed = List.of(new Keyed(Method.POST, "/v1/charges"), new Keyed(Method.PATCH, "/p/"));
        var tool =
                tool(PATIENT, NOBODY, new Allowed(site, Set.of(Method.values()), keyed, Map.of()));
        assertThat(Calls.describe(tool, asking(method, "https://api.example.org" + path)))
                .isInstanceOf(idempotent ? Effect.Idempotent.class : Effect.Irreversible.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "POST", "PATCH"})
    void every_attempt_carries_the_same_key_and_its_own_epoch(String method) throws Exception {
        try (var server = new RawServer((_, wire) -> wire.answer("201 Created", "ok"))) {
            Tool tool = tool(server);
            var arguments = Arguments.read(tool, asking(method, server.url("/x")));
            for (long epoch : List.of(3L, 4L)) {
                tool.perform(arguments, attempt(epoch, () -> {}));
            }
            assertThat(server.requests)
                    .extracting(request -> request.headers("idempotency-key"))
                    .containsExactly(List.of("key-1"), List.of("key-1"));
            assertThat(server.requests)
                    .extracting(request -> request.headers("lorimer-epoch"))
                    .containsExactly(List.of("3"), List.of("4"));
        }
    }

    private static Tool.Attempt attempt(long epoch, Runnable check) {
        return new Tool.Attempt(
                "key-1",
                "marker-1",
                Duration.ofMinutes(10),
                new Tool.Fence() {
                    @Override
                    public long epoch() {
                        return epoch;
                    }

                    @Override
                    public void check() {
                        check.run();
                    }
                });
    }

    @Test
    void a_lost_right_to_act_stops_the_request_after_the_connection_and_before_a_byte()
            throws Exception {
        try (var server = new RawServer((_, wire) -> wire.answer("200 OK", ""))) {
            Tool tool = tool(server);
            var arguments = Arguments.read(tool, asking("POST", server.url("/x")));
            assertThatThrownBy(() ->
                            tool.perform(
                                    arguments,
                                    attempt(
                                            1,
                                            () -> {
                                                throw new IllegalStateException("taken over");
                                            })))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("taken over");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void a_body_is_sent_as_it_is_with_its_length_and_a_type() {
        try (var server = new RawServer((_, wire) -> wire.answer("200 OK", ""))) {
            Tool tool = tool(server);
            for (String body : List.of("{\\\"a\\\":\\\"ü\\\"}", "plain ü")) {
                Calls.call(
                        tool,
                        """
                        {"method":"POST","url":"%s","body":"%s"}\
                        """
                                .formatted(server.url("/x"), body));
            }
            Calls.call(
                    tool,
                    """
                    {"method":"PUT","url":"%s","body":"a=b","headers":{"Content-Type":"application/x-www-form-urlencoded","X-Own":" v "}}\
                    """
                            .formatted(server.url("/x")));
            Calls.call(tool, asking("POST", server.url("/x")));
            assertThat(server.requests)
                    .extracting(RawServer.Request::body)
                    .containsExactly("{\"a\":\"ü\"}", "plain ü", "a=b", "");
            assertThat(server.requests)
                    .extracting(request -> request.headers("content-type"))
                    .containsExactly(
                            List.of("application/json"),
                            List.of("text/plain; charset=utf-8"),
                            List.of("application/x-www-form-urlencoded"),
                            List.of());
            assertThat(server.requests.get(2).headers("x-own")).containsExactly("v");
            assertThat(server.requests.getLast().headers("content-length")).containsExactly("0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'Host':'evil'} ~ the header \"Host\" is set by the tool itself; leave it out",
                "{'content-length':'3'} ~ the header \"content-length\" is set by the tool itself; leave it out",
                "{'Transfer-Encoding':'chunked'} ~ the header \"Transfer-Encoding\" is set by the tool itself; leave it out",
                "{'idempotency-KEY':'x'} ~ the header \"idempotency-KEY\" is set by the tool itself; leave it out",
                "{'lorimer-epoch':'9'} ~ the header \"lorimer-epoch\" is set by the tool itself; leave it out",
                "{'Authorization':'x'} ~ the header \"Authorization\" is set by the tool itself; leave it out",
                "{'a b':'x'} ~ the header \"a b\" is no header name",
                "{'':'x'} ~ the header \"\" is no header name",
                "{'a\\r\\nb':'x'} ~ the header \"a b\" is no header name",
                "{'a:':'x'} ~ the header \"a:\" is no header name",
                "{'a':'x\\r\\nEvil: 1'} ~ the header \"a\" has a value that is not one line of printable ASCII, at most 2000 characters",
                "{'a':'x\\ny'} ~ the header \"a\" has a value that is not one line of printable ASCII, at most 2000 characters",
                "{'a':'\\u0000'} ~ the header \"a\" has a value that is not one line of printable ASCII, at most 2000 characters",
                "{'a':'é'} ~ the header \"a\" has a value that is not one line of printable ASCII, at most 2000 characters",
                "{'a':'1','A':'2'} ~ the header \"A\" is given twice",
            })
    void headers_that_break_out_or_are_not_the_models_are_refused(String headers, String why) {
        var site = new Site("api.example.org", Optional.empty(), true, false);
        var tool =
                tool(
                        PATIENT,
                        NOBODY,
                        new Allowed(
                                site,
                                Set.of(Method.POST),
                                List.of(),
                                Map.of("authorization", "Bearer ${TOKEN}")));
        assertThatThrownBy(() ->
                        Calls.describe(
                                tool,
                                json(
                                        "{'method':'POST','url':'https://api.example.org/','headers':"
                                                + headers
                                                + "}")))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage("http_request: " + why);
    }

    @Test
    void a_configured_secret_is_sent_and_never_shown() {
        try (var server =
                new RawServer((request, wire) ->
                        wire.answer(
                                "200 OK",
                                "got "
                                        + request.headers("authorization")
                                        + "x".repeat(955)
                                        + request.headers("authorization")))) {
            var tool =
                    tool(
                            PATIENT,
                            NOBODY,
                            new Allowed(
                                    local(server.port()),
                                    Set.of(Method.GET),
                                    List.of(),
                                    Map.of("Authorization", "Bearer ${TOKEN}")));
            assertThat(tool.description()).doesNotContain("TOKEN", "s3cret");
            var result = Calls.call(tool, asking("GET", server.url("/")));
            assertThat(server.requests.getFirst().headers("authorization"))
                    .containsExactly("Bearer s3cret-token");
            assertThat(result.status()).isEqualTo(Result.Status.DONE);
            assertThat(result.text()).contains("got [Bearer [secret]]").doesNotContain("s3cret");
        }
    }

    @Test
    void the_time_of_a_call_ends_a_lookup_that_hangs_and_nothing_is_sent() throws Exception {
        var hang = new CountDownLatch(1);
        HostLookup slow =
                _ -> {
                    boolean interrupted = false;
                    while (true) {
                        try {
                            var _ = hang.await(20, TimeUnit.SECONDS);
                            return List.of(InetAddress.ofLiteral("127.0.0.1"));
                        } catch (InterruptedException _) {
                            interrupted = true;
                        } finally {
                            if (interrupted) {
                                Thread.currentThread().interrupt();
                            }
                        }
                    }
                };
        try (var server = new RawServer((_, wire) -> wire.answer("200 OK", ""))) {
            var bounds =
                    new Bounds(
                            Duration.ofMillis(200),
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(15),
                            1_000);
            var site = new Site("intra.example", Optional.of(server.port()), false, true);
            var result =
                    Calls.call(
                            tool(bounds, slow, Allowed.all(site)),
                            asking("POST", "http://intra.example:" + server.port() + "/"));
            assertThat(result)
                    .isEqualTo(Result.failed("nothing was sent: no connection within 200 ms"));
            hang.countDown();
            // The late thread finds that it has been given up, and may not send any more.
            Thread.sleep(100);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void an_interrupt_ends_a_request_at_once() throws Exception {
        var arrived = new CountDownLatch(1);
        var hungUp = new CountDownLatch(1);
        try (var server =
                new RawServer((_, wire) -> {
                    arrived.countDown();
                    wire.stall();
                    hungUp.countDown();
                })) {
            Tool tool = tool(server);
            var arguments = Arguments.read(tool, asking("POST", server.url("/")));
            var seen = new ArrayList<String>();
            var task =
                    new FutureTask<Boolean>(() -> {
                        try {
                            tool.perform(arguments, Calls.ATTEMPT);
                            return false;
                        } catch (InterruptedException _) {
                            return seen.add("interrupted");
                        }
                    });
            Thread caller = Thread.ofPlatform().start(task);
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            assertThat(task.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).containsExactly("interrupted");
            assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_get_takes_no_body_and_a_body_has_its_bound() {
        var tool =
                tool(
                        PATIENT,
                        NOBODY,
                        Allowed.all(new Site("h.example", Optional.empty(), true, false)));
        assertThatThrownBy(() ->
                        Calls.describe(
                                tool,
                                json("{'method':'GET','url':'https://h.example/','body':'x'}")))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage("http_request: GET takes no body; leave it out");
        assertThatThrownBy(() ->
                        Calls.describe(
                                tool,
                                json("{'method':'POST','url':'https://h.example/','body':'")
                                        + "x".repeat((1 << 20) + 1)
                                        + "\"}"))
                .isInstanceOf(Tool.BadArguments.class);
        assertThatThrownBy(() -> Calls.describe(tool, asking("TRACE", "https://h.example/")))
                .hasMessageContaining("\"method\" must be one of");
    }
}
