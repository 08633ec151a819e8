package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.tool.HttpConfig.Allowed;
import dev.lorimer.tool.HttpConfig.Bounds;
import dev.lorimer.tool.HttpConfig.Keyed;
import dev.lorimer.tool.HttpConfig.Method;
import dev.lorimer.tool.HttpConfig.Site;
import dev.lorimer.tool.Tool.Result;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpToolTest {
    private static final Bounds QUICK =
            new Bounds(
                    Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), 1_000);

    private static final HostLookup NOBODY =
            host -> {
                throw new UnknownHostException(host);
            };

    private static Site local(int port) {
        return new Site("127.0.0.1", Optional.of(port), false, true);
    }

    private static Tool tool(Bounds bounds, HostLookup lookup, Allowed... allowed) {
        return HttpTool.of(
                new HttpConfig(List.of(allowed), bounds),
                Map.of("TOKEN", "s3cret-token"),
                lookup,
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private static Tool tool(RawServer server) {
        return tool(QUICK, NOBODY, Allowed.all(local(server.port())));
    }

    private static String ask(String method, String url) {
        return json("{'method':'%s','url':'%s'}".formatted(method, url));
    }

    @Test
    void an_answer_is_shown_with_status_chosen_headers_and_body() {
        try (var server =
                new RawServer((_, wire) ->
                        wire.send(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: id=1\r\nETag: \"x\"\r\nContent-Length: 7\r\n\r\n{\"a\":1}"))) {
            assertThat(Calls.call(tool(server), ask("GET", server.url("/a?b=c"))))
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
        var tool = tool(QUICK, NOBODY, new Allowed(site, Set.of(Method.values()), keyed, Map.of()));
        String summary = method + " https://api.example.org/x";
        Effect expected =
                switch (method) {
                    case GET, HEAD, OPTIONS -> new Effect.Pure(summary);
                    case PUT, DELETE -> new Effect.Idempotent(summary);
                    case POST, PATCH -> new Effect.Irreversible(summary);
                };
        assertThat(Calls.describe(tool, ask(method.name(), "https://api.example.org/x")))
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
        var tool = tool(QUICK, NOBODY, new Allowed(site, Set.of(Method.values()), keyed, Map.of()));
        assertThat(Calls.describe(tool, ask(method, "https://api.example.org" + path)))
                .isInstanceOf(idempotent ? Effect.Idempotent.class : Effect.Irreversible.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "POST", "PATCH"})
    void every_attempt_carries_the_same_key_and_its_own_epoch(String method) throws Exception {
        try (var server = new RawServer((_, wire) -> wire.answer("201 Created", "ok"))) {
            Tool tool = tool(server);
            var arguments = Arguments.read(tool, ask(method, server.url("/x")));
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
            var arguments = Arguments.read(tool, ask("POST", server.url("/x")));
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
            Calls.call(tool, ask("POST", server.url("/x")));
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
                        QUICK,
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
                            QUICK,
                            NOBODY,
                            new Allowed(
                                    local(server.port()),
                                    Set.of(Method.GET),
                                    List.of(),
                                    Map.of("Authorization", "Bearer ${TOKEN}")));
            assertThat(tool.description()).doesNotContain("TOKEN", "s3cret");
            var result = Calls.call(tool, ask("GET", server.url("/")));
            assertThat(server.requests.getFirst().headers("authorization"))
                    .containsExactly("Bearer s3cret-token");
            assertThat(result.status()).isEqualTo(Result.Status.DONE);
            assertThat(result.text()).contains("got [Bearer [secret]]").doesNotContain("s3cret");
        }
    }

    @Test
    void what_is_not_allowed_is_refused_before_anything_is_looked_up() {
        var tool =
                tool(
                        QUICK,
                        host -> {
                            throw new AssertionError("looked up " + host);
                        },
                        new Allowed(
                                new Site("api.example.org", Optional.empty(), true, false),
                                Set.of(Method.GET),
                                List.of(),
                                Map.of()),
                        Allowed.all(new Site("*.example.net", Optional.of(8443), true, false)));
        for (String url :
                List.of(
                        "http://api.example.org/",
                        "https://api.example.org:444/",
                        "https://example.org/",
                        "https://api.example.org.evil.test/",
                        "https://evilapi.example.org/",
                        "https://example.net:8443/",
                        "https://xexample.net:8443/",
                        "https://a.example.net/",
                        "https://127.0.0.1/")) {
            assertThatThrownBy(() -> Calls.describe(tool, ask("GET", url)))
                    .isInstanceOf(Tool.BadArguments.class)
                    .hasMessageContaining(
                            "is not allowed; allowed are https://api.example.org (GET); https://*.example.net:8443 (GET, HEAD, OPTIONS, PUT, DELETE, POST, PATCH)");
        }
        assertThatThrownBy(() -> Calls.describe(tool, ask("POST", "https://api.example.org/")))
                .hasMessageContaining("is not allowed");
        assertThat(Calls.describe(tool, ask("GET", "https://API.example.org/")))
                .isEqualTo(new Effect.Pure("GET https://api.example.org/"));
        assertThat(Calls.describe(tool, ask("GET", "https://a.b.example.net:8443/")))
                .isInstanceOf(Effect.Pure.class);
    }

    private static Allowed anywhere(boolean https, int port) {
        return Allowed.all(new Site("*", Optional.of(port), https, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "169.254.169.254",
                "192.168.0.1",
                "0.0.0.0",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[fd00:ec2::254]",
                "[fe80::1]",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "127.1",
                "0",
            })
    void an_internal_address_in_a_url_is_refused_when_described(String host) {
        try (var server = new RawServer((_, wire) -> wire.answer("200 OK", "inside"))) {
            var tool = tool(QUICK, HostLookup.system(), anywhere(false, server.port()));
            assertThatThrownBy(() ->
                            Calls.describe(
                                    tool, ask("GET", "http://" + host + ":" + server.port() + "/")))
                    .isInstanceOf(Tool.BadArguments.class);
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "::ffff:127.0.0.1", "8.8.8.8,127.0.0.1"})
    void a_name_with_an_internal_address_is_refused_and_nothing_is_sent(String addresses) {
        try (var server = new RawServer((_, wire) -> wire.answer("200 OK", "inside"))) {
            var found = Arrays.stream(addresses.split(",")).map(InetAddress::ofLiteral).toList();
            var tool = tool(QUICK, _ -> found, anywhere(false, server.port()));
            var result =
                    Calls.call(tool, ask("POST", "http://innocent.example:" + server.port() + "/"));
            assertThat(result.status()).isEqualTo(Result.Status.FAILED);
            assertThat(result.text())
                    .startsWith("nothing was sent: the host \"innocent.example\" is at ")
                    .contains("which is no public address (");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void a_name_is_looked_up_once_and_what_was_checked_is_dialled() {
        var plain = ServerSocketFactory.getDefault();
        try (var first = new RawServer((_, wire) -> wire.answer("200 OK", "first"));
                var second =
                        new RawServer(
                                "127.0.0.2",
                                first.port(),
                                plain,
                                (_, wire) -> wire.answer("200 OK", "second"))) {
            var lookups = new AtomicInteger();
            HostLookup rebinding =
                    _ -> List.of(InetAddress.ofLiteral("127.0.0." + lookups.incrementAndGet()));
            var site = new Site("intra.example", Optional.of(first.port()), false, true);
            var tool = tool(QUICK, rebinding, Allowed.all(site));
            assertThat(Calls.text(tool, ask("GET", "http://intra.example:" + first.port() + "/")))
                    .endsWith("first");
            assertThat(lookups).hasValue(1);
            assertThat(second.connections()).isZero();
            assertThat(first.requests.getFirst().headers("host"))
                    .containsExactly("intra.example:" + first.port());
        }
    }

    @Test
    void the_next_address_is_tried_when_one_does_not_answer() {
        try (var server = new RawServer((_, wire) -> wire.answer("200 OK", "here"))) {
            HostLookup two =
                    _ ->
                            List.of(
                                    InetAddress.ofLiteral("127.0.0.9"),
                                    InetAddress.ofLiteral("127.0.0.1"));
            var site = new Site("intra.example", Optional.of(server.port()), false, true);
            assertThat(
                            Calls.text(
                                    tool(QUICK, two, Allowed.all(site)),
                                    ask("GET", "http://intra.example:" + server.port() + "/")))
                    .endsWith("here");
        }
    }

    @Test
    void redirects_of_reads_are_followed_and_told() {
        try (var server =
                new RawServer((request, wire) -> {
                    switch (request.line()) {
                        case "GET /a HTTP/1.1" ->
                                wire.send(
                                        "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
                        default -> wire.answer("200 OK", "at b");
                    }
                })) {
            assertThat(Calls.call(tool(server), ask("GET", server.url("/a"))))
                    .isEqualTo(
                            Result.done(
                                    "redirected to /b\n200 OK\ncontent-type: text/plain\n\nat b"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void a_redirect_of_a_change_is_its_result(String method) {
        try (var server =
                new RawServer((_, wire) ->
                        wire.send(
                                "HTTP/1.1 307 Temporary Redirect\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"))) {
            assertThat(Calls.call(tool(server), ask(method, server.url("/a"))))
                    .isEqualTo(Result.done("307 Temporary Redirect\nlocation: /b\n\n(no body)"));
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void a_redirect_to_where_nothing_is_allowed_is_not_followed() {
        try (var inside = new RawServer((_, wire) -> wire.answer("200 OK", "inside"))) {
            for (String location :
                    List.of(
                            inside.url("/"),
                            "//127.0.0.1:" + inside.port() + "/",
                            "http://u:p@127.0.0.1:" + inside.port() + "/",
                            "https://127.0.0.1/",
                            "file:///etc/passwd",
                            "http://innocent.example:" + inside.port() + "/",
                            "http://[::1]:" + inside.port() + "/",
                            "http://2130706433:" + inside.port() + "/")) {
                try (var server =
                        new RawServer((_, wire) ->
                                wire.send(
                                        "HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
                                                .formatted(location)))) {
                    var tool =
                            tool(
                                    QUICK,
                                    _ -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                                    Allowed.all(local(server.port())),
                                    anywhere(false, inside.port()));
                    var result = Calls.call(tool, ask("GET", server.url("/a")));
                    assertThat(result.status()).isEqualTo(Result.Status.FAILED);
                    assertThat(inside.connections()).as(location).isZero();
                }
            }
        }
    }

    @Test
    void a_loop_of_redirects_ends() {
        try (var server =
                new RawServer((_, wire) ->
                        wire.send(
                                "HTTP/1.1 301 Moved\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n"))) {
            var result = Calls.call(tool(server), ask("GET", server.url("/a")));
            assertThat(result.status()).isEqualTo(Result.Status.FAILED);
            assertThat(result.text())
                    .endsWith("the redirect to \"/a\" was not followed: there were 5 before it");
            assertThat(server.requests).hasSize(6);
        }
    }

    @Test
    void proofs_of_who_asks_do_not_go_along_to_another_origin() {
        try (var other = new RawServer((_, wire) -> wire.answer("200 OK", "other"));
                var server =
                        new RawServer((_, wire) ->
                                wire.send(
                                        "HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
                                                .formatted(other.url("/"))))) {
            var first =
                    new Allowed(
                            local(server.port()),
                            Set.of(Method.GET),
                            List.of(),
                            Map.of("X-Api-Key", "${TOKEN}"));
            Calls.call(
                    tool(QUICK, NOBODY, first, Allowed.all(local(other.port()))),
                    """
                    {"method":"GET","url":"%s","headers":{"authorization":"mine","cookie":"c=1","x-own":"y"}}\
                    """
                            .formatted(server.url("/")));
            assertThat(server.requests.getFirst().headers("authorization")).containsExactly("mine");
            assertThat(server.requests.getFirst().headers("x-api-key"))
                    .containsExactly("s3cret-token");
            var hop = other.requests.getFirst();
            assertThat(hop.headers("authorization")).isEmpty();
            assertThat(hop.headers("cookie")).isEmpty();
            assertThat(hop.headers("x-api-key")).isEmpty();
            assertThat(hop.headers("x-own")).containsExactly("y");
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
                            ask("POST", "http://intra.example:" + server.port() + "/"));
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
            var arguments = Arguments.read(tool, ask("POST", server.url("/")));
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
                        QUICK,
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
        assertThatThrownBy(() -> Calls.describe(tool, ask("TRACE", "https://h.example/")))
                .hasMessageContaining("\"method\" must be one of");
    }

    @Test
    void a_configuration_that_would_give_a_secret_away_or_can_not_work_is_refused() {
        var https = new Site("h.example", Optional.empty(), true, false);
        var http = new Site("h.example", Optional.empty(), false, false);
        var all = new Site("*", Optional.empty(), true, false);
        var secret = Map.of("Authorization", "Bearer ${TOKEN}");
        var get = Set.of(Method.GET);
        assertThatThrownBy(() -> new Allowed(all, get, List.of(), secret))
                .hasMessage(
                        "headers for \"*\" would be told to every host; name the host they are for");
        assertThatThrownBy(() -> new Allowed(http, get, List.of(), secret))
                .hasMessage(
                        "headers for \"http://h.example\" would be readable on their way; use https");
        assertThatThrownBy(() -> new Allowed(https, get, List.of(), Map.of("Host", "x")))
                .hasMessage(
                        "the header \"Host\" of \"https://h.example\" is not one that can be set; remove it");
        assertThatThrownBy(() -> new Site("*.h.example", Optional.empty(), true, true))
                .hasMessageContaining("is declared private, which only one host");
        for (String bad : List.of("", "*x.example", "a.*.example", "h/x", "u@h", "127.1", "h:80")) {
            assertThatThrownBy(() -> new Site(bad, Optional.empty(), true, false))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new HttpConfig(List.of(), QUICK))
                .hasMessageStartingWith("the list of allowed hosts is empty");
        var config =
                new HttpConfig(List.of(new Allowed(https, get, List.of(), secret)), Bounds.USUAL);
        assertThatThrownBy(() -> HttpTool.of(config, Map.of()))
                .hasMessage(
                        "the environment variable \"TOKEN\" is not set, which a header of the http tool needs; set it");
        assertThatThrownBy(() -> HttpTool.of(config, Map.of("TOKEN", "a\nEvil: b")))
                .hasMessageContaining("is not one line of printable ASCII")
                .message()
                .doesNotContain("Evil");
    }

    @Test
    void a_large_body_is_shown_from_its_start_and_its_size_told() {
        byte[] body = "ä".repeat(5_000).getBytes(StandardCharsets.UTF_8);
        try (var server = new RawServer((_, wire) -> wire.answer("200 OK", "text/plain", body))) {
            var bounds =
                    new Bounds(
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(5),
                            999);
            var text =
                    Calls.text(
                            tool(bounds, NOBODY, Allowed.all(local(server.port()))),
                            ask("GET", server.url("/")));
            assertThat(text)
                    .isEqualTo(
                            "200 OK\ncontent-type: text/plain\n\n"
                                    + "ä".repeat(499)
                                    + "\n(the body is 10,000 bytes; the first 999 bytes are shown)");
        }
    }
}
