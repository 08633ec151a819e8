package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Google's Interactions: a conversation is one list of steps (what the user put in, thoughts,
/// calls, results, what the model put out). Nothing is kept at the provider: each request carries
/// all steps.
///
/// What the canonical message can not hold rides in one private part, see [InteractionStep].
// https://ai.google.dev/gemini-api/docs/interactions
record GeminiInteractions() implements Dialect {
    /// The edition of the interface whose steps these are; the one before it had outputs and roles.
    private static final String REVISION = "2026-05-20";

    /// Blank texts say nothing, and are left out or replaced.
    private static final String NO_OUTPUT = "(no output)";

    /// What calls are named by here; that other providers take more does not matter.
    private static final String LEGAL = "[A-Za-z0-9_-]{1,64}";

    @Override
    public String name() {
        return Provider.GEMINI_INTERACTIONS.prefix();
    }

    /// A base URL without any path gets the version.
    @Override
    public URI endpoint(URI base, String model) {
        String path = base.getPath().replaceAll("/+$", "");
        if (path.endsWith("/interactions")) {
            return base;
        }
        return Dialect.below(base, path.isEmpty() ? "/v1beta/interactions" : "/interactions");
    }

    @Override
    public Map<String, String> headers(Letter letter) {
        var headers = new HashMap<>(new GeminiContent().headers(letter));
        headers.put("api-revision", REVISION);
        return headers;
    }

    @Override
    public String encode(Asked asked) {
        Request request = asked.request();
        var settings = GeminiSettings.of(asked);
        ObjectNode body = StrictText.newObject().put("model", asked.model());
        String system = settings.system();
        if (!system.isBlank()) {
            body.put("system_instruction", system);
        }
        body.set("input", steps(asked));
        if (!request.tools().isEmpty()) {
            body.set("tools", tools(request));
        }
        ObjectNode config = body.putObject("generation_config");
        config.put("max_output_tokens", request.outputTokensMax());
        settings.level().ifPresent(level -> config.put("thinking_level", level));
        settings.schema()
                .ifPresent(schema ->
                        body.putObject("response_format")
                                .put("type", "text")
                                .put("mime_type", "application/json")
                                .set("schema", schema));
        body.put("store", false).put("stream", true);
        return StrictText.write(body);
    }

    private static ArrayNode tools(Request request) {
        ArrayNode tools = StrictText.newArray();
        for (Request.ToolDefinition tool : request.tools()) {
            ObjectNode wire = tools.addObject().put("type", "function");
            wire.put("name", GeminiContent.sentName(tool.name()));
            wire.put("description", tool.description());
            ObjectNode schema = OpenAiChat.schema(tool);
            schema.remove("$schema");
            wire.set("parameters", schema);
        }
        return tools;
    }

    private static ArrayNode steps(Asked asked) {
        ArrayNode steps = StrictText.newArray();
        var ids = new SentIds(id -> id.matches(LEGAL));
        var names = new HashMap<String, String>();
        for (Turn turn : Turn.closed(asked.request())) {
            switch (turn) {
                case Turn.Asks asks -> asks(asks, ids, names, steps);
                case Turn.Answers answers -> {
                    if (steps.isEmpty()) {
                        text(Turn.NOTHING_SAID, input(steps));
                    }
                    for (Message.ToolCall call : answers.message().calls()) {
                        names.put(call.id(), GeminiContent.sentName(call.name()));
                    }
                    steps.addAll(InteractionSteps.restored(answers.message(), asked, ids));
                }
            }
        }
        return steps;
    }

    private static ArrayNode input(ArrayNode steps) {
        return steps.addObject().put("type", "user_input").putArray("content");
    }

    private static void text(String text, ArrayNode content) {
        content.addObject().put("type", "text").put("text", text);
    }

    private static void asks(
            Turn.Asks asks, SentIds ids, Map<String, String> names, ArrayNode steps) {
        for (Message.ToolResult result : asks.results()) {
            ObjectNode step = steps.addObject().put("type", "function_result");
            step.put("call_id", ids.result(result.callId()));
            step.put("name", names.getOrDefault(result.callId(), ""));
            step.put("result", result.text().isBlank() ? NO_OUTPUT : result.text());
            if (result.error()) {
                step.put("is_error", true);
            }
        }
        ArrayNode content = StrictText.newArray();
        for (Message.User user : asks.said()) {
            user.images().forEach(image -> image(image, content));
            if (!user.text().isBlank()) {
                text(user.text(), content);
            }
        }
        if (content.isEmpty() && asks.results().isEmpty()) {
            text(Turn.NOTHING_SAID, content);
        }
        if (!content.isEmpty()) {
            input(steps).addAll(content);
        }
    }

    private static void image(Message.Image image, ArrayNode content) {
        if (!Pictures.GEMINI.take(image)) {
            text(Pictures.unseen(image), content);
            return;
        }
        content.addObject()
                .put("type", "image")
                .put("mime_type", Pictures.type(image))
                .put("data", image.base64());
    }

    @Override
    public Incoming stream(Asked asked, Consumer<String> onText) {
        return new InteractionReply(asked, onText);
    }

    @Override
    public Reply decode(Asked asked, String body, Consumer<String> onText) {
        var reply = new InteractionReply(asked, onText);
        reply.whole(StrictText.reply(body));
        return reply.reply();
    }
}
