package dev.lorimer.models;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// One recorded answer and what was asked.
///
/// @param api the name of the wire that it went over
/// @param scene what was tried, as its author named it, in small letters
record Recorded(String api, String name, String scene, JsonNode request, JsonNode response) {
    boolean known() {
        return Cassettes.WIRES.containsKey(api);
    }

    Dialect dialect() {
        return wire().dialect();
    }

    Oracle oracle() {
        return wire().oracle();
    }

    private Cassettes.Wire wire() {
        return Objects.requireNonNull(Cassettes.WIRES.get(api), api);
    }

    int status() {
        return response.path("status").asInt();
    }

    String model() {
        return oracle().model(request);
    }

    /// Whether it came in events.
    boolean streamed() {
        return response.has("sse") || response.has("body_base64") || lines();
    }

    /// Whether it came in lines of JSON.
    boolean lines() {
        String kept = response.path("sse").asString("");
        String text = response.path("text").asString(kept).strip();
        return text.startsWith("{") && text.contains("}\n{");
    }

    /// The body, as it came off the wire.
    byte[] bytes() {
        return response.has("body_base64")
                ? Base64.getMimeDecoder().decode(response.path("body_base64").asString())
                : text().getBytes(StandardCharsets.UTF_8);
    }

    /// The body of all but binary answers.
    String text() {
        return response.has("body")
                ? StrictText.JSON.writeValueAsString(response.path("body"))
                : response.path("sse").asString(response.path("text").asString(""));
    }

    /// How many letters were asked; recordings name a text that was too long to keep.
    long letters() {
        String asked = request.path("body").toString();
        long massive = asked.toUpperCase(Locale.ROOT).split("<MASSIVE_TEXT>", -1).length - 1L;
        return asked.length() + massive * 1_000_000;
    }

    Map<String, List<String>> headers() {
        var headers = new LinkedHashMap<String, List<String>>();
        response.path("headers")
                .forEachEntry((key, value) -> headers.put(key, List.of(value.asString())));
        return headers;
    }

    @Override
    public String toString() {
        return name;
    }
}
