package dev.lorimer.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Recorded traffic with real providers, where it lies beside the repository: the directory in the
/// system property `lorimer.cassettes`, else `../shared/cassettes` of the repository or of a
/// directory above it.
final class Cassettes {
    private static final List<String> DIALECTS = List.of("openai-chat", "anthropic-messages");

    private Cassettes() {}

    /// One answer.
    ///
    /// @param request what was asked, as recorded
    /// @param body of the answer, as it came off the wire
    /// @param streamed whether that is an event stream
    record Recorded(
            String name, JsonNode request, JsonNode response, String body, boolean streamed) {
        Dialect dialect() {
            return name.startsWith("openai-chat") ? Given.OPENAI : Given.ANTHROPIC;
        }

        int status() {
            return response.path("status").asInt();
        }

        String model() {
            return request.path("body").path("model").asString("m");
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

    /// An answer that a later request carries as history.
    record Link(Recorded answer, PlainTurn turn) {
        @Override
        public String toString() {
            return answer.name();
        }
    }

    static Optional<Path> directory() {
        Optional<Path> given =
                Optional.ofNullable(System.getProperty("lorimer.cassettes")).map(Path::of);
        if (given.isPresent()) {
            return given;
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path beside = at.resolveSibling("shared").resolve("cassettes");
            if (at.getParent() != null && Files.isDirectory(beside)) {
                return Optional.of(beside);
            }
        }
        return Optional.empty();
    }

    static Stream<Recorded> load() {
        return files().flatMap(file -> interactions(file).stream().flatMap(Optional::stream));
    }

    /// Answers without their requests, some of them shortened by hand.
    static Stream<Recorded> answers() {
        Optional<Path> directory = directory().map(all -> all.resolve("response-only"));
        if (directory.isEmpty() || !Files.isDirectory(directory.get())) {
            return Stream.empty();
        }
        var answers = new ArrayList<Recorded>();
        for (Path file : list(directory.get())) {
            String name = file.getFileName().toString();
            if (DIALECTS.stream().anyMatch(dialect -> name.startsWith(dialect + "--"))) {
                answers.add(answer(name, json(file)));
            }
        }
        return answers.stream();
    }

    private static Recorded answer(String name, JsonNode json) {
        var stream = new StringBuilder();
        json.path("chunks").forEach(chunk -> stream.append(Given.sse(chunk.toString())));
        boolean streamed = !stream.isEmpty();
        if (streamed && name.startsWith("openai-chat")) {
            stream.append(Given.sse("[DONE]"));
        }
        String body = streamed ? stream.toString() : json.path("body").toString();
        return new Recorded(name, StrictText.newObject(), StrictText.newObject(), body, streamed);
    }

    static Stream<Link> links() {
        return files().flatMap(Cassettes::links);
    }

    private static Stream<Link> links(Path file) {
        List<Optional<Recorded>> interactions = interactions(file);
        var links = new ArrayList<Link>();
        for (JsonNode pair : json(file).path("chains")) {
            Optional<Recorded> answer = interactions.get(pair.path(0).asInt());
            Optional<Recorded> next = interactions.get(pair.path(1).asInt());
            if (answer.isEmpty() || next.isEmpty()) {
                continue;
            }
            Optional<PlainReading> reading = PlainReading.of(answer.get());
            JsonNode messages = next.get().request().path("body").path("messages");
            reading.flatMap(read -> PlainTurn.find(messages, read, answer.get().dialect()))
                    .ifPresent(turn -> links.add(new Link(answer.get(), turn)));
        }
        return links.stream();
    }

    private static Stream<Path> files() {
        Optional<Path> directory = directory();
        if (directory.isEmpty()) {
            return Stream.empty();
        }
        var files = new ArrayList<Path>();
        for (String dialect : DIALECTS) {
            files.addAll(list(directory.get().resolve(dialect)));
        }
        return files.stream();
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// In recorded order; empty where another dialect was spoken.
    private static List<Optional<Recorded>> interactions(Path file) {
        var interactions = new ArrayList<Optional<Recorded>>();
        for (JsonNode node : json(file).path("interactions")) {
            String api = node.path("api").asString();
            interactions.add(
                    DIALECTS.contains(api)
                            ? Optional.of(recorded(api, file, interactions.size(), node))
                            : Optional.empty());
        }
        return interactions;
    }

    private static Recorded recorded(String api, Path file, int number, JsonNode node) {
        JsonNode response = node.path("response");
        String body =
                response.has("body")
                        ? StrictText.JSON.writeValueAsString(response.path("body"))
                        : response.path("sse").asString(response.path("text").asString(""));
        String name = api + "/" + file.getFileName() + "#" + number;
        return new Recorded(name, node.path("request"), response, body, response.has("sse"));
    }

    private static JsonNode json(Path file) {
        return StrictText.JSON.readTree(file);
    }
}
