package dev.lorimer.tool;

import static dev.lorimer.tool.HttpScenes.NOBODY;
import static dev.lorimer.tool.HttpScenes.PATIENT;
import static dev.lorimer.tool.HttpScenes.asking;
import static dev.lorimer.tool.HttpScenes.local;
import static dev.lorimer.tool.HttpScenes.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.tool.HttpConfig.Allowed;
import dev.lorimer.tool.HttpConfig.Bounds;
import dev.lorimer.tool.HttpConfig.Method;
import dev.lorimer.tool.HttpConfig.Site;
import dev.lorimer.tool.Tool.Result;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a request may lead: by its own URL, by a name's addresses, by a redirect.
class HttpReachTest {
    @Test
    void what_is_not_allowed_is_refused_before_anything_is_looked_up() {
        var tool =
                tool(
                        PATIENT,
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
            assertThatThrownBy(() -> Calls.describe(tool, asking("GET", url)))
                    .isInstanceOf(Tool.BadArguments.class)
                    .hasMessageContaining(
                            "is not allowed; allowed are https://api.example.org (GET); https://*.example.net:8443 (GET, HEAD, OPTIONS, PUT, DELETE, POST, PATCH)");
        }
        assertThatThrownBy(() -> Calls.describe(tool, asking("POST", "https://api.example.org/")))
                .hasMessageContaining("is not allowed");
        assertThat(Calls.describe(tool, asking("GET", "https://API.example.org/")))
                .isEqualTo(new Effect.Pure("GET https://api.example.org/"));
        assertThat(Calls.describe(tool, asking("GET", "https://a.b.example.net:8443/")))
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
            var tool = tool(PATIENT, HostLookup.system(), anywhere(false, server.port()));
            assertThatThrownBy(() ->
                            Calls.describe(
                                    tool,
                                    asking("GET", "http://" + host + ":" + server.port() + "/")))
                    .isInstanceOf(Tool.BadArguments.class);
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "::ffff:127.0.0.1", "8.8.8.8,127.0.0.1"})
    void a_name_with_an_internal_address_is_refused_and_nothing_is_sent(String addresses) {
        try (var server = new RawServer((_, wire) -> wire.answer("200 OK", "inside"))) {
            var found =
                    Arrays.stream(addresses.split(",", -1)).map(InetAddress::ofLiteral).toList();
            var tool = tool(PATIENT, _ -> found, anywhere(false, server.port()));
            var result =
                    Calls.call(
                            tool, asking("POST", "http://innocent.example:" + server.port() + "/"));
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
            var tool = tool(PATIENT, rebinding, Allowed.all(site));
            assertThat(
                            Calls.text(
                                    tool,
                                    asking("GET", "http://intra.example:" + first.port() + "/")))
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
                                    tool(PATIENT, two, Allowed.all(site)),
                                    asking("GET", "http://intra.example:" + server.port() + "/")))
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
            assertThat(Calls.call(tool(server), asking("GET", server.url("/a"))))
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
            assertThat(Calls.call(tool(server), asking(method, server.url("/a"))))
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
                                    PATIENT,
                                    _ -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                                    Allowed.all(local(server.port())),
                                    anywhere(false, inside.port()));
                    var result = Calls.call(tool, asking("GET", server.url("/a")));
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
            var result = Calls.call(tool(server), asking("GET", server.url("/a")));
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
                    tool(PATIENT, NOBODY, first, Allowed.all(local(other.port()))),
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
        assertThatThrownBy(() -> new HttpConfig(List.of(), PATIENT))
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
}
