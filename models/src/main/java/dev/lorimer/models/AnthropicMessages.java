package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Anthropic's Messages.
///
/// Every block that is neither text nor a call (thinking, redacted thinking, what server tools did)
/// is carried as one private part, verbatim. Its place among text and calls matters: the provider
/// checks signatures against the order it wrote. A block that came first is the part itself; one
/// that came later is wrapped as `{"after":{"text":LETTERS,"calls":COUNT},"block":{…}}`.
record AnthropicMessages() implements Dialect {
    /// What [OpenAiChat] says without a version, this dialect says with one.
    // https://docs.anthropic.com/en/api/versioning
    private static final String VERSION = "2023-06-01";

    /// Arguments that are no JSON object are sent back under this key: the dialect takes objects
    /// only, and the model should see what it wrote.
    static final String INVALID_ARGUMENTS = "_invalid_arguments";

    /// Blank texts are refused by the provider.
    private static final String NOTHING_SAID = "(empty message)";

    @Override
    public String name() {
        return Provider.ANTHROPIC.prefix();
    }

    /// Base URLs are written with and without the version at the end; both are understood.
    @Override
    public URI endpoint(URI base, String model) {
        String path = base.getPath().replaceAll("/+$", "");
        if (path.endsWith("/messages")) {
            return base;
        }
        return Dialect.below(base, path.endsWith("/v1") ? "/messages" : "/v1/messages");
    }

    @Override
    public Map<String, String> headers(Letter letter) {
        var headers = new HashMap<String, String>();
        headers.put("anthropic-version", VERSION);
        letter.key().ifPresent(k -> headers.put("x-api-key", k.reveal()));
        return headers;
    }

    @Override
    public Optional<Count> count() {
        return Optional.of(new AnthropicTokens(this));
    }

    @Override
    public String encode(Asked asked) {
        return StrictText.write(body(asked));
    }

    ObjectNode body(Asked asked) {
        Request request = asked.request();
        ObjectNode body = StrictText.newObject();
        body.put("model", asked.model());
        body.put("max_tokens", request.outputTokensMax());
        if (!request.system().isBlank()) {
            ObjectNode system = body.putArray("system").addObject();
            cached(system.put("type", "text").put("text", request.system()));
        }
        if (!request.tools().isEmpty()) {
            body.set("tools", tools(request));
        }
        ArrayNode messages = body.putArray("messages");
        for (Turn turn : Turn.of(request)) {
            switch (turn) {
                case Turn.Asks asks -> asks(asks, messages);
                case Turn.Answers answers -> answers(answers.message(), asked, messages);
            }
        }
        cacheUpToHere(messages);
        body.put("stream", true);
        return body;
    }

    private static ArrayNode tools(Request request) {
        ArrayNode tools = StrictText.newArray();
        for (Request.ToolDefinition tool : request.tools()) {
            ObjectNode wire = tools.addObject().put("name", tool.name());
            wire.put("description", tool.description());
            ObjectNode schema = OpenAiChat.schema(tool);
            if (!schema.has("type")) {
                // The dialect wants it said; a tool's input is always an object.
                schema.put("type", "object");
            }
            wire.set("input_schema", schema);
        }
        return tools;
    }

    private static void asks(Turn.Asks asks, ArrayNode messages) {
        ArrayNode content = side("user", messages);
        for (Message.ToolResult result : asks.results()) {
            ObjectNode block = content.addObject().put("type", "tool_result");
            block.put("tool_use_id", sentId(result.callId()));
            block.put("content", result.text());
            if (result.error()) {
                block.put("is_error", true);
            }
        }
        for (String text : asks.texts()) {
            if (!text.isBlank()) {
                text(text, content);
            }
        }
        if (content.isEmpty()) {
            text(NOTHING_SAID, content);
        }
    }

    private static void text(String text, ArrayNode content) {
        content.addObject().put("type", "text").put("text", text);
    }

    /// The content of the last message when it is that side's, else of a new one: a message that
    /// had nothing to send leaves two of the other side in a row, which the dialect merges anyway.
    private static ArrayNode side(String role, ArrayNode messages) {
        if (!messages.isEmpty()) {
            JsonNode last = messages.path(messages.size() - 1);
            if (last.path("role").asString("").equals(role)) {
                return last.path("content").asArray();
            }
        }
        return messages.addObject().put("role", role).putArray("content");
    }

    private static void answers(Message.Assistant message, Asked asked, ArrayNode messages) {
        ArrayNode content = StrictText.newArray();
        int textSent = 0;
        int callsSent = 0;
        for (Message.PrivatePart part : message.privateParts()) {
            Optional<PlacedBlock> placed = PlacedBlock.read(part, asked.privateKey());
            if (placed.isEmpty()) {
                continue;
            }
            int textEnd = Math.clamp(placed.get().text(), textSent, message.text().length());
            int callsEnd = Math.clamp(placed.get().calls(), callsSent, message.calls().size());
            said(message.text().substring(textSent, textEnd), content);
            called(message.calls().subList(callsSent, callsEnd), content);
            content.add(placed.get().block());
            textSent = textEnd;
            callsSent = callsEnd;
        }
        said(message.text().substring(textSent), content);
        called(message.calls().subList(callsSent, message.calls().size()), content);
        if (!content.isEmpty()) {
            side("assistant", messages).addAll(content);
        }
    }

    private static void said(String text, ArrayNode content) {
        if (!text.isBlank()) {
            text(text, content);
        }
    }

    private static void called(List<Message.ToolCall> calls, ArrayNode content) {
        for (Message.ToolCall call : calls) {
            ObjectNode block = content.addObject().put("type", "tool_use");
            block.put("id", sentId(call.id()));
            block.put("name", call.name());
            block.set("input", input(call.arguments()));
        }
    }

    /// Arguments as an object, for any dialect that takes nothing else.
    static ObjectNode input(String arguments) {
        return StrictText.object(arguments)
                .orElseGet(() -> StrictText.newObject().put(INVALID_ARGUMENTS, arguments));
    }

    /// The provider takes no other ids; what another one made is replaced by a hash of it, alike in
    /// call and result.
    private static String sentId(String id) {
        return id.matches("[A-Za-z0-9_-]{1,64}") ? id : CallIds.hashed(id);
    }

    /// Two of the four marks allowed: after the frozen part, and after all that was said, so that
    /// the next request finds all of this one in the provider's cache.
    private static void cacheUpToHere(ArrayNode messages) {
        if (messages.isEmpty()) {
            return;
        }
        JsonNode content = messages.path(messages.size() - 1).path("content");
        JsonNode last = content.path(content.size() - 1);
        boolean markable = last.path("type").asString("").matches("text|tool_result|tool_use");
        if (markable) {
            cached(last.asObject());
        }
    }

    private static void cached(ObjectNode block) {
        block.putObject("cache_control").put("type", "ephemeral");
    }

    @Override
    public Incoming stream(Asked asked, Consumer<String> onText) {
        return new AnthropicReply(asked, onText);
    }

    @Override
    public Reply decode(Asked asked, String body, Consumer<String> onText) {
        var reply = new AnthropicReply(asked, onText);
        reply.whole(StrictText.reply(body));
        return reply.reply();
    }
}
