package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Amazon Bedrock's Converse: one form for the models of many makers, in frames instead of events.
///
/// Reasoning, citations and what the server's own tools did ride in one private part, see [Layout].
///
/// @param signature signs requests where there is no bearer token
record BedrockConverse(Optional<AwsSignature> signature) implements Dialect {
    /// Blank texts are refused by the provider.
    private static final String NOTHING_SAID = "(empty message)";

    private static final String NO_OUTPUT = "(no output)";

    /// The provider's pattern for names of tools and ids of calls.
    // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolUseBlock.html
    private static final String LEGAL = "[A-Za-z0-9_-]{1,64}";

    @Override
    public String name() {
        return Provider.BEDROCK.prefix();
    }

    @Override
    public URI endpoint(URI base, String model) {
        return method(base, model, "/converse-stream");
    }

    /// Names are resources with colons and slashes in them, and one segment of the path all the
    /// same.
    static URI method(URI base, String model, String method) {
        String segment = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        return Dialect.below(base, "/model/" + segment + method);
    }

    @Override
    public Map<String, String> headers(Letter letter) {
        return headers(signature, letter);
    }

    /// @param signature signs requests where there is no bearer token
    static Map<String, String> headers(Optional<AwsSignature> signature, Letter letter) {
        var headers = new HashMap<String, String>();
        headers.put("accept", "application/vnd.amazon.eventstream, application/json");
        signature.ifPresentOrElse(
                signs -> headers.putAll(signs.headers(letter)),
                () ->
                        letter.key()
                                .ifPresent(
                                        k -> headers.put("authorization", "Bearer " + k.reveal())));
        return headers;
    }

    @Override
    public String encode(Asked asked) {
        ObjectNode body = conversation(asked);
        body.putObject("inferenceConfig").put("maxTokens", asked.request().outputTokensMax());
        ConverseManner.of(asked).shape(body);
        return StrictText.write(body);
    }

    static ObjectNode conversation(Asked asked) {
        Request request = asked.request();
        var manner = ConverseManner.of(asked);
        ObjectNode body = StrictText.newObject();
        ArrayNode messages = messages(asked, manner.cachesMessages());
        String system = manner.system();
        if (!system.isBlank()) {
            ArrayNode blocks = body.putArray("system");
            blocks.addObject().put("text", system);
            if (manner.cachesSystem()) {
                cachePoint(blocks);
            }
        }
        body.set("messages", messages);
        ArrayNode tools = ConverseTools.of(request);
        if (!tools.isEmpty()) {
            body.putObject("toolConfig").set("tools", tools);
        }
        return body;
    }

    private static void cachePoint(ArrayNode blocks) {
        blocks.addObject().putObject("cachePoint").put("type", "default");
    }

    private static ArrayNode messages(Asked asked, boolean caches) {
        ArrayNode messages = StrictText.newArray();
        var ids = new SentIds(id -> id.matches(LEGAL));
        for (Turn turn : Turn.closed(asked.request())) {
            switch (turn) {
                case Turn.Asks asks -> asks(asks, asked, ids, messages);
                case Turn.Answers answers -> answers(answers.message(), asked, ids, messages);
            }
        }
        JsonNode last = messages.path(messages.size() - 1);
        if (caches && last.path("role").asString("").equals("user")) {
            cachePoint(last.path("content").asArray());
        }
        return messages;
    }

    private static void asks(Turn.Asks asks, Asked asked, SentIds ids, ArrayNode messages) {
        ArrayNode content = side("user", messages);
        for (Message.ToolResult result : asks.results()) {
            ObjectNode block = content.addObject().putObject("toolResult");
            block.put("toolUseId", ids.result(result.callId()));
            String text = result.text().isBlank() ? NO_OUTPUT : result.text();
            block.putArray("content").addObject().put("text", text);
            if (result.error() && ConverseManner.of(asked).takesStatus()) {
                block.put("status", "error");
            }
        }
        for (Message.User user : asks.said()) {
            user.images().forEach(image -> image(image, content));
            if (!user.text().isBlank()) {
                content.addObject().put("text", user.text());
            }
        }
        if (content.isEmpty()) {
            content.addObject().put("text", NOTHING_SAID);
        }
    }

    private static void image(Message.Image image, ArrayNode content) {
        if (!Pictures.COMMON.take(image)) {
            content.addObject().put("text", Pictures.unseen(image));
            return;
        }
        ObjectNode block = content.addObject().putObject("image");
        String type = Pictures.type(image);
        block.put("format", type.substring(type.indexOf('/') + 1));
        block.putObject("source").put("bytes", image.base64());
    }

