package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Ollama's own chat: lines of JSON instead of events, and arguments that are objects.
///
/// Thinking is carried as one private part: a JSON object of the members that the assistant message
/// gets when it is sent back.
// https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion
record OllamaChat() implements Dialect {
    /// What templates of open models can put into the language that their calls are written in.
    private static final String LEGAL = "[A-Za-z0-9_-]{1,64}";

    /// These take a level of thinking, and can not do without any.
    // https://docs.ollama.com/capabilities/thinking
    private static final String LEVELLED = "(.*/)?gpt-oss.*";

    @Override
    public String name() {
        return Provider.OLLAMA_NATIVE.prefix();
    }

    /// The compatible interface lies beside this one, at `/v1`.
    @Override
    public URI endpoint(URI base, String model) {
        String path = base.getPath().replaceAll("/+$", "");
        if (path.endsWith("/api/chat")) {
            return base;
        }
        if (path.endsWith("/v1")) {
            String root = base.toString().replaceFirst("/v1/*(?=\\?|$)", "");
            return Dialect.below(URI.create(root), "/api/chat");
        }
        return Dialect.below(base, path.endsWith("/api") ? "/chat" : "/api/chat");
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
        body.putObject("options").put("num_predict", request.outputTokensMax());
        request.manner().effort().ifPresent(effort -> effort(effort, asked.model(), body));
        request.manner()
                .form()
                .filter(_ -> !formInWords(request))
                .ifPresent(form -> body.set("format", OpenAiResponses.schema(form)));
        // Otherwise the server leaves out the beginning of what does not fit its window, and says
        // nothing.
        body.put("truncate", false).put("shift", false);
        return StrictText.write(body.put("stream", true));
    }

    /// A grammar that the reply has to keep to leaves no room for calls.
    private static boolean formInWords(Request request) {
        return !request.tools().isEmpty();
    }

    /// Models that can think do so unasked, and one that can not has the request refused when it is
    /// asked to; so most can only be told not to.
    private static void effort(Request.Effort effort, String model, ObjectNode body) {
        if (model.matches(LEVELLED)) {
            switch (effort) {
                case MINIMAL, LOW -> body.put("think", "low");
                case MEDIUM -> body.put("think", "medium");
                case HIGH -> body.put("think", "high");
            }
        } else if (effort == Request.Effort.MINIMAL) {
            body.put("think", false);
        }
    }

    private static ArrayNode tools(Request request) {
        ArrayNode tools = StrictText.newArray();
        for (Request.ToolDefinition tool : request.tools()) {
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", sentName(tool.name())).put("description", tool.description());
            function.set("parameters", OpenAiChat.schema(tool));
        }
        return tools;
    }

    private static ArrayNode messages(Asked asked) {
        Request request = asked.request();
        ArrayNode messages = StrictText.newArray();
        String system =
                request.manner()
                        .form()
                        .filter(_ -> formInWords(request))
                        .map(form -> (request.system() + "\n\n" + FormWords.of(form)).strip())
                        .orElse(request.system());
        if (!system.isBlank()) {
            messages.addObject().put("role", "system").put("content", system);
        }
        var ids = new SentIds(id -> id.matches(LEGAL));
        List<Message.ToolCall> asking = List.of();
        for (Turn turn : Turn.closed(request)) {
            switch (turn) {
                case Turn.Asks asks -> asks(asks, asking, ids, messages);
                case Turn.Answers answers -> {
                    asking = answers.message().calls();
                    messages.add(assistant(answers.message(), asked, ids));
                }
            }
        }
        return messages;
    }

    /// Many templates tell results apart by their order alone.
    private static void asks(
            Turn.Asks asks, List<Message.ToolCall> asking, SentIds ids, ArrayNode messages) {
        List<String> order = asking.stream().map(Message.ToolCall::id).toList();
        var results = new ArrayList<>(asks.results());
        results.sort(Comparator.comparingInt(result -> order.indexOf(result.callId())));
        for (Message.ToolResult result : results) {
            messages.addObject()
                    .put("role", "tool")
                    .put("content", result.text())
                    .put("tool_name", sentName(asking.get(order.indexOf(result.callId())).name()))
                    .put("tool_call_id", ids.result(result.callId()));
        }
        if (asks.said().isEmpty()) {
            return;
        }
        var texts = new ArrayList<>(asks.texts());
        ArrayNode images = StrictText.newArray();
        for (Message.Image image : asks.images()) {
            if (Pictures.OLLAMA.take(image)) {
                images.add(image.base64());
            } else {
                texts.add(Pictures.unseen(image));
            }
        }
        ObjectNode user = messages.addObject().put("role", "user");
        user.put("content", String.join("\n\n", texts));
        if (!images.isEmpty()) {
            user.set("images", images);
        }
    }

    private static ObjectNode assistant(Message.Assistant message, Asked asked, SentIds ids) {
        ObjectNode sent = StrictText.newObject().put("role", "assistant");
        sent.put("content", message.text());
        for (Message.PrivatePart part : message.privateParts()) {
            if (part.key().equals(asked.privateKey())) {
                StrictText.object(part.json())
                        .flatMap(members -> StrictText.string(members, OllamaReply.THINKING))
                        .ifPresent(thinking -> sent.put(OllamaReply.THINKING, thinking));
            }
        }
        if (!message.calls().isEmpty()) {
            ArrayNode calls = sent.putArray("tool_calls");
            for (Message.ToolCall call : message.calls()) {
                ObjectNode function =
                        calls.addObject().put("id", ids.call(call.id())).putObject("function");
                function.put("name", sentName(call.name()));
                function.set("arguments", Layout.arguments(call));
            }
        }
        return sent;
    }

    private static String sentName(String name) {
        return ToolNames.sent(name, text -> text.matches(LEGAL));
    }

    @Override
    public Reply read(Asked asked, InputStream body, Consumer<String> onText) throws IOException {
        return ReplyBody.lines(stream(asked, onText), body);
    }

    @Override
    public Incoming stream(Asked asked, Consumer<String> onText) {
        return new OllamaReply(asked, onText);
    }

    @Override
    public Reply decode(Asked asked, String body, Consumer<String> onText) {
        var reply = new OllamaReply(asked, onText);
        reply.take(StrictText.reply(body));
        return reply.reply();
    }
}
