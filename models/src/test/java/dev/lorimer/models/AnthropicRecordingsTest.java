package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Every recorded reply of this dialect comes back, as history, with the very blocks it came with.
class AnthropicRecordingsTest {
    /// @param blocks of the recorded answer, read without the codec
    record Answered(String name, String model, String body, List<JsonNode> blocks) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Answered> answers() throws IOException {
        Optional<Path> all = Cassettes.directory();
        if (all.isEmpty()) {
            return Stream.empty();
        }
        var found = new ArrayList<Answered>();
        try (Stream<Path> files = Files.walk(all.get(), 2)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                int number = 0;
                for (JsonNode one : StrictText.JSON.readTree(file).path("interactions")) {
                    answered(file.getFileName() + "#" + number++, one).ifPresent(found::add);
                }
            }
        }
        return found.stream();
    }

    private static Optional<Answered> answered(String name, JsonNode one) {
        boolean messages = one.path("api").asString("").equals("anthropic-messages");
        JsonNode response = one.path("response");
        if (!messages || response.path("status").asInt() != 200) {
            return Optional.empty();
        }
        String model = one.at("/request/body/model").asString("claude-sonnet-4-5");
        String sse = response.path("sse").asString("");
        List<JsonNode> blocks =
                sse.isEmpty()
                        ? response.path("body").path("content").valueStream().toList()
                        : streamed(sse);
        boolean whole = response.path("body").path("type").asString("").equals("message");
        String body = sse.isEmpty() ? response.path("body").toString() : sse;
        return whole || !sse.isEmpty()
                ? Optional.of(new Answered(name, model, body, blocks))
                : Optional.empty();
    }

    private static List<JsonNode> streamed(String sse) {
        var blocks = new TreeMap<Integer, ObjectNode>();
        var inputs = new TreeMap<Integer, String>();
        for (String line : sse.lines().filter(l -> l.startsWith("data:")).toList()) {
            JsonNode event = StrictText.JSON.readTree(line.substring(5));
            int index = event.path("index").asInt(-1);
            if (event.has("content_block")) {
                blocks.put(index, event.path("content_block").asObject());
            }
            JsonNode delta = event.path("delta");
            String json = delta.path("partial_json").asString("");
            inputs.merge(index, json, String::concat);
            Optional.ofNullable(blocks.get(index)).ifPresent(block -> grow(block, delta));
        }
        inputs.forEach((index, json) -> {
            if (!json.isBlank()) {
                blocks.getOrDefault(index, StrictText.newObject())
                        .set("input", StrictText.JSON.readTree(json));
            }
        });
        return List.copyOf(blocks.values());
    }

    private static void grow(ObjectNode block, JsonNode delta) {
        delta.forEachEntry((name, value) -> {
            switch (name) {
                case "type", "partial_json" -> {}
                case "citation" -> {
                    ArrayNode list =
                            block.path("citations").isArray()
                                    ? block.path("citations").asArray()
                                    : block.putArray("citations");
                    list.add(value);
                }
                default -> grow(block, name, value);
            }
        });
    }

    /// Texts grow, lists get longer, and of anything else the latest counts.
    private static void grow(ObjectNode block, String name, JsonNode value) {
        switch (value.getNodeType()) {
            case STRING -> block.put(name, block.path(name).asString("") + value.asString());
            case ARRAY -> {
                JsonNode before = block.path(name);
                ArrayNode list = before.isArray() ? before.asArray() : block.putArray(name);
                value.forEach(list::add);
            }
            case NULL, MISSING -> {}
            default -> block.set(name, value);
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("answers")
    void no_block_of_a_reply_is_lost_or_moved(Answered answered) {
        List<JsonNode> expected =
                answered.blocks().stream().flatMap(block -> sendable(block).stream()).toList();
        if (expected.stream().allMatch(block -> AnthropicHistory.THINKING.contains(type(block)))) {
            // Nothing said and nothing done: that is no reply.
            return;
        }
        for (int chunk : new int[] {1, 7, Integer.MAX_VALUE}) {
            Reply reply =
                    Given.read(
                            Given.ANTHROPIC,
                            asked(answered, List.of(new Message.User("go"))),
                            answered.body(),
                            chunk,
                            Given::deaf);
            assertThat(sentBack(answered, reply)).isEqualTo(expected);
        }
    }

    private static List<JsonNode> sentBack(Answered answered, Reply reply) {
        var messages = new ArrayList<Message>();
        messages.add(new Message.User("go"));
        messages.add(reply.message());
        for (Message.ToolCall call : reply.message().calls()) {
            messages.add(new Message.ToolResult(call.id(), "done", false));
        }
        JsonNode sent = StrictText.JSON.readTree(Given.ANTHROPIC.encode(asked(answered, messages)));
        UnaryOperator<JsonNode> unmarked =
                block -> {
                    block.asObject().remove("cache_control");
                    return block;
                };
        return sent.at("/messages/1/content").valueStream().map(unmarked).toList();
    }

    private static Asked asked(Answered answered, List<Message> messages) {
        return new Asked(
                Given.ANTHROPIC.name(),
                answered.model(),
                Given.request(messages.toArray(Message[]::new)));
    }

    private static String type(JsonNode block) {
        return block.path("type").asString("");
    }

    /// The block as the provider takes it back: blank texts it refuses, and that the model itself
    /// called says nothing.
    private static Optional<JsonNode> sendable(JsonNode block) {
        ObjectNode sent = block.deepCopy().asObject();
        if (Set.of("text", "tool_use").contains(type(block))) {
            // What is there and says nothing.
            sent.removeIf(JsonNode::isNull);
        }
        switch (type(block)) {
            case "text" -> {
                if (block.path("text").asString().isBlank()) {
                    return Optional.empty();
                }
                if (block.path("citations").isEmpty()) {
                    sent.remove("citations");
                }
            }
            case "tool_use" -> {
                if (block.at("/caller/type").asString("").equals("direct")) {
                    sent.remove("caller");
                }
            }
            default -> {}
        }
        return Optional.of(sent);
    }
}
