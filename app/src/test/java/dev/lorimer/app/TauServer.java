package dev.lorimer.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/// A provider of a model that plays one task's calls, on a real wire: one reply after the other, as
/// the conversation in the request says, with failures between them.
final class TauServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<List<TauTask.Action>> replies;
    private final SplittableRandom random;
    private int failures;
    private JsonNode lastRequest = TauTask.JSON.createObjectNode();

    TauServer(TauTask task, long seed) throws IOException {
        this.random = new SplittableRandom(seed);
        this.replies = grouped(task.actions());
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
    }

    /// How often a request failed.
    synchronized int failures() {
        return failures;
    }

    /// What the model was asked last.
    synchronized JsonNode lastRequest() {
        return lastRequest;
    }

    /// One call or a few in each reply.
    private List<List<TauTask.Action>> grouped(List<TauTask.Action> actions) {
        var groups = new ArrayList<List<TauTask.Action>>();
        for (var from = 0; from < actions.size(); ) {
            var to = Math.min(actions.size(), from + random.nextInt(1, 4));
            groups.add(actions.subList(from, to));
            from = to;
        }
        return groups;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = TauTask.JSON.readTree(exchange.getRequestBody().readAllBytes());
            lastRequest = request;
            var said =
                    request.path("messages")
                            .valueStream()
                            .filter(message -> message.path("role").asString().equals("assistant"))
                            .count();
            var body = reply((int) said).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0) {
                failures++;
                fail(exchange, body);
                return;
            }
            exchange.getResponseHeaders().add("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void fail(HttpExchange exchange, byte[] body) throws IOException {
        switch (random.nextInt(5)) {
            case 0 -> {
                exchange.getResponseHeaders().add("retry-after", "7");
                refuse(exchange, 429);
            }
            case 1 -> refuse(exchange, 500);
            case 2 -> refuse(exchange, 529);
            case 3 -> {
                // The stream is cut in the middle of its length.
                exchange.getResponseHeaders().add("content-type", "text/event-stream");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body, 0, random.nextInt(1, body.length - 20));
                exchange.getResponseBody().flush();
            }
            default -> {
                // It ends, but not as a stream ends.
                var part = random.nextInt(1, body.length - 20);
                exchange.getResponseHeaders().add("content-type", "text/event-stream");
                exchange.sendResponseHeaders(200, part);
                exchange.getResponseBody().write(body, 0, part);
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        var body =
                "{\"error\":{\"message\":\"not now\",\"type\":\"server_error\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /// The n-th reply of the model, as a stream.
    private String reply(int n) {
        var calls = TauTask.JSON.createArrayNode();
        if (n < replies.size()) {
            for (var action : replies.get(n)) {
                calls.add(call(calls.size(), action.id(), action.name(), action.arguments()));
            }
        } else {
            var summary = TauTask.JSON.createObjectNode().put("summary", "done");
            calls.add(call(0, "finish-" + n, "finish", summary));
        }
        var delta = TauTask.JSON.createObjectNode().put("role", "assistant");
        delta.set("tool_calls", calls);
        return event(delta, "null")
                + event(TauTask.JSON.createObjectNode(), "\"tool_calls\"")
                + "data: [DONE]\n\n";
    }

    private static String event(JsonNode delta, String end) {
        return "data: {\"model\":\"tau\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
                .formatted(delta, end);
    }

    private static JsonNode call(int index, String id, String name, JsonNode arguments) {
        var function =
                TauTask.JSON
                        .createObjectNode()
                        .put("name", name)
                        .put("arguments", arguments.toString());
        var call =
                TauTask.JSON
                        .createObjectNode()
                        .put("index", index)
                        .put("id", "call-" + id)
                        .put("type", "function");
        call.set("function", function);
        return call;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
