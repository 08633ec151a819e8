package dev.lorimer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The least that a tool loop is: an HTTP client, a JSON library, a list of messages that grows. It
/// checks nothing, bounds nothing and remembers nothing.
final class BareLoop {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client;
    private final URI url;
    private final String task;

    BareLoop(HttpClient client, URI base, String task) {
        this.client = client;
        this.url = URI.create(base + "/chat/completions");
        this.task = task;
    }

    /// One run of so many turns, each with one call of the tool.
    void run(int turns) {
        ObjectNode request = JSON.createObjectNode().put("model", "stub").put("stream", true);
        request.put("max_tokens", 1_000);
        ArrayNode messages = request.putArray("messages");
        messages.addObject().put("role", "system").put("content", "Look things up.");
        messages.addObject().put("role", "user").put("content", task);
        ObjectNode function =
                request.putArray("tools").addObject().put("type", "function").putObject("function");
        function.put("name", "lookup").put("description", "looks up a key");
        function.set("parameters", JSON.readTree(Turns.SCHEMA));
        for (int turn = 0; turn < turns; turn++) {
            turn(request, messages);
        }
    }

    private void turn(ObjectNode request, ArrayNode messages) {
        var text = new StringBuilder();
        ObjectNode call = JSON.createObjectNode();
        for (String line : send(JSON.writeValueAsString(request)).split("\n")) {
            if (line.startsWith("data: {")) {
                JsonNode delta = JSON.readTree(line.substring(6)).path("choices").path(0);
                text.append(delta.path("delta").path("content").asString(""));
                delta.path("delta").path("tool_calls").forEach(c -> call.setAll((ObjectNode) c));
            }
        }
        ObjectNode said = messages.addObject().put("role", "assistant");
        said.put("content", text.toString());
        call.remove("index");
        said.putArray("tool_calls").add(call);
        String key =
                JSON.readTree(call.path("function").path("arguments").asString())
                        .path("key")
                        .asString();
        messages.addObject()
                .put("role", "tool")
                .put("tool_call_id", call.path("id").asString())
                .put("content", Turns.looked(key));
    }

    private String send(String body) {
        var request =
                HttpRequest.newBuilder(url)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
