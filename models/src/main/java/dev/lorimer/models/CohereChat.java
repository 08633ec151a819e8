package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Cohere's Chat in its second version. Replies of the first are understood too, see
/// [CohereOlderReply]; requests are never written in it.
///
/// Thinking, the plan that comes with calls, and citations ride in one private part, see [Layout].
/// All but the citations go back: they quote whole documents, which the conversation holds already.
// https://docs.cohere.com/reference/chat
record CohereChat() implements Dialect {
    static final String CALL = "function";
    static final String PLAN = "tool_plan";
    static final String CITATIONS = "citations";

    /// Blank results are refused.
    private static final String NO_OUTPUT = "(no output)";

    /// "tool names can only contain certain characters (A-Za-z0-9_) and can't begin with a digit"
    // https://docs.cohere.com/reference/errors
    private static final String LEGAL_NAME = "[A-Za-z_][A-Za-z0-9_]{0,63}";

    /// The provider makes them of the tool's name and twelve letters.
    private static final String LEGAL_ID = "[A-Za-z0-9_-]{1,128}";

    @Override
    public String name() {
        return Provider.COHERE.prefix();
    }

    @Override
    public URI endpoint(URI base, String model) {
        String path = base.getPath().replaceAll("/+$", "");
        if (path.endsWith("/v2/chat")) {
            return base;
        }
        return Dialect.below(base, path.endsWith("/v2") ? "/chat" : "/v2/chat");
    }

    @Override
    public Map<String, String> headers(Letter letter) {
        return letter.key()
                .map(k -> Map.of("authorization", "Bearer " + k.reveal()))
                .orElse(Map.of());
    }

    @Override
    public String encode(Asked asked) {
        Request request = asked.request();
        var manner = CohereManner.of(asked);
        ObjectNode body = StrictText.newObject();
        body.put("model", asked.model());
        ArrayNode messages = body.putArray("messages");
        if (!manner.system().isBlank()) {
            messages.addObject().put("role", "system").put("content", manner.system());
        }
        var ids = new SentIds(id -> id.matches(LEGAL_ID));
        for (Turn turn : Turn.closed(request)) {
            switch (turn) {
                case Turn.Asks asks -> asks(asks, ids, messages);
                case Turn.Answers answers -> messages.add(assistant(answers.message(), asked, ids));
            }
        }
        if (!request.tools().isEmpty()) {
            body.set("tools", tools(request));
        }
        body.put("max_tokens", request.outputTokensMax());
        manner.shape(body);
        body.put("stream", true);
        return StrictText.write(body);
    }

    private static ArrayNode tools(Request request) {
        ArrayNode tools = StrictText.newArray();
        for (Request.ToolDefinition tool : request.tools()) {
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", sentName(tool.name())).put("description", tool.description());
            ObjectNode schema = OpenAiChat.schema(tool);
            if (!schema.has("type")) {
                // "schema must be an object"
                schema.put("type", "object");
            }
            function.set("parameters", schema);
        }
        return tools;
    }

    private static void asks(Turn.Asks asks, SentIds ids, ArrayNode messages) {
        for (Message.ToolResult result : asks.results()) {
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", ids.result(result.callId()))
                    .put("content", result.text().isBlank() ? NO_OUTPUT : result.text());
        }
        if (asks.said().isEmpty()) {
            return;
        }
        String text = String.join("\n\n", asks.texts());
        ObjectNode user = messages.addObject().put("role", "user");
        if (asks.hasImages()) {
            pictures(text, asks.images(), user.putArray("content"));
        } else {
            user.put("content", text.isBlank() ? Turn.NOTHING_SAID : text);
        }
    }

    private static void pictures(String text, List<Message.Image> images, ArrayNode content) {
        if (!text.isBlank()) {
            text(text, content);
        }
        for (Message.Image image : images) {
            if (Pictures.COMMON.take(image)) {
                ObjectNode part = content.addObject().put("type", "image_url");
                part.putObject("image_url").put("url", Pictures.dataUrl(image));
            } else {
                text(Pictures.unseen(image), content);
            }
        }
    }

    private static void text(String text, ArrayNode content) {
        content.addObject().put("type", "text").put("text", text);
    }

    private static ObjectNode assistant(Message.Assistant message, Asked asked, SentIds ids) {
        ObjectNode sent = StrictText.newObject().put("role", "assistant");
        ArrayNode content = StrictText.newArray();
        ArrayNode calls = StrictText.newArray();
        ArrayNode layout = Layout.of(message, asked.privateKey()).orElseGet(StrictText::newArray);
        for (JsonNode part :
                Layout.restored(message, layout, CALL, (call, _) -> called(call, ids))) {
            if (part.has(CALL)) {
                calls.add(part);
            } else if (part.has(PLAN)) {
                sent.set(PLAN, part.path(PLAN));
            } else if (part.path("text").isString() && !part.has("type")) {
                said(part.path("text").stringValue(), content);
            } else if (!part.has(CITATIONS)) {
                content.add(part);
            }
        }
        if (message.text().isBlank() && calls.isEmpty()) {
            // "all elements in history must have a message"
            text(Turn.NOTHING_SAID, content);
        }
        if (!content.isEmpty()) {
            sent.set("content", content);
        }
        if (!calls.isEmpty()) {
            sent.set("tool_calls", calls);
        }
        return sent;
    }

    private static void said(String text, ArrayNode content) {
        if (!text.isBlank()) {
            text(text, content);
        }
    }

    private static ObjectNode called(Message.ToolCall call, SentIds ids) {
        ObjectNode part = StrictText.newObject();
        part.put("id", ids.call(call.id())).put("type", "function");
        boolean object = StrictText.object(call.arguments()).isPresent();
        part.putObject(CALL)
                .put("name", sentName(call.name()))
                .put(
                        "arguments",
                        object ? call.arguments() : StrictText.write(Layout.arguments(call)));
        return part;
    }

    private static String sentName(String name) {
        return ToolNames.sent(name, text -> text.matches(LEGAL_NAME));
    }

    @Override
    public Incoming stream(Asked asked, Consumer<String> onText) {
        return new CohereReply(asked, onText);
    }

    /// The first version streams its events as lines of JSON.
    @Override
    public Reply decode(Asked asked, String body, Consumer<String> onText) {
        var reply = new CohereReply(asked, onText);
        String first = body.lines().findFirst().orElse("");
        Optional<ObjectNode> event = StrictText.object(first).filter(CohereOlderReply::tells);
        if (event.isEmpty()) {
            reply.whole(StrictText.reply(body));
        } else {
            boolean whole = body.endsWith("\n");
            List<String> lines = body.lines().filter(line -> !line.isBlank()).toList();
            for (int at = 0; at < lines.size(); at++) {
                boolean closed = whole || at < lines.size() - 1;
                if (reply.take(new SseEvent("", lines.get(at), closed))) {
                    break;
                }
            }
        }
        return reply.reply();
    }
}
