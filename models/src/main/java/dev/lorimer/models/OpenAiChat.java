package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI's Chat Completions, and what the servers that copy it make of it.
///
/// Reasoning (`reasoning_content`, `reasoning`, `reasoning_details`, thinking parts of the content,
/// and `extra_content` of calls) is carried as one private part: a JSON object of the members that
/// the assistant message gets when it is sent back.
///
/// @param server in what this one differs from the others
record OpenAiChat(ChatServer server) implements Dialect {
    private static final Predicate<String> NAME =
            Pattern.compile("[A-Za-z0-9_-]{1,64}").asMatchPredicate();

    static OpenAiChat of(ModelSpec.Wire spec) {
        return new OpenAiChat(ChatServer.of(spec));
    }

    @Override
    public String name() {
        return server.name();
    }

    /// A base URL without any path gets the `/v1` that every server of this kind serves.
    @Override
    public URI endpoint(URI base, String model) {
        String path = base.getPath();
        if (path.endsWith("/chat/completions")) {
            return base;
        }
        boolean bare = path.isEmpty() || path.equals("/");
        if (server.has(ChatServer.Way.KEY_HEADER)) {
            return Dialect.below(base, azure(base, bare, model));
        }
        return Dialect.below(base, bare ? "/v1/chat/completions" : "/chat/completions");
    }

    /// With a version of the interface in the query, the model is a deployment and part of the
    /// path; without one it is named in the body.
    // https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle
    private static String azure(URI base, boolean bare, String model) {
        String path = base.getPath().replaceAll("/+$", "");
        boolean versioned =
                Optional.ofNullable(base.getQuery()).orElse("").contains("api-version=");
        String end = "/chat/completions";
        if (versioned && (bare || path.equals("/openai"))) {
            String name = URLEncoder.encode(model, StandardCharsets.UTF_8);
            return (bare ? "/openai" : "") + "/deployments/" + name + end;
        }
        return bare ? "/openai/v1" + end : end;
    }

    @Override
    public Map<String, String> headers(Letter letter) {
        boolean own = server.has(ChatServer.Way.KEY_HEADER);
        return letter.key()
                .map(k ->
                        own
                                ? Map.of("api-key", k.reveal())
                                : Map.of("authorization", "Bearer " + k.reveal()))
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
        body.put(server.outputLimit(), request.outputTokensMax());
        request.manner().effort().ifPresent(effort -> effort(effort, asked, body));
        request.manner().form().ifPresent(form -> body.set("response_format", form(form)));
        body.put("stream", true);
        if (!server.has(ChatServer.Way.USAGE_UNASKED)) {
            // Servers that do not know it ignore it; then usage counts as unknown.
            body.putObject("stream_options").put("include_usage", true);
        }
        return StrictText.write(body);
    }

    private void effort(Request.Effort effort, Asked asked, ObjectNode body) {
        if (!server.thinks(asked.model())) {
            return;
        }
        String word = OpenAiNames.effort(effort, asked.model());
        if (server.has(ChatServer.Way.EFFORT_OBJECT)) {
            body.putObject("reasoning").put("effort", word);
        } else {
            body.put("reasoning_effort", word);
        }
    }

    private ObjectNode form(Request.Form form) {
        ObjectNode format = StrictText.newObject();
        if (server.has(ChatServer.Way.NO_SCHEMA)) {
            return format.put("type", "json_object");
        }
        ObjectNode schema = OpenAiResponses.schema(form);
        format.put("type", "json_schema")
                .putObject("json_schema")
                .put("name", form.name())
                .put("strict", OpenAiNames.exact(schema))
                .set("schema", schema);
        return format;
    }

    private static ArrayNode tools(Request request) {
        ArrayNode tools = StrictText.newArray();
        for (Request.ToolDefinition tool : request.tools()) {
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", sentName(tool.name()));
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
        String system = system(asked.request());
        if (!system.isBlank()) {
            messages.addObject().put("role", "system").put("content", system);
        }
        SentIds ids = server.sentIds();
        for (Turn turn : Turn.closed(asked.request())) {
            switch (turn) {
                case Turn.Asks asks -> asks(asks, ids, messages);
                case Turn.Answers answers -> messages.add(assistant(answers.message(), asked, ids));
            }
        }
        return messages;
    }

    /// A server that takes no schema leaves it to the model to keep to it.
    private String system(Request request) {
        Optional<Request.Form> told =
                request.manner().form().filter(_ -> server.has(ChatServer.Way.NO_SCHEMA));
        return told.map(form -> (request.system() + "\n\n" + FormWords.of(form)).strip())
                .orElse(request.system());
    }

    private void asks(Turn.Asks asks, SentIds ids, ArrayNode messages) {
        for (Message.ToolResult result : asks.results()) {
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", ids.result(result.callId()))
                    .put("content", result.text());
        }
        if (asks.said().isEmpty()) {
            return;
        }
        if (!asks.results().isEmpty() && server.has(ChatServer.Way.NOBODY_AFTER_RESULTS)) {
            messages.addObject().put("role", "assistant").put("content", "OK");
        }
        // Some chat templates of open models refuse two user messages in a row.
        String text = String.join("\n\n", asks.texts());
        ObjectNode user = messages.addObject().put("role", "user");
        if (asks.images().isEmpty()) {
            user.put("content", text);
        } else {
            pictures(text, asks.images(), user.putArray("content"));
        }
    }

    private static void pictures(String text, List<Message.Image> images, ArrayNode content) {
        if (!text.isBlank()) {
            content.addObject().put("type", "text").put("text", text);
        }
        for (Message.Image image : images) {
            ObjectNode part = content.addObject();
            if (Pictures.COMMON.take(image)) {
                part.put("type", "image_url")
                        .putObject("image_url")
                        .put("url", Pictures.dataUrl(image));
            } else {
                part.put("type", "text").put("text", Pictures.unseen(image));
            }
        }
    }

    private static ObjectNode assistant(Message.Assistant message, Asked asked, SentIds ids) {
        ObjectNode sent = StrictText.newObject().put("role", "assistant");
        if (message.text().isEmpty() && !message.calls().isEmpty()) {
            sent.putNull("content");
        } else {
            sent.put("content", message.text());
        }
        if (!message.calls().isEmpty()) {
            ArrayNode calls = sent.putArray("tool_calls");
            for (Message.ToolCall call : message.calls()) {
                ObjectNode wire = calls.addObject().put("id", ids.call(call.id()));
                wire.put("type", "function");
                wire.putObject("function")
                        .put("name", sentName(call.name()))
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
                case OpenAiKept.NAME -> {}
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

    /// What the strictest of these servers takes.
    // https://platform.openai.com/docs/api-reference/chat/create#chat_create-tools-function-name
    static String sentName(String name) {
        return ToolNames.sent(name, NAME);
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
