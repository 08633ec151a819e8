package dev.lorimer.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One task of the shared set: the calls that solve it, what each of them answers and changes.
///
/// @param tools as in the wire's requests, by name
/// @param initial documents by JSON pointer; null where there is none
record TauTask(
        String id,
        String request,
        List<Action> actions,
        Map<String, JsonNode> tools,
        Map<String, JsonNode> initial,
        Map<String, JsonNode> last) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /// @param result text, or JSON as text
    /// @param effect a JSON patch of all documents; empty for most
    record Action(
            String id,
            String name,
            JsonNode arguments,
            boolean error,
            String result,
            JsonNode effect) {
        boolean effective() {
            return !effect.isEmpty();
        }
    }

    /// Beside the repository, wherever the module is built from (property `lorimer.tau`).
    static Path folder() {
        var named = System.getProperty("lorimer.tau", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        var here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/tau"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(here.resolve("../shared/tau"));
    }

    static List<TauTask> read(String domain) throws IOException {
        var tools = new HashMap<String, JsonNode>();
        for (var tool : JSON.readTree(folder().resolve(domain + ".tools.json").toFile())) {
            tools.put(tool.path("function").path("name").asString(), tool.path("function"));
        }
        try (var lines = Files.lines(folder().resolve(domain + ".jsonl"))) {
            return lines.map(JSON::readTree).map(task -> of(task, tools)).toList();
        }
    }

    private static TauTask of(JsonNode task, Map<String, JsonNode> tools) {
        return new TauTask(
                task.path("id").asString(),
                task.path("user_request").toString(),
                task.path("actions").valueStream().map(TauTask::action).toList(),
                tools,
                documents(task.path("initial_documents")),
                documents(task.path("final_documents")));
    }

    private static Action action(JsonNode action) {
        var result = action.path("result");
        return new Action(
                action.path("action_id").asString(),
                action.path("name").asString(),
                action.path("arguments"),
                action.path("is_error").asBoolean(),
                result.isString() ? result.asString() : result.toString(),
                action.path("effect"));
    }

    private static Map<String, JsonNode> documents(JsonNode node) {
        var documents = new HashMap<String, JsonNode>();
        node.forEachEntry(documents::put);
        return documents;
    }

    /// Names of the tools that change documents in any task.
    static List<String> writers(List<TauTask> tasks) {
        return tasks.stream()
                .flatMap(task -> task.actions().stream())
                .filter(Action::effective)
                .map(Action::name)
                .distinct()
                .toList();
    }

    @Override
    public String toString() {
        return id;
    }
}
