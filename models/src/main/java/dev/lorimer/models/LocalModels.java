package dev.lorimer.models;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The models that an Ollama on this machine can run, found by asking it.
// https://github.com/ollama/ollama/blob/main/docs/api.md#list-local-models
public final class LocalModels {
    /// Where Ollama listens when nobody tells it otherwise.
    public static final URI OLLAMA = URI.create("http://127.0.0.1:11434");

    /// A list of a thousand models has half of this.
    private static final int LIST_BYTES_MAX = 1024 * 1024;

    private final Duration patience;

    /// @param patience how long the whole question may take: someone waits at a prompt, so a second
    ///   is much
    public LocalModels(Duration patience) {
        this.patience = patience;
    }

    /// A model on this machine.
    ///
    /// @param name as in `ollama:NAME`
    /// @param bytes its size on disk; 0 when the server does not say
    public record Found(String name, long bytes) {}

    /// The models there, in the server's order; none when nobody listens there, answers in time, or
    /// answers like Ollama. Blocks up to the patience given.
    ///
    /// @param server an address on this machine
    /// @throws ModelSpecException when it is on another one: that would tell a stranger who we are
    public List<Found> at(URI server) throws InterruptedException {
        if (server.getHost() == null || !Keys.loopback(server)) {
            throw new ModelSpecException(
                    "models are looked for on this machine only and \""
                            + server
                            + "\" is not on it; give an address like "
                            + OLLAMA);
        }
        var deadlines = new Deadlines(patience, patience, patience, patience);
        var asked = new Sent(tags(server), Map.of(), Optional.empty());
        try (var exchange = new Exchange(deadlines)) {
            return exchange.run(asked, LocalModels::found);
        } catch (IOException | Exchange.Expired | Exchange.Unanswered | BrokenReply nobody) {
            return List.of();
        }
    }

    private static List<Found> found(Answer answer, InputStream body) throws IOException {
        byte[] list = body.readNBytes(LIST_BYTES_MAX + 1);
        boolean sound = answer.status() == 200 && list.length <= LIST_BYTES_MAX;
        return sound ? models(list) : List.of();
    }

    /// The list lies beside the compatible interface, whose `/v1` a base URL ends with.
    private static URI tags(URI server) {
        String path = Optional.ofNullable(server.getPath()).orElse("");
        return server.resolve(path.replaceAll("/+$", "").replaceAll("/v1$", "") + "/api/tags");
    }

    private static List<Found> models(byte[] list) {
        var found = new ArrayList<Found>();
        Optional<JsonNode> json = StrictText.tree(StrictText.utf8(list));
        for (JsonNode model : json.orElseGet(StrictText::newObject).path("models")) {
            StrictText.string(model, "name")
                    .filter(name -> name.length() <= ModelSpec.NAME_LETTERS_MAX)
                    .filter(name -> name.chars().noneMatch(Character::isISOControl))
                    .ifPresent(name -> found.add(new Found(name, StrictText.count(model, "size"))));
        }
        return found;
    }
}
