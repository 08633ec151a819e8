package dev.lorimer.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Recorded traffic with real providers, where it lies beside the repository: the directory in the
/// system property `lorimer.cassettes`, else `../shared/cassettes` of the repository or of a
/// directory above it.
final class Cassettes {
    /// Every wire that recordings are read of, by the name that they give it.
    static final Map<String, Wire> WIRES =
            Map.ofEntries(
                    Map.entry("openai-chat", new Wire(Given.OPENAI, new ChatOracle())),
                    Map.entry(
                            "openai-responses",
                            new Wire(new OpenAiResponses(), new ResponsesOracle())),
                    Map.entry(
                            "anthropic-messages", new Wire(Given.ANTHROPIC, new MessagesOracle())),
                    Map.entry("gemini-generateContent", new Wire(Given.GEMINI, new GeminiOracle())),
                    Map.entry(
                            "gemini-interactions",
                            new Wire(Given.INTERACTIONS, new InteractionsOracle())),
                    Map.entry("bedrock-invoke", new Wire(Given.INVOKE, new InvokeOracle())),
                    Map.entry("bedrock-converse", new Wire(Given.BEDROCK, new ConverseOracle())),
                    Map.entry(
                            "bedrock-converse-stream",
                            new Wire(Given.BEDROCK, new ConverseOracle())),
                    Map.entry("cohere-chat", new Wire(new CohereChat(), new CohereOracle())),
                    Map.entry("ollama-chat", new Wire(new OllamaChat(), new OllamaOracle())));

    /// Wires that count and give no reply, by the name that recordings give them.
    static final Map<String, Dialect.Count> COUNTS =
            Map.of("anthropic-count-tokens", Given.ANTHROPIC.count().orElseThrow());

    /// Answers without their requests, some of them shortened by hand.
    private static final String ANSWERS_ONLY = "response-only";

    private Cassettes() {}

    /// Two readers of one wire: ours, and one that knows nothing of it.
    record Wire(Dialect dialect, Oracle oracle) {}

    /// An answer, and the later request that carries it as history.
    record Link(Recorded answer, Recorded next) {
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

    /// Whether these are the recordings that numbers in the tests were counted on.
    static boolean usual() {
        return System.getProperty("lorimer.cassettes") == null;
    }

    /// Every recorded interaction, of known wires and others.
    static Stream<Recorded> load() {
        return files().flatMap(file -> interactions(file).stream());
    }

    static Stream<Recorded> answers() {
        return folders()
                .filter(folder -> folder.endsWith(ANSWERS_ONLY))
                .flatMap(Cassettes::list)
                .map(Cassettes::answer);
    }

    private static Recorded answer(Path file) {
        String name = file.getFileName().toString();
        JsonNode json = json(file);
        String api = json.path("api").asString(name.replaceAll("--.*", ""));
        JsonNode response =
                WIRES.containsKey(api)
                        ? WIRES.get(api).oracle().response(json)
                        : StrictText.newObject();
        String scene = name.toLowerCase(Locale.ROOT);
        return new Recorded(api, name, scene, StrictText.newObject(), response);
    }

    static Stream<Link> links() {
        return files().flatMap(Cassettes::links);
    }

    private static Stream<Link> links(Path file) {
        List<Recorded> interactions = interactions(file);
        var links = new ArrayList<Link>();
        for (JsonNode pair : json(file).path("chains")) {
            links.add(
                    new Link(
                            interactions.get(pair.path(0).asInt()),
                            interactions.get(pair.path(1).asInt())));
        }
        return links.stream();
    }

    private static Stream<Path> files() {
        return folders().filter(folder -> !folder.endsWith(ANSWERS_ONLY)).flatMap(Cassettes::list);
    }

    private static Stream<Path> folders() {
        return directory().stream().flatMap(Cassettes::children).filter(Files::isDirectory);
    }

    private static Stream<Path> list(Path directory) {
        return children(directory).filter(file -> file.toString().endsWith(".json"));
    }

    private static Stream<Path> children(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// In recorded order.
    private static List<Recorded> interactions(Path file) {
        JsonNode json = json(file);
        String scene = json.path("source").path("path").asString("") + " " + file.getFileName();
        var interactions = new ArrayList<Recorded>();
        for (JsonNode node : json.path("interactions")) {
            String api = node.path("api").asString("");
            interactions.add(
                    new Recorded(
                            api,
                            api + "/" + file.getFileName() + "#" + interactions.size(),
                            scene.toLowerCase(Locale.ROOT),
                            node.path("request"),
                            node.path("response")));
        }
        return interactions;
    }

    private static JsonNode json(Path file) {
        return StrictText.JSON.readTree(file);
    }
}