    /// The content of the last message when it is that side's, else of a new one: the sides have to
    /// take turns, and the user begins.
    private static ArrayNode side(String role, ArrayNode messages) {
        if (messages.isEmpty() && !role.equals("user")) {
            side("user", messages).addObject().put("text", NOTHING_SAID);
        }
        if (!messages.isEmpty()) {
            JsonNode last = messages.path(messages.size() - 1);
            if (last.path("role").asString("").equals(role)) {
                return last.path("content").asArray();
            }
        }
        return messages.addObject().put("role", role).putArray("content");
    }

    private static void answers(
            Message.Assistant message, Asked asked, SentIds ids, ArrayNode messages) {
        ArrayNode layout = Layout.of(message, asked.privateKey()).orElseGet(StrictText::newArray);
        ArrayNode content = StrictText.newArray();
        for (JsonNode part :
                Layout.restored(
                        message, layout, ConverseReply.CALL, (call, _) -> called(call, ids))) {
            boolean blank = part.path("text").isString() && part.path("text").asString().isBlank();
            if (!blank) {
                content.add(part);
            }
        }
        if (!content.isEmpty()) {
            side("assistant", messages).addAll(content);
        }
    }

    private static ObjectNode called(Message.ToolCall call, SentIds ids) {
        ObjectNode part = StrictText.newObject();
        ObjectNode use = part.putObject(ConverseReply.CALL);
        use.put("toolUseId", ids.call(call.id()));
        use.put("name", sentName(call.name()));
        use.set("input", Layout.arguments(call));
        return part;
    }

    /// The name that a tool goes out by.
    static String sentName(String name) {
        return ToolNames.sent(name, text -> text.matches(LEGAL));
    }

    /// A frame's payload is an event like any other. A whole reply begins with a brace, a frame
    /// with its length, the first byte of which is zero.
    @Override
    public Reply read(Asked asked, InputStream body, Consumer<String> onText) throws IOException {
        return read(this, asked, body, onText);
    }

    static Reply read(Dialect dialect, Asked asked, InputStream body, Consumer<String> onText)
            throws IOException {
        var peeked = new PushbackInputStream(body);
        if (ReplyBody.startsAsJson(peeked)) {
            return dialect.decode(asked, StrictText.utf8(peeked.readAllBytes()), onText);
        }
        var frames = new EventFrames(peeked);
        Incoming incoming = dialect.stream(asked, onText);
        Optional<EventFrames.Frame> frame = frames.next();
        while (frame.isPresent() && !incoming.take(event(frame.get()))) {
            frame = frames.next();
        }
        return incoming.reply();
    }

    /// @throws Rejection.InReply when the frame tells of a failure
    private static SseEvent event(EventFrames.Frame frame) {
        return switch (frame.header(":message-type")) {
            case "event" -> new SseEvent(frame.header(":event-type"), frame.payload(), true);
            case "exception" ->
                    throw ConverseErrors.inReply(frame.header(":exception-type"), frame.payload());
            case "error" ->
                    throw ConverseErrors.inReply(
                            frame.header(":error-code"), frame.header(":error-message"));
            default -> throw BrokenReply.malformed("a frame of the stream is of no known kind");
        };
    }

    @Override
    public Incoming stream(Asked asked, Consumer<String> onText) {
        return new ConverseReply(asked, onText);
    }

    @Override
    public Reply decode(Asked asked, String body, Consumer<String> onText) {
        var reply = new ConverseReply(asked, onText);
        reply.whole(StrictText.reply(body));
        return reply.reply();
    }

    @Override
    public Optional<Count> count() {
        return Optional.of(new Counting());
    }

    /// Counts without answering; models of some makers can not be asked.
    // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
    private record Counting() implements Count {
        @Override
        public URI endpoint(URI base, String model) {
            return method(base, model, "/count-tokens");
        }

        @Override
        public String encode(Asked asked) {
            ObjectNode body = StrictText.newObject();
            body.putObject("input").set("converse", conversation(asked));
            return StrictText.write(body);
        }

        @Override
        public long read(String body) {
            return counted(body);
        }
    }

    /// The count in an answer.
    static long counted(String body) {
        JsonNode count = StrictText.reply(body).path("inputTokens");
        if (!count.isIntegralNumber()) {
            throw BrokenReply.malformed("the answer holds no count of tokens");
        }
        return count.longValue();
    }
}
