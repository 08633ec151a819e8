package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;

import dev.lorimer.tool.HttpConfig.Allowed;
import dev.lorimer.tool.HttpConfig.Bounds;
import dev.lorimer.tool.HttpConfig.Site;
import dev.lorimer.tool.Tool.Result;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/// Asks servers that behave as told.
final class HttpScenes {
    /// For what ends by itself, on however busy a machine.
    static final Bounds PATIENT = bounds(20_000, 30_000);

    /// For what never begins to answer.
    static final Bounds SILENT = bounds(300, 30_000);

    /// For what never finishes answering.
    static final Bounds ENDLESS = bounds(20_000, 3_000);

    static final HostLookup NOBODY =
            host -> {
                throw new UnknownHostException(host);
            };

    static final String LOST =
            "the request was sent and no answer came, so nobody knows whether it took effect: ";

    private HttpScenes() {}

    private static Bounds bounds(int answerMillis, int totalMillis) {
        return new Bounds(
                Duration.ofSeconds(20),
                Duration.ofMillis(answerMillis),
                Duration.ofMillis(totalMillis),
                1_000);
    }

    /// What a server does once a request is there.
    interface Scene {
        void play(RawServer.Wire wire) throws Exception;
    }

    static Result ask(String method, String target, Scene scene) {
        return ask(PATIENT, method, target, scene);
    }

    static Result ask(Bounds bounds, String method, String target, Scene scene) {
        try (var server = new RawServer((_, wire) -> scene.play(wire))) {
            return call(tool(bounds, server.port()), method, server.url(target));
        }
    }

    static Result call(Tool tool, String method, String url) {
        return Calls.call(tool, asking(method, url));
    }

    static String asking(String method, String url) {
        return json("{'method':'%s','url':'%s'}".formatted(method, url));
    }

    static Site local(int port) {
        return new Site("127.0.0.1", Optional.of(port), false, true);
    }

    static Tool tool(RawServer server) {
        return tool(PATIENT, server.port());
    }

    static Tool tool(Bounds bounds, int port) {
        return tool(bounds, NOBODY, Allowed.all(local(port)));
    }

    static Tool tool(Bounds bounds, HostLookup lookup, Allowed... allowed) {
        return HttpTool.of(
                new HttpConfig(List.of(allowed), bounds),
                Map.of("TOKEN", "s3cret-token"),
                lookup,
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    static Tool tool(Site site, HostLookup lookup, SSLSocketFactory tls) {
        return tool(PATIENT, site, lookup, tls);
    }

    static Tool tool(Bounds bounds, Site site, HostLookup lookup, SSLSocketFactory tls) {
        return HttpTool.of(
                new HttpConfig(List.of(Allowed.all(site)), bounds), Map.of(), lookup, tls);
    }
}
