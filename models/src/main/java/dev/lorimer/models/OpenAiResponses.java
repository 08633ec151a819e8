package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI's Responses, and what the servers that copy it make of it.
///
/// Nothing is kept at the provider: each request carries the whole conversation, and reasoning
/// comes and goes in encrypted form. Each item of a reply is carried as one private part: reasoning
/// and what server tools did verbatim, messages and calls without their text, name and arguments,
/// which the conversation has. See [ResponsesItems].
record OpenAiResponses() implements Dialect {
    /// The provider refuses a lower limit.
    // https://platform.openai.com/docs/api-reference/responses/create, error "integer below
    // minimum"
    private static final int OUTPUT_TOKENS_MIN = 16;

    /// Longer ids are refused, and so may be other letters; what the server made itself is sent as
    /// it came.
    // https://platform.openai.com/docs/api-reference/responses/create, error "string too long"
    private static final String ID = "[A-Za-z0-9_.:-]{1,64}";

    @Override
    public String name() {
        return "openai-responses";
    }

    /// A base URL without any path gets the `/v1` that every server of this kind serves.
    @Override
    public URI endpoint(URI base, String model) {
        String path = base.getPath();
        if (path.endsWith("/responses")) {
            return base;
        }
        boolean bare = path.isEmpty() || path.equals("/");
        return Dialect.below(base, bare ? "/v1/responses" : "/responses");
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
        if (!request.system().isBlank()) {
            body.put("instructions", request.system());
        }
        body.set("input", input(asked));
        if (!request.tools().isEmpty()) {
            body.set("tools", tools(request));
        }
        body.put("max_output_tokens", Math.max(OUTPUT_TOKENS_MIN, request.outputTokensMax()));
        body.put("store", false);
        if (!OpenAiNames.talksOnly(asked.model())) {
            body.putArray("include").add("reasoning.encrypted_content");
        }
        request.manner()
                .effort()
                .ifPresent(effort ->
                        body.putObject("reasoning")
                                .put("effort", OpenAiNames.effort(effort, asked.model())));
        request.manner().form().ifPresent(form -> body.putObject("text").set("format", form(form)));
        body.put("stream", true);
        return StrictText.write(body);
    }

    private static ArrayNode tools(Request request) {
        ArrayNode tools = StrictText.newArray();
        for (Request.ToolDefinition tool : request.tools()) {
            ObjectNode wire = tools.addObject().put("type", "function");
            wire.put("name", OpenAiChat.sentName(tool.name()));
            wire.put("description", tool.description());
            wire.set("parameters", OpenAiChat.schema(tool));
            // Left out, it would mean yes here, and change what the schema says.
            wire.put("strict", false);
        }
        return tools;
    }

    private static ObjectNode form(Request.Form form) {
        ObjectNode format = StrictText.newObject().put("type", "json_schema");
        format.put("name", form.name());
        ObjectNode schema = schema(form);
        format.set("schema", schema);
        format.put("strict", OpenAiNames.exact(schema));
        return format;
    }

    /// The schema of a form, for any dialect.
    static ObjectNode schema(Request.Form form) {
        return StrictText.object(form.schema())
                .orElseThrow(() ->
                        new ModelException(
                                ModelException.Kind.INVALID_REQUEST,
                                "the schema of form \""
                                        + Wording.shortened(form.name(), 80)
                                        + "\" is no JSON object; give it one"));
    }

    private static ArrayNode input(Asked asked) {
        ArrayNode input = StrictText.newArray();
        Map<String, String> types = new HashMap<>();
        Set<String> own = ResponsesItems.own(asked);
        var ids = new SentIds(id -> own.contains(id) || id.matches(ID));
        for (Turn turn : Turn.closed(asked.request())) {
            switch (turn) {
                case Turn.Asks asks -> {
                    asks.results().forEach(result -> input.add(result(result, ids, types)));
                    asks.said().forEach(user -> input.add(user(user)));
                }
                case Turn.Answers answers -> {
                    var items = new ResponsesItems(answers.message(), asked.privateKey(), ids);
                    input.addAll(items.sent());
                    types.putAll(items.types());
                }
            }
        }
        return input;
    }

    /// @param types of the items that hold the calls, by the ids of these
    private static ObjectNode result(
            Message.ToolResult result, SentIds ids, Map<String, String> types) {
        String type = types.getOrDefault(result.callId(), "function_call");
        return StrictText.newObject()
                .put("type", type + "_output")
                .put("call_id", ids.result(result.callId()))
                .put("output", result.text());
    }

    private static ObjectNode user(Message.User user) {
        ObjectNode item = StrictText.newObject().put("role", "user");
        if (user.images().isEmpty()) {
            return item.put("content", user.text());
        }
        ArrayNode content = item.putArray("content");
        if (!user.text().isBlank()) {
            content.addObject().put("type", "input_text").put("text", user.text());
        }
        for (Message.Image image : user.images()) {
            ObjectNode part = content.addObject();
            if (Pictures.COMMON.take(image)) {
                part.put("type", "input_image").put("image_url", Pictures.dataUrl(image));
            } else {
                part.put("type", "input_text").put("text", Pictures.unseen(image));
            }
        }
        return item;
    }

    @Override
    public Incoming stream(Asked asked, Consumer<String> onText) {
        return new ResponsesReply(asked, onText);
    }

    @Override
    public Reply decode(Asked asked, String body, Consumer<String> onText) {
        var reply = new ResponsesReply(asked, onText);
        reply.whole(StrictText.reply(body));
        return reply.reply();
    }
}
