package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Anthropic's Messages.
///
/// Every block that is neither text nor a call (thinking, redacted thinking, compaction, what
/// server tools did) is carried as one private part, verbatim. Its place among text and calls
/// matters: the provider checks signatures against the order it wrote. A block that came first is
/// the part itself; one that came later is wrapped as
/// `{"after":{"text":LETTERS,"calls":COUNT},"block":{…}}`. What texts and calls have of their own
/// beside that, such as citations, is a [MarkedBlock].
record AnthropicMessages() implements Dialect {
    /// What [OpenAiChat] says without a version, this dialect says with one.
    // https://docs.anthropic.com/en/api/versioning
    private static final String VERSION = "2023-06-01";

    /// Says of a tool that it can not be called.
    private static final String NO_LONGER = "not available any more";

    /// Blocks that may carry a mark for the provider's cache.
    private static final Set<String> MARKABLE = Set.of("text", "image", "tool_result", "tool_use");

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
        var manner = AnthropicManner.of(asked);
        system(request.system(), manner, body);
        tools(request, body);
        ArrayNode messages = AnthropicHistory.messages(asked);
        body.set("messages", messages);
        manner.shape(body);
        cacheUpToHere(messages);
        body.put("stream", true);
        return body;
    }

    private static void system(String system, AnthropicManner manner, ObjectNode body) {
        ArrayNode blocks = StrictText.newArray();
        for (String text :
                Stream.concat(Stream.of(system), manner.instruction().stream()).toList()) {
            if (!text.isBlank()) {
                blocks.addObject().put("type", "text").put("text", text);
            }
        }
        if (!blocks.isEmpty()) {
            cached(blocks.path(blocks.size() - 1).asObject());
            body.set("system", blocks);
        }
    }

    private static void tools(Request request, ObjectNode body) {
        if (!request.tools().isEmpty()) {
            body.set("tools", tools(request.tools()));
            return;
        }
        // Past calls of tools that a request does not define are refused.
        List<Request.ToolDefinition> called =
                request.messages().stream()
                        .filter(Message.Assistant.class::isInstance)
                        .flatMap(message -> ((Message.Assistant) message).calls().stream())
                        .map(Message.ToolCall::name)
                        .distinct()
                        .map(name -> new Request.ToolDefinition(name, NO_LONGER, "{}"))
                        .toList();
        if (!called.isEmpty()) {
            body.set("tools", tools(called));
            body.putObject("tool_choice").put("type", "none");
        }
    }

    private static ArrayNode tools(List<Request.ToolDefinition> defined) {
        ArrayNode tools = StrictText.newArray();
        for (Request.ToolDefinition tool : defined) {
            ObjectNode wire = tools.addObject();
            wire.put("name", ToolNames.sent(tool.name(), AnthropicMessages::takesName));
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

    /// The provider takes no other names, in definitions as in past calls.
    static boolean takesName(String name) {
        return name.matches("[A-Za-z0-9_-]{1,128}");
    }

    /// Two of the four marks allowed: after the frozen part, and after all that was said, so that
    /// the next request finds all of this one in the provider's cache.
    private static void cacheUpToHere(ArrayNode messages) {
        if (messages.isEmpty()) {
            return;
        }
        JsonNode content = messages.path(messages.size() - 1).path("content");
        JsonNode last = content.path(content.size() - 1);
        if (MARKABLE.contains(last.path("type").asString(""))) {
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
