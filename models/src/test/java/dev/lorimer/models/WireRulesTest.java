package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The rules of each provider refuse what the provider would: a good request is spoilt in one place
/// after the other.
class WireRulesTest {
    private static final Set<String> RESULTS =
            Set.of(
                    "tool_result",
                    "function_call_output",
                    "function_result",
                    "tool",
                    "functionResponse",
                    "toolResult");

    /// One way to spoil a request.
    ///
    /// @param change tells whether there was anything to spoil
    record Spoilt(String name, Predicate<ObjectNode> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Spoilt> ways() {
        return List.of(
                new Spoilt(
                        "without messages",
                        doc -> turns(doc).map(WireRulesTest::clear).orElse(false)),
                new Spoilt(
                        "a result is lost",
                        doc -> list(doc, WireRulesTest::result, (l, i) -> l.remove(i))),
                new Spoilt(
                        "a result comes twice",
                        doc ->
                                list(
                                        doc,
                                        WireRulesTest::result,
                                        (l, i) -> l.add(l.path(i).deepCopy()))),
                new Spoilt(
                        "a call is lost",
                        doc -> list(doc, WireRulesTest::call, (l, i) -> l.remove(i))),
                new Spoilt(
                        "a name that is none",
                        doc ->
                                object(
                                        doc,
                                        node -> node.has("name") && named(node),
                                        node -> node.put("name", "no name!"))),
                new Spoilt(
                        "a name too long",
                        doc ->
                                object(
                                        doc,
                                        node -> node.has("name") && named(node),
                                        node -> node.put("name", "n".repeat(200)))),
                new Spoilt(
                        "a result of another call",
                        doc -> object(doc, WireRulesTest::identified, WireRulesTest::renumber)),
                new Spoilt(
                        "arguments that are no object",
                        doc ->
                                object(
                                                doc,
                                                node -> node.path("input").isObject(),
                                                node -> node.put("input", "x"))
                                        || object(
                                                doc,
                                                node -> node.path("args").isObject(),
                                                node -> node.put("args", "x"))
                                        || object(
                                                doc,
                                                node -> node.path("arguments").isString(),
                                                node -> node.putObject("arguments"))
                                        || object(
                                                doc,
                                                node -> node.path("arguments").isObject(),
                                                node -> node.put("arguments", "x"))),
                new Spoilt(
                        "a picture of a strange type",
                        doc ->
                                object(
                                                doc,
                                                node -> node.has("media_type"),
                                                node -> node.put("media_type", "image/bmp"))
                                        || object(
                                                doc,
                                                node -> node.has("mime_type"),
                                                node -> node.put("mime_type", "image/bmp"))
                                        || object(
                                                doc,
                                                node -> node.has("mimeType"),
                                                node -> node.put("mimeType", "image/bmp"))
                                        || object(
                                                doc,
                                                node -> node.has("format"),
                                                node -> node.put("format", "bmp"))
                                        || object(
                                                doc,
                                                node -> node.has("images"),
                                                node -> node.putArray("images").add("no base64"))
                                        || object(
                                                doc,
                                                node -> dataUrl(node, "url"),
                                                node ->
                                                        node.put(
                                                                "url",
                                                                "data:image/bmp;base64,AA=="))
                                        || object(
                                                doc,
                                                node -> dataUrl(node, "image_url"),
                                                node ->
                                                        node.put(
                                                                "image_url",
                                                                "data:image/bmp;base64,AA=="))),
                new Spoilt("tools twice", WireRulesTest::doubleTools));
    }

    /// Ways that only some providers mind.
    static List<Spoilt> picky() {
        return List.of(
                new Spoilt(
                        "a blank text",
                        doc ->
                                object(
                                        doc,
                                        node -> node.path("text").isString(),
                                        node -> node.put("text", ""))),
                new Spoilt(
                        "the model begins",
                        doc ->
                                turns(doc)
                                        .map(turns -> {
                                            turns.remove(0);
                                            return true;
                                        })
                                        .orElse(false)),
                new Spoilt(
                        "an id of strange letters",
                        doc ->
                                object(
                                                doc,
                                                node -> node.has("toolUseId"),
                                                node -> node.put("toolUseId", "a b"))
                                        || object(
                                                doc,
                                                node ->
                                                        node.path("type")
                                                                .asString("")
                                                                .equals("tool_use"),
                                                node -> node.put("id", "a b"))),
                new Spoilt(
                        "thoughts without signature",
                        doc ->
                                object(
                                                doc,
                                                node ->
                                                        node.path("type")
                                                                .asString("")
                                                                .equals("thinking"),
                                                node -> node.put("signature", ""))
                                        || object(
                                                doc,
                                                node -> node.has("functionCall"),
                                                node -> node.remove("thoughtSignature"))),
                new Spoilt(
                        "thoughts at the end",
                        doc ->
                                list(
                                        doc,
                                        node ->
                                                node.path("type").asString("").equals("thinking")
                                                        || node.has("reasoningContent"),
                                        (l, i) -> l.add(l.path(i).deepCopy()))),
                new Spoilt("no tools for the calls", doc -> gone(doc, "tools", "toolConfig")),
                new Spoilt(
                        "no limit",
                        doc ->
                                gone(
                                        doc,
                                        "max_tokens",
                                        "max_completion_tokens",
                                        "max_output_tokens")));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void every_provider_refuses(Spoilt way) {
        for (Party party : Party.all()) {
            ObjectNode request = good(party);
            assertThat(party.rules().broken(request)).as(party + " takes a good request").isEmpty();
            assertThat(way.change().test(request)).as(party + " has it").isTrue();
            assertThat(party.rules().broken(request)).as(party + ": " + request).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("picky")
    void some_providers_refuse(Spoilt way) {
        var refusing = new ArrayList<String>();
        for (Party party : Party.all()) {
            ObjectNode request = good(party);
            if (way.change().test(request) && !party.rules().broken(request).isEmpty()) {
                refusing.add(party.dialect().getClass().getSimpleName());
            }
        }
        List<String> expected =
                switch (way.name()) {
                    case "a blank text", "the model begins" ->
                            List.of("AnthropicMessages", "GeminiContent", "BedrockConverse");
                    case "an id of strange letters",
                            "thoughts at the end",
                            "no tools for the calls" ->
                            List.of("AnthropicMessages", "BedrockConverse");
                    case "thoughts without signature" ->
                            List.of("AnthropicMessages", "GeminiContent");
                    case "no limit" ->
                            List.of(
                                    "AnthropicMessages",
                                    "OpenAiChat",
                                    "OpenAiResponses",
                                    "CohereChat");
                    default -> throw new AssertionError(way.name());
                };
        assertThat(refusing).containsAll(expected);
    }

    @Test
    void a_pair_that_is_lost_shows() {
        for (Party party : Party.all()) {
            ObjectNode request = good(party);
            assertThat(party.rules().pairs(request)).as(party.key()).hasSize(2);
            list(request, WireRulesTest::result, (l, i) -> l.remove(i));
            assertThat(party.rules().pairs(request)).as(party.key()).hasSize(1);
        }
    }

    /// Two calls, their results, a picture and what the party thought.
    private static ObjectNode good(Party party) {
        var look = new Message.User("look", List.of(new Message.Image("image/png", "AAAA")));
        List<Message> before = List.of(look);
        List<ToolCall> calls =
                List.of(
                        new ToolCall("call_1", "look", "{\"x\":1}"),
                        new ToolCall("call_2", "list", "{\"y\":2}"));
        Message.Assistant said = party.says(before, "I look", calls, "s3cret").orElseThrow();
        var messages = new ArrayList<Message>();
        messages.add(look);
        messages.add(said);
        for (ToolCall call : said.calls()) {
            messages.add(new Message.ToolResult(call.id(), "seen", false));
        }
        var tools =
                Stream.of("list", "look")
                        .map(name ->
                                new Request.ToolDefinition(name, "does", "{\"type\":\"object\"}"))
                        .toList();
        var request = new Request("be brief", tools, messages, 5000);
        var asked = new Asked(party.dialect().name(), party.model(), request);
        return StrictText.JSON.readTree(party.dialect().encode(asked)).asObject();
    }

    private static Optional<ArrayNode> turns(ObjectNode doc) {
        return Stream.of("messages", "contents", "input")
                .map(doc::path)
                .filter(JsonNode::isArray)
                .map(JsonNode::asArray)
                .findFirst();
    }

    private static boolean gone(ObjectNode doc, String... members) {
        int before = doc.size();
        doc.remove(List.of(members));
        return doc.size() < before;
    }

    private static boolean clear(ArrayNode turns) {
        turns.removeAll();
        return true;
    }

    private static boolean result(JsonNode node) {
        return RESULTS.contains(node.path("type").asString(""))
                || RESULTS.contains(node.path("role").asString(""))
                || node.has("functionResponse")
                || node.has("toolResult");
    }

    private static boolean call(JsonNode node) {
        boolean chat = node.path("function").has("arguments");
        boolean item = Set.of("tool_use", "function_call").contains(node.path("type").asString(""));
        return chat || item || node.has("functionCall") || node.has("toolUse");
    }

    private static boolean named(ObjectNode node) {
        return node.has("input") || node.has("args") || node.has("arguments");
    }

    private static boolean dataUrl(ObjectNode node, String member) {
        return node.path(member).asString("").startsWith("data:");
    }

    private static boolean identified(ObjectNode node) {
        boolean converse = node.has("toolUseId") && node.has("content");
        boolean gemini = node.has("response");
        boolean chat = node.has("tool_call_id") || node.has("tool_use_id");
        boolean item = node.has("call_id") && (node.has("output") || node.has("result"));
        return converse || gemini || chat || item;
    }

    private static void renumber(ObjectNode node) {
        for (String member : List.of("toolUseId", "tool_call_id", "tool_use_id", "call_id")) {
            if (node.has(member)) {
                node.put(member, "other");
            }
        }
        if (node.has("response")) {
            node.put("name", "other");
        }
    }

    private static boolean doubleTools(ObjectNode doc) {
        ArrayNode tools = StrictText.newArray();
        for (JsonNode found :
                List.of(
                        doc.at("/tools/0/functionDeclarations"),
                        doc.at("/toolConfig/tools"),
                        doc.path("tools"))) {
            if (found.isArray() && tools.isEmpty()) {
                tools = found.asArray();
            }
        }
        tools.add(tools.path(0).deepCopy());
        return tools.size() > 1;
    }

    /// What is done to an element of a list.
    interface Change {
        void to(ArrayNode list, int index);
    }

    /// Changes the first element of any list that is such a one.
    private static boolean list(JsonNode node, Predicate<JsonNode> which, Change change) {
        if (node.isArray()) {
            for (int at = 0; at < node.size(); at++) {
                if (which.test(node.path(at))) {
                    change.to(node.asArray(), at);
                    return true;
                }
            }
        }
        for (JsonNode child : node) {
            if (list(child, which, change)) {
                return true;
            }
        }
        return false;
    }

    /// Changes the first object of the conversation that is such a one.
    private static boolean object(
            ObjectNode doc, Predicate<ObjectNode> which, Consumer<ObjectNode> change) {
        return turns(doc).filter(turns -> first(turns, which, change)).isPresent();
    }

    private static boolean first(
            JsonNode node, Predicate<ObjectNode> which, Consumer<ObjectNode> change) {
        // What the server's own tools did is nobody else's to judge.
        boolean served =
                node.path("type").asString("").matches("server_tool_use|(web|google)_search.*");
        if (!served && node instanceof ObjectNode object && which.test(object)) {
            change.accept(object);
            return true;
        }
        for (JsonNode child : node) {
            if (first(child, which, change)) {
                return true;
            }
        }
        return false;
    }
}
