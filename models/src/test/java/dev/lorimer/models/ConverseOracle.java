package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Bedrock's Converse, read plainly; its frames by AWS's own library.
final class ConverseOracle implements Oracle {
    private static final Pattern MODEL = Pattern.compile("/model/([^/?]+)/");

    @Override
    public String model(JsonNode request) {
        Matcher model = MODEL.matcher(request.path("path").asString(""));
        return model.find() ? URLDecoder.decode(model.group(1), StandardCharsets.UTF_8) : "m";
    }

    @Override
    public ObjectNode response(JsonNode file) {
        if (file.has("body")) {
            return Oracle.super.response(file);
        }
        var frames = new ByteArrayOutputStream();
        file.path("chunks")
                .forEach(chunk ->
                        chunk.forEachEntry((name, payload) ->
                                frames.writeBytes(frame(name, payload.toString()))));
        return StrictText.newObject()
                .put("status", 200)
                .put("body_base64", Base64.getEncoder().encodeToString(frames.toByteArray()));
    }

    static byte[] frame(String event, String payload) {
        return frame(Map.of(":message-type", "event", ":event-type", event), payload);
    }

    static byte[] frame(Map<String, String> headers, String payload) {
        var values = new TreeMap<String, HeaderValue>();
        headers.forEach((name, text) -> values.put(name, HeaderValue.fromString(text)));
        ByteBuffer bytes =
                new Message(values, payload.getBytes(StandardCharsets.UTF_8)).toByteBuffer();
        byte[] frame = new byte[bytes.remaining()];
        bytes.get(frame);
        return frame;
    }

    private static List<Message> frames(Recorded recorded) {
        var frames = new ArrayList<Message>();
        new MessageDecoder(frames::add).feed(recorded.bytes());
        return frames;
    }

    @Override
    public int wholeFrom(Recorded recorded) {
        int bytes = 0;
        for (Message frame : frames(recorded)) {
            bytes += frame.toByteBuffer().remaining();
            if (type(frame).equals("messageStop")) {
                return bytes;
            }
        }
        return bytes;
    }

    private static String type(Message frame) {
        return Optional.ofNullable(frame.getHeaders().get(":event-type"))
                .map(HeaderValue::getString)
                .orElse("");
    }

    @Override
    public Optional<PlainReading> reply(Recorded recorded) {
        var read = new Reading();
        if (!recorded.response().has("body_base64")) {
            JsonNode body = recorded.response().path("body");
            JsonNode content = body.path("output").path("message").path("content");
            content.forEach(read::block);
            read.end(body);
            return content.isArray() && read.known()
                    ? Optional.of(read.reading())
                    : Optional.empty();
        }
        for (Message frame : frames(recorded)) {
            read.event(type(frame), StrictText.JSON.readTree(frame.getPayload()));
        }
        return read.known() && !read.stop.isEmpty()
                ? Optional.of(read.reading())
                : Optional.empty();
    }

    private static final class Reading {
        private final StringBuilder text = new StringBuilder();
        private final Map<Integer, String[]> calls = new TreeMap<>();
        private final Map<String, String> reasoning = new TreeMap<>();
        private final List<String> secrets = new ArrayList<>();
        private boolean deeds;
        private String stop = "";
        private Reply.Usage usage = Reply.Usage.NONE;

        void event(String type, JsonNode json) {
            int index = json.path("contentBlockIndex").asInt(-1);
            JsonNode use = json.path("start").path("toolUse");
            JsonNode delta = json.path("delta");
            if (use.isObject() && !use.has("type")) {
                calls.put(index, new String[] {id(use), use.path("name").asString(), ""});
            } else if (json.has("start") && !json.path("start").isEmpty()) {
                deeds = true;
                secrets.addAll(Plain.strings(json.path("start")));
            }
            text.append(delta.path("text").asString(""));
            if (calls.containsKey(index)) {
                calls.get(index)[2] += delta.path("toolUse").path("input").asString("");
            }
            delta.path("reasoningContent")
                    .forEachEntry((name, value) ->
                            reasoning.merge(index + name, value.asString(""), String::concat));
            secrets.addAll(Plain.strings(delta.path("citation")));
            if (type.equals("messageStop") || type.equals("metadata")) {
                end(json);
            }
        }

