package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Google's generateContent, of the Gemini API and of Vertex AI.
///
/// An answer is a list of parts. What the canonical message can not hold (signatures on any part,
/// thoughts, code that the server ran) rides in one private part, see [GeminiParts]. Calls need no
/// ids here: results are matched by their order, so they are sent in the order of the calls, and an
/// id only where the server gave one.
record GeminiContent() implements Dialect {
    /// What the provider takes in place of a signature for calls that it has not made itself.
    // https://ai.google.dev/gemini-api/docs/thought-signatures, "FAQs"
    static final String UNSIGNED = "skip_thought_signature_validator";

    /// The provider wants the user to speak first, and no side to be without a part.
    private static final String NOTHING_SAID = "(empty message)";

    /// A call as it was sent, for its result.
    private record Sent(String name, Optional<String> id) {}

    @Override
    public String name() {
        return Provider.GEMINI.prefix();
    }

    /// A base URL without any path gets the version; one of Vertex AI ends with its publisher.
    @Override
    public URI endpoint(URI base, String model) {
        return method(base, model, ":streamGenerateContent", "alt=sse");
    }

    private static URI method(URI base, String model, String method, String query) {
        boolean bare = base.getPath().isEmpty() || base.getPath().equals("/");
        String name = model.contains("/") ? model : "models/" + model;
        URI to = Dialect.below(base, (bare ? "/v1beta/" : "/") + escaped(name) + method);
        if (query.isEmpty()) {
            return to;
        }
        return URI.create(to + (to.getRawQuery() == null ? "?" : "&") + query);
    }

