package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI's Chat Completions, and what the servers that copy it make of it.
///
/// Reasoning (`reasoning_content`, `reasoning`, `reasoning_details`, thinking parts of the content,
/// and `extra_content` of calls) is carried as one private part: a JSON object of the members that
/// the assistant message gets when it is sent back.
///
/// @param outputLimit the name of the field that bounds the reply
/// @param idLettersMax longer ids of calls are replaced by a hash of them, alike in call and result
record OpenAiChat(String outputLimit, int idLettersMax) implements Dialect {
    /// OpenAI itself refuses longer ids, and makes none. Other servers make longer ones and want
    /// them back as they are.
    // https://platform.openai.com/docs/api-reference/chat/create, error "string too long"
    private static final int OPENAI_ID_LETTERS_MAX = 40;

    /// OpenAI's newer models know only the new name of the field, most other servers only the old.
    static OpenAiChat of(URI base, String model) {
        String host = base.getHost().toLowerCase(Locale.ROOT);
        String name = model.substring(model.lastIndexOf('/') + 1);
        boolean theirs = host.equals("api.openai.com") || host.endsWith(".openai.azure.com");
        boolean reasoner = name.matches("(o[1-9]|gpt-[5-9])([-.].*)?");
        return new OpenAiChat(
                theirs || reasoner ? "max_completion_tokens" : "max_tokens",
                theirs ? OPENAI_ID_LETTERS_MAX : Integer.MAX_VALUE);
    }

    @Override
    public String name() {
        return Provider.OPENAI.prefix();
    }

    /// A base URL without any path gets the `/v1` that every server of this kind serves.
    @Override
    public URI endpoint(URI base, String model) {
        String path = base.getPath();
        if (path.endsWith("/chat/completions")) {
            return base;
        }
        boolean bare = path.isEmpty() || path.equals("/");
        return Dialect.below(base, bare ? "/v1/chat/completions" : "/chat/completions");
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
        ObjectNode body = StrictText.newObject();
        body.put("model", asked.model());
        body.set("messages", messages(asked));
        if (!request.tools().isEmpty()) {
            body.set("tools", tools(request));
        }
        body.put(outputLimit, request.outputTokensMax());
        body.put("stream", true);
        // Servers that do not know it ignore it; then usage counts as unknown.
        body.putObject("stream_options").put("include_usage", true);
        return StrictText.write(body);
    }

    private static ArrayNode tools(Request request) {
        ArrayNode tools = StrictText.newArray();
        for (Request.ToolDefinition tool : request.tools()) {
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", tool.name());
            function.put("description", tool.description());
            function.set("parameters", schema(tool));
        }
        return tools;
    }

    /// The schema of a tool, for any dialect.
    static ObjectNode schema(Request.ToolDefinition tool) {
        return StrictText.object(tool.inputSchema())
                .orElseThrow(() ->
                        new ModelException(
                                ModelException.Kind.INVALID_REQUEST,
                                "the input schema of tool \""
                                        + Wording.shortened(tool.name(), 80)
                                        + "\" is no JSON object; give it one"));
    }

    private ArrayNode messages(Asked asked) {
        ArrayNode messages = StrictText.newArray();
        if (!asked.request().system().isBlank()) {
            messages.addObject().put("role", "system").put("content", asked.request().system());
        }
        for (Turn turn : Turn.of(asked.request())) {
            switch (turn) {
                case Turn.Asks asks -> asks(asks, messages);
                case Turn.Answers answers -> messages.add(assistant(answers.message(), asked));
            }
        }
        return messages;
    }

    private void asks(Turn.Asks asks, ArrayNode messages) {
        for (Message.ToolResult result : asks.results()) {
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", sentId(result.callId()))
                    .put("content", result.text());
        }
        if (!asks.texts().isEmpty()) {
            // Some chat templates of open models refuse two user messages in a row.
            String text = String.join("\n\n", asks.texts());
            messages.addObject().put("role", "user").put("content", text);
        }
    }

    private ObjectNode assistant(Message.Assistant message, Asked asked) {
        ObjectNode sent = StrictText.newObject().put("role", "assistant");
        if (message.text().isEmpty() && !message.calls().isEmpty()) {
            sent.putNull("content");
        } else {
            sent.put("content", message.text());
        }
        if (!message.calls().isEmpty()) {
            ArrayNode calls = sent.putArray("tool_calls");
            for (Message.ToolCall call : message.calls()) {
                ObjectNode wire = calls.addObject().put("id", sentId(call.id()));
                wire.put("type", "function");
                wire.putObject("function")
                        .put("name", call.name())
                        .put("arguments", call.arguments());
            }
        }
        for (Message.PrivatePart part : message.privateParts()) {
            if (part.key().equals(asked.privateKey())) {
                StrictText.object(part.json()).ifPresent(members -> restore(members, sent));
            }
        }
        return sent;
    }

    private static void restore(ObjectNode members, ObjectNode sent) {
        members.forEachEntry((name, value) -> {
            switch (name) {
                case "content" -> restoreContent(value, sent);
                case "tool_calls" -> restoreExtras(value, sent.path("tool_calls"));
                default -> sent.set(name, value);
            }
        });
    }

    /// Thinking parts stand before the text that they led to.
    private static void restoreContent(JsonNode thinking, ObjectNode sent) {
        ArrayNode content = StrictText.newArray();
        thinking.forEach(content::add);
        String text = sent.path("content").stringValueOpt().orElse("");
        if (!text.isEmpty()) {
            content.addObject().put("type", "text").put("text", text);
        }
        sent.set("content", content);
    }

    private static void restoreExtras(JsonNode extras, JsonNode calls) {
        for (int at = 0; at < Math.min(extras.size(), calls.size()); at++) {
            JsonNode extra = extras.path(at);
            calls.path(at)
                    .asObjectOpt()
                    .ifPresent(call -> extra.forEachEntry((name, value) -> call.set(name, value)));
        }
    }

    private String sentId(String id) {
        return id.length() <= idLettersMax ? id : CallIds.hashed(id);
    }

    @Override
    public Incoming stream(Asked asked, Consumer<String> onText) {
        return new OpenAiReply(asked, onText);
    }

    @Override
    public Reply decode(Asked asked, String body, Consumer<String> onText) {
        var reply = new OpenAiReply(asked, onText);
        reply.whole(StrictText.reply(body));
        return reply.reply();
    }
}