        void block(JsonNode block) {
            JsonNode use = block.path("toolUse");
            boolean ours = use.isObject() && !use.path("type").asString("").startsWith("server");
            if (block.has("text")) {
                text.append(block.path("text").asString());
            } else if (ours) {
                String[] call = {
                    id(use), use.path("name").asString(), use.path("input").toString()
                };
                calls.put(calls.size(), call);
            } else {
                for (JsonNode cited : block.path("citationsContent").path("content")) {
                    text.append(cited.path("text").asString(""));
                }
                deeds |= !block.has("reasoningContent") && !block.has("citationsContent");
                secrets.addAll(Plain.strings(block));
            }
        }

        private static String id(JsonNode use) {
            return use.path("toolUseId").asString();
        }

        void end(JsonNode json) {
            stop = json.path("stopReason").asString(stop);
            JsonNode used = json.path("usage");
            if (used.isObject()) {
                long cached = count(used, "cacheReadInputToken");
                long written = count(used, "cacheWriteInputToken");
                long input = used.path("inputTokens").asLong(0) + cached + written;
                long output = used.path("outputTokens").asLong(0);
                usage = new Reply.Usage(input, output, cached, written, 0);
            }
        }

        /// Nova's own language has other names for the two.
        private static long count(JsonNode used, String name) {
            return used.path(name + "s").asLong(used.path(name + "Count").asLong(0));
        }

        boolean known() {
            return !stop.startsWith("malformed");
        }

        PlainReading reading() {
            List<PlainCall> called =
                    calls.values().stream().map(c -> PlainCall.of(c[0], c[1], c[2])).toList();
            reasoning.values().stream().filter(said -> !said.isEmpty()).forEach(secrets::add);
            return new PlainReading(text.toString(), called, usage, stopped(), secrets, deeds);
        }

        private Reply.Stop stopped() {
            return switch (stop) {
                case "max_tokens", "model_context_window_exceeded" -> Reply.Stop.LENGTH;
                case "guardrail_intervened", "content_filtered" -> Reply.Stop.REFUSED;
                default -> calls.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
            };
        }
    }

    @Override
    public Optional<PlainTurn> turn(JsonNode request, PlainReading answer) {
        JsonNode messages = request.path("messages");
        var turns = new ArrayList<PlainTurn>();
        for (int at = 0; at < messages.size(); at++) {
            if (messages.path(at).path("role").asString("").equals("assistant")) {
                turns.add(turn(messages, at));
            }
        }
        return PlainTurn.matching(turns, answer);
    }

    private static PlainTurn turn(JsonNode messages, int at) {
        var text = new StringBuilder();
        var calls = new ArrayList<PlainCall>();
        var thoughts = new ArrayList<JsonNode>();
        for (JsonNode block : messages.path(at).path("content")) {
            JsonNode use = block.path("toolUse");
            if (block.has("text")) {
                text.append(block.path("text").asString());
            } else if (use.isObject()) {
                calls.add(
                        PlainCall.of(
                                use.path("toolUseId").asString(""),
                                use.path("name").asString(""),
                                use.path("input").toString()));
            } else if (!block.has("cachePoint")) {
                Plain.strings(block).forEach(said -> thoughts.add(StringNode.valueOf(said)));
            }
        }
        return new PlainTurn(text.toString(), calls, thoughts, results(messages.path(at + 1)));
    }

    private static List<PlainTurn.PlainResult> results(JsonNode message) {
        var results = new ArrayList<PlainTurn.PlainResult>();
        for (JsonNode block : message.path("content")) {
            JsonNode result = block.path("toolResult");
            if (result.isObject()) {
                results.add(
                        new PlainTurn.PlainResult(
                                result.path("toolUseId").asString(""),
                                "",
                                text(result.path("content")),
                                result.path("status").asString("").equals("error")));
            }
        }
        return results;
    }

    /// What is neither text nor JSON stands for itself.
    private static String text(JsonNode content) {
        var text = new StringBuilder();
        for (JsonNode block : content) {
            text.append(
                    block.path("text")
                            .asString(
                                    block.has("json")
                                            ? block.path("json").toString()
                                            : block.toString()));
        }
        return text.toString();
    }
}