    private static String escaped(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    /// Keys of the Gemini API have a header of their own; access tokens, as Vertex AI wants them,
    /// are bearer tokens and begin like this.
    @Override
    public Map<String, String> headers(Letter letter) {
        return letter.key()
                .map(k ->
                        k.reveal().startsWith("ya29.")
                                ? Map.of("authorization", "Bearer " + k.reveal())
                                : Map.of("x-goog-api-key", k.reveal()))
                .orElse(Map.of());
    }

    @Override
    public String encode(Asked asked) {
        return StrictText.write(body(asked));
    }

    private static ObjectNode body(Asked asked) {
        Request request = asked.request();
        ObjectNode body = StrictText.newObject();
        var settings = GeminiSettings.of(asked);
        String system = settings.system();
        if (!system.isBlank()) {
            body.putObject("systemInstruction").putArray("parts").addObject().put("text", system);
        }
        body.set("contents", contents(asked));
        if (!request.tools().isEmpty()) {
            body.putArray("tools").addObject().set("functionDeclarations", tools(request));
        }
        body.set("generationConfig", settings.json());
        return body;
    }

    /// Schemas go into `parametersJsonSchema`, which takes JSON Schema; the older `parameters` is a
    /// message type of the provider's own that refuses every keyword it does not know, `$ref`,
    /// `additionalProperties` and `const` among them.
    // https://ai.google.dev/api/caching#FunctionDeclaration
    private static ArrayNode tools(Request request) {
        ArrayNode tools = StrictText.newArray();
        for (Request.ToolDefinition tool : request.tools()) {
            ObjectNode wire = tools.addObject().put("name", sentName(tool.name()));
            wire.put("description", tool.description());
            ObjectNode schema = OpenAiChat.schema(tool);
            // Says which edition the schema is written in; the provider reads only one.
            schema.remove("$schema");
            wire.set("parametersJsonSchema", schema);
        }
        return tools;
    }

    /// The name that a tool goes out by.
    // https://ai.google.dev/api/caching#FunctionDeclaration
    static String sentName(String name) {
        return ToolNames.sent(name, text -> text.matches("[A-Za-z_][A-Za-z0-9_.:-]{0,63}"));
    }

    private static ArrayNode contents(Asked asked) {
        ArrayNode contents = StrictText.newArray();
        var open = new LinkedHashMap<String, Sent>();
        for (Turn turn : Turn.closed(asked.request())) {
            switch (turn) {
                case Turn.Asks asks -> {
                    results(asks.results(), open, contents);
                    said(asks, contents);
                }
                case Turn.Answers answers -> {
                    if (contents.isEmpty()) {
                        turn("user", contents).addObject().put("text", NOTHING_SAID);
                    }
                    open.clear();
                    answers(answers.message(), asked, contents, open);
                }
            }
        }
        return contents;
    }

    private static ArrayNode turn(String role, ArrayNode contents) {
        return contents.addObject().put("role", role).putArray("parts");
    }

    /// All results of one message in one turn, in the order of its calls.
    private static void results(
            List<Message.ToolResult> results, Map<String, Sent> open, ArrayNode contents) {
        if (results.isEmpty()) {
            return;
        }
        ArrayNode parts = turn("user", contents);
        open.forEach((callId, sent) -> {
            for (Message.ToolResult result : results) {
                if (result.callId().equals(callId)) {
                    parts.addObject().set("functionResponse", response(result, sent));
                }
            }
        });
    }

    private static ObjectNode response(Message.ToolResult result, Sent sent) {
        ObjectNode wire = StrictText.newObject();
        sent.id().ifPresent(id -> wire.put("id", id));
        wire.put("name", sent.name());
        Optional<ObjectNode> object =
                StrictText.object(result.text())
                        .filter(json -> !result.error() || json.has("error"));
        // The provider takes objects only, and reads these two keys by name.
        wire.set(
                "response",
                object.orElseGet(() ->
                        StrictText.newObject()
                                .put(result.error() ? "error" : "output", result.text())));
        return wire;
    }

    private static void said(Turn.Asks asks, ArrayNode contents) {
        ArrayNode parts = StrictText.newArray();
        for (Message.User user : asks.said()) {
            for (Message.Image image : user.images()) {
                if (Pictures.GEMINI.take(image)) {
                    ObjectNode data = parts.addObject().putObject("inlineData");
                    data.put("mimeType", Pictures.type(image)).put("data", image.base64());
                } else {
                    parts.addObject().put("text", Pictures.unseen(image));
                }
            }
            if (!user.text().isBlank()) {
                parts.addObject().put("text", user.text());
            }
        }
        if (parts.isEmpty() && asks.results().isEmpty()) {
            parts.addObject().put("text", NOTHING_SAID);
        }
        if (!parts.isEmpty()) {
            turn("user", contents).addAll(parts);
        }
    }

    private static void answers(
            Message.Assistant message, Asked asked, ArrayNode contents, Map<String, Sent> open) {
        ArrayNode parts = GeminiParts.restored(message, asked);
        int call = 0;
        for (var part : parts) {
            if (part.has(GeminiParts.CALL)) {
                Optional<String> id = StrictText.string(part.path(GeminiParts.CALL), "id");
                Message.ToolCall made = message.calls().get(call++);
                open.put(made.id(), new Sent(sentName(made.name()), id));
            }
        }
        if (parts.isEmpty()) {
            return;
        }
        // Calls have to come right after the user, not after another word of the model.
        JsonNode last = contents.path(contents.size() - 1);
        boolean goesOn = last.path("role").asString("").equals("model");
        ArrayNode said = goesOn ? last.path("parts").asArray() : turn("model", contents);
        said.addAll(parts);
    }

    @Override
    public Incoming stream(Asked asked, Consumer<String> onText) {
        return new GeminiReply(asked, onText);
    }

    /// A stream may also come as one list of its chunks, where a gateway drops the query.
    @Override
    public Reply decode(Asked asked, String body, Consumer<String> onText) {
        var reply = new GeminiReply(asked, onText);
        if (body.stripLeading().startsWith("[")) {
            StrictText.replies(body).forEach(reply::chunk);
        } else {
            reply.whole(StrictText.reply(body));
        }
        return reply.reply();
    }

    @Override
    public Optional<Count> count() {
        return Optional.of(new Counting());
    }

    // https://ai.google.dev/api/tokens
    private record Counting() implements Count {
        @Override
        public URI endpoint(URI base, String model) {
            return method(base, model, ":countTokens", "");
        }

        @Override
        public String encode(Asked asked) {
            String model = asked.model();
            ObjectNode counted = body(asked);
            counted.put("model", model.contains("/") ? model : "models/" + model);
            ObjectNode body = StrictText.newObject();
            body.set("generateContentRequest", counted);
            return StrictText.write(body);
        }

        @Override
        public long read(String body) {
            JsonNode count = StrictText.reply(body).path("totalTokens");
            if (!count.isIntegralNumber()) {
                throw BrokenReply.malformed("the answer holds no count of tokens");
            }
            return count.longValue();
        }
    }
}
