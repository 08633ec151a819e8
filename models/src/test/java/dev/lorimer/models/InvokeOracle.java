package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Bedrock's InvokeModel, read plainly: what the frames carry is put down as a recording of the
/// language that it is in, and read as such.
final class InvokeOracle implements Oracle {
    private static final String METRICS = "amazon-bedrock-invocationMetrics";

    @Override
    public String model(JsonNode request) {
        return new ConverseOracle().model(request);
    }

    /// A chunk as the service sends it.
    static byte[] frame(String chunk) {
        return frame(chunk.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] frame(byte[] chunk) {
        ObjectNode payload = StrictText.newObject();
        payload.put("bytes", Base64.getEncoder().encodeToString(chunk)).put("p", "abcdefg");
        return ConverseOracle.frame("chunk", payload.toString());
    }

    @Override
    public ObjectNode response(JsonNode file) {
        if (file.has("body")) {
            return Oracle.super.response(file);
        }
        var frames = new ByteArrayOutputStream();
        file.path("chunks").forEach(chunk -> frames.writeBytes(frame(chunk.toString())));
        return StrictText.newObject()
                .put("status", 200)
                .put("body_base64", Base64.getEncoder().encodeToString(frames.toByteArray()));
    }

    private static List<Message> frames(Recorded recorded) {
        var frames = new ArrayList<Message>();
        new MessageDecoder(frames::add).feed(recorded.bytes());
        return frames;
    }

    private static Optional<JsonNode> chunk(Message frame) {
        HeaderValue type = frame.getHeaders().get(":event-type");
        if (type == null || !type.getString().equals("chunk")) {
            return Optional.empty();
        }
        JsonNode payload = StrictText.JSON.readTree(frame.getPayload());
        byte[] bytes = Base64.getDecoder().decode(payload.path("bytes").asString());
        return Optional.of(StrictText.JSON.readTree(bytes));
    }

    private static List<JsonNode> chunks(Recorded recorded) {
        if (recorded.response().has("body_base64")) {
            return frames(recorded).stream().flatMap(frame -> chunk(frame).stream()).toList();
        }
        return List.of(recorded.response().path("body"));
    }

    /// A text stream ends with a reason; what it cost may come in the frame after.
    @Override
    public int wholeFrom(Recorded recorded) {
        int bytes = 0;
        for (Message frame : frames(recorded)) {
            bytes += frame.toByteBuffer().remaining();
            Optional<JsonNode> chunk = chunk(frame);
            if (chunk.isPresent() && over(chunk.get())) {
                return bytes;
            }
        }
        return bytes;
    }

    private static boolean over(JsonNode chunk) {
        boolean reason = false;
        for (String name : List.of("completionReason", "stop_reason", "finish_reason")) {
            for (JsonNode place : List.of(chunk, first(chunk))) {
                reason |= !place.path(name).asString("").isEmpty();
            }
        }
        return reason
                || chunk.path("type").asString("").equals("message_stop")
                || chunk.has("messageStop");
    }

    private static JsonNode first(JsonNode chunk) {
        for (String list : List.of("results", "outputs", "generations", "choices", "completions")) {
            if (chunk.path(list).path(0).isObject()) {
                return chunk.path(list).path(0);
            }
        }
        return StrictText.newObject();
    }

    @Override
    public Optional<PlainReading> reply(Recorded recorded) {
        List<JsonNode> chunks = chunks(recorded);
        if (chunks.stream().anyMatch(InvokeOracle::converses)) {
            return new ConverseOracle().reply(conversed(recorded));
        }
        if (chunks.stream().anyMatch(InvokeOracle::chats)) {
            return new ChatOracle().reply(chatted(recorded, chunks));
        }
        boolean messages =
                chunks.stream()
                        .anyMatch(chunk -> chunk.path("type").asString("").startsWith("message"));
        return messages ? new MessagesOracle().reply(told(recorded, chunks)) : text(chunks);
    }

    private static boolean converses(JsonNode chunk) {
        return chunk.has("messageStop") || chunk.path("output").path("message").isObject();
    }

    private static boolean chats(JsonNode chunk) {
        JsonNode choice = chunk.path("choices").path(0);
        return choice.has("message") || choice.has("delta");
    }

    private static Recorded as(Recorded recorded, ObjectNode response) {
        return new Recorded(
                recorded.api(), recorded.name(), recorded.scene(), recorded.request(), response);
    }

    private static Recorded conversed(Recorded recorded) {
        if (!recorded.response().has("body_base64")) {
            return recorded;
        }
        var frames = new ByteArrayOutputStream();
        chunks(recorded)
                .forEach(chunk ->
                        chunk.forEachEntry((name, inner) ->
                                frames.writeBytes(ConverseOracle.frame(name, inner.toString()))));
        String base64 = Base64.getEncoder().encodeToString(frames.toByteArray());
        return as(recorded, StrictText.newObject().put("body_base64", base64));
    }

    private static Recorded told(Recorded recorded, List<JsonNode> chunks) {
        String[] events = chunks.stream().map(JsonNode::toString).toArray(String[]::new);
        return as(recorded, StrictText.newObject().put("sse", Given.sse(events)));
    }

    /// With the words that the chat's own oracle knows.
    private static Recorded chatted(Recorded recorded, List<JsonNode> chunks) {
        var common = new ArrayList<JsonNode>();
        for (JsonNode chunk : chunks) {
            JsonNode copy = chunk.deepCopy();
            for (JsonNode choice : copy.path("choices")) {
                String reason = choice.path("stop_reason").asString("");
                if (!reason.isEmpty() && !choice.path("finish_reason").isString()) {
                    choice.asObject().put("finish_reason", reason);
                }
            }
            JsonNode metrics = copy.path(METRICS);
            if (metrics.isObject() && !copy.path("usage").isObject()) {
                ObjectNode usage = copy.asObject().putObject("usage");
                usage.put("prompt_tokens", metrics.path("inputTokenCount").asLong(0));
                usage.put("completion_tokens", metrics.path("outputTokenCount").asLong(0));
            }
            common.add(copy);
        }
        return told(recorded, common);
    }

    private static Optional<PlainReading> text(List<JsonNode> chunks) {
        var text = new StringBuilder();
        String reason = "";
        long input = 0;
        long output = 0;
        boolean any = false;
        for (JsonNode chunk : chunks) {
            for (JsonNode place : List.of(chunk, first(chunk), chunk.path(METRICS))) {
                for (String name : List.of("outputText", "generation", "text", "completion")) {
                    text.append(place.path(name).asString(""));
                    any |= place.path(name).isString();
                }
                for (String name : List.of("completionReason", "stop_reason", "finish_reason")) {
                    reason = place.path(name).asString(reason);
                }
                for (String name :
                        List.of("inputTextTokenCount", "prompt_token_count", "inputTokenCount")) {
                    input = Math.max(input, place.path(name).asLong(0));
                }
                for (String name :
                        List.of(
                                "totalOutputTextTokenCount",
                                "tokenCount",
                                "generation_token_count",
                                "outputTokenCount")) {
                    output = Math.max(output, place.path(name).asLong(0));
                }
            }
        }
        var usage = new Reply.Usage(input, output, 0, 0, 0);
        Reply.Stop stop =
                reason.matches("(?i)length|max_tokens") ? Reply.Stop.LENGTH : Reply.Stop.END;
        return any
                ? Optional.of(
                        new PlainReading(text.toString(), List.of(), usage, stop, List.of(), false))
                : Optional.empty();
    }

    @Override
    public Optional<PlainTurn> turn(JsonNode request, PlainReading answer) {
        for (Oracle oracle :
                List.of(new MessagesOracle(), new ConverseOracle(), new ChatOracle())) {
            Optional<PlainTurn> turn = oracle.turn(request, answer);
            if (turn.isPresent()) {
                return turn;
            }
        }
        return Optional.empty();
    }
}
